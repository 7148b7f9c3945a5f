"""For whom the rows of a case exist, as columns of every view that shows cases: no view asks another one for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import domain.catalogue as catalogue
from domain.growing import Growing
from domain.kernel import Event, Recorded
from domain.roles import Role
from domain.scopes import NOWHERE, Openness, Scope, may_rescope
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


SCOPE_COLUMNS = tuple(Scoped.__annotations__)


KNOWN_BY_UNIT = ("(owner)", "USING gin (desks) WITH (fastupdate = off)")
"""Indexes for readers of a unit that few rows concern."""
KNOWN_BY = (*KNOWN_BY_UNIT, "USING gin (assigned) WITH (fastupdate = off)")
"""The same, and for officers who are named for few."""


def scope_columns(scope: Scope) -> dict[str, Any]:
    """The columns of `Scoped`."""
    told = {name: getattr(scope, name) for name in SCOPE_COLUMNS}
    several = {"desks": list(scope.desks), "assigned": list(scope.assigned), "barred": list(scope.barred)}
    return {**told, **several, "asked": list(map(str, scope.asked))}


def scope_in(row: Row | None) -> Scope:
    """The scope that the columns of a row tell; that of no row is nowhere."""
    if row is None:
        return NOWHERE
    return Scope(
        Openness(row["openness"]),
        row["owner"],
        Growing(dict.fromkeys(row["desks"])),
        tuple(row["assigned"]),
        row["recorder"],
        row["supervised"],
        tuple(map(Role, row["asked"])),
        tuple(row["barred"]),
    )


def scope_told(rows: Rows, stood: Stood) -> Changes:
    """The scope of the record, which each of its rows bears."""
    columns = scope_columns(NOWHERE if stood.state is None else stood.state.scope)
    return dict.fromkeys(rows, columns)


def rescoping(kinds: Iterable[str]) -> tuple[type[Event], ...]:
    """The events of those kinds that change for whom their case exists."""
    return tuple(event for event, kept in catalogue.BY_EVENT.items() if kept.kind in kinds and may_rescope(event))


def of_parts(kinds: Iterable[str], on: Mapping[type[Event], Fold]) -> Mapping[type[Event], Fold]:
    """The functions of a view with a row for each part of a case, such as a term: every row bears the case's scope."""
    return {**dict.fromkeys(rescoping(kinds), _nothing), **on}


def _nothing(_rows: Rows, _recorded: Recorded) -> Changes:
    return {}
