"""Refusals as people read them: amounts in yuan, which the rules name in fen."""

import pytest

from domain.fund.commands import FundInsufficient
from domain.hardship.codes import AidKind
from domain.hardship.limits import AidCapExceeded
from domain.kernel import Rejected
from service.words.refusals import reason_of
from tests.support.words import words_in

SHORT = FundInsufficient(free_fen=5_097_600, asked_fen=6_000_001)
CAPPED = AidCapExceeded(kind=AidKind.A1, limit_fen=1_274_400, used_fen=0, asked_fen=1_274_401)


@pytest.mark.parametrize(
    ("language", "refusal", "says"),
    [
        ("en", SHORT, "The fund has 50,976.00 yuan free; 60,000.01 yuan are asked for."),
        ("zh", SHORT, "该资金可用50,976.00元，申请60,000.01元。"),
        ("zh", CAPPED, "“生活救助”最多12,744.00元，本年已安排或发放0.00元，现申请12,744.01元。"),
    ],
)
def test_amounts_are_read_in_yuan(language: str, refusal: Rejected, says: str) -> None:
    assert reason_of(refusal, words_in(language, "hardship"), None) == says  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fen", "shown"), [(0, "0.00"), (5, "0.05"), (5_097_600, "50,976.00"), (-250, "-2.50"), (-5, "-0.05")]
)
def test_an_amount_is_written_out_with_its_thousands_and_two_decimals(fen: int, shown: str) -> None:
    assert words_in("en").amount(fen) == shown
