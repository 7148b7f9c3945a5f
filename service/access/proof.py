"""What a token is good for, and which commands take a proof anew of who gives them."""

from typing import Any

from domain.kernel import Command
from domain.officers import TokenScope
from service.kinds.catalogue import KINDS
from service.store.steps import Caller

PROVEN = frozenset(offer.command for kind in KINDS for offer in kind.offers if offer.is_proven)
"""Commands for which a page asks for password and second factor once more."""


class ScopeLacking(Exception):
    """The token of the caller is not good for that."""

    def __init__(self, scope: TokenScope) -> None:
        self.scope = scope
        super().__init__(scope)


class ProofLacking(Exception):
    """The command takes a proof anew, which a token alone is none of."""


def require_scope(caller: Caller, scope: TokenScope) -> None:
    """Raises ScopeLacking where the caller came with a token that is not good for it."""
    if scope not in caller.scopes:
        raise ScopeLacking(scope)


def is_good_for(caller: Caller, command: type[Command[Any]]) -> bool:
    """Whether what the caller came with is good for a step in a record that exists."""
    return TokenScope.ACT in caller.scopes and (TokenScope.PROVEN in caller.scopes or command not in PROVEN)


def require_proof(caller: Caller, *commands: type[Command[Any]]) -> None:
    """Raises ProofLacking where one of the commands takes a proof and the caller's token was issued without one."""
    if TokenScope.PROVEN not in caller.scopes and not PROVEN.isdisjoint(commands):
        raise ProofLacking(", ".join(each.__name__ for each in commands))
