"""An officer who reads one case: what is confidential is recorded first, and needs a purpose."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from domain.levels import TRACED, Level, ReadFor
from domain.roles import Held
from domain.scopes import NOWHERE, Openness, Scope
from domain.values import KeyClass
from service.access.trace import Trace, Visit
from service.sealing.readers import Sought, level_of
from service.sealing.seal import Token
from service.store.steps import Caller


@dataclass(slots=True)
class CaseReader:
    """Whoever reads a case for one answer.

    Without a purpose nothing is opened that leaves a trace, but what is sensitive where a purpose was said for the case
    on the same day; `wants` tells which levels would open with one. `is_protected` says that who filed it is sealed.
    Where it `is_once`, what the same reader opened that day for the same purpose is opened without another entry.
    """

    trace: Trace
    visit: Visit
    is_protected: bool
    said: ReadFor | None = None
    is_once: bool = False
    _purposes: dict[Level, ReadFor | None] = field(default_factory=dict)

    @property
    def purpose(self) -> ReadFor | None:
        """What the officer said to read the case for."""
        return self.said

    @property
    def wants(self) -> list[Level]:
        """What would be opened with a purpose."""
        return sorted(level for level, purpose in self._purposes.items() if purpose is None)

    def admits(self, sought: Sought) -> Collection[Token]:
        """Those whose opening leaves no trace, or has left it. Raises TraceUnavailable."""
        levels = {token: self._level(token, key_class) for token, key_class in sought.items()}
        return [token for token, level in levels.items() if level not in TRACED or self._is_recorded(level)]

    def _level(self, token: Token, key_class: KeyClass) -> Level:
        level = level_of(token, key_class)
        is_filer = level is Level.SENSITIVE and key_class is KeyClass.IDENTITY
        return Level.SEALED if is_filer and self.is_protected else level

    def _is_recorded(self, level: Level) -> bool:
        """Whether the opening is recorded: once for one answer, however often its parts are asked for."""
        if level not in self._purposes:
            self._purposes[level] = self._recorded(level)
        return self._purposes[level] is not None

    def _recorded(self, level: Level) -> ReadFor | None:
        is_asked_each_time = level is Level.SEALED
        purpose = self.said or (None if is_asked_each_time else self.trace.said_today(self.visit))
        if purpose is not None and not (self.is_once and self.trace.is_recorded(self.visit, level, purpose)):
            self.trace.record(self.visit, level, purpose)
        return purpose


def visit_of(caller: Caller, held: Iterable[Held], kind: str, case: UUID, state: Any) -> Visit:
    """The caller at a case that exists for him or her by these roles."""
    scope: Scope = getattr(state, "scope", NOWHERE)
    here = sorted(held)
    units = {each.unit for each in here}
    is_own = caller.who in scope.assigned or scope.owner in units or any(desk in units for desk in scope.desks)
    roles = tuple(dict.fromkeys(each.role.value for each in here))
    return Visit(caller.officer, roles, kind, case, scope.owner, is_own)


def is_protected(state: Any, opening: Any) -> bool:
    """Whether who filed the case is sealed: it accuses somebody, or confidentiality was asked for."""
    scope: Scope = getattr(state, "scope", NOWHERE)
    return scope.openness is Openness.SEALED or bool(getattr(opening, "confidentiality_requested", False))
