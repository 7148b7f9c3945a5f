"""The supervision board: one row per supervision case, soonest due first, with its rectification items counted."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from domain.kernel import Recorded
from domain.supervision import events as e
from domain.supervision.codes import OPEN
from domain.supervision.state import Supervision
from domain.values import OfficerRef, Personal
from projections.case_rows import stands
from projections.next_due import late_days, next_due
from projections.projection import (
    Bigrams,
    Changes,
    Counting,
    Memories,
    Memory,
    Position,
    Projection,
    Reaches,
    Row,
    Rows,
    Search,
    Stood,
    by_beginning,
    codes_in,
    in_order,
    one_row,
)
from projections.scoped import KNOWN_BY, Scoped
from projections.searching import number_key
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
    leaders_place: Memory
    recorded_on: date
    started_on: date | None
    notice_on: date | None
    replied_on: date | None
    closed_on: date | None
    findings: int
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
    number_key: Memory
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
    barred: Reaches
    supervised: UUID
    asked: Memories


def _recorded(recorded: Recorded, event: e.LeadRecorded) -> dict[str, Any]:
    subjects = " ".join(event.subjects)
    return {
        "case_id": recorded.stream,
        "case_no": event.case_no,
        "number_key": number_key(event.case_no),
        "unit": event.unit,
        "supervised_unit": event.supervised_unit,
        "subjects": subjects,
        "title": event.title,
        "leaders_place": "",
        "recorded_on": event.recorded_on,
        **dict.fromkeys(("started_on", "notice_on", "replied_on", "closed_on")),
        **dict.fromkeys(("reopened", "late_days"), 0),
    }


def _changed(row: Row, event: Any) -> dict[str, Any]:
    match event:
        case e.Dismissed():
            return {"closed_on": event.dismissed_on}
        case e.TeamAssigned():
            return {"leaders_place": event.leader.hex}
        case e.HandedOver() if row["leaders_place"] == event.concerned.hex:
            return {"leaders_place": event.handed_to.hex}
        case e.Started():
            return {"started_on": event.started_on}
        case e.NoticeIssued():
            return {"notice_on": event.issued_on}
        case e.Replied():
            return {"replied_on": event.replied_on}
        case e.Closed():
            return {"closed_on": event.closed_on}
    return {}


def _worsened(row: Row, event: Any) -> dict[str, Any]:
    """What only grows: how often an item was reopened, and the greatest lateness that was ever recorded."""
    late = max(row["late_days"], late_days(event), event.late_days if isinstance(event, e.ItemReopened) else 0)
    return {"late_days": late, "reopened": row["reopened"] + isinstance(event, e.ItemReopened)}


def _supervision(row: Row | None, recorded: Recorded) -> dict[str, Any]:
    event: Any = recorded.event
    columns = _recorded(recorded, event) if row is None else _changed(row, event)
    return {**columns, **_worsened(row or columns, event)}


def _standing(rows: Rows, stood: Stood) -> Changes:
    """What the state knows: where the case stands, what is due next, and how many items are open."""
    state: Supervision = stood.state
    columns = {
        **stands(stood),
        "members": list(state.scope.assigned),
        "next_due_on": next_due(state.clocks)[0],
        "findings": len(state.findings),
        "items": len(state.items),
        "open_items": sum(not item.is_settled for item in state.items.values()),
        "allegation": OF_A_PERSON if state.alleges_person_violation else "",
    }
    return {row_id: {**columns, "leader": _leader(row, state)} for row_id, row in rows.items()}


def _leader(row: Row, state: Supervision) -> OfficerRef | None:
    """Whoever holds the leader's place and takes part; nobody before a team is named, or while that one is recused."""
    leader = OfficerRef(UUID(row["leaders_place"])) if row["leaders_place"] else None
    return None if leader in state.scope.barred else leader


SUPERVISION_BOARD = Projection(
    name="supervision_board",
    version=7,
    row=SupervisionRow,
    id_column="case_id",
    key_column="case_id",
    on={event: one_row(_supervision) for event in e.SupervisionEvent.__args__},
    settle=_standing,
    indexes=(
        *KNOWN_BY,
        *in_order("case_id", ("next_due_on", "recorded_on", "changed_position"), ("status", "supervised_unit")),
        *in_order("case_id", ("next_due_on",), ("supervised_unit",), where=IS_OPEN),
        f"USING gin (members) WHERE {IS_OPEN}",
        *by_beginning("number_key"),
        "(case_no)",
    ),
    search=Search(clear=("subjects",), sealed=("title",), closed_by="allegation"),
    counting=Counting(SupervisionCount, measuring(SupervisionCount)),
)
