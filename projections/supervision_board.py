"""The supervision board: one row per supervision case, soonest due first, with its rectification items counted."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from domain.kernel import Recorded
from domain.supervision import events as e
from domain.supervision.codes import OPEN, UNSETTLED, ItemStatus, Status, TriageDecision
from domain.values import Personal
from projections.acted import changed
from projections.next_due import NEVER, late_days, running_after, soonest
from projections.projection import (
    Bigrams,
    Counting,
    Memories,
    Memory,
    Position,
    Projection,
    Reaches,
    Row,
    Search,
    codes_in,
    in_order,
    one_row,
)
from projections.scoped import Scoped, rescoped
from projections.standing_counts import measuring

OF_A_PERSON = "yes"
"""A lead that accuses somebody is found by number and subject, never by its title."""
IS_OPEN = codes_in("status", OPEN)
"""What holds for the rows of cases that a team still has to do something about."""


@dataclass(frozen=True, slots=True)
class SupervisionRow(Scoped):
    """What the board shows of a case; where the lead came from is not part of it."""

    case_id: UUID
    case_no: str
    unit: UUID
    supervised_unit: UUID
    status: str
    subjects: str
    title: Personal[str]
    members: list[UUID]
    leader: UUID | None
    recorded_on: date
    started_on: date | None
    notice_on: date | None
    replied_on: date | None
    closed_on: date | None
    findings: int
    item_states: Memory
    items: int
    open_items: int
    reopened: int
    late_days: int
    clocks: Memory
    next_due_on: date
    version: int
    changed_at: datetime | None
    changed_on: date | None
    changed_position: Position
    allegation: Memory
    search: Bigrams


class SupervisionCount(NamedTuple):
    """Checks, and their running terms, by what the contact of a unit may know of."""

    rule: str
    due_on: date
    status: str
    openness: Memory
    owner: UUID
    desks: Reaches
    assigned: Reaches
    recorder: UUID
    supervised: UUID
    asked: Memories


def _recorded(recorded: Recorded, event: e.LeadRecorded) -> dict[str, Any]:
    subjects = " ".join(event.subjects)
    return {
        "case_id": recorded.stream,
        "case_no": event.case_no,
        "unit": event.unit,
        "supervised_unit": event.supervised_unit,
        "status": Status.LEAD,
        "subjects": subjects,
        "title": event.title,
        "members": [],
        "leader": None,
        "recorded_on": event.recorded_on,
        **dict.fromkeys(("started_on", "notice_on", "replied_on", "closed_on")),
        **dict.fromkeys(("findings", "items", "open_items", "reopened", "late_days"), 0),
        "item_states": "",
        "clocks": "",
        "next_due_on": NEVER,
        "allegation": _allegation(event.alleges_person_violation),
    }


def _preparing(event: Any) -> dict[str, Any]:
    match event:
        case e.Registered():
            return {"status": Status.REGISTERED}
        case e.Dismissed():
            return {"status": Status.CLOSED, "closed_on": event.dismissed_on}
        case e.Triaged():
            return {"status": _triaged(event), "allegation": _allegation(event.alleges_person_violation)}
        case e.PlanApproved():
            return {"status": Status.PLANNED}
        case e.TeamAssigned():
            members = [member.officer for member in event.members]
            return {"status": Status.TEAM_READY, "members": members, "leader": event.leader}
        case e.Started():
            return {"status": Status.CHECKING, "started_on": event.started_on}
    return _finding(event)


def _allegation(alleges: bool) -> str:
    return OF_A_PERSON if alleges else ""


def _triaged(event: e.Triaged) -> Status:
    return Status.REFERRED if event.decision is TriageDecision.REFER else Status.TRIAGED


def _finding(event: Any) -> dict[str, Any]:
    match event:
        case e.FindingsDrafted():
            return {"status": Status.FINDINGS_DRAFT, "findings": len(event.findings)}
        case e.UnitHeard():
            return {"status": Status.UNIT_HEARD}
        case e.FindingsFinalised():
            return {"status": Status.FINDINGS_FINAL if event.has_problem else Status.NO_PROBLEM}
        case e.NoticeIssued():
            count = len(event.items)
            return {
                "status": Status.NOTICE_ISSUED,
                "notice_on": event.issued_on,
                "item_states": " ".join(f"{item.number}={ItemStatus.OPEN}" for item in event.items),
                "items": count,
                "open_items": count,
            }
        case e.Replied():
            return {"status": Status.RECTIFYING, "replied_on": event.replied_on}
    return {}


def _rectifying(row: Row, event: Any) -> dict[str, Any]:
    match event:
        case e.RectificationSubmitted():
            return _items(row, event.item, ItemStatus.SUBMITTED)
        case e.ItemVerified():
            return _items(row, event.item, ItemStatus.VERIFIED)
        case e.ItemAcceptedOpen():
            return _items(row, event.item, ItemStatus.ACCEPTED_OPEN)
        case e.ItemReopened():
            late = max(row["late_days"], event.late_days)
            return {**_items(row, event.item, ItemStatus.OPEN), "reopened": row["reopened"] + 1, "late_days": late}
        case e.Reported():
            return {"status": Status.REPORTED}
        case e.Closed():
            return {"status": Status.CLOSED, "closed_on": event.closed_on}
    return _preparing(event)


def _items(row: Row, item: int, state: ItemStatus) -> dict[str, Any]:
    """The state of every item after one of them moved on, and where that leaves the case."""
    states: dict[str, str] = dict(each.split("=") for each in row["item_states"].split())
    states[str(item)] = state
    open_items = sum(each in UNSETTLED for each in states.values())
    waiting = Status.VERIFYING if ItemStatus.SUBMITTED in states.values() else Status.RECTIFYING
    return {
        "item_states": " ".join(f"{number}={each}" for number, each in states.items()),
        "open_items": open_items,
        "status": waiting if open_items else Status.VERIFIED,
    }


def _supervision(row: Row | None, recorded: Recorded) -> dict[str, Any]:
    event: Any = recorded.event
    before: dict[str, Any] = _recorded(recorded, event) if row is None else dict(row)
    columns: dict[str, Any] = before if row is None else _rectifying(before, event)
    clocks = running_after(before["clocks"], event)
    known_late: int = columns.get("late_days", before["late_days"])
    return {
        **columns,
        "clocks": clocks,
        "next_due_on": soonest(clocks),
        "late_days": max(known_late, late_days(event)),
        "version": recorded.version,
        **rescoped(row, recorded),
        **changed(recorded),
    }


SUPERVISION_BOARD = Projection(
    name="supervision_board",
    version=4,
    row=SupervisionRow,
    id_column="case_id",
    key_column="case_id",
    on={event: one_row(_supervision) for event in e.SupervisionEvent.__args__},
    indexes=(
        *in_order("case_id", ("next_due_on", "recorded_on", "changed_position"), ("status", "supervised_unit")),
        *in_order("case_id", ("next_due_on",), ("supervised_unit",), where=IS_OPEN),
        f"USING gin (members) WHERE {IS_OPEN}",
        "(case_no)",
    ),
    search=Search(numbers=("case_no",), clear=("subjects",), sealed=("title",), closed_by="allegation"),
    counting=Counting(SupervisionCount, measuring(SupervisionCount)),
)
