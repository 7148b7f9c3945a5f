"""The registers (台账): each a query over views, declared by its columns, its condition and the order of its rows."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from domain.deadlines.rules import PERIODS
from domain.funds import FundSource
from domain.hardship import codes as hardship
from domain.petition import codes as petition
from domain.petition.events import Accepted, Extended, ExtensionApproved
from domain.supervision.codes import ItemStatus, SubjectCode
from projections.aids import AIDS
from projections.audit_trail import AUDIT_TRAIL
from projections.due_dates import DUE_DATES
from projections.funds import FUNDS
from projections.petitions import PETITIONS
from projections.projection import Projection
from projections.rectification_items import RECTIFICATION_ITEMS
from projections.relief_queue import RELIEF_QUEUE
from projections.supervision_board import SUPERVISION_BOARD
from projections.timelines import TIMELINES
from service.papers.columns import Column, Row
from service.papers.register import Join, Register
from service.views.queries import Condition, Order, equals


def _case(view: Projection, *takes: str, on: str = "case_id") -> Join:
    return Join(view, on, "case_id", {name: name for name in takes})


def _facts(event: Any, name: str) -> Join:
    """The facts of the stream's event of that class, as the timelines hold them."""
    return Join(TIMELINES, "stream", "case_id", {name: "facts"}, equals("event", event.NAME))


def _fact(row: Row, facts: str, *path: str) -> Any:
    """A fact by its path; None where the event never happened."""
    found: Any = msgspec.json.decode(row[facts]) if row[facts] else {}
    for name in path:
        found = found.get(name) if found else None
    return found


def _day(row: Row, facts: str, *path: str) -> date | None:
    told = _fact(row, facts, *path)
    return date.fromisoformat(told) if told else None


def _days_by_now(row: Row, today: date) -> int:
    """How late the finished steps were, or how late the duty is by now that is due first."""
    due_on: date | None = row["duty_due_on"]
    late: int = row["late_days"]
    return max(late, (today - due_on).days) if due_on else late


def _late_days(row: Row, today: date) -> int:
    """How late an item was when it was verified or came back, or is by now while it is open."""
    due_on: date | None = row["due_on"]
    is_open = row["status"] in (ItemStatus.OPEN, ItemStatus.SUBMITTED)
    late: int = row["late_days"]
    return max(late, (today - due_on).days) if is_open and due_on else late


PETITION_STATUS = Column("status", codes=petition.Status)
ISSUE = Column("issue", codes=petition.Issue)
CHANNEL = Column("channel", codes=petition.Channel)

RUNNING_DUTY = Join(
    DUE_DATES,
    "case_id",
    "case_id",
    {"duty_due_on": "due_on"},
    Condition("paused_on IS NULL AND rule <> ALL(%s)", sorted(PERIODS)),
    "due_on",
)
"""Of the running terms of a case that bind somebody, the one that is due first."""

RG_P1 = Register(
    "RG-P1",
    PETITIONS,
    Order("received_on"),
    (
        Column("case_no"),
        Column("external_id"),
        CHANNEL,
        Column("received_on"),
        Column("purpose", codes=petition.Purpose),
        ISSUE,
        Column("title"),
        Column("brief"),
        Column("group_size"),
        Column("is_collective"),
        Column("unit", "owner_unit"),
        Column("notice_on"),
        Column("route", codes=petition.Route),
        Column("accepted_on"),
        Column("replied_on"),
        Column("delivered_on"),
        Column("closed_on"),
        Column("outcome", codes=petition.Outcome),
        PETITION_STATUS,
        Column("late_days", value=_days_by_now),
    ),
    joins=(RUNNING_DUTY,),
)

RG_P3 = Register(
    "RG-P3",
    AUDIT_TRAIL,
    Order("position"),
    (
        Column("case_no"),
        Column("accepted_on"),
        Column("first_due_on", value=lambda row, today: _day(row, "accepted", "clock", "due_on")),
        Column("extended_by", value=lambda row, today: _fact(row, "facts", "clock", "extended_by")),
        Column("approved_on", value=lambda row, today: _day(row, "approved", "approved_on")),
        Column("told_on", value=lambda row, today: _day(row, "facts", "told_on")),
        Column("due_on", "new_due_on", value=lambda row, today: _day(row, "facts", "clock", "due_on")),
    ),
    equals("event", Extended.NAME),
    (
        _case(PETITIONS, "case_no", "accepted_on", on="stream"),
        Join(TIMELINES, "position", "position", {"facts": "facts"}),
        _facts(Accepted, "accepted"),
        _facts(ExtensionApproved, "approved"),
    ),
    is_found_only=True,
)

RG_P5 = Register(
    "RG-P5",
    PETITIONS,
    Order("received_on"),
    (
        Column("received_on", "came_on"),
        CHANNEL,
        ISSUE,
        Column("group_size"),
        Column("unit", "owner_unit"),
        Column("case_no", "later_no"),
        PETITION_STATUS,
    ),
    equals("is_collective", True),
)

RG_S2 = Register(
    "RG-S2",
    RECTIFICATION_ITEMS,
    Order("issued_on"),
    (
        Column("case_no"),
        Column("item"),
        Column("finding"),
        Column("category", codes=SubjectCode),
        Column("responsible_unit"),
        Column("issued_on"),
        Column("due_on"),
        Column("submitted_on"),
        Column("status", "progress", codes=ItemStatus),
        Column("reopened"),
        Column("verified_on"),
        Column("is_settled", value=lambda row, today: row["status"] == ItemStatus.VERIFIED),
        Column("late_days", value=_late_days),
    ),
    joins=(_case(SUPERVISION_BOARD, "case_no"),),
)

RG_H1 = Register(
    "RG-H1",
    RELIEF_QUEUE,
    Order("applied_on"),
    (
        Column("case_no", "file_no"),
        Column("unit"),
        Column("category", "hardship_category", codes=hardship.Category),
        Column("applied_on"),
        Column("on_file_on"),
        Column("open_aids"),
        Column("paid_fen"),
        Column("status", codes=hardship.Status),
    ),
    Condition("(on_file_on IS NOT NULL) = %s", True),
)

RG_H4 = Register(
    "RG-H4",
    AIDS,
    Order("paid_on"),
    (
        Column("source", codes=FundSource),
        Column("period"),
        Column("kind", "aid_kind", codes=hardship.AidKind),
        Column("case_no", "file_no"),
        Column("unit"),
        Column("amount_fen"),
        Column("is_emergency"),
        Column("approved_on"),
        Column("paid_on"),
        Column("receipted_on"),
        Column("status", codes=hardship.AidStatus),
    ),
    Condition("(paid_on IS NOT NULL) = %s", True),
    (
        _case(RELIEF_QUEUE, "case_no", "unit"),
        Join(FUNDS, "fund", "fund", {"source": "source", "period": "period"}),
    ),
)

RG_H5 = Register(
    "RG-H5",
    FUNDS,
    Order("opened_on"),
    (
        Column("unit"),
        Column("source", codes=FundSource),
        Column("period"),
        Column("opened_on"),
        Column("received_fen"),
        Column("reserved_fen"),
        Column("paid_fen", "spent_fen"),
        Column("free_fen"),
        Column("is_open"),
    ),
)

REGISTERS: tuple[Register, ...] = (RG_P1, RG_P3, RG_P5, RG_S2, RG_H1, RG_H4, RG_H5)
BY_CODE: Mapping[str, Register] = {register.code: register for register in REGISTERS}
