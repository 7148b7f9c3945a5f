"""Each rule for a single cell, and each refusal."""

import time
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from service.importing.cells import (
    Cell,
    CellRefused,
    half_width,
    is_ditto,
    read_count,
    read_id,
    read_text,
    read_word,
)
from service.importing.days import DayRules, read_day
from service.importing.notes import NOTES, REASONS

SHANGHAI = ZoneInfo("Asia/Shanghai")
YMD = DayRules(SHANGHAI)
DMY = DayRules(SHANGHAI, order="dmy")
MDY = DayRules(SHANGHAI, order="mdy")
US = DayRules(SHANGHAI, formats=("%m/%d/%Y %I:%M:%S %p",))
MAY_6 = date(2023, 5, 6)


@pytest.mark.parametrize(
    ("cell", "notes"),
    [
        ("2023-05-06", ()),
        ("2023-5-6", ()),
        ("2023/5/6", ()),
        (" 2023-05-06 ", ()),
        ("2023.5.6", ("dotted_date",)),
        ("2023.05.06.", ("dotted_date",)),
        ("2023. 5. 6", ("dotted_date",)),
        ("2023年5月6日", ("chinese_date",)),
        ("2023 年 5 月 6 日", ("chinese_date",)),
        ("2023年5月6号", ("chinese_date",)),
        ("2023年5月6", ("chinese_date",)),
        ("2023年5月6日上午9:30", ("chinese_date", "time_dropped")),
        ("2023年5月6日 下午 3时05分", ("chinese_date", "time_dropped")),
        ("20230506", ("compact_date",)),
        (20230506, ("compact_date",)),
        (20230506.0, ("compact_date",)),
        ("２０２３．５．６", ("full_width", "dotted_date")),
        ("２０２３年５月６日", ("full_width", "chinese_date")),
        (45052, ("serial_date",)),
        (45052.0, ("serial_date",)),
        (45052.75, ("serial_date", "time_dropped")),
        ("45052", ("serial_date",)),
        (date(2023, 5, 6), ()),
        (datetime(2023, 5, 6), ()),  # noqa: DTZ001 -- a workbook's moments name no zone
        (datetime(2023, 5, 6, 23, 59), ("time_dropped",)),  # noqa: DTZ001 -- as a sheet states it
        ("2023-05-06 13:47:00", ("time_dropped",)),
        ("2023-05-06 12:00:00 AM", ()),
        ("2023-05-06T00:00:00", ()),
        ("2023-05-05T16:30:00Z", ("zone_converted", "time_dropped")),
        ("2023-05-06T13:00:00+08:00", ("zone_converted", "time_dropped")),
    ],
)
def test_a_day_beyond_doubt_is_read_in_every_spelling(cell: Cell, notes: tuple[str, ...]) -> None:
    assert read_day(cell, YMD) == (MAY_6, notes)


def test_fifty_thousand_serial_dates_take_no_time() -> None:
    began = time.perf_counter()
    assert {read_day(45052.0 + n % 9, YMD).value for n in range(50_000)} == {date(2023, 5, 6 + n) for n in range(9)}
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize("cell", [None, "", "  ", "\u3000"])
def test_a_blank_cell_states_no_day(cell: Cell) -> None:
    assert read_day(cell, YMD) == (None, ())


@pytest.mark.parametrize(
    "cell", ["01/02/2022", "21/01/2022", "01/21/2022", "1.2.2022", "1-2-22", "01/02/2022 10:00:00 AM"]
)
def test_day_and_month_are_never_guessed(cell: str) -> None:
    assert refusal(cell, YMD) == "date_order_undeclared"


@pytest.mark.parametrize(
    ("cell", "rules", "day"),
    [
        ("01/02/2022", DMY, date(2022, 2, 1)),
        ("01/02/2022", MDY, date(2022, 1, 2)),
        ("21/01/2022 13:47:00", DMY, date(2022, 1, 21)),
        ("2022-01-21", DMY, date(2022, 1, 21)),
        ("03/01/2011 12:27:57 AM", MDY, date(2011, 3, 1)),
        ("03/01/2011 02:27:57 PM", US, date(2011, 3, 1)),
        ("03/01/2011 12:00:00 AM", US, date(2011, 3, 1)),
    ],
)
def test_a_declared_order_or_format_settles_the_day(cell: str, rules: DayRules, day: date) -> None:
    assert read_day(cell, rules).value == day


@pytest.mark.parametrize(
    ("cell", "rules"),
    [
        ("21/01/2022", MDY),
        ("01/21/2022", DMY),
        ("13/01/2011 02:27:57 PM", US),
        ("03/01/2011 14:27:57 PM", MDY),
        ("2023-02-30", YMD),
        ("2023.13.1", YMD),
        ("2023-05-06 25:00", YMD),
        ("2023-05-06T10:00:00+99:00", YMD),
        ("2023年5月", YMD),
        ("去年", YMD),
        ("2023", YMD),
        (2023, YMD),
        (2023.5, YMD),
        (True, YMD),
        (float("1e300"), YMD),
        (float("nan"), YMD),
        (float("inf"), YMD),
    ],
)
def test_what_is_no_day_is_refused_and_no_order_is_turned_round(cell: Cell, rules: DayRules) -> None:
    assert refusal(cell, rules) == "date_unreadable"


