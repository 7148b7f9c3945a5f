"""What is done with a relief fund: opened, allocated, reserved, released, paid, closed with its balance carried."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from domain.fund.events import Allocated, BalanceCarried, Closed, FundOpened, Paid, Released, Reserved
from domain.funds import AidNumber, Fund, FundSource, FundStatus, fund_stream
from domain.kernel import Command, Desk, Rejected
from domain.units import active_unit
from domain.values import MORE, MOST_FEN, Amount, Text, UnitRef, Whole

Period = Annotated[str, Text(most=4, least=4)]
ONCE_OPENED = frozenset({FundStatus.OPEN, FundStatus.CLOSED})


class PeriodMalformed(Rejected):
    code = "period_malformed"
    says = "The budget period “{given}” is no year of four digits, such as 2026."


class FundRefMismatch(Rejected):
    code = "fund_ref_mismatch"
    says = "The fund must be recorded in the stream that its unit, source and period name."


def _fits(unit: UnitRef, source: FundSource, period: str, desk: Desk) -> None:
    if not (len(period) == 4 and period.isascii() and period.isdigit()):
        raise PeriodMalformed(given=period)
    if fund_stream(unit, source, period) != desk.stream:
        raise FundRefMismatch


@dataclass(frozen=True, slots=True, repr=False)
class OpenFund(Command[Fund]):
    """A unit opens a fund for a budget period; each source has its own; 社会救助暂行办法 §5."""

    allowed_in: ClassVar = frozenset({FundStatus.NEW})
    unit: UnitRef
    source: FundSource
    period: Period
    opened_on: date

    def consults(self) -> Sequence[tuple[str, UUID]]:
        return (("unit", self.unit),)

    def decide(self, state: Fund, desk: Desk) -> tuple[FundOpened, ...]:
        active_unit(desk, self.unit)
        _fits(self.unit, self.source, self.period, desk)
        return (FundOpened(self.unit, self.source, self.period, 0, desk.happened("opened_on", self.opened_on)),)


@dataclass(frozen=True, slots=True, repr=False)
class CarryBalance(Command[Fund]):
    """What the period before left over comes in; opens the fund where nobody has opened it yet.

    Follows from closing the period before and is never asked for by itself.
    """

    allowed_in: ClassVar = frozenset({FundStatus.NEW, FundStatus.OPEN})
    unit: UnitRef
    source: FundSource
    period: Period
    carried_fen: Annotated[int, Whole(0, MOST_FEN)]
    from_period: Period
    carried_on: date

    def decide(self, state: Fund, desk: Desk) -> tuple[FundOpened | BalanceCarried, ...]:
        _fits(self.unit, self.source, self.period, desk)
        day = desk.happened("carried_on", self.carried_on)
        if state.status is FundStatus.NEW:
            return (FundOpened(self.unit, self.source, self.period, self.carried_fen, day),)
        return (BalanceCarried(self.carried_fen, self.from_period, day),)


@dataclass(frozen=True, slots=True, repr=False)
class Allocate(Command[Fund]):
    """Money comes into the fund."""

    allowed_in: ClassVar = frozenset({FundStatus.OPEN})
    amount_fen: Amount
    allocated_on: date
    document_no: Annotated[str | None, Text(most=40), MORE] = None

    def decide(self, state: Fund, desk: Desk) -> tuple[Allocated, ...]:
        day = desk.happened("allocated_on", self.allocated_on, not_before=state.opened_on)
        return (Allocated(self.amount_fen, self.document_no, day),)


class FundInsufficient(Rejected):
    """A fund never goes below zero, whoever else approves at the same moment."""

    code = "fund_insufficient"
    says = "The fund has {free_fen} free; {asked_fen} are asked for."


class FundIsClosed(Rejected):
    code = "fund_is_closed"
    says = "The fund's budget period {period} is closed. Plan the aid from a fund of the present period."


class ReservationExists(Rejected):
    code = "reservation_exists"
    says = "Money of this fund is reserved for this aid already."


@dataclass(frozen=True, slots=True, repr=False)
class Reserve(Command[Fund]):
    """Money is promised to an aid that was approved; follows from the approval."""

    allowed_in: ClassVar = ONCE_OPENED
    case: UUID
    aid: AidNumber
    amount_fen: Amount
    reserved_on: date

    @classmethod
    def barred(cls, state: Fund, desk: Desk) -> Iterator[Rejected]:
        if state.status is FundStatus.CLOSED:
            yield FundIsClosed(period=state.period)

    def decide(self, state: Fund, desk: Desk) -> tuple[Reserved, ...]:
        if (self.case, self.aid) in state.reservations:
            raise ReservationExists
        if self.amount_fen > state.free_fen:
            raise FundInsufficient(free_fen=state.free_fen, asked_fen=self.amount_fen)
        day = desk.happened("reserved_on", self.reserved_on, not_before=state.opened_on)
        return (Reserved(self.case, self.aid, self.amount_fen, day),)


class ReservationUnknown(Rejected):
    code = "reservation_unknown"
    says = "The fund holds no reservation for this aid."


def _reserved(state: Fund, case: UUID, aid: int) -> int:
    amount = state.reservations.get((case, aid))
    if amount is None:
        raise ReservationUnknown
    return amount


@dataclass(frozen=True, slots=True, repr=False)
class Release(Command[Fund]):
    """A promise falls away because the aid was cancelled or the request withdrawn."""

    allowed_in: ClassVar = ONCE_OPENED
    case: UUID
    aid: AidNumber
    released_on: date

    def decide(self, state: Fund, desk: Desk) -> tuple[Released, ...]:
        amount = _reserved(state, self.case, self.aid)
        return (Released(self.case, self.aid, amount, desk.happened("released_on", self.released_on)),)


class ReservationMismatch(Rejected):
    code = "reservation_mismatch"
    says = "The fund holds {reserved_fen} for this aid; {asked_fen} are asked for."


@dataclass(frozen=True, slots=True, repr=False)
class PayReserved(Command[Fund]):
    """What was promised is paid; follows from the payment of the aid."""

    allowed_in: ClassVar = ONCE_OPENED
    case: UUID
    aid: AidNumber
    amount_fen: Amount
    paid_on: date

    def decide(self, state: Fund, desk: Desk) -> tuple[Paid, ...]:
        amount = _reserved(state, self.case, self.aid)
        if amount != self.amount_fen:
            raise ReservationMismatch(reserved_fen=amount, asked_fen=self.amount_fen)
        return (Paid(self.case, self.aid, amount, desk.happened("paid_on", self.paid_on)),)


class ReservationsOpen(Rejected):
    code = "reservations_open"
    says = "There are {count} reservations that are neither paid nor released. A fund is closed when all are settled."


class NextPeriodNotLater(Rejected):
    code = "next_period_not_later"
    says = "The next budget period {given} does not follow {period}, the one that is closed."


@dataclass(frozen=True, slots=True, repr=False)
class CloseFund(Command[Fund]):
    """The budget period ends; what is left goes over to the next one."""

    allowed_in: ClassVar = frozenset({FundStatus.OPEN})
    next_period: Period
    closed_on: date

    @classmethod
    def barred(cls, state: Fund, desk: Desk) -> Iterator[Rejected]:
        if state.reservations:
            yield ReservationsOpen(count=len(state.reservations))

    def decide(self, state: Fund, desk: Desk) -> tuple[Closed, ...]:
        if self.next_period <= state.period:
            raise NextPeriodNotLater(given=self.next_period, period=state.period)
        day = desk.happened("closed_on", self.closed_on, not_before=max(state.opened_on, state.moved_on))
        return (Closed(state.free_fen, self.next_period, day),)
