"""The one decision on access, used by endpoints, pages, field output and lists alike."""

from collections.abc import Iterable
from typing import Any

from domain.kernel import Command
from domain.petition.codes import Purpose
from domain.roles import Role
from domain.values import KeyClass
from service.access.table import COMMANDS, DESK, PETITION_STAFF, VIEWS
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


def may_read_text(roles: frozenset[Role], key_class: KeyClass, purposes: Iterable[Purpose]) -> bool:
    """Whether a sealed text of a petition is opened for the roles.

    Who filed it, and everything about an accusation, is for the petition desk alone (信访工作条例 §30); other
    content is for those who work on petitions. An auditor reads facts and codes, never texts.
    """
    if key_class is not KeyClass.CONTENT or Purpose.P3 in set(purposes):
        return bool(roles & DESK)
    return bool(roles & PETITION_STAFF)
