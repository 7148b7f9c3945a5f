"""The relief queue: one row per hardship request, in the order in which it waits; nothing in it rates a person."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from domain.deadlines.pauses import pauses_after, standing_still
from domain.hardship import events as e
from domain.hardship.codes import BEFORE_FILE, UNPAID, UNRECEIPTED, AidStatus, ObjectionOutcome, Status
from domain.kernel import Recorded
from projections.acted import changed
from projections.kept_aids import KeptAid, KeptAids, aids_in, among, kept, stepped, total, without_unpaid
from projections.kept_pauses import kept_pauses, pauses_in
from projections.next_due import NEVER, late_days, next_due, running_after
from projections.projection import (
    Bigrams,
    Counting,
    Memories,
    Memory,
    Position,
    Projection,
    Reaches,
    Row,
    codes_in,
    in_order,
    one_row,
)
from projections.scoped import Scoped, rescoped
from projections.searching import bigrams
from projections.standing_counts import measuring

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
    aid_states: Memory
    open_aids: int
    unreceipted_aids: int
    planned_fen: int
    promised_fen: int
    paid_fen: int
    late_days: int
    urgency: Memory
    clocks: Memory
    next_due_on: date
    next_due_rule: str | None
    pauses: Memory
    paused_on: date | None
    paused_for: str | None
    place: Memory
    version: int
    changed_at: datetime | None
    changed_on: date | None
    changed_position: Position
    search: Bigrams


class ReliefCount(NamedTuple):
    """Requests, and their running terms."""

    rule: str
    due_on: date
    status: str
    openness: Memory
    owner: UUID
    desks: Reaches
    asked: Memories


def _applied(recorded: Recorded, event: e.Applied) -> dict[str, Any]:
    return {
        "case_id": recorded.stream,
        "case_no": event.case_no,
        "unit": event.unit,
        "status": Status.SUBMITTED,
        "applied_on": event.applied_on,
        **dict.fromkeys(("category", "publicity_ends_on", "on_file_on")),
        **dict.fromkeys(("open_objections", "late_days"), 0),
        **_counted({}),
        **dict.fromkeys(("clocks", "pauses", "place"), ""),
        "urgency": FILED if event.emergency else "",
        "next_due_on": NEVER,
        "search": bigrams([], [event.case_no]),
    }


def _checked(event: Any) -> dict[str, Any]:
    match event:
        case e.SupplementAsked():
            return {"status": Status.SUPPLEMENT}
        case e.SupplementReceived() | e.VisitArranged():
            return {"status": Status.SUBMITTED}
        case e.Visited():
            return {"status": Status.VISITED}
        case e.Verified():
            return {"status": Status.VERIFIED}
        case e.Reviewed():
            return {"status": Status.UNION_REVIEWED, "category": event.category}
    return {}


def _decided(row: Row, event: Any) -> dict[str, Any]:
    match event:
        case e.Published():
            return {"status": Status.PUBLICITY, "publicity_ends_on": event.clock.due_on, "open_objections": 0}
        case e.Objected():
            return {"status": Status.OBJECTION, "open_objections": row["open_objections"] + 1}
        case e.ObjectionResolved():
            return _resolved(row, event)
        case e.PublicityEnded():
            return {"status": Status.APPROVAL}
        case e.FileApproved():
            return {"status": Status.ON_FILE, "on_file_on": event.approved_on}
        case e.Refused():
            return {"status": Status.NOT_ELIGIBLE, **_ended(row)}
        case e.Withdrawn():
            return {"status": Status.WITHDRAWN, **_ended(row)}
    return _checked(event)


def _resolved(row: Row, event: e.ObjectionResolved) -> dict[str, Any]:
    if event.outcome is ObjectionOutcome.REVISE:
        return {"status": Status.VERIFIED, "open_objections": 0, "publicity_ends_on": None}
    left = row["open_objections"] - 1
    ends = next((clock.due_on for clock in event.clocks if clock.rule == "D-H03"), row["publicity_ends_on"])
    return {
        "status": Status.OBJECTION if left else Status.PUBLICITY,
        "open_objections": left,
        "publicity_ends_on": ends,
    }


def _aided(row: Row, event: Any) -> dict[str, Any]:
    aids = aids_in(row["aid_states"])
    match event:
        case e.AidPlanned():
            fresh = KeptAid(AidStatus.PLANNED, event.amount_fen, event.fund, event.is_emergency)
            return _counted({**aids, event.aid: fresh})
        case e.AidApproved():
            return _counted(stepped(aids, event.aid, AidStatus.APPROVED))
        case e.AidCancelled():
            return _counted(stepped(aids, event.aid, AidStatus.CANCELLED))
        case e.AidPaid():
            return _counted(stepped(aids, event.aid, AidStatus.PAID))
        case e.AidReceipted():
            return _counted(stepped(aids, event.aid, AidStatus.RECEIPTED))
        case e.AidHeld():
            return _counted(stepped(aids, event.aid, AidStatus.HELD))
    return _decided(row, event)


def _ended(row: Row) -> dict[str, Any]:
    """What was not paid is not paid any more, and no objection is left to check."""
    return {"open_objections": 0, **_counted(without_unpaid(aids_in(row["aid_states"])))}


def _counted(aids: KeptAids) -> dict[str, Any]:
    """What the aids add up to; the fund is that of the first aid that waits for money, else of the last one."""
    funds = [aid.fund for aid in among(aids, UNPAID)] or [aid.fund for aid in aids.values()][-1:]
    return {
        "aid_states": kept(aids),
        "fund": funds[0] if funds else None,
        "open_aids": len(among(aids, UNPAID)),
        "unreceipted_aids": len(among(aids, UNRECEIPTED)),
        "planned_fen": total(aids, {AidStatus.PLANNED}),
        "promised_fen": total(aids, {AidStatus.APPROVED}),
        "paid_fen": total(aids, UNRECEIPTED | {AidStatus.RECEIPTED}),
    }


def _is_emergency(row: Row) -> bool:
    """Filed as one, or given emergency aid, until it is on file; after that as long as such money has not come."""
    urgent = [aid.status for aid in aids_in(row["aid_states"]).values() if aid.is_emergency]
    if row["status"] in BEFORE_FILE:
        return row["urgency"] == FILED or any(status is not AidStatus.CANCELLED for status in urgent)
    return any(status in UNPAID or status is AidStatus.HELD for status in urgent)


def _request(row: Row | None, recorded: Recorded) -> dict[str, Any]:
    event: Any = recorded.event
    before: dict[str, Any] = _applied(recorded, event) if row is None else dict(row)
    columns: dict[str, Any] = before if row is None else _aided(before, event)
    waits = _waits(before, event)
    is_emergency = _is_emergency({**before, **columns})
    return {
        **columns,
        "emergency": is_emergency,
        **waits,
        "place": f"{0 if is_emergency else 1} {waits['next_due_on']} {before['applied_on']}",
        "late_days": max(before["late_days"], late_days(event)),
        "version": recorded.version,
        **rescoped(row, recorded),
        **changed(recorded),
    }


def _waits(row: Row, event: Any) -> dict[str, Any]:
    """What runs, what stands still, and the next due day among what runs."""
    clocks = running_after(row["clocks"], event)
    pauses = pauses_after(pauses_in(row["pauses"]), event)
    still = {rule: pause for rule in pauses if (pause := standing_still(pauses, rule))}
    due_on, rule = next_due(clocks, still)
    first = min(still.values(), key=lambda pause: pause.since_on, default=None)
    return {
        "clocks": clocks,
        "pauses": kept_pauses(pauses),
        "next_due_on": due_on,
        "next_due_rule": rule,
        "paused_on": first.since_on if first else None,
        "paused_for": first.why if first else None,
    }


RELIEF_QUEUE = Projection(
    name="relief_queue",
    version=5,
    row=ReliefRow,
    id_column="case_id",
    key_column="case_id",
    on={event: one_row(_request) for event in e.HardshipEvent.__args__},
    indexes=(
        *in_order("case_id", ("place", "applied_on", "changed_position"), ("status", "category", "unit")),
        *in_order("case_id", ("place",), ("status", "category", "unit"), where=WAITS),
        *in_order("case_id", ("next_due_on",)),
        *in_order("case_id", ("applied_on",), where="on_file_on IS NOT NULL"),
        "(case_no)",
    ),
    counting=Counting(ReliefCount, measuring(ReliefCount)),
)
