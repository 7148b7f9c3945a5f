"""Rows: what they say, how each ends, and the report that adds up."""

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from domain.petition.codes import Channel, Issue, Purpose
from service.importing.fields import CarriedFields
from service.importing.mapping import Mapping
from service.importing.notes import NOTES, REASONS, Note
from service.importing.report import Report
from service.importing.row_ids import joined_id
from service.importing.row_numbers import RowNumbers
from service.importing.rows import RefusedRow, RegisterRow, RepeatedRow
from service.machine.plain_files import whole
from service.papers.formulas import guarded
from tests.service.importing.books import HEADER, csv_file, mapping, read, xlsx

MAY_6 = dt.date(2023, 5, 6)


def test_a_row_says_what_the_register_says(tmp_path: Path) -> None:
    row = one(tmp_path, ("XF-１", "2023.5.6", "2023年6月7日", "来信", "3人", " <b>２ "), mapping(unit="HQ"))
    assert row == RegisterRow(
        number=2,
        external_id="XF-1",
        fields=CarriedFields(
            received_on=MAY_6,
            closed_on=dt.date(2023, 6, 7),
            channel=Channel.LETTER,
            group_size=3,
            summary=" <b>２ ",
            unit="HQ",
        ),
        notes=(
            Note("full_width", "external_id"),
            Note("dotted_date", "received_on"),
            Note("chinese_date", "closed_on"),
            Note("counted_people", "group_size"),
        ),
    )


def test_what_the_register_does_not_say_stays_unsaid(tmp_path: Path) -> None:
    assert taken(one(tmp_path, ("A1", "2023-05-06", "", "", "", ""), mapping())).fields == CarriedFields(
        received_on=MAY_6
    )


def test_texts_stay_out_of_the_repr(tmp_path: Path) -> None:
    assert "王某" not in repr(one(tmp_path, ("A1", "2023-05-06", "", "", "", "王某来访"), mapping()))


def test_a_constant_stands_in_every_row(tmp_path: Path) -> None:
    row = one(tmp_path, ("A1", "2023-05-06", "", "", "", ""), mapping(constants={"purpose": "P1", "issue_code": "I01"}))
    assert (taken(row).fields.purpose, taken(row).fields.issue_code) == (Purpose.P1, Issue.I01)


@pytest.mark.parametrize(
    ("cell", "values", "channel", "notes"),
    [
        ("来访", {"来访": "VISIT"}, Channel.VISIT, ()),
        (" 来访　", {"来访": "VISIT"}, Channel.VISIT, ()),
        ("WEB", {"来访": "VISIT"}, Channel.WEB, ()),
        ("WEB", {"default": "VISIT"}, Channel.WEB, ()),
        ("ＷＥＢ", {"来访": "VISIT"}, Channel.WEB, (Note("full_width", "channel"),)),
        ("未说明", {"未说明": ""}, None, (Note("value_blanked", "channel"),)),
        ("短信", {"default": "LETTER"}, Channel.LETTER, (Note("value_defaulted", "channel"),)),
        ("", {"default": "LETTER"}, None, ()),
        ("", {"": "LETTER"}, Channel.LETTER, ()),
    ],
)
def test_a_value_map_gives_the_code(
    tmp_path: Path, cell: str, values: dict[str, str], channel: Channel | None, notes: tuple[Note, ...]
) -> None:
    row = taken(one(tmp_path, ("A1", "2023-05-06", "", cell, "", ""), mapping(values={"channel": values})))
    assert (row.fields.channel, row.notes) == (channel, notes)


def test_a_value_map_may_say_that_a_day_is_none(tmp_path: Path) -> None:
    by = mapping(values={"closed_on": {"1900-01-01": ""}, "channel": {"来信": "LETTER"}})
    row = taken(one(tmp_path, ("A1", "2023-05-06", "1900-01-01", "来信", "", ""), by))
    assert (row.fields.closed_on, row.notes) == (None, (Note("value_blanked", "closed_on"),))


def test_ditto_repeats_the_cell_above_in_every_column_but_the_id(tmp_path: Path) -> None:
    text = sheet(
        ("A1", "2023.5.6", "", "来信", 3, "甲"), ("A2", "同上", "", "〃", "″", "同 上"), ("同上", "〃", "", "", "", "")
    )
    _, rows = read(csv_file(tmp_path / "r.csv", text), mapping())
    first, second, third = rows
    assert taken(second).fields == taken(first).fields
    assert [note.field for note in taken(second).notes if note.code == "ditto"] == [
        "received_on",
        "channel",
        "group_size",
        "summary",
    ]
    assert isinstance(third, RefusedRow)
    assert third.reason_code == "ditto_in_id"


