"""Auditing a fund: vouchers are drawn by a seed that nobody chooses, can be drawn again, and lie before one auditor."""

from datetime import date
from typing import Any

from domain.fund.aggregate import FUND
from domain.fund.auditing import MOST_DRAWN, DrawSample, NothingPaidYet, NoVoucherToDraw, RemarkOnFund, drawn
from domain.fund.events import Allocated, FundOpened, Paid, Remarked, Reserved, SampleDrawn
from domain.funds import FundSource
from domain.kernel import FactInTheFuture, FactOutOfOrder, fold
from domain.values import OfficerRef
from tests.support.given import GROUP, SUBJECT, Given, given, ref

OPENED_ON, PAID_ON, TODAY = date(2025, 1, 5), date(2025, 3, 3), date(2025, 6, 2)
AUDITOR = OfficerRef(ref("auditor"))
CASES = [ref(f"case {number}") for number in range(40)]


def spent(*paid: tuple[int, date]) -> Given:
    """A fund that has paid so much to one family after another."""
    facts: list[Any] = [
        FundOpened(GROUP, FundSource.FD3, "2025", 0, OPENED_ON),
        Allocated(10_000_000, None, OPENED_ON),
    ]
    for case, (amount_fen, day) in zip(CASES, paid, strict=False):
        facts += [Reserved(case, 1, amount_fen, day), Paid(case, 1, amount_fen, day)]
    return given(FUND, *facts)


def draw(size: int = 5, **changes: Any) -> DrawSample:
    days = {"paid_from": OPENED_ON, "paid_until": TODAY}
    return DrawSample(**{"size": size, **days, **changes})


def sample_of(before: Given, command: DrawSample) -> SampleDrawn:
    (fact,) = before.when(command, by=AUDITOR, today=TODAY).happened
    assert isinstance(fact, SampleDrawn)
    return fact


def test_a_sample_can_be_drawn_again_by_whoever_knows_the_payments_before_it_and_by_no_other_order() -> None:
    before = spent(*[(1_000 + number, PAID_ON) for number in range(40)])
    first = sample_of(before, draw())
    assert (first.sample, first.size, first.of, first.drawn_by, first.drawn_on) == (1, 5, 40, AUDITOR, TODAY)
    vouchers = drawn(before.state, first)
    assert len(set(vouchers)) == 5
    facts = [*before.history, first, Reserved(CASES[0], 2, 7, TODAY), Paid(CASES[0], 2, 7, TODAY)]
    again = fold(FUND, facts[: facts.index(first)])
    assert drawn(again, first) == vouchers
    second = sample_of(given(FUND, *before.history, first), draw())
    assert (second.sample, second.seed != first.seed) == (2, True)
    assert set(drawn(before.state, second)) != set(vouchers)
    assert sample_of(before, draw(MOST_DRAWN)).seed == first.seed


def test_it_is_drawn_among_payments_of_the_days_that_reach_the_amount() -> None:
    early, late = date(2025, 2, 3), date(2025, 5, 6)
    before = spent((100, early), (500, PAID_ON), (900, PAID_ON), (900, late))
    among = draw(paid_from=date(2025, 3, 1), paid_until=date(2025, 3, 31))
    assert {case for case, _aid in drawn(before.state, sample_of(before, among))} == set(CASES[1:3])
    large = draw(least_fen=501)
    assert {case for case, _aid in drawn(before.state, sample_of(before, large))} == set(CASES[2:4])
    assert (sample_of(before, draw(30)).size, sample_of(before, draw(30)).of) == (4, 4)
    before.when(draw(least_fen=901), by=AUDITOR, today=TODAY).refuses(NoVoucherToDraw)
    spent().when(draw(), by=AUDITOR, today=TODAY).refuses(NothingPaidYet)
    before.when(draw(paid_until=early, paid_from=late), by=AUDITOR, today=TODAY).refuses(FactOutOfOrder)
    before.when(draw(paid_until=TODAY), by=AUDITOR, today=late).refuses(FactInTheFuture)


def test_a_remark_moves_nothing() -> None:
    before = spent((100, PAID_ON))
    told = before.when(RemarkOnFund("两份凭证缺签收", TODAY), by=AUDITOR)
    (fact,) = told.happened
    assert isinstance(fact, Remarked)
    assert (fact.remark.subject, fact.remark.value, fact.remarked_by) == (SUBJECT, "两份凭证缺签收", AUDITOR)
    assert told.state == before.state
    before.when(RemarkOnFund("早", date(2025, 1, 4)), by=AUDITOR).refuses(FactOutOfOrder)
