"""For whom the rows of a case exist, as columns of every view that shows cases: no view asks another one for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any
from uuid import UUID, uuid5

import domain.catalogue as catalogue
from domain.growing import Growing
from domain.kernel import Event, Recorded
from domain.marks import Mark
from domain.roles import Role
from domain.scopes import NOWHERE, Openness, Scope, may_rescope
from domain.values import OfficerRef
from projections.projection import Changes, Fold, Memories, Memory, Reach, Reaches, Row, Rows, Stood


@dataclass(frozen=True)
class Scoped:
    """The scope of the row's case, each part in a column of its own that conditions can ask."""

    openness: Memory
    owner: Reach | None
    desks: Reaches
    assigned: Reaches
    recorder: Reach | None
    supervised: Reach | None
    asked: Memories
    barred: Reaches
    kept_from: Memories
    packages: Reaches


@dataclass(frozen=True)
class ScopedOfKinds(Scoped):
    """The same in a view of several kinds, with the units that own the case or have it before them, by its kind.

    What a unit has much of in one kind it may have none of in another: so named, both are known to the planner.
    """

    reach: Reaches


HEARD = "heard "
ROLES = frozenset(map(str, Role))
SCOPE_COLUMNS = tuple(Scoped.__annotations__)
"""The columns of every view that shows cases."""
_told = attrgetter(*SCOPE_COLUMNS)
HOME = "(reach[1])"
"""The unit that owns the case, by its kind, of which an index can know the order of rows: of arrays none does."""
BESIDE_HOME = "(reach[2:])"
"""The other units that it was brought before."""


def _holding(*columns: str) -> tuple[str, ...]:
    return tuple(f"USING gin ({column}) WITH (fastupdate = off)" for column in columns)


SENT = ("USING gin (packages) WITH (fastupdate = off) WHERE packages <> '{}'",)
"""An index for discipline offices, of what was sent to some."""
KNOWN_BY = ("(owner)", "(recorder)", *_holding("desks", "assigned", "asked"), *SENT)
"""Indexes for readers whom few rows concern: those of a unit, and officers who are named for few."""
KNOWN_BY_KIND = (*_holding("reach", "desks", "assigned", "asked"), *SENT)
"""The same in a view of several kinds."""
TRAILED_BY_KIND = (*_holding("reach", BESIDE_HOME, "assigned"), *SENT)
"""The same where each row costs more than a reader of what units are told: `reach` holds their desks, too."""


@lru_cache(maxsize=10_000)
def within(unit: UUID, kind: str) -> UUID:
    """What a kind of record is called within a unit."""
    return uuid5(unit, kind)


class _Itself:
    """A scope that is equal to itself alone: to compare two takes longer than to tell of one."""

    __slots__ = ("scope",)

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and self.scope is other.scope

    def __hash__(self) -> int:
        return id(self.scope)


def scope_columns(scope: Scope) -> dict[str, Any]:
    """The columns of `Scoped`."""
    return dict(_columns(_Itself(scope)))


@lru_cache(maxsize=256)
def _columns(itself: _Itself) -> Mapping[str, Any]:
    """Several views tell the same scope, one after the other."""
    scope = itself.scope
    told = dict(zip(SCOPE_COLUMNS, _told(scope), strict=True))
    several = {name: list(told[name]) for name in ("desks", "assigned", "barred", "kept_from", "packages")}
    return {**told, **several, "asked": [*map(str, scope.asked), *map(heard, scope.heard)]}


def heard(whom: Role | OfficerRef) -> str:
    """What stands among those who are asked for a role or an officer that has only heard of the case."""
    return f"{HEARD}{whom}"


def _has_heard(mark: str) -> Role | OfficerRef:
    whom = mark.removeprefix(HEARD)
    return Role(whom) if whom in ROLES else OfficerRef(UUID(whom))


def scope_columns_in(kind: str, scope: Scope) -> dict[str, Any]:
    """The columns of `ScopedOfKinds`."""
    units = dict.fromkeys((*((scope.owner,) if scope.owner else ()), *scope.desks))
    return {**scope_columns(scope), "reach": [within(unit, kind) for unit in units]}


def scope_in(row: Row | None) -> Scope:
    """The scope that the columns of a row tell, but for the papers of the case; that of no row is nowhere."""
    if row is None:
        return NOWHERE
    return Scope(
        Openness(row["openness"]),
        row["owner"],
        Growing(dict.fromkeys(row["desks"])),
        Growing(dict.fromkeys(row["assigned"])),
        row["recorder"],
        row["supervised"],
        asked=tuple(Role(each) for each in row["asked"] if not each.startswith(HEARD)),
        heard=Growing(dict.fromkeys(_has_heard(each) for each in row["asked"] if each.startswith(HEARD))),
        barred=Growing(dict.fromkeys(row["barred"])),
        kept_from=Growing(dict.fromkeys(map(Mark, row["kept_from"]))),
        packages=Growing(dict.fromkeys(row["packages"])),
    )


def scope_told(rows: Rows, stood: Stood) -> Changes:
    """The scope of the record, which each of its rows bears."""
    columns = scope_columns(NOWHERE if stood.state is None else stood.state.scope)
    return dict.fromkeys(rows, columns)


def rescoping(kinds: Iterable[str]) -> tuple[type[Event], ...]:
    """The events of those kinds that change for whom their case exists."""
    of_kinds = ((event, kept) for event, kept in catalogue.BY_EVENT.items() if kept.kind in kinds)
    return tuple(event for event, kept in of_kinds if kept.rescopes or may_rescope(event))


def of_parts(kinds: Iterable[str], on: Mapping[type[Event], Fold]) -> Mapping[type[Event], Fold]:
    """The functions of a view with a row for each part of a case, such as a term: every row bears the case's scope."""
    return {**dict.fromkeys(rescoping(kinds), _nothing), **on}


def _nothing(_rows: Rows, _recorded: Recorded) -> Changes:
    return {}
