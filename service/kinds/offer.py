"""What is offered of a command, in one line: its noun, who may give it on which records, where it stands."""

from dataclasses import dataclass
from typing import Any

from domain.kernel import Command
from domain.roles import Role
from service.kinds.allowance import Acting


@dataclass(frozen=True, slots=True)
class Offer:
    """A command as it is offered through any door.

    It is posted to `/{kind}` where `noun` is empty, because it creates, else to `/{kind}/{id}/{noun}`; None has no
    address. `aside` are steps beside the main path: they add to the file, ask for more time, or end the matter before
    its end. `meets` names the rules whose terms this step meets, where not every step of the main path does, and
    `while_at` the statuses in which it does, where not in all. What `settles` changes for whom a case exists, and is
    answered once the views show it. Where it `is_proven`, as whatever grants, pays, lets in or unseals, a page asks for
    password and second factor once more, and a token must be PROVEN. What it `says` stands above its form: what is
    declared by giving it.
    """

    command: type[Command[Any]]
    noun: str | None
    acting: Acting
    aside: bool = False
    meets: tuple[str, ...] = ()
    while_at: frozenset[str] = frozenset()
    settles: bool = False
    is_proven: bool = False
    says: str = ""

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that may give it on some record."""
        return frozenset(each.role for each in self.acting)
