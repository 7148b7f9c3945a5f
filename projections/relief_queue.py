"""The relief queue: one row per hardship request, in the order in which it waits; nothing in it rates a person."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from domain.hardship import events as e
from domain.hardship.codes import UNPAID, AidStatus, ObjectionOutcome, Status
from domain.kernel import Recorded
from projections.next_due import NEVER, late_days, running_after, soonest
from projections.projection import Bigrams, Memory, Projection, Row, one_row, stream_of
from projections.searching import bigrams


@dataclass(frozen=True, slots=True)
class ReliefRow:
    """What the queue shows of a request; `place` sorts by emergency, next due day and waiting time."""

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
    promised_fen: int
    paid_fen: int
    late_days: int
    clocks: Memory
    next_due_on: date
    place: Memory
    version: int
    changed_at: datetime
    search: Bigrams


def _applied(recorded: Recorded, event: e.Applied) -> dict[str, Any]:
    return {
        "case_id": recorded.stream,
        "case_no": event.case_no,
        "unit": event.unit,
        "status": Status.SUBMITTED,
        "emergency": event.emergency,
        "applied_on": event.applied_on,
        **dict.fromkeys(("category", "publicity_ends_on", "on_file_on", "fund")),
        **dict.fromkeys(("open_objections", "open_aids", "promised_fen", "paid_fen", "late_days"), 0),
        **dict.fromkeys(("aid_states", "clocks", "place"), ""),
        "next_due_on": NEVER,
        "search": bigrams([event.case_no]),
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
            return {"status": Status.ON_FILE, "on_file_on": event.approved_on, "emergency": False}
        case e.Refused():
            return {"status": Status.NOT_ELIGIBLE, "open_objections": 0, **_aids(row, None, "")}
        case e.Withdrawn():
            return {"status": Status.WITHDRAWN, **_aids(row, None, "")}
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
    match event:
        case e.AidPlanned():
            return {**_aids(row, event.aid, f"{AidStatus.PLANNED}/{event.amount_fen}"), "fund": event.fund}
        case e.AidApproved():
            return _aids(row, event.aid, f"{AidStatus.APPROVED}/{_amount(row, event.aid)}")
        case e.AidCancelled():
            return _aids(row, event.aid, f"{AidStatus.CANCELLED}/0")
        case e.AidPaid():
            return _aids(row, event.aid, f"{AidStatus.PAID}/{event.amount_fen}")
    return _decided(row, event)


def _states(row: Row) -> dict[str, str]:
    return dict(each.split("=") for each in row["aid_states"].split())


def _amount(row: Row, aid: int) -> str:
    return _states(row).get(str(aid), "/0").partition("/")[2]


def _aids(row: Row, aid: int | None, state: str) -> dict[str, Any]:
    """The states of the aids after one moved on, or after the request ended, and what they add up to."""
    states = _states(row)
    if aid is None:
        states = {number: each for number, each in states.items() if each.startswith(AidStatus.PAID)}
    else:
        states[str(aid)] = state
    return {
        "aid_states": " ".join(f"{number}={each}" for number, each in states.items()),
        "open_aids": sum(each.startswith(tuple(UNPAID)) for each in states.values()),
        "promised_fen": _sum(states, AidStatus.APPROVED),
        "paid_fen": _sum(states, AidStatus.PAID),
    }


def _sum(states: dict[str, str], status: AidStatus) -> int:
    return sum(int(each.partition("/")[2]) for each in states.values() if each.startswith(status))


def _request(row: Row | None, recorded: Recorded) -> dict[str, Any]:
    event: Any = recorded.event
    before: dict[str, Any] = _applied(recorded, event) if row is None else dict(row)
    columns: dict[str, Any] = before if row is None else _aided(before, event)
    clocks = running_after(before["clocks"], event)
    due = soonest(clocks)
    is_emergency = columns.get("emergency", before["emergency"])
    return {
        **columns,
        "clocks": clocks,
        "next_due_on": due,
        "place": f"{0 if is_emergency else 1} {due} {before['applied_on']}",
        "late_days": max(before["late_days"], late_days(event)),
        "version": recorded.version,
        "changed_at": recorded.at,
    }


RELIEF_QUEUE = Projection(
    name="relief_queue",
    version=1,
    row=ReliefRow,
    id_column="case_id",
    key_column="case_id",
    key=stream_of,
    on={event: one_row(_request) for event in e.HardshipEvent.__args__},
    indexes=("place, case_id", "applied_on DESC, case_id DESC", "changed_at DESC, case_id DESC", "case_no"),
)
