"""Numbers that are none, as forms are filled in where there is none."""

import pytest

from domain.placeholders import is_placeholder

NONE = (
    *("无", "没有", "不详", "暂无户号", "没有户口本", "户口本丢失", "无无无无", "同上同上", "　无　", "空"),
    *("none", "N/A", "NULL", "n/a n/a", "Unknown", "test", "none0000", "no number"),
    *("0000", "００００", "00-00-00", "999999", "1111", "xxxx", "XXXX0000", "无0000"),
    *("1234", "12345", "123456", "0123456789", "234567", "987654", "4321", "1234567890123"),
    *("", "----", "？？？？"),
)
NUMBERS = ("0815", "A-0815", "register book 0815", "320102190001011234", "00001", "1235", "户号0815", "11-11-12")


@pytest.mark.parametrize("text", NONE)
def test_what_stands_for_no_number_is_told_apart(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_is_a_number(text: str) -> None:
    assert not is_placeholder(text)
