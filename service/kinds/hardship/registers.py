"""The registers of hardship requests (台账)."""

from domain.funds import FundSource
from domain.hardship.codes import AidKind, AidStatus, Category, Status
from projections.aids import AIDS
from projections.funds import FUNDS
from projections.relief_queue import RELIEF_QUEUE
from projections.ties import RELIEF_TIES
from service.kinds.columns import OVERDUE_RULES, Column
from service.kinds.register import Join, Register
from service.kinds.ties import register_of_ties
from service.views.conditions import Condition, Order

RG_H1 = Register(
    "RG-H1",
    RELIEF_QUEUE,
    Order("applied_on"),
    (
        Column("case_no", "file_no"),
        Column("unit"),
        Column("category", "hardship_category", codes=Category),
        Column("applied_on"),
        Column("on_file_on"),
        OVERDUE_RULES,
        Column("open_aids"),
        Column("paid_fen"),
        Column("status", codes=Status),
    ),
    Condition("on_file_on IS NOT NULL"),
)

RG_H4 = Register(
    "RG-H4",
    AIDS,
    Order("paid_on"),
    (
        Column("source", codes=FundSource),
        Column("period"),
        Column("kind", "aid_kind", codes=AidKind),
        Column("case_no", "file_no"),
        Column("unit"),
        Column("amount_fen"),
        Column("is_emergency"),
        Column("approved_on"),
        Column("paid_on"),
        Column("receipted_on"),
        Column("status", codes=AidStatus),
    ),
    Condition("paid_on IS NOT NULL"),
    (
        Join(RELIEF_QUEUE, "case_id", "case_id", {"case_no": "case_no", "unit": "unit"}),
        Join(FUNDS, "fund", "fund", {"source": "source", "period": "period"}),
    ),
)

RG_S4_HAR = register_of_ties("RG-S4-HAR", RELIEF_TIES, RELIEF_QUEUE)

REGISTERS = (RG_H1, RG_H4, RG_S4_HAR)
