"""A fund of one budget period: allocated, reserved, released, paid, closed; never below zero."""

from datetime import date
from typing import Any

import pytest

from domain.fund.aggregate import FUND
from domain.fund.commands import (
    Allocate,
    CarryBalance,
    CloseFund,
    FundInsufficient,
    FundIsClosed,
    FundRefMismatch,
    NextPeriodNotLater,
    OpenFund,
    PayReserved,
    PeriodMalformed,
    Release,
    ReservationExists,
    ReservationMismatch,
    ReservationsOpen,
    ReservationUnknown,
    Reserve,
)
from domain.fund.events import Allocated, BalanceCarried, Closed, FundOpened, Paid, Released, Reserved
from domain.funds import FundSource, FundStatus, fund_stream
from domain.kernel import FactInTheFuture, FactOutOfOrder
from domain.units import UnitNotActive
from domain.values import FundRef
from tests.support.given import GONE, GROUP, PLANT, Given, History, given, ref

JANUARY_5 = date(2025, 1, 5)
MARCH_3 = date(2025, 3, 3)
CASE = ref("case")
SOURCE = FundSource.FD3
MONEY = fund_stream(GROUP, SOURCE, "2025")
NEXT = fund_stream(GROUP, SOURCE, "2026")


def opened(carried_fen: int = 0, allocated_fen: int = 0) -> History:
    """A fund of 2025."""
    facts = (FundOpened(GROUP, SOURCE, "2025", carried_fen, JANUARY_5),)
    return (*facts, Allocated(allocated_fen, None, JANUARY_5)) if allocated_fen else facts


def fund(*events: Any) -> Given:
    return given(FUND, *events)


def reserved(amount_fen: int = 100, aid: int = 1) -> Reserved:
    return Reserved(CASE, aid, amount_fen, MARCH_3)


def reserve(amount_fen: int = 100, aid: int = 1) -> Reserve:
    return Reserve(CASE, aid, amount_fen, MARCH_3)


def test_a_unit_opens_one_fund_per_source_and_period() -> None:
    command = OpenFund(GROUP, SOURCE, "2025", JANUARY_5)
    given(FUND).when(command, stream=MONEY).then(FundOpened(GROUP, SOURCE, "2025", 0, JANUARY_5))
    given(FUND).when(command, stream=NEXT).refuses(FundRefMismatch)
    given(FUND).when(OpenFund(GONE, SOURCE, "2025", JANUARY_5), stream=MONEY).refuses(UnitNotActive)
    given(FUND).when(command, stream=MONEY, today=date(2025, 1, 4)).refuses(FactInTheFuture)


def test_every_fund_has_a_stream_of_its_own() -> None:
    streams = {
        fund_stream(unit, source, period)
        for unit in (GROUP, PLANT)
        for source in FundSource
        for period in ("2025", "2026")
    }
    assert len(streams) == 28


@pytest.mark.parametrize("period", ["25", "2025-", "２０２５", "abcd", "202 "])
def test_a_period_is_a_year(period: str) -> None:
    stream = fund_stream(GROUP, SOURCE, period)
    given(FUND).when(OpenFund(GROUP, SOURCE, period, JANUARY_5), stream=stream).refuses(PeriodMalformed, given=period)


def test_money_comes_in() -> None:
    before = fund(opened(50))
    after = before.when(Allocate(100, MARCH_3, "工会〔2025〕3号")).then(Allocated(100, "工会〔2025〕3号", MARCH_3))
    assert after.state.free_fen == 150
    before.when(Allocate(100, date(2025, 1, 4))).refuses(FactOutOfOrder, field="allocated_on")


def test_no_more_is_promised_than_is_free() -> None:
    before = fund(opened(50, 50))
    before.when(reserve(100)).then(reserved(100))
    before.when(reserve(101)).refuses(FundInsufficient, free_fen=100, asked_fen=101)
    one = fund(opened(50, 50), reserved(60))
    one.when(reserve(41, 2)).refuses(FundInsufficient, free_fen=40)
    one.when(reserve(40, 2)).then(reserved(40, 2))
    one.when(reserve(10)).refuses(ReservationExists)
    paid = fund(opened(50, 50), reserved(60), Paid(CASE, 1, 60, MARCH_3))
    paid.when(reserve(41, 2)).refuses(FundInsufficient)


