"""The facts of a relief fund in one budget period, as the log keeps them for ever; amounts in fen."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from domain.funds import FundSource
from domain.scopes import Openness, Scope
from domain.values import Content, OfficerRef, UnitRef


@dataclass(frozen=True, slots=True)
class FundOpened:
    """`carried_fen` is what the period before left over."""

    NAME: ClassVar = "fund.opened"
    VERSION: ClassVar = 1
    unit: UnitRef
    source: FundSource
    period: str
    carried_fen: int
    opened_on: date

    def rescoped(self, _scope: Scope) -> Scope:
        return Scope(Openness.OPEN, self.unit)


@dataclass(frozen=True, slots=True)
class BalanceCarried:
    """What the period before left over, where this one had been opened already."""

    NAME: ClassVar = "fund.balance_carried"
    VERSION: ClassVar = 1
    carried_fen: int
    from_period: str
    carried_on: date


@dataclass(frozen=True, slots=True)
class Allocated:
    NAME: ClassVar = "fund.allocated"
    VERSION: ClassVar = 1
    amount_fen: int
    document_no: str | None
    allocated_on: date


@dataclass(frozen=True, slots=True)
class Reserved:
    """Money is promised to one aid of one case."""

    NAME: ClassVar = "fund.reserved"
    VERSION: ClassVar = 1
    case: UUID
    aid: int
    amount_fen: int
    reserved_on: date


@dataclass(frozen=True, slots=True)
class Released:
    NAME: ClassVar = "fund.released"
    VERSION: ClassVar = 1
    case: UUID
    aid: int
    amount_fen: int
    released_on: date


@dataclass(frozen=True, slots=True)
class Paid:
    NAME: ClassVar = "fund.paid"
    VERSION: ClassVar = 1
    case: UUID
    aid: int
    amount_fen: int
    paid_on: date


@dataclass(frozen=True, slots=True)
class Closed:
    NAME: ClassVar = "fund.closed"
    VERSION: ClassVar = 1
    balance_fen: int
    next_period: str
    closed_on: date


@dataclass(frozen=True, slots=True)
class SampleDrawn:
    """Vouchers drawn to be looked at: of all that were paid in those days and reach that amount, in an order that the
    seed gives, the first ones. Whoever knows the payments recorded before draws the same again."""

    NAME: ClassVar = "fund.sample_drawn"
    VERSION: ClassVar = 1
    sample: int
    seed: str
    size: int
    of: int
    paid_from: date
    paid_until: date
    least_fen: int
    drawn_by: OfficerRef
    drawn_on: date


@dataclass(frozen=True, slots=True)
class Remarked:
    """What whoever audits the fund found."""

    NAME: ClassVar = "fund.remarked"
    VERSION: ClassVar = 1
    remark: Content[str]
    remarked_by: OfficerRef
    remarked_on: date


FundEvent = FundOpened | BalanceCarried | Allocated | Reserved | Released | Paid | Closed | SampleDrawn | Remarked
