"""Typed values are spelled out by their labels; texts stand as they are."""

from datetime import date
from typing import Any

import pytest

from domain.hardship.codes import AgeBand, Category, Cause, IncomeSource, Occupation, Relation
from domain.hardship.eligibility import Income, Step, StepCode
from domain.hardship.stated import Assets, Member
from domain.petition.codes import NamedStatus
from service.kinds.spelling import SPELLERS
from service.words.typed_values import spelled
from tests.support.words import words_in

ENGLISH, CHINESE = (words_in(language, "hardship") for language in ("en", "zh"))
SELF = Member(Relation.SELF, AgeBand.ADULT, Occupation.AT_WORK)
BELOW = (("rest_fen", 4_900_000), ("part", 1), ("whole", 1), ("left", 4_900_000), ("right", 5_097_600))
LOSS = (("loss_fen", 0), ("income_year_fen", 7_100_000), ("part", 8), ("whole", 10), ("left", 0), ("right", 56_800_000))


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("members", Member(Relation.CHILD, AgeBand.UNDER_14, Occupation.AT_SCHOOL), "Child, Under 14, At school"),
        ("causes", Cause.K4, "Children's schooling"),
        ("since", date(2026, 1, 6), "6 January 2026"),
        ("assets", Assets(houses=1), "Dwellings 1; Vehicles 0; Business no"),
        ("incomes", Income(IncomeSource.WAGES, 12, 7_100_000), "Wages; Months 12; Amount (yuan) 71,000.00"),
        ("snapshot", Step(StepCode.RESULT, Category.H1), "Result: Deep hardship"),
        (
            "snapshot",
            Step(StepCode.RULE, "zhejiang", date(2026, 1, 6), (("version", 1),)),
            "Zhejiang, 6 January 2026; Version 1",
        ),
        ("basis_fen", 3_000_000, "30,000.00 yuan"),
        ("snapshot", Step(StepCode.PRECONDITION, "not_asked"), "Precondition: not asked here"),
        (
            "snapshot",
            Step(StepCode.DEEP, "", None, BELOW, "<", True),
            "Income less expenses (yuan) 49,000.00; 49,000.00 < 50,976.00, holds",
        ),
        ("snapshot", Step(StepCode.ACCIDENT, "", None, LOSS, ">", False), "0.00 > 56,800.00, does not hold"),
    ],
)
def test_typed_values_are_spelled_out(field: str, value: Any, told: str) -> None:
    assert told in spelled(field, value, ENGLISH, SPELLERS)


def test_chinese_reads_chinese() -> None:
    assert spelled("members", SELF, CHINESE, SPELLERS) == "本人、成年、在职"
    assert spelled("snapshot", Step(StepCode.RESULT, Category.H2), CHINESE, SPELLERS) == "结果：相对困难"
    assert spelled("named_status", NamedStatus.REAL_NAME, CHINESE.about("petition"), SPELLERS) == "实名"
    assert spelled("basis_fen", 3_000_000, CHINESE, SPELLERS) == "30,000.00元"


@pytest.mark.parametrize("text", ["3000000 fen", "RESULT H1", "houses=1 business=no", "SELF ADULT AT_WORK", "K1"])
def test_a_text_that_looks_like_a_code_stands_as_it_is(text: str) -> None:
    assert spelled("situation", text, ENGLISH, SPELLERS) == text
