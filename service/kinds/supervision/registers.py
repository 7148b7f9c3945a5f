"""The registers of supervision cases (台账)."""

from datetime import date

from domain.supervision.codes import ItemStatus, Organ, SubjectCode
from projections.rectification_items import RECTIFICATION_ITEMS
from projections.referrals import REFERRALS
from projections.supervision_board import SUPERVISION_BOARD
from projections.ties import TIES
from service.kinds.columns import Column, Row
from service.kinds.register import Join, Register
from service.kinds.ties import register_of_ties
from service.views.conditions import Order


def _late_days(row: Row, today: date) -> int:
    """How late an item was when it was verified or came back, or is by now while it is open."""
    due_on: date | None = row["due_on"]
    is_open = row["status"] in (ItemStatus.OPEN, ItemStatus.SUBMITTED)
    late: int = row["late_days"]
    return max(late, (today - due_on).days) if is_open and due_on else late


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
        Column("overdue_on"),
    ),
    joins=(Join(SUPERVISION_BOARD, "case_id", "row_id", {"case_no": "case_no"}),),
)

RG_S3 = Register(
    "RG-S3",
    REFERRALS,
    Order("referred_on"),
    (
        Column("case_no"),
        Column("subjects", codes=SubjectCode),
        Column("organ", codes=Organ),
        Column("referred_on"),
        Column("received_on"),
        Column("feedback_on"),
    ),
)
"""移送登记: no names, and nothing of what was in a package."""

RG_S4 = register_of_ties("RG-S4", TIES, SUPERVISION_BOARD)

REGISTERS = (RG_S2, RG_S3, RG_S4)
