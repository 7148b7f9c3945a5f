"""The relief queue: one row per hardship request, in the order in which it waits; nothing in it rates a person."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from domain.deadlines.pauses import standing_still
from domain.hardship import events as e
from domain.hardship.aids import Aid
from domain.hardship.codes import BEFORE_FILE, UNPAID, UNRECEIPTED, AidStatus, ObjectionOutcome
from domain.hardship.state import Hardship
from domain.kernel import Recorded
from projections.case_rows import marked, stands
from projections.next_due import late_days, next_due
from projections.projection import (
    Changes,
    Counting,
    Memories,
    Memory,
    Position,
    Projection,
    Reaches,
    Row,
    Rows,
    Stood,
    Wakes,
    by_beginning,
    codes_in,
    in_order,
    one_row,
)
from projections.scoped import KNOWN_BY, Scoped
from projections.searching import number_key
from projections.standing_counts import measuring
from projections.waiting_aids import waiting_text

FILED = "filed"
"""The urgency of a request that was filed as an emergency."""

WAITS = f"({codes_in('status', BEFORE_FILE)} OR open_aids + unreceipted_aids > 0)"
"""What holds for a request that waits: not on file yet and not ended, or with an aid unpaid or without its receipt."""


@dataclass(frozen=True, slots=True)
class ReliefRow(Scoped):
    """What the queue shows of a request; `place` sorts by emergency, next due day and waiting time.

    The sooner due day comes first, so that what is overdue stands before what is not, and longest overdue first.
    """

    case_id: UUID
    case_no: str
    unit: UUID
    status: str
    category: str | None
    emergency: bool
    applied_on: date
    publicity_ends_on: date | None
    on_file_on: date | None
    open_objections: int
    fund: UUID | None
    waiting: Memory
    open_aids: int
    unreceipted_aids: int
    planned_fen: int
    promised_fen: int
    paid_fen: int
    late_days: int
    overdue_rules: str
    urgency: Memory
    clocks: Memory
    wakes_on: Wakes
    next_due_on: date
    next_due_rule: str | None
    paused_on: date | None
    paused_for: str | None
    place: Memory
    version: int
    changed_at: datetime | None
    changed_on: date | None
    changed_position: Position
    number_key: Memory


class ReliefCount(NamedTuple):
    """Requests, and their running terms."""

    rule: str
    due_on: date
    status: str
    openness: Memory
    owner: UUID
    desks: Reaches
    assigned: Reaches
    barred: Reaches
    kept_from: Memories
    asked: Memories


def _applied(recorded: Recorded, event: e.Applied) -> dict[str, Any]:
    return {
        "case_id": recorded.stream,
        "case_no": event.case_no,
        "unit": event.unit,
        "applied_on": event.applied_on,
        **dict.fromkeys(("category", "publicity_ends_on", "on_file_on")),
        "urgency": FILED if event.emergency else "",
        "number_key": number_key(event.case_no),
    }


def _changed(row: Row, event: Any) -> dict[str, Any]:
    match event:
        case e.Reviewed():
            return {"category": event.category}
        case e.Published():
            return {"publicity_ends_on": event.clock.due_on}
        case e.ObjectionResolved():
            return _resolved(row, event)
        case e.FileApproved():
            return {"on_file_on": event.approved_on}
    return {}


def _resolved(row: Row, event: e.ObjectionResolved) -> dict[str, Any]:
    if event.outcome is ObjectionOutcome.REVISE:
        return {"publicity_ends_on": None}
    ends = next((clock.due_on for clock in event.clocks if clock.rule == "D-H03"), row["publicity_ends_on"])
    return {"publicity_ends_on": ends}


def _request(row: Row | None, recorded: Recorded) -> dict[str, Any]:
    event: Any = recorded.event
    columns = _applied(recorded, event) if row is None else _changed(row, event)
    late = max(row["late_days"] if row else 0, late_days(event))
    return {**columns, "late_days": late, **marked(row, event)}


def _standing(rows: Rows, stood: Stood) -> Changes:
    """What the state knows: where the request stands, what its aids add up to, and in which order it waits."""
    state: Hardship = stood.state
    return {row_id: _stands(row, state, stood) for row_id, row in rows.items()}


def _stands(row: Row, state: Hardship, stood: Stood) -> dict[str, Any]:
    waits, is_emergency = _waits(state), _is_emergency(row, state)
    return {
        **stands(stood),
        **waits,
        **_counted(state),
        "open_objections": len(state.open_objections),
        "emergency": is_emergency,
        "place": f"{0 if is_emergency else 1} {waits['next_due_on']} {state.applied_on}",
    }


def _counted(state: Hardship) -> dict[str, Any]:
    """What the aids add up to; the fund is that of the first aid that waits for money, else of the last one."""
    aids = list(state.aids.values())
    funds = [aid.fund for aid in aids if aid.status in UNPAID] or [aid.fund for aid in aids][-1:]
    return {
        "fund": funds[0] if funds else None,
        "waiting": waiting_text(aids),
        "open_aids": sum(aid.status in UNPAID for aid in aids),
        "unreceipted_aids": sum(aid.status in UNRECEIPTED for aid in aids),
        "planned_fen": _total(aids, {AidStatus.PLANNED}),
        "promised_fen": _total(aids, {AidStatus.APPROVED}),
        "paid_fen": _total(aids, UNRECEIPTED | {AidStatus.RECEIPTED}),
    }


def _total(aids: Iterable[Aid], statuses: Collection[AidStatus]) -> int:
    """What those in one of the statuses amount to, in fen."""
    return sum(aid.amount_fen for aid in aids if aid.status in statuses)


def _is_emergency(row: Row, state: Hardship) -> bool:
    """Filed as one, or given emergency aid, until it is on file; after that as long as such money has not come."""
    urgent = [aid.status for aid in state.aids.values() if aid.is_emergency]
    if state.status in BEFORE_FILE:
        return row["urgency"] == FILED or any(status is not AidStatus.CANCELLED for status in urgent)
    return any(status in UNPAID or status is AidStatus.HELD for status in urgent)


def _waits(state: Hardship) -> dict[str, Any]:
    """What stands still, and the next due day among what runs."""
    still = {rule: pause for rule in state.pauses if (pause := standing_still(state.pauses, rule))}
    due_on, rule = next_due(state.clocks, still)
    first = min(still.values(), key=lambda pause: pause.since_on, default=None)
    return {
        "next_due_on": due_on,
        "next_due_rule": rule,
        "paused_on": first.since_on if first else None,
        "paused_for": first.why if first else None,
    }


RELIEF_QUEUE = Projection(
    name="relief_queue",
    version=9,
    row=ReliefRow,
    id_column="case_id",
    key_column="case_id",
    on={event: one_row(_request) for event in e.HardshipEvent.__args__},
    settle=_standing,
    indexes=(
        *KNOWN_BY,
        *in_order("case_id", ("place", "applied_on", "changed_position"), ("status", "category", "unit")),
        *in_order("case_id", ("place",), ("status", "category", "unit"), where=WAITS),
        *in_order("case_id", ("next_due_on",)),
        *in_order("case_id", ("applied_on",), where="on_file_on IS NOT NULL"),
        *by_beginning("number_key"),
        "(case_no)",
        "(wakes_on, case_id)",
    ),
    counting=Counting(ReliefCount, measuring(ReliefCount)),
)
