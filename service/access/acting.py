"""In which of the roles that a caller holds a command is given: the one that allows it, or the one that was said."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from domain.actors import Actor, OfficerActing
from domain.kernel import Command
from domain.roles import Held
from service.access.decisions import Denied
from service.access.table import COMMANDS
from service.store.steps import Caller

Commands = Iterable[type[Command[Any]]]


class RoleNeeded(Exception):
    """Several roles that the caller holds allow it; `held` names them."""

    def __init__(self, held: Iterable[Held]) -> None:
        self.held = sorted(held)
        super().__init__(", ".join(str(each) for each in self.held))


class RoleRefused(Exception):
    """The role that was said is not held today, or does not allow it; `held` names those that do."""

    def __init__(self, held: Iterable[Held]) -> None:
        self.held = sorted(held)
        super().__init__(", ".join(str(each) for each in self.held))


def allowing(caller: Caller, *commands: type[Command[Any]]) -> list[Held]:
    """The roles held today that allow all the commands, in the order of the roles."""
    return sorted(each for each in caller.held if all(each.role in COMMANDS.get(one, ()) for one in commands))


def actor_for(caller: Caller, *commands: type[Command[Any]]) -> Actor:
    """Who acts, in the one role that allows all the commands, or in the one that the caller said.

    Raises Denied where none allows them, RoleNeeded where several do and none was said, and RoleRefused.
    """
    if not isinstance(caller.who, UUID):
        return caller.who
    held = allowing(caller, *commands)
    if not held:
        raise Denied(", ".join(each.__name__ for each in commands))
    meant = [each for each in held if caller.said is None or caller.said.means(each)]
    if not meant:
        raise RoleRefused(held)
    if len(meant) > 1:
        raise RoleNeeded(meant)
    return acting(caller, meant[0])


def acting(caller: Caller, held: Held) -> OfficerActing:
    """The caller in that role."""
    return OfficerActing(caller.officer, held.role, held.unit)
