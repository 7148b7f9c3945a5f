"""Rectification items: one row per item of a notice, by the unit that has to put it right."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from domain.kernel import Recorded
from domain.supervision import events as e
from domain.supervision.codes import UNSETTLED, ItemStatus
from domain.supervision.escalations import ItemsHandedOver
from domain.supervision.state import RECTIFY
from projections.next_due import NEVER
from projections.projection import Changes, Counting, Memories, Memory, Projection, Reaches, Row, Rows, in_order
from projections.scoped import KNOWN_BY, Scoped, of_parts, scope_told
from projections.standing_counts import for_whom


@dataclass(frozen=True, slots=True)
class ItemRow(Scoped):
    """One item; `late_days` is the greatest lateness ever recorded, and neither it nor `overdue_on` is taken back."""

    item_id: str
    case_id: UUID
    item: int
    finding: int
    category: str
    responsible_unit: UUID
    status: str
    issued_on: date
    due_on: date | None
    submitted_on: date | None
    verified_on: date | None
    reopened: int
    late_days: int
    overdue_on: date | None


class OpenItemCount(NamedTuple):
    """Items that are not settled, by unit and due day; those without one under NEVER."""

    responsible_unit: UUID
    due_on: date
    openness: Memory
    owner: UUID
    desks: Reaches
    assigned: Reaches
    recorder: UUID
    barred: Reaches
    kept_from: Memories
    supervised: UUID
    asked: Memories


def _item_id(case: UUID, item: int) -> str:
    return f"{case.hex}/{item}"


def _issued(rows: Rows, recorded: Recorded) -> Changes:
    event = recorded.event
    if not isinstance(event, e.NoticeIssued):
        return {}
    return {_item_id(recorded.stream, item.number): _new_item(recorded, event, item) for item in event.items}


def _new_item(recorded: Recorded, event: e.NoticeIssued, item: e.ItemDemanded) -> dict[str, Any]:
    return {
        "item_id": _item_id(recorded.stream, item.number),
        "case_id": recorded.stream,
        "item": item.number,
        "finding": item.finding,
        "category": item.category,
        "responsible_unit": item.responsible_unit,
        "status": ItemStatus.OPEN,
        "issued_on": event.issued_on,
        **dict.fromkeys(("due_on", "submitted_on", "verified_on", "overdue_on")),
        "reopened": 0,
        "late_days": 0,
    }


def _delivered(rows: Rows, recorded: Recorded) -> Changes:
    clocks = getattr(recorded.event, "clocks", ())
    due = {_item_id(recorded.stream, int(clock.item)): clock.due_on for clock in clocks if clock.item}
    return {item: {"due_on": due_on} for item, due_on in due.items() if item in rows}


def _found_overdue(rows: Rows, recorded: Recorded) -> Changes:
    event = recorded.event
    if not isinstance(event, e.FoundOverdue) or event.rule != RECTIFY:
        return {}
    item = _item_id(recorded.stream, int(event.item))
    return {item: {"overdue_on": rows[item]["overdue_on"] or event.overdue_on}} if item in rows else {}


def _stepped(rows: Rows, recorded: Recorded) -> Changes:
    event: Any = recorded.event
    item = _item_id(recorded.stream, event.item)
    return {item: _step(rows[item], event)} if item in rows else {}


def _handed_over(rows: Rows, recorded: Recorded) -> Changes:
    event: Any = recorded.event
    late = {ended.item: ended.late_days for ended in event.stopped}
    gone = {_item_id(recorded.stream, number): late.get(str(number), 0) for number in event.items}
    return {
        item: {"status": ItemStatus.HANDED_OVER, "late_days": max(rows[item]["late_days"], days)}
        for item, days in gone.items()
        if item in rows
    }


def _step(row: Any, event: Any) -> dict[str, Any]:
    late = max([row["late_days"], *(ended.late_days for ended in getattr(event, "stopped", ()))])
    match event:
        case e.RectificationSubmitted():
            return {"status": ItemStatus.SUBMITTED, "submitted_on": event.submitted_on}
        case e.ItemVerified():
            return {"status": ItemStatus.VERIFIED, "verified_on": event.verified_on, "late_days": late}
        case e.ItemReopened():
            return {"status": ItemStatus.OPEN, "reopened": row["reopened"] + 1, "late_days": max(late, event.late_days)}
        case e.ItemAcceptedOpen():
            return {"status": ItemStatus.ACCEPTED_OPEN, "late_days": late}
    return {}


def _open_item(row: Row) -> list[OpenItemCount]:
    if row["status"] not in UNSETTLED:
        return []
    columns = OpenItemCount._fields[2:]
    return [OpenItemCount(row["responsible_unit"], row["due_on"] or NEVER, *each) for each in for_whom(row, columns)]


RECTIFICATION_ITEMS = Projection(
    name="rectification_items",
    version=7,
    row=ItemRow,
    id_column="item_id",
    key_column="case_id",
    on=of_parts(
        ["supervision"],
        {
            e.NoticeIssued: _issued,
            e.NoticeDelivered: _delivered,
            e.ClocksSettled: _delivered,
            e.FoundOverdue: _found_overdue,
            e.RectificationSubmitted: _stepped,
            e.ItemVerified: _stepped,
            e.ItemReopened: _stepped,
            e.ItemAcceptedOpen: _stepped,
            ItemsHandedOver: _handed_over,
        },
    ),
    settle=scope_told,
    indexes=(*KNOWN_BY, "(case_id)", *in_order("item_id", ("issued_on",), ("responsible_unit",))),
    counting=Counting(OpenItemCount, _open_item),
)