@pytest.mark.parametrize(
    "cell", ["1900-01-01", "0203-05-06", "2203-05-06", "9999-12-31T23:59:59-12:00", date(1899, 12, 31)]
)
def test_a_day_far_off_is_refused(cell: Cell) -> None:
    assert refusal(cell, YMD) == "date_out_of_range"


@pytest.mark.parametrize("cell", ["同上", " 同 上 ", "〃", "″", "同\u3000上"])
def test_ditto_marks_are_known(cell: str) -> None:
    assert is_ditto(cell)
    assert not is_ditto(cell + "等")


@pytest.mark.parametrize(
    ("cell", "value", "notes"),
    [
        ("XF-2023-001", "XF-2023-001", ()),
        ("00123", "00123", ()),
        (" 12 ", "12", ()),
        ("ＸＦ－２０２３－００１", "XF-2023-001", ("full_width",)),
        ("信访〔2023〕7号", "信访〔2023〕7号", ()),
        (7, "7", ("number_as_id",)),
        (101004143000.0, "101004143000", ("number_as_id",)),
        ("1E5-7", "1E5-7", ()),
        (None, None, ()),
        (" ", None, ()),
    ],
)
def test_an_id_is_read_as_it_was_written(cell: Cell, value: str | None, notes: tuple[str, ...]) -> None:
    assert read_id(cell) == (value, notes)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("3.70E+17", "id_digits_lost"),
        ("3.7e17", "id_digits_lost"),
        ("４.１Ｅ+１７", "id_digits_lost"),
        (3.7e17, "id_digits_lost"),
        (float("nan"), "id_digits_lost"),
        (370000000000000000, "id_digits_lost"),
        (12.5, "id_not_whole"),
        (True, "id_not_whole"),
        (date(2023, 1, 2), "id_not_whole"),
        ("同上", "ditto_in_id"),
        ("a\0b", "nul_character"),
    ],
)
def test_an_id_that_was_damaged_is_refused(cell: Cell, code: str) -> None:
    with pytest.raises(CellRefused) as refused:
        read_id(cell)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "text",
    [
        "<中华人民共和国城乡规划法>",
        "  ２０２３年 Ａ \r\n",
        "'=1+1",
        "&lt;b&gt;",
        "â\x80\x99s",
        "同上所述",
        "\u202eabc",
    ],
)
def test_a_text_is_kept_to_the_character(text: str) -> None:
    assert read_text(text) == (text, ())


def test_a_literal_escape_in_a_text_is_kept_and_noted() -> None:
    assert read_text("a_x000D_b") == ("a_x000D_b", ("escape_kept",))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("3.70E+17", "3.70E+17"),
        (" ４.１Ｅ+１７", " ４.１Ｅ+１７"),
        (3.7e17, "3.7e+17"),
        (37 * 10**16, "370000000000000000"),
    ],
)
def test_a_text_that_is_a_number_without_its_last_digits_is_kept_and_noted(cell: Cell, text: str) -> None:
    assert read_text(cell) == (text, ("digits_lost",))


@pytest.mark.parametrize("cell", [13800000000, 999_999_999_999_999, "3.70E+17 元", "1E5-7", True, -1.5])
def test_a_number_with_all_its_digits_is_a_text_like_any_other(cell: Cell) -> None:
    assert read_text(cell).notes == ()


@pytest.mark.parametrize(("cell", "text"), [(12.0, "12"), (1.5, "1.5"), (date(2023, 5, 6), "2023-05-06"), (" ", None)])
def test_a_text_column_may_hold_other_cells(cell: Cell, text: str | None) -> None:
    assert read_text(cell).value == text


def test_a_text_that_cannot_be_stored_is_refused() -> None:
    with pytest.raises(CellRefused, match="nul_character"):
        read_text("a\0b")


@pytest.mark.parametrize(
    ("cell", "count", "notes"),
    [
        (3, 3, ()),
        (3.0, 3, ()),
        ("３", 3, ("full_width",)),
        ("12人", 12, ("counted_people",)),
        ("5 名", 5, ("counted_people",)),
        ("", None, ()),
    ],
)
def test_people_are_counted(cell: Cell, count: int | None, notes: tuple[str, ...]) -> None:
    assert read_count(cell) == (count, notes)


@pytest.mark.parametrize("cell", [0, -1, 1.5, "三人", "约10人", True, "1e3", date(2023, 1, 1)])
def test_what_is_no_number_of_people_is_refused(cell: Cell) -> None:
    with pytest.raises(CellRefused, match="group_size_invalid"):
        read_count(cell)


def test_words_become_half_width_and_nothing_else_changes() -> None:
    assert read_word("　Ｐ１ ") == ("P1", ("full_width",))
    assert half_width("①（甲）〔２〕㈠") == "①（甲）〔2〕㈠"


def test_every_code_states_its_rule() -> None:
    assert all(len(rule) > 15 for rule in (NOTES | REASONS).values())
    assert not NOTES.keys() & REASONS.keys()


def refusal(cell: Cell, rules: DayRules) -> str:
    with pytest.raises(CellRefused) as refused:
        read_day(cell, rules)
    assert refused.value.code in REASONS
    return refused.value.code
