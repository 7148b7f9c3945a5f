"""The one decision on access by role, used by endpoints, pages and lists alike."""

from typing import Any

from domain.kernel import Command
from domain.roles import Role
from service.access.table import COMMANDS, VIEWS
from service.kinds.catalogue import KINDS
from service.store.steps import Caller


class Denied(Exception):
    """The caller's roles do not allow it."""


def may_command(roles: frozenset[Role], command: type[Command[Any]]) -> bool:
    """Whether one of the roles may give the command."""
    return bool(roles & COMMANDS.get(command, frozenset()))


def may_view(roles: frozenset[Role], view: str) -> bool:
    """Whether one of the roles may read the view."""
    return bool(roles & VIEWS.get(view, frozenset()))


def require_command(caller: Caller, command: type[Command[Any]]) -> None:
    """Raises Denied unless the caller may give the command."""
    if not may_command(caller.roles, command):
        raise Denied(command.__name__)


def require_view(caller: Caller, view: str) -> None:
    """Raises Denied unless the caller may read the view."""
    if not may_view(caller.roles, view):
        raise Denied(view)


def readable_kinds(roles: frozenset[Role]) -> list[str]:
    """The kinds of streams that views of several kinds show to the roles: those whose own list they may read."""
    return [kind.aggregate.kind for kind in KINDS if may_view(roles, next(iter(kind.reading.views)))]