def test_a_promise_that_falls_away_is_free_again() -> None:
    after = fund(opened(100), reserved()).when(Release(CASE, 1, MARCH_3)).then(Released(CASE, 1, 100, MARCH_3))
    assert after.state.free_fen == 100
    after.when(Release(CASE, 1, MARCH_3)).refuses(ReservationUnknown)


def test_only_what_was_promised_is_paid_and_only_once() -> None:
    before = fund(opened(100), reserved(60))
    before.when(PayReserved(CASE, 1, 61, MARCH_3)).refuses(ReservationMismatch, reserved_fen=60, asked_fen=61)
    before.when(PayReserved(CASE, 2, 60, MARCH_3)).refuses(ReservationUnknown)
    before.when(PayReserved(ref("other"), 1, 60, MARCH_3)).refuses(ReservationUnknown)
    after = before.when(PayReserved(CASE, 1, 60, MARCH_3)).then(Paid(CASE, 1, 60, MARCH_3))
    assert (after.state.free_fen, after.state.paid_fen) == (40, 60)
    after.when(PayReserved(CASE, 1, 60, MARCH_3)).refuses(ReservationUnknown)


def test_nothing_is_promised_before_the_fund_was_opened() -> None:
    early = Reserve(CASE, 1, 50, date(2025, 1, 4))
    fund(opened(100)).when(early).refuses(FactOutOfOrder, field="reserved_on", earliest=JANUARY_5)


@pytest.mark.parametrize(
    "moved", [reserved(60), Allocated(5, None, MARCH_3), BalanceCarried(5, "2024", MARCH_3)], ids=lambda fact: fact.NAME
)
def test_a_period_is_not_closed_before_the_last_that_was_done_in_it(moved: Any) -> None:
    settled = (Released(CASE, 1, 60, MARCH_3),) if isinstance(moved, Reserved) else ()
    before = fund(opened(100), moved, *settled)
    before.when(CloseFund("2026", date(2025, 3, 2))).refuses(FactOutOfOrder, field="closed_on", earliest=MARCH_3)
    before.when(CloseFund("2026", MARCH_3)).then_only(Closed)


def test_a_closed_period_names_what_goes_over_to_the_next() -> None:
    before = fund(opened(100), reserved(60), Paid(CASE, 1, 60, MARCH_3))
    after = before.when(CloseFund("2026", MARCH_3)).then(Closed(40, "2026", MARCH_3))
    assert (after.state.status, after.state.free_fen) == (FundStatus.CLOSED, 0)
    after.when(reserve(1)).refuses(FundIsClosed, period="2025")
    before.when(CloseFund("2025", MARCH_3)).refuses(NextPeriodNotLater)
    before.when(CloseFund("2024", MARCH_3)).refuses(NextPeriodNotLater, given="2024", period="2025")
    fund(opened(100), reserved(60)).when(CloseFund("2026", MARCH_3)).refuses(ReservationsOpen, count=1)


def carry(stream: FundRef = NEXT, period: str = "2026") -> CarryBalance:
    return CarryBalance(GROUP, SOURCE, period, 40, "2025", MARCH_3)


def test_the_balance_opens_the_next_period_or_comes_into_it() -> None:
    given(FUND).when(carry(), stream=NEXT).then(FundOpened(GROUP, SOURCE, "2026", 40, MARCH_3))
    before = fund(FundOpened(GROUP, SOURCE, "2026", 10, MARCH_3))
    after = before.when(carry(), stream=NEXT).then(BalanceCarried(40, "2025", MARCH_3))
    assert after.state.free_fen == 50
    given(FUND).when(carry(), stream=MONEY).refuses(FundRefMismatch)
    given(FUND).when(carry(period="next"), stream=NEXT).refuses(PeriodMalformed)
