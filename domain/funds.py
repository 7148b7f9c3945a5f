"""What a case may know of a fund: where its money comes from, whether it is open, and what of it is free."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import NAMESPACE_URL, UUID, uuid5

from domain.growing import Growing
from domain.kernel import Desk, Rejected
from domain.scopes import Openness, Scope
from domain.values import FundRef, UnitRef, Whole

FUNDS = uuid5(NAMESPACE_URL, "casework:funds")


class FundSource(StrEnum):
    """资金来源: each is accounted for separately and never diverted; 社会救助暂行办法 §5."""

    FD1 = "FD1"
    FD2 = "FD2"
    FD3 = "FD3"
    FD4 = "FD4"
    FD5 = "FD5"
    FD6 = "FD6"
    FD7 = "FD7"


class FundStatus(StrEnum):
    """Whether money of a fund can be promised."""

    NEW = "NEW"
    OPEN = "OPEN"
    CLOSED = "CLOSED"


AidNumber = Annotated[int, Whole(1, 1_000)]
Reservation = tuple[UUID, int]
"""The case and the number of its aid."""


@dataclass(frozen=True, slots=True)
class Voucher:
    """What was paid for one aid, and on which day."""

    amount_fen: int
    paid_on: date


@dataclass(frozen=True, slots=True)
class Fund:
    """What decisions on and about a fund of one budget period read; amounts in fen.

    `reserved_fen` is what all `reservations` hold; `moved_on` the latest day on which anything was done with it.
    `vouchers` are the payments, and `samples` how often some of them were drawn to be looked at.
    """

    status: FundStatus = FundStatus.NEW
    unit: UnitRef | None = None
    source: FundSource | None = None
    period: str = ""
    opened_on: date = date.min
    received_fen: int = 0
    paid_fen: int = 0
    reservations: Growing[Reservation, int] = field(default_factory=Growing)
    reserved_fen: int = 0
    moved_on: date = date.min
    vouchers: Growing[Reservation, Voucher] = field(default_factory=Growing)
    samples: int = 0

    @property
    def free_fen(self) -> int:
        """Carried and allocated, less what is reserved and paid; never below zero."""
        return self.received_fen - self.paid_fen - self.reserved_fen

    @property
    def scope(self) -> Scope:
        """Its unit's from the beginning."""
        return Scope(Openness.OPEN, self.unit)


def fund_stream(unit: UnitRef, source: FundSource, period: str) -> FundRef:
    """The stream of a fund in a budget period: one per unit, source and period."""
    return FundRef(uuid5(FUNDS, f"{unit.hex}\x1f{source}\x1f{period}"))


class FundNotOpen(Rejected):
    code = "fund_not_open"
    says = "The fund is unknown or closed. Choose an open fund from the list of funds."


def open_fund(desk: Desk, ref: UUID) -> Fund:
    """The consulted fund; refuses one that is unknown or closed."""
    fund = desk.consulted.get(ref)
    if not isinstance(fund, Fund) or fund.status is not FundStatus.OPEN:
        raise FundNotOpen
    return fund
