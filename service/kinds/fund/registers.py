"""The register of relief funds (台账)."""

from domain.funds import FundSource
from projections.funds import FUNDS
from service.kinds.columns import Column
from service.kinds.register import Register
from service.views.conditions import Order

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
        Column("samples"),
        Column("remarks"),
    ),
)

REGISTERS = (RG_H5,)