@pytest.mark.parametrize("above", ["", "A1,2023-05-06,,来信,,,x\n"])
def test_ditto_below_nothing_or_below_a_ragged_row_is_refused(tmp_path: Path, above: str) -> None:
    text = ",".join(HEADER) + "\n" + above + "A2,2023-05-06,,同上,,\n"
    row = read(csv_file(tmp_path / "r.csv", text), mapping())[1][-1]
    assert isinstance(row, RefusedRow)
    assert row.reason_code == "ditto_without_row_above"


def test_merged_cells_are_noted(tmp_path: Path) -> None:
    rows = [HEADER, ("A1", MAY_6, None, "来信", 1, "x"), ("A2", None, None, "来信", 1, "y")]
    _, found = read(xlsx(tmp_path / "r.xlsx", rows, ["B2:B3"]), mapping())
    assert taken(found[1]).fields.received_on == MAY_6
    assert Note("merged_cell", "received_on") in taken(found[1]).notes


@pytest.mark.parametrize(
    ("cells", "code", "detail"),
    [
        (("", "2023-05-06", "", "", "", ""), "external_id_missing", "the id is empty"),
        (("A1", "", "", "来信", "", ""), "received_on_missing", "the day of receipt is empty"),
        (("3.70E+17", "2023-05-06", "", "", "", ""), "id_digits_lost", "编号: the id is shown as 3.70E+17"),
        (("A1", "01/02/2022", "", "", "", ""), "date_order_undeclared", "收到日期: the date is 01/02/2022"),
        (("A1", "2023-05-06", "去年", "", "", ""), "date_unreadable", "办结日期: the date is 去年"),
        (("A1", "2023-05-06", "1900-01-01", "", "", ""), "date_out_of_range", "办结日期: the date is 1900-01-01"),
        (
            ("A1", "2023-05-06", "2023-05-05", "", "", ""),
            "date_before_received",
            "办结日期: 2023-05-05 is before 2023-05-06",
        ),
        (("A1", "2023-05-06", "", "短信", "", ""), "value_not_mapped", "形式: 短信 is not in values.channel"),
        (("A1", "2023-05-06", "", "", "若干", ""), "group_size_invalid", "人数: the number of people is 若干"),
        (("A1", "2023-05-06", "", "", "", "a\0"), "nul_character", "诉求摘要: the text holds U+0000"),
        (("A1", "2023-05-06", "", "", "", "", "x"), "ragged_row", "7 cells where the header has 6"),
        (("#REF!", "2023-05-06", "", "", "", ""), "cell_error", "编号: the cell A2 holds #REF!"),
        (("A1", "2023-05-06", "#N/A", "", "", ""), "cell_error", "办结日期: the cell C2 holds #N/A"),
        (("A1", "2023-05-06", "", "", "", " #DIV/0! "), "cell_error", "诉求摘要: the cell F2 holds #DIV/0!"),
    ],
)
def test_a_row_is_refused_with_its_number_and_reason(
    tmp_path: Path, cells: tuple[str, ...], code: str, detail: str
) -> None:
    row = one(tmp_path, cells, mapping())
    assert isinstance(row, RefusedRow)
    assert (row.number, row.reason_code, row.detail) == (2, code, detail)
    assert code in REASONS


def test_every_fault_of_a_row_is_named(tmp_path: Path) -> None:
    row = one(tmp_path, ("A1", "x", "y", "z", "0", ""), mapping())
    assert isinstance(row, RefusedRow)
    assert (row.external_id, row.reason_code, row.detail.count(";")) == ("A1", "date_unreadable", 3)


def test_a_repeated_key_is_counted_and_compared_with_the_first(tmp_path: Path) -> None:
    a, b = ("A1", "2023-05-06", "", "", 1, "x"), ("A1", "2023-05-07", "", "", 1, "y")
    _, rows = read(csv_file(tmp_path / "r.csv", sheet(a, a, b)), mapping())
    assert rows[1:] == [RepeatedRow(3, "A1", 2, ()), RepeatedRow(4, "A1", 2, ("received_on", "summary"))]


