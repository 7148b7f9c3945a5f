"""What a file is told by its content: delimiters, cut rows, sheets that fit, and everything that is no register."""

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from service.importing.rows import RefusedRow, RegisterRow
from service.importing.tables import read_table
from service.importing.unreadable import RegisterUnreadable
from service.importing.workbook import without_secrets
from tests.service.importing.books import HEADER, csv_file, mapping, read, with_part, xls, xlsx

ROW = ("A1", "2023-05-06", None, "来信", 1, "x")
LINE = "A1,2023-05-06,,来信,1,x"
HEAD = ",".join(HEADER)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["csv", "tsv", "txt", "xls", "dat"])
def test_the_delimiter_is_found_from_the_header_and_not_from_the_name(
    tmp_path: Path, delimiter: str, ending: str
) -> None:
    path = csv_file(tmp_path / f"r.{ending}", "\n".join((HEAD, LINE, "")).replace(",", delimiter))
    table, [row] = read(path, mapping())
    assert (table.delimiter, row.external_id) == (delimiter, "A1")


def test_empty_cells_at_the_end_may_be_missing_or_too_many(tmp_path: Path) -> None:
    text = f"{HEAD}\nA1,2023-05-06\nA2,2023-05-06,,来信,1,x,,, \nA3,2023-05-06,,来信,1,x\n"
    rows = read(csv_file(tmp_path / "r.csv", text), mapping())[1]
    noted = [[note.code for note in row.notes] for row in rows if isinstance(row, RegisterRow)]
    assert noted == [["short_row"], ["short_row"], []]


WIDTH = "cells where the header has 6"


@pytest.mark.parametrize(
    ("lines", "refused"),
    [
        ([f"{LINE},y", LINE, ""], {2: f"7 {WIDTH}"}),
        ([LINE, "A2,2023-05-06,,来"], {3: f"4 {WIDTH}: the file ends within it"}),
        (["A1,2023-05-06,,来信,1", "拖欠工资", LINE, ""], {2: f"5 {WIDTH}: row 3 seems to continue it"}),
        (["A1,2023-05-06,,来信", "拖欠,1,x", LINE, ""], {2: f"4 {WIDTH}: row 3 seems to continue it"}),
    ],
)
def test_a_row_that_is_cut_is_refused(tmp_path: Path, lines: list[str], refused: dict[int, str]) -> None:
    rows = read(csv_file(tmp_path / "r.csv", "\n".join((HEAD, *lines))), mapping())[1]
    told = {row.number: row.detail for row in rows if isinstance(row, RefusedRow) and row.reason_code == "ragged_row"}
    assert told == refused


def sheets(path: Path, **held: tuple[Any, ...]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, row in held.items():
        book.create_sheet(name).append(row)
    book.save(path)
    return path


def test_a_hidden_sheet_that_fits_beside_a_visible_one_is_named_and_not_read(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(sheets(tmp_path / "r.xlsx", 台账=HEADER, 旧=HEADER))
    book["旧"].sheet_state = "hidden"
    book.save(tmp_path / "r.xlsx")
    table = read_table(tmp_path / "r.xlsx", mapping())
    assert (table.sheet, table.other_sheets) == ("台账", ("旧 (hidden)",))


def test_where_no_sheet_fits_the_nearest_is_told_and_the_others_are_named(tmp_path: Path) -> None:
    path = sheets(tmp_path / "r.xlsx", 封面=("填表说明",), 一季度=HEADER[:5], 附件=("x",))
    with pytest.raises(RegisterUnreadable) as refused:
        read_table(path, mapping())
    assert str(refused.value) == (
        "no sheet fits; sheet 一季度 comes nearest: no row holds the columns of the mapping; "
        "row 1 comes nearest and lacks 诉求摘要; the others are 封面, 附件"
    )


@pytest.mark.parametrize(
    ("name", "says"),
    [("封面", "sheet 封面: no row holds"), ("三月", "there is no sheet 三月; the workbook has 封面, 台账")],
)
def test_a_declared_sheet_that_does_not_fit_names_the_one_that_does(tmp_path: Path, name: str, says: str) -> None:
    with pytest.raises(RegisterUnreadable) as refused:
        read_table(sheets(tmp_path / "r.xlsx", 封面=("填表说明",), 台账=HEADER), mapping(sheet=name))
    assert str(refused.value).startswith(says)
    assert str(refused.value).endswith('; 台账 fits: declare it in the mapping, such as sheet = "台账"')


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in names:
            package.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize("name", ["r.xls", "r.csv"])
@pytest.mark.parametrize(
    ("data", "cause", "advice"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), "is encrypted", "save it without"),
        (OLE + "WordDocument".encode("utf-16-le"), "is a text document (DOC)", "save it as XLSX"),
        (b"<html><table><tr><td>", "is a web page (HTML)", "save it as XLSX"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html><html>", "is a web page (HTML)", "save it as XLSX"),
        ("<html xmlns:x='urn'><table>".encode("utf-16"), "is a web page (HTML)", "save it as XLSX"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "is an XML spreadsheet of 2003",
            "save it as XLSX",
        ),
        (zipped("台账.xlsx", "说明.txt"), "is an archive (ZIP)", "unpack it"),
        (zipped("word/document.xml"), "is a text document (DOCX)", "save it as XLSX"),
        (zipped("mimetype", "content.xml"), "is an OpenDocument file", "save it as XLSX"),
        (zipped("xl/workbook.bin"), "is a binary workbook (XLSB)", "save it as XLSX"),
        (b"PK\x03\x04 cut", "is a damaged workbook", "once more"),
        (b"Rar!\x1a\x07", "is an archive (RAR)", "unpack it"),
        (b"7z\xbc\xaf\x27\x1c", "is an archive (7z)", "unpack it"),
        (b"%PDF-1.7", "is a PDF document", "ask for the workbook"),
        (b"\x89PNG\r\n", "is a picture", "must be typed"),
        (b"{\\rtf1", "is a text document (RTF)", "save it as XLSX"),
        (b"\x62\x14\x23\x65" + bytes(range(256)) + bytes(3), "is neither a workbook nor a text", "save it anew"),
    ],
)
def test_what_is_no_register_is_told_by_its_cause_and_what_to_do(
    tmp_path: Path, name: str, data: bytes, cause: str, advice: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(RegisterUnreadable) as refused:
        read_table(tmp_path / name, mapping())
    assert str(refused.value).startswith(f"{name} {cause}")
    assert advice in str(refused.value)


@pytest.mark.parametrize("ending", ["csv", "xls", "xlsx", "bak"])
@pytest.mark.parametrize("write", [xlsx, xls])
def test_a_workbook_is_one_by_what_it_is(tmp_path: Path, ending: str, write: Any) -> None:
    made = write(tmp_path / f"made.{write.__name__}", [HEADER, ROW])
    [row] = read(made.rename(tmp_path / f"r.{ending}"), mapping())[1]
    assert row.external_id == "A1"


def test_a_workbook_declares_no_entities(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "r.xlsx", [HEADER, ROW])
    with_part(path, "xl/worksheets/sheet1.xml", b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aa">]><worksheet')
    with pytest.raises(RegisterUnreadable, match="it declares entities"):
        read_table(path, mapping())


def test_the_reader_of_a_workbook_is_told_no_secret() -> None:
    environment = {"CASEWORK_SECRET_KEY": "key", "PGPASSWORD": "password", "PATH": "/bin", "LANG": "C"}
    assert without_secrets(environment) == {"PATH": "/bin", "LANG": "C"}
