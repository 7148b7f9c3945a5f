"""The due-dates view: one row per running clock, of every kind of case."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import domain.catalogue as catalogue
from domain.cases.overdue import FoundOverdue
from domain.deadlines.calendar import ONE_DAY
from domain.deadlines.clocks import Clock, ClockStopped, warnings
from domain.deadlines.pauses import NOTHING_PAUSED, Paused, may_pause, standing_still
from domain.deadlines.rules import UNHURRIED, term_kind
from domain.deadlines.running import clock_facts, may_hold_clocks
from domain.kernel import Recorded
from projections.projection import Changes, Projection, Row, Rows, Stood, codes_in, in_order
from projections.scoped import KNOWN_BY_KIND, ScopedOfKinds, of_parts, scope_columns_in

IS_DUTY = f"paused_on IS NULL AND NOT {codes_in('rule', UNHURRIED)}"
"""What holds for a running term that binds somebody and does not stand still."""


@dataclass(frozen=True, slots=True)
class DueDateRow(ScopedOfKinds):
    """A clock that runs: what was promised, as the event that started it tells, and since when it stands still.

    On `remind_on` and `remind_again_on` whoever has to act is reminded, counted from the nominal end.
    """

    clock_id: str
    case_id: UUID
    kind: str
    rule: str
    term: str
    item: str
    started_on: date
    length: int
    unit: str
    extended_by: int
    nominal_on: date
    remind_on: date | None
    remind_again_on: date | None
    due_on: date
    provisional: bool
    paused_on: date | None
    paused_for: str | None
    overdue_on: date | None


def clock_id(case: UUID, rule: str, item: str) -> str:
    """A case runs at most one clock of a rule and item at a time."""
    return f"{case.hex}/{rule}/{item}"


def _due_dates(_rows: Rows, recorded: Recorded) -> Changes:
    changes: dict[str, dict[str, Any] | None] = {}
    parts = clock_facts(recorded.event)
    for part in parts:
        if isinstance(part, ClockStopped):
            changes[clock_id(recorded.stream, part.rule, part.item)] = None
    for part in parts:
        if isinstance(part, Clock):
            changes[clock_id(recorded.stream, part.rule, part.item)] = _columns(part, recorded)
    return changes


def _standing(rows: Rows, stood: Stood) -> Changes:
    """For whom the case exists, and since when each clock stands still, and why; nothing where it runs."""
    pauses: Paused = getattr(stood.state, "pauses", NOTHING_PAUSED)
    scope = scope_columns_in(catalogue.BY_EVENT[type(stood.last.event)].kind, stood.state.scope)
    return {clock: scope | _paused(pauses, row["rule"]) | _marked(stood, row) for clock, row in rows.items()}


def _marked(stood: Stood, row: Row) -> dict[str, Any]:
    """The day after the due day at which the service found it overdue, however it was counted since."""
    due_on: date | None = stood.state.overdue.get((row["rule"], row["item"]))
    return {"overdue_on": due_on + ONE_DAY if due_on else None}


def _reminders(clock: Clock) -> tuple[date, ...]:
    """The days on which whoever has to act is reminded; nobody is of what is only waited for."""
    return () if clock.rule in UNHURRIED else warnings(clock)


def _paused(pauses: Paused, rule: str) -> dict[str, Any]:
    pause = standing_still(pauses, rule)
    return {"paused_on": pause.since_on if pause else None, "paused_for": pause.why if pause else None}


def _columns(clock: Clock, recorded: Recorded) -> dict[str, Any]:
    first, again = (*_reminders(clock), None, None)[:2]
    return {
        "clock_id": clock_id(recorded.stream, clock.rule, clock.item),
        "case_id": recorded.stream,
        "kind": recorded.event.NAME.partition(".")[0],
        "rule": clock.rule,
        "term": term_kind(clock.rule),
        "item": clock.item,
        "started_on": clock.started_on,
        "length": clock.length,
        "unit": clock.unit,
        "extended_by": clock.extended_by,
        "nominal_on": clock.nominal_on,
        "remind_on": first,
        "remind_again_on": again,
        "due_on": clock.due_on,
        "provisional": clock.provisional,
    }


DUE_DATES = Projection(
    name="due_dates",
    version=12,
    row=DueDateRow,
    id_column="clock_id",
    key_column="case_id",
    on=of_parts(
        [aggregate.kind for aggregate in catalogue.CASES],
        {
            event: _due_dates
            for aggregate in catalogue.CASES
            for event in aggregate.events
            if may_hold_clocks(event) or may_pause(event) or issubclass(event, FoundOverdue)
        },
    ),
    settle=_standing,
    indexes=(
        *KNOWN_BY_KIND,
        "(case_id, due_on, clock_id)",
        *in_order("clock_id", ("due_on",), ("rule",), within="kind"),
        *in_order("clock_id", ("due_on",), within="kind", where=IS_DUTY),
        *in_order("clock_id", ("due_on",), within="kind", where="provisional"),
    ),
    together=(("kind", "rule"),),
)
