"""For whom the rows of a case exist, as columns of every view that shows cases: no view asks another one for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, get_type_hints
from uuid import UUID

import domain.catalogue as catalogue
from domain.growing import Growing
from domain.kernel import Event, Recorded
from domain.roles import Role
from domain.scopes import NOWHERE, Openness, Scope, may_rescope, scope_after
from projections.next_due import NEVER
from projections.projection import Changes, Fold, Memories, Memory, Reach, Reaches, Row, Rows

ASIDE = "-"
"""Stands before the openness of a row that only remembers the scope of a case: it exists for nobody."""


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


SCOPE_COLUMNS = tuple(Scoped.__annotations__)


def scope_columns(scope: Scope) -> dict[str, Any]:
    """The columns of `Scoped`."""
    told = {name: getattr(scope, name) for name in SCOPE_COLUMNS}
    return {**told, "desks": list(scope.desks), "assigned": list(scope.assigned), "asked": list(map(str, scope.asked))}


def scope_in(row: Row | None) -> Scope:
    """The scope that the columns of a row tell; that of no row is nowhere."""
    if row is None:
        return NOWHERE
    return Scope(
        Openness(row["openness"].removeprefix(ASIDE)),
        row["owner"],
        Growing(dict.fromkeys(row["desks"])),
        tuple(row["assigned"]),
        row["recorder"],
        row["supervised"],
        tuple(map(Role, row["asked"])),
    )


def is_aside(row: Row) -> bool:
    """Whether the row only remembers the scope of its case."""
    return str(row["openness"]).startswith(ASIDE)


def rescoped(row: Row | None, recorded: Recorded) -> dict[str, Any]:
    """The columns that the event changes in the one row of a case; all of them in a new row."""
    before = scope_in(row)
    after = scope_after(before, recorded.event)
    return scope_columns(after) if row is None or after != before else {}


def rescoping(kinds: Iterable[str]) -> tuple[type[Event], ...]:
    """The events of those kinds that change for whom their case exists."""
    return tuple(event for event, kept in catalogue.BY_EVENT.items() if kept.kind in kinds and may_rescope(event))


def of_parts(
    kinds: Iterable[str], row: type, id_column: str, on: Mapping[type[Event], Fold]
) -> dict[type[Event], Fold]:
    """The functions of a view with a row for each part of a case, such as a term: every row bears the case's scope.

    As long as a case has no part, a row that exists for nobody remembers its scope.
    """
    blank = _blank(row)

    def scoped(fold: Fold) -> Fold:
        def folded(rows: Rows, recorded: Recorded) -> Changes:
            before = scope_in(next(iter(rows.values()), None))
            after = scope_after(before, recorded.event)
            columns = scope_columns(after)
            parts = {place: part for place, part in rows.items() if not is_aside(part)}
            changes = dict(fold(parts, recorded))
            left = [place for place in {**parts, **changes} if changes.get(place, parts.get(place)) is not None]
            for place in left:
                if after != before or place not in parts:
                    changes[place] = {**(changes.get(place) or {}), **columns}
            aside = recorded.stream.hex
            if left and aside in rows:
                changes[aside] = None
            elif not left and (aside not in rows or after != before):
                kept = {**columns, "openness": f"{ASIDE}{after.openness}"}
                changes[aside] = {**blank, id_column: aside, "case_id": recorded.stream, **kept}
            return changes

        return folded

    every = dict.fromkeys(rescoping(kinds), _nothing) | dict(on)
    return {event: scoped(fold) for event, fold in every.items()}


def _nothing(_rows: Rows, _recorded: Recorded) -> Changes:
    return {}


BLANKS: Mapping[Any, Any] = {str: "", Memory: "", int: 0, bool: False, date: NEVER, UUID: UUID(int=0)}


def _blank(row: type) -> dict[str, Any]:
    """A row in which nothing stands, for columns that may not be empty."""
    return {name: BLANKS.get(hint) for name, hint in get_type_hints(row).items()}
