"""The due-dates view: one row per running clock, of every kind of case."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import domain.catalogue as catalogue
from domain.deadlines.clocks import Clock, ClockStopped, clock_facts, may_hold_clocks
from domain.kernel import Recorded
from projections.projection import Changes, Projection, Rows, stream_of


@dataclass(frozen=True, slots=True)
class DueDateRow:
    """A clock that runs: what was promised, as the event that started it tells."""

    clock_id: str
    case_id: UUID
    kind: str
    rule: str
    item: str
    started_on: date
    length: int
    unit: str
    extended_by: int
    nominal_on: date
    due_on: date
    provisional: bool
    started_version: int


def clock_id(case: UUID, rule: str, item: str) -> str:
    """A case runs at most one clock of a rule and item at a time."""
    return f"{case.hex}/{rule}/{item}"


def _due_dates(rows: Rows, recorded: Recorded) -> Changes:
    changes: dict[str, dict[str, Any] | None] = {}
    parts = clock_facts(recorded.event)
    for part in parts:
        if isinstance(part, ClockStopped):
            changes[clock_id(recorded.stream, part.rule, part.item)] = None
    for part in parts:
        if isinstance(part, Clock):
            changes[clock_id(recorded.stream, part.rule, part.item)] = _columns(part, recorded)
    return changes


def _columns(clock: Clock, recorded: Recorded) -> dict[str, Any]:
    return {
        "clock_id": clock_id(recorded.stream, clock.rule, clock.item),
        "case_id": recorded.stream,
        "kind": recorded.event.NAME.partition(".")[0],
        "rule": clock.rule,
        "item": clock.item,
        "started_on": clock.started_on,
        "length": clock.length,
        "unit": clock.unit,
        "extended_by": clock.extended_by,
        "nominal_on": clock.nominal_on,
        "due_on": clock.due_on,
        "provisional": clock.provisional,
        "started_version": recorded.version,
    }


DUE_DATES = Projection(
    name="due_dates",
    version=1,
    row=DueDateRow,
    id_column="clock_id",
    key_column="case_id",
    key=stream_of,
    on={event: _due_dates for aggregate in catalogue.CASES for event in aggregate.events if may_hold_clocks(event)},
    indexes=("due_on, clock_id", "case_id", "provisional"),
    reads_rows=False,
)
