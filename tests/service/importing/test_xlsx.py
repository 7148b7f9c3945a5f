"""XLSX workbooks are read row by row, their shared texts from the disk; what a sheet holds is told as it is shown."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from service.importing.found_sheets import Fault, FoundSheet, Shown
from service.importing.unreadable import RegisterUnreadable
from service.importing.workbook import read_sheets
from service.importing.xlsx_parts import BLOCK
from service.importing.xlsx_sheets import sheets_of
from service.importing.xlsx_texts import BLOCKS, SharedTexts, unescaped
from tests.service.importing.books import unnamed, with_part, xlsx

AFTERNOON = datetime(2023, 5, 6, 13, 45, 7)  # noqa: DTZ001 -- the wall clock of a register
SHEET = "xl/worksheets/sheet1.xml"


@contextmanager
def first_sheet(path: Path) -> Iterator[FoundSheet]:
    with zipfile.ZipFile(path) as package:
        yield next(iter(sheets_of(package)))


def rows_in(path: Path) -> list[list[Any]]:
    with first_sheet(path) as sheet:
        return list(sheet.rows)


def test_rows_come_before_the_sheet_has_been_read_to_its_end(tmp_path: Path) -> None:
    """What is merged stands behind the rows in the file: with the first row nothing is known of it."""
    path = xlsx(tmp_path / "a.xlsx", [[f"text {number}"] for number in range(5_000)], merged=["A1:A2"])
    with first_sheet(path) as sheet:
        rows = iter(sheet.rows)
        assert next(rows) == ["text 0"]
        assert sheet.merged == []
        assert sum(1 for _ in rows) == 4_999
        assert sheet.merged == [((0, 0), (1, 0))]


def test_shared_texts_are_found_wherever_they_lie() -> None:
    """Empty ones, such as end with a block, and such as are larger than one; forwards and backwards."""
    told = [
        "",
        "一",
        "a" * (BLOCK - 4),
        "b",
        "",
        "长" * BLOCK,
        "c\ud800",
        *(f"{number}," * 999 for number in range(999)),
    ]
    texts = SharedTexts()
    for text in told:
        texts.add(text)
    texts.flush()
    assert [texts[number] for number in range(len(told))] == told
    assert [texts[number] for number in reversed(range(len(told)))] == told[::-1]
    assert sum(map(len, told)) > BLOCKS * BLOCK // 2
    for number in (-1, len(told)):
        with pytest.raises(ValueError, match="a cell asks for text"):
            texts[number]


def test_only_escapes_that_excel_writes_itself_are_undone() -> None:
    assert unescaped("a_x000D_\nb_x005F_x0041_c_x0041_") == "a\r\nb_x0041_c_x0041_"


def test_values_are_what_the_sheet_shows(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    values = [
        (date(2024, 2, 29), "yyyy-mm-dd", date(2024, 2, 29)),
        (AFTERNOON, "yyyy/m/d h:mm", AFTERNOON),
        (45000.5, "General", 45000.5),
        (45052, 'yyyy"年"m"月"d"日"', date(2023, 5, 6)),
        (45052, '0" d"', Shown(45052.0, "45052 d")),
        (time(3, 4), "h:mm", "03:04:00"),
        (timedelta(hours=30), "[h]:mm", "1 day, 6:00:00"),
        (1, "yyyy-mm-dd", date(1900, 1, 1)),
        (-3, "yyyy-mm-dd", -3.0),
        (1e15, "yyyy-mm-dd", 1e15),
        (7, "0000", Shown(7.0, "0007")),
        (True, "General", True),
        ("#N/A", "General", Fault("#N/A")),
        ("=1+1", "General", Fault("=1+1 (a formula that was never calculated)")),
    ]
    for number, (value, form, _shown) in enumerate(values, 1):
        page.cell(number, 2, value).number_format = form
    book.save(tmp_path / "a.xlsx")
    assert rows_in(tmp_path / "a.xlsx") == [[None, shown] for _value, _form, shown in values]


def test_days_are_counted_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active["A1"] = date(2023, 5, 6)
    book.save(tmp_path / "a.xlsx")
    assert rows_in(tmp_path / "a.xlsx") == [[date(2023, 5, 6)]]


def test_a_text_in_pieces_is_one_and_how_it_is_read_aloud_is_none(tmp_path: Path) -> None:
    pieces = "<r><t>张</t></r><r><t xml:space='preserve'> 三</t></r><rPh><t>zhang</t></rPh>"
    path = with_shared(xlsx(tmp_path / "a.xlsx", [["x", "y"]]), "<si><t>z</t></si>", f"<si>{pieces}</si>")
    with_part(path, SHEET, b't="inlineStr"><is><t>x</t></is>', b't="s"><v>1</v>')
    with_part(path, SHEET, b"<t>y</t>", pieces.encode())
    assert rows_in(path) == [["张 三", "张 三"]]


def with_shared(path: Path, *texts: str) -> Path:
    """The workbook with shared texts, as spreadsheet programs write them."""
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/sharedStrings.xml", f"<sst>{''.join(texts)}</sst>")
    return path


def test_rows_and_cells_without_a_place_follow_those_before(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["a", "b"], [], ["c"]])
    with_part(path, SHEET, b'r="B1" ', b"")
    with_part(path, SHEET, b'<row r="3">', b"<row/><row>")
    assert rows_in(path) == [["a", "b"], [], ["c"]]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (b't="inlineStr"><is><t>a</t></is>', b't="s"><v>9</v>', "asks for text 9 of 0"),
        (b'<row r="2">', b'<row r="1">', "row 1 stands behind row 1"),
        (b'<row r="2">', b'<row r="2000000">', "row 2000000"),
        (b'r="A2"', b'r="ZZZZ2"', "more columns"),
        (b"</sheetData>", b"</sheet>", "mismatched tag"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, old: bytes, new: bytes, says: str) -> None:
    path = with_part(xlsx(tmp_path / "a.xlsx", [["a"], ["b"]]), SHEET, old, new)
    with pytest.raises(RegisterUnreadable, match=says):
        read_sheets(unnamed(path.read_bytes()))


def test_a_sheet_that_is_missing_is_said(tmp_path: Path) -> None:
    path = with_part(xlsx(tmp_path / "a.xlsx", [["a"]]), "xl/_rels/workbook.xml.rels", b"sheet1.xml", b"sheet7.xml")
    with pytest.raises(RegisterUnreadable, match="the sheet 台账 is missing"):
        read_sheets(unnamed(path.read_bytes()))
