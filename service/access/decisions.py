"""The one decision on access, used by endpoints, pages, field output and lists alike."""

from typing import Any

from domain.kernel import Command
from domain.roles import Role
from domain.values import KeyClass
from projections.projection import Projection
from service.access.table import COMMANDS, VIEWS
from service.kinds.catalogue import BY_KIND, KINDS
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


def may_read_text(roles: frozenset[Role], kind: str, key_class: KeyClass, state: Any, event: str) -> bool:
    """Whether a sealed text in that event of a case of that kind, in that state, is opened for the roles."""
    return kind in BY_KIND and BY_KIND[kind].reading.opens(roles, key_class, state, event)


def may_read_column(roles: frozenset[Role], kind: str, key_class: KeyClass, column: str) -> bool:
    """Whether a sealed column of the kind's list, such as its title, is opened for the roles."""
    return kind in BY_KIND and BY_KIND[kind].reading.shows(roles, key_class, column)


def may_search_texts(roles: frozenset[Role], view: Projection) -> bool:
    """Whether there are texts that the view is searched by, and all are opened: a hit tells what stands in it."""
    kind = next((kind.aggregate.kind for kind in KINDS if view.name in kind.reading.views), "")
    search = view.search
    return search is not None and all(may_read_column(roles, kind, KeyClass.CONTENT, each) for each in search.sealed)


def readable_kinds(roles: frozenset[Role]) -> list[str]:
    """The kinds of streams that views of several kinds show to the roles: those whose own list they may read."""
    return [kind.aggregate.kind for kind in KINDS if may_view(roles, next(iter(kind.reading.views)))]
