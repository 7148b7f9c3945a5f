"""Texts that the domain keeps in codes are spelled out; whatever is no code stands as it is."""

import pytest

from service.words.coded_texts import READERS, spelled
from tests.support.words import words_in

ENGLISH, CHINESE = (words_in(language, "hardship") for language in ("en", "zh"))


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("members", "CHILD UNDER_14 AT_SCHOOL", "Child, Under 14, At school"),
        ("causes", "K4", "Children's schooling"),
        ("since", "2026-01-06", "6 January 2026"),
        ("assets", "houses=1 vehicles=0 business=no", "Dwellings 1; Vehicles 0; Business no"),
        ("incomes", "INCOME_SOURCE WAGES months=12 amount_fen=7100000", "Wages; Months 12; Amount (yuan) 71,000.00"),
        ("snapshot", "RESULT H1", "Result: Deep hardship"),
        ("snapshot", "RULE zhejiang/2026-01-06 version=1", "Zhejiang, 6 January 2026; Version 1"),
        ("basis", "3000000 fen", "30,000.00 yuan"),
        ("snapshot", "PRECONDITION not_asked", "Precondition: not asked here"),
        (
            "snapshot",
            "DEEP - rest_fen=4900000 part=1 whole=1 left=4900000 right=5097600 < yes",
            "Income less expenses (yuan) 49,000.00; 49,000.00 < 50,976.00, holds",
        ),
        (
            "snapshot",
            "ACCIDENT - loss_fen=0 income_year_fen=7100000 part=8 whole=10 left=0 right=56800000 > no",
            "0.00 > 56,800.00, does not hold",
        ),
    ],
)
def test_codes_are_spelled_out(field: str, text: str, told: str) -> None:
    assert told in spelled(field, text, ENGLISH)


def test_chinese_reads_chinese() -> None:
    assert spelled("members", "SELF ADULT AT_WORK", CHINESE) == "本人、成年、在职"
    assert spelled("snapshot", "RESULT H2", CHINESE) == "结果：相对困难"


def test_codes_of_petitions_and_amounts_are_spelled_out_too() -> None:
    assert spelled("named_status", "REAL_NAME", CHINESE.about("petition")) == "实名"
    assert spelled("basis", "3000000 fen", CHINESE) == "30,000.00元"


@pytest.mark.parametrize("text", ["", "3000000 yuan", "no code at all", "DEEP", "a=b=c", "2026-13-01", "RESULT H99"])
def test_what_is_no_code_stands_as_it_is(text: str) -> None:
    for _kind, field in READERS:
        assert spelled(field, text, ENGLISH) == text


def test_texts_of_other_kinds_are_left_alone() -> None:
    assert spelled("members", "SELF ADULT AT_WORK", ENGLISH.about("petition")) == "SELF ADULT AT_WORK"
