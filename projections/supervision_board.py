"""The supervision board: one row per supervision case, soonest due first, with its rectification items counted."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from domain.kernel import Recorded
from domain.supervision import events as e
from domain.supervision.codes import OPEN, ItemStatus, Status
from domain.supervision.state import RECTIFY, Supervision
from domain.supervision.telling import told
from domain.values import OfficerRef, Personal
from projections.acted import changed
from projections.case_rows import marked, stands
from projections.next_due import NEVER, late_days, next_due, running_text
from projections.projection import (
    Bigrams,
    Changes,
    Counting,
    Memories,
    Memory,
    Position,
    Projection,
    Reach,
    Reaches,
    Row,
    Rows,
    Search,
    Stood,
    Wakes,
    by_beginning,
    codes_in,
    in_order,
)
from projections.scoped import KNOWN_BY, Scoped, scope_columns
from projections.searching import number_key
from projections.standing_counts import measuring
from projections.told_apart import THE_UNIT, WHOLE, row_told

OF_A_PERSON = "yes"
"""A lead that accuses somebody is found by number and subject, never by its title."""
IS_OPEN = codes_in("status", OPEN)
"""What holds for the rows of cases that a team still has to do something about."""
TO = "told_to"
"""Every list asks for the rows that tell cases as they are, or for those that tell what a unit is told."""


@dataclass(frozen=True, slots=True)
class SupervisionRow(Scoped):
    """What the board shows of a case, as it is or as the supervised unit is told of it; never where the lead came from.

    What was known before the check began the unit is not told, nor what the lead was called.
    """

    row_id: Reach
    told_to: Memory
    case_id: UUID
    case_no: str
    unit: UUID
    supervised_unit: UUID
    status: str
    subjects: str
    title: Personal[str] | None
    members: list[UUID]
    leader: UUID | None
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
    overdue_rules: str
    clocks: Memory
    wakes_on: Wakes
    handed_in: Memory
    next_due_on: date
    version: int
    changed_at: datetime | None
    changed_on: date | None
    changed_position: Position
    allegation: Memory
    number_key: Memory
    search: Bigrams


class SupervisionCount(NamedTuple):
    """Checks, and their running terms, by whoever may know of them, wholly or as the unit is told."""

    rule: str
    due_on: date
    status: str
    told_to: Memory
    openness: Memory
    owner: UUID
    desks: Reaches
    assigned: Reaches
    recorder: UUID
    barred: Reaches
    kept_from: Memories
    supervised: UUID
    asked: Memories


def _recorded(recorded: Recorded, event: Any) -> dict[str, Any]:
    subjects = " ".join(event.subjects)
    return {
        "row_id": recorded.stream,
        "told_to": WHOLE,
        "case_id": recorded.stream,
        "case_no": event.case_no,
        "number_key": number_key(event.case_no),
        "unit": event.unit,
        "supervised_unit": event.supervised_unit,
        "subjects": subjects,
        "title": event.title,
        "recorded_on": event.recorded_on,
        **dict.fromkeys(("started_on", "notice_on", "replied_on", "closed_on")),
        **dict.fromkeys(("reopened", "late_days"), 0),
    }


def _changed(event: Any) -> dict[str, Any]:
    match event:
        case e.Dismissed():
            return {"closed_on": event.dismissed_on}
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


def _supervision(rows: Rows, recorded: Recorded) -> Changes:
    row = rows.get(recorded.stream)
    whole = _recorded(recorded, recorded.event) if row is None else _after(row, recorded.event)
    whole = {**whole, **marked(row, recorded.event)}
    return {recorded.stream: whole, **_told(rows, recorded)}


def _after(row: Row, event: Any) -> dict[str, Any]:
    return {**_changed(event), **_worsened(row, event)}


def _told(rows: Rows, recorded: Recorded) -> Changes:
    """The second row: it begins with the check, and each event of which the unit is told is one version more."""
    row_id = row_told(recorded.stream)
    row, event = rows.get(row_id), told(recorded.event)
    if isinstance(event, e.Started):
        columns = _begun(row_id, rows[recorded.stream], event.started_on)
    elif row is not None and event is not None:
        columns = {**_after(row, event), **marked(row, event), "version": row["version"] + 1}
    else:
        return {}
    return {row_id: {**columns, **changed(recorded)}}


def _begun(row_id: UUID, whole: Row, started_on: date) -> dict[str, Any]:
    """For the unit the check begins with its start."""
    kept = ("case_id", "case_no", "number_key", "unit", "supervised_unit", "subjects")
    return {
        "row_id": row_id,
        "told_to": THE_UNIT,
        **{name: whole[name] for name in kept},
        **dict.fromkeys(("recorded_on", "started_on"), started_on),
        **dict.fromkeys(("title", "notice_on", "replied_on", "closed_on")),
        **dict.fromkeys(("reopened", "late_days"), 0),
        "overdue_rules": "",
        "version": 1,
    }


def _standing(rows: Rows, stood: Stood) -> Changes:
    """What the states know: where the case stands, wholly and as the unit is told."""
    state: Supervision = stood.state
    return {row_id: _of_state(row, state, stood) for row_id, row in rows.items()}


def _of_state(row: Row, state: Supervision, stood: Stood) -> dict[str, Any]:
    if row["told_to"] == WHOLE or state.told is None:
        return {**stands(stood), **_counted(state, list(state.scope.assigned))}
    told_of = {"status": state.told.status, "clocks": running_text(state.told.clocks), "wakes_on": NEVER}
    return {**told_of, **scope_columns(state.scope), **_counted(state.told, list(state.told.places))}


def _counted(state: Supervision, members: list[OfficerRef]) -> dict[str, Any]:
    """What is due next, who takes part, and how many findings and items there are."""
    return {
        "members": members,
        "leader": state.leader if state.leader in members else None,
        "next_due_on": next_due(state.clocks)[0],
        "findings": len(state.findings),
        "items": len(state.items),
        "open_items": sum(not item.is_settled for item in state.items.values()),
        "handed_in": " ".join(str(n) for n, item in state.items.items() if item.status is ItemStatus.SUBMITTED),
        "allegation": OF_A_PERSON if state.alleges_person_violation else "",
    }


def _place(row: Row, rule: str, item: str) -> str:
    """While one item waits for its verification, the others are still for the unit to put right."""
    is_owed = rule == RECTIFY and row["status"] == Status.VERIFYING and item not in row["handed_in"].split()
    return str(Status.RECTIFYING if is_owed else row["status"])


PLACE = (
    f"CASE WHEN c.status = '{Status.VERIFYING}' AND rule = '{RECTIFY}' "
    f"AND NOT item = ANY(string_to_array(c.handed_in, ' ')) THEN '{Status.RECTIFYING}' ELSE c.status END"
)
"""The same in SQL."""

SUPERVISION_BOARD = Projection(
    name="supervision_board",
    version=10,
    row=SupervisionRow,
    id_column="row_id",
    key_column="case_id",
    on=dict.fromkeys(e.SupervisionEvent.__args__, _supervision),
    settle=_standing,
    indexes=(
        *KNOWN_BY,
        "(case_id)",
        *in_order(
            "row_id", ("next_due_on", "recorded_on", "changed_position"), ("status", "supervised_unit"), within=TO
        ),
        *in_order("row_id", ("next_due_on",), ("supervised_unit",), within=TO, where=IS_OPEN),
        f"USING gin (members) WHERE {IS_OPEN}",
        *by_beginning("number_key"),
        "(case_no)",
        "(wakes_on, case_id)",
    ),
    search=Search(clear=("subjects",), sealed=("title",), closed_by="allegation"),
    counting=Counting(SupervisionCount, measuring(SupervisionCount, _place), PLACE),
)