def test_a_refused_row_takes_no_key(tmp_path: Path) -> None:
    text = sheet(("A1", "", "", "来信", "", ""), ("A1", "2023-05-06", "", "来信", "", ""))
    _, rows = read(csv_file(tmp_path / "r.csv", text), mapping())
    assert [type(row) for row in rows] == [RefusedRow, RegisterRow]


def test_several_columns_give_one_id_that_no_other_columns_give(tmp_path: Path) -> None:
    by = mapping(columns={"年": "external_id", "号": "external_id", "日期": "received_on"}, values=None)
    text = "年,号,日期\n2023,7,2023.5.6\n2023,,2023.5.6\n"
    _, rows = read(csv_file(tmp_path / "r.csv", text), by)
    assert taken(rows[0]).external_id == "2023/7"
    assert isinstance(rows[1], RefusedRow)
    assert joined_id(["a/b", "c"]) != joined_id(["a", "b/c"])
    assert joined_id(["a~1b", "c"]) != joined_id(["a/b", "c"])


def test_the_report_adds_up_and_names_every_rule(tmp_path: Path) -> None:
    good, bad = ("A1", "2023.5.6", "", "", 1, "x"), ("-A2", "", "", "来信", 1, "x")
    text = "信访台账,,,,,,\n" + sheet((*good, "甲"), (*bad, "乙"), (*good, ""), ("合计",) + ("",) * 6, extra="姓名")
    report = filled(tmp_path, text)
    assert report.counts() == {"rows": 3, "created": 1, "already_there": 0, "repeated": 1, "refused": 1}
    assert report.adds_up()
    assert report.facts() == [
        ("source", "xinfang-2023"),
        ("header_row", "row 2"),
        ("encoding", "utf-8 (every byte fits)"),
        ("delimiter", ","),
        ("column_not_collected", "姓名"),
        ("title_row", "rows 1"),
        ("total_row", "rows 6"),
        ("rule dotted_date", "rows 3: 2023.5.6 is read as year, month, day"),
    ]
    assert report.notes().keys() <= NOTES.keys()


def test_a_report_short_of_a_row_does_not_add_up(tmp_path: Path) -> None:
    text = sheet(("A1", "2023.5.6", "", "", 1, "x"), ("A2", "2023.5.6", "", "", 1, "x"))
    assert not filled(tmp_path, text, slice(1)).adds_up()
    assert not filled(tmp_path, text, slice(None, None, -1)).adds_up()
    assert filled(tmp_path, text).adds_up()


def test_a_report_runs_nothing_in_a_spreadsheet(tmp_path: Path) -> None:
    rows = [("=cmd|' /C calc'!A0", "2023-05-06", "", "", 1, "x"), ("@A2", "=1+1", "", "", 1, "x")]
    with whole(tmp_path / "out.csv") as out:
        filled(tmp_path, sheet(*rows)).write_csv(out)
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert lines[0] == ["row", "external_id", "result", "reason", "notes"]
    assert [line[:3] for line in lines[-2:]] == [["2", "'=cmd|' /C calc'!A0", "created"], ["3", "'@A2", "refused"]]
    assert all(cell.startswith("'") for line in lines[1:] for cell in (line[1], line[3 if line[0] else 4]) if cell)


def test_short_forms() -> None:
    assert guarded("-1") == "'-1"
    assert guarded("1-1") == "1-1"
    numbers = RowNumbers()
    for number in (3, 5, 6, 7):
        numbers.add(number)
    assert (numbers.shown(), numbers.shown(3), len(numbers)) == ("rows 3, 5-7", "rows 3, 5-6", 4)


def sheet(*rows: tuple[Any, ...], extra: str = "") -> str:
    header = (*HEADER, extra) if extra else HEADER
    return "".join(",".join(str(cell) for cell in row) + "\n" for row in (header, *rows))


def one(tmp_path: Path, cells: tuple[Any, ...], by: Mapping) -> RegisterRow | RepeatedRow | RefusedRow:
    (row,) = read(csv_file(tmp_path / "r.csv", sheet(cells)), by)[1]
    return row


def taken(row: RegisterRow | RepeatedRow | RefusedRow) -> RegisterRow:
    assert isinstance(row, RegisterRow), row
    return row


def filled(tmp_path: Path, text: str, ended: slice = slice(None)) -> Report:
    by = mapping()
    table, rows = read(csv_file(tmp_path / "r.csv", text), by)
    report = Report(table, by.source)
    for row in rows[ended]:
        report.created(row) if isinstance(row, RegisterRow) else report.take(row)
    return report
