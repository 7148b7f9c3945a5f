"""What is neither empty nor a plain value, and what nobody sees: each told apart, none in silence."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt

from service.importing.cells import visible
from service.importing.notes import Note
from service.importing.number_formats import shown_number
from service.importing.rows import RefusedRow, RegisterRow
from tests.service.importing.books import HEADER, csv_file, mapping, read, with_part, xls, xlsx

ROW = ("A1", "2023-05-06", None, "来信", 1, "x")
HEAD = ",".join(HEADER)
ERRORS = ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"]


def end_of(path: Path) -> Any:
    [row] = read(path, mapping())[1]
    return row


def old_book(path: Path, rows: list[tuple[Any, ...]], **formats: str) -> xlwt.Workbook:
    book = xlwt.Workbook()
    page = book.add_sheet("台账")
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            code = formats.get(f"{'ABCDEF'[c]}{r + 1}", "General")
            page.write(r, c, value, xlwt.easyxf(num_format_str=code))
    return book


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("column", range(6))
def test_an_error_in_a_workbook_is_never_an_empty_cell(tmp_path: Path, error: str, column: int) -> None:
    row = end_of(xlsx(tmp_path / "r.xlsx", [HEADER, (*ROW[:column], error, *ROW[column + 1 :])]))
    assert isinstance(row, RefusedRow)
    holds = f"{HEADER[column]}: the cell {'ABCDEF'[column]}2 holds {error}"
    assert (row.reason_code, row.detail) == ("cell_error", holds)


@pytest.mark.parametrize(("code", "error"), [(0x2A, "#N/A"), (0x17, "#REF!"), (0x07, "#DIV/0!"), (0x0F, "#VALUE!")])
def test_an_error_in_an_old_workbook_is_never_an_empty_cell(tmp_path: Path, code: int, error: str) -> None:
    book = old_book(tmp_path, [HEADER, ROW[:2]])
    book.get_sheet(0).row(1).set_cell_error(2, code)
    book.save(str(tmp_path / "r.xls"))
    row = end_of(tmp_path / "r.xls")
    assert isinstance(row, RefusedRow)
    assert (row.reason_code, row.detail) == ("cell_error", f"办结日期: the cell C2 holds {error}")


def test_an_error_in_a_column_that_is_not_collected_harms_nobody(tmp_path: Path) -> None:
    assert isinstance(end_of(xlsx(tmp_path / "r.xlsx", [(*HEADER, "备注"), (*ROW, "#N/A")])), RegisterRow)


def test_a_formula_that_was_never_calculated_is_no_empty_cell(tmp_path: Path) -> None:
    row = end_of(xlsx(tmp_path / "r.xlsx", [HEADER, (*ROW[:2], "=B2+14", *ROW[3:])]))
    assert isinstance(row, RefusedRow)
    assert (row.reason_code, "C2 holds =B2+14 (a formula that was never" in row.detail) == ("cell_error", True)


def test_a_formula_that_gives_an_empty_text_is_an_empty_cell(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "r.xlsx", [HEADER, (*ROW[:2], '=""', *ROW[3:])])
    with_part(path, "xl/worksheets/sheet1.xml", b'<c r="C2">', b'<c r="C2" t="str">')
    assert isinstance(end_of(path), RegisterRow)


@pytest.mark.parametrize("write", [xlsx, xls])
def test_a_truth_value_is_what_the_sheet_shows(tmp_path: Path, write: Any) -> None:
    path = write(tmp_path / f"r.{write.__name__}", [HEADER, (*ROW[:5], True)])
    assert end_of(path).fields.summary == "TRUE"
    path = write(tmp_path / f"s.{write.__name__}", [HEADER, (*ROW[:2], True, *ROW[3:])])
    assert end_of(path).reason_code == "date_unreadable"


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (7, "0000", "0007"),
        (20230007, "0000-0000", "2023-0007"),
        (7, '"XF"0000', "XF0007"),
        (7, "信访0000号", "信访0007号"),
        (7, "0000\\号;-0000", "0007号"),
        (7, "[$-804]0000", "0007"),
        (1234, "#,##0", "1,234"),
        (7, "0.00", "7.00"),
        (12345, "000", None),
        (7, "General", None),
        (7, "0", None),
        (7, "0_ ", None),
        (45052, "yyyy-mm-dd", None),
        (7, "0.0E+00", None),
        (0.5, "0000", None),
        (-7, "0000", None),
        (10.0**15, "0000", None),
    ],
)
def test_a_number_is_read_as_its_format_shows_it(value: float, code: str, shown: str | None) -> None:
    assert shown_number(value, code) == shown


@pytest.mark.parametrize("ending", ["xlsx", "xls"])
def test_an_id_is_what_the_clerk_saw(tmp_path: Path, ending: str) -> None:
    path, rows = tmp_path / f"r.{ending}", [HEADER, (7, *ROW[1:])]
    if ending == "xls":
        old_book(path, rows, A2="0000").save(str(path))
    else:
        opened = openpyxl.load_workbook(xlsx(path, rows))
        opened.active["A2"].number_format = "0000"
        opened.save(path)
    shown, typed = end_of(path), end_of(csv_file(tmp_path / "r.csv", f"{HEAD}\n0007,2023-05-06,,来信,1,x\n"))
    assert shown.external_id == typed.external_id == "0007"
    assert shown.notes == (Note("number_as_shown", "external_id"),)


UNSEEN = "\u200b\u200d\ufeff\u00ad\u200e\u202e\u2060\u180e\ufe0f\u3164\x07"


@pytest.mark.parametrize("unseen", UNSEEN, ids=map(ascii, UNSEEN))
def test_what_nobody_sees_makes_no_other_id(tmp_path: Path, unseen: str) -> None:
    text = f"{HEAD}\nA1,2023-05-06,,来信,1,x\nA{unseen}1,2023-05-06{unseen},,来{unseen}信,1,x\n"
    first, second = read(csv_file(tmp_path / "r.csv", text), mapping())[1]
    assert (first.external_id, second.external_id) == ("A1", "A1")
    assert type(second).__name__ == "RepeatedRow"
    alone = end_of(csv_file(tmp_path / "s.csv", f"{HEAD}\nA{unseen}1,2023-05-06,,来信,1,x\n"))
    assert alone.notes == (Note("invisible_left_out", "external_id"),)


def test_a_no_break_space_is_a_space_and_noted(tmp_path: Path) -> None:
    row = end_of(csv_file(tmp_path / "r.csv", f"{HEAD}\nA\u00a01\u00a0,2023-05-06,,来信,1,x\n"))
    assert (row.external_id, row.notes) == ("A 1", (Note("invisible_left_out", "external_id"),))


def test_what_nobody_sees_alone_is_nothing_and_hides_no_column(tmp_path: Path) -> None:
    head = HEAD.replace("编号", "编\u200b号")
    text = f"{head}\nA1,2023-05-06,\u200b,来信,1,x\n"
    assert end_of(csv_file(tmp_path / "r.csv", text)).fields.closed_on is None
    assert visible("a\u200bb\u00a0") == "ab "


@pytest.mark.parametrize("ending", ["xlsx", "xls"])
def test_hidden_rows_columns_and_sheets_are_taken_and_reported(tmp_path: Path, ending: str) -> None:
    path, rows = tmp_path / f"r.{ending}", [HEADER, ROW, ("A2", *ROW[1:])]
    if ending == "xls":
        book = old_book(path, rows)
        page = book.get_sheet(0)
        page.row(2).hidden, page.col(3).hidden, page.visibility = True, True, 1
        book.add_sheet("说明").write(0, 0, "x")
        book.save(str(path))
    else:
        opened = openpyxl.load_workbook(xlsx(path, rows))
        page = opened.active
        page.row_dimensions[3].hidden = page.column_dimensions["D"].hidden = True
        page.sheet_state = "hidden"
        opened.create_sheet("说明")["A1"] = "x"
        opened.active = 1
        opened.save(path)
    table, found = read(path, mapping())
    assert (table.sheet, table.is_hidden, table.hidden_columns) == ("台账", True, ("形式",))
    assert [row.notes for row in found if isinstance(row, RegisterRow)] == [(), (Note("hidden_row", ""),)]
