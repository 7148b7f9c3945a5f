"""Reads one workbook in a process of its own: a damaged file may abort the reader, never the service.

Run as a module with the workbook on standard input; writes MessagePack: {"sheets": […]} or {"error": text}.
"""

import io
import re
import resource
import sys
import zipfile
from datetime import date, datetime
from typing import Any

import msgspec
import python_calamine as calamine

from service.importing.xls_sheets import sheets_of
from service.importing.xlsx_marks import Marks, marks_of

DAY, MOMENT, FAULT, SHOWN = 1, 2, 3, 4
_MEMORY_BYTES = 6 * 2**30
_UNPACKED_BYTES = 2**30
# A reader turns _xHHHH_ into a character. That is meant in two cases only: Excel's own escape of a literal
# (_x005F_xHHHH_), and the carriage return before a line feed. Anything else was written as text by a program.
_ESCAPES = re.compile(rb"_x005[Ff]_x[0-9A-Fa-f]{4}_|_x000[Dd]_(?=\r?\n|&#10;|&#x[Aa];)|(_x[0-9A-Fa-f]{4}_)")
# An encrypted XLS has FILEPASS after its first record (and WRITEPROT).
_ENCRYPTED = re.compile(rb"\x09\x08\x10\x00\x00[\x05\x06].{14}(\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)
_TEXT_PARTS = re.compile(r"xl/(sharedStrings|worksheets/[^/]+)\.xml", re.IGNORECASE)


def main() -> None:
    _limit_memory()
    try:
        answer: dict[str, Any] = {"sheets": _sheets(sys.stdin.buffer.read())}
    except calamine.PasswordError:
        answer = {"error": "the workbook is encrypted: open it in Excel or WPS with its password and save it without"}
    except Exception as error:  # whatever a damaged file makes its reader raise
        answer = {"error": f"not a workbook, or a damaged one ({error}): open it in Excel or WPS and save it anew"}
    sys.stdout.buffer.write(msgspec.msgpack.encode(answer))


def _limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _sheets(data: bytes) -> list[dict[str, Any]]:
    if data.startswith(b"PK"):
        return _of_xlsx(data)
    if _ENCRYPTED.search(data):
        raise calamine.PasswordError
    return [_sheet(name, visible, rows, merged, marks) for name, visible, rows, merged, marks in sheets_of(data)]


def _of_xlsx(data: bytes) -> list[dict[str, Any]]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        _refuse_too_large(package)
        marks = marks_of(package)
    with calamine.load_workbook(io.BytesIO(literal_escapes(data))) as book:
        sheets = [meta for meta in book.sheets_metadata if meta.typ == calamine.SheetTypeEnum.WorkSheet]
        return [_of_calamine(book, meta, marks.get(meta.name, Marks())) for meta in sheets]


def _of_calamine(book: calamine.CalamineWorkbook, meta: calamine.SheetMetadata, marks: Marks) -> dict[str, Any]:
    sheet = book.get_sheet_by_name(meta.name)
    rows = sheet.to_python(skip_empty_area=False)
    visible = meta.visible == calamine.SheetVisibleEnum.Visible
    return _sheet(meta.name, visible, rows, sheet.merged_cell_ranges or [], marks)


def _sheet(name: str, visible: bool, rows: list[list[Any]], merged: Any, marks: Marks) -> dict[str, Any]:
    """The sheet as it is sent; the values as far as the marks let them stand."""
    told = [[_cell(value) for value in row] for row in rows]
    for places, code in ((marks.faults, FAULT), (marks.shown, SHOWN)):
        for (row, column), text in places.items():
            _reach(told, row, column)
            held = text if code == FAULT else [told[row][column], text]
            told[row][column] = msgspec.msgpack.Ext(code, msgspec.msgpack.encode(held))
    return {
        "name": name,
        "visible": visible,
        "rows": told,
        "merged": merged,
        "hidden_rows": sorted(marks.hidden_rows & set(range(len(told)))),
        "hidden_columns": sorted(marks.hidden_columns),
    }


def _reach(rows: list[list[Any]], row: int, column: int) -> None:
    """A reader that takes an error for nothing ends the sheet before it where nothing else follows."""
    width = max(column + 1, len(rows[0]) if rows else 0)
    if row < len(rows) and column < len(rows[row]):
        return
    rows.extend([] for _ in range(row + 1 - len(rows)))
    for each in rows:
        each.extend([None] * (width - len(each)))


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return value or None
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, datetime):
        return msgspec.msgpack.Ext(MOMENT, value.isoformat().encode())
    return msgspec.msgpack.Ext(DAY, value.isoformat().encode()) if isinstance(value, date) else str(value)


def _refuse_too_large(package: zipfile.ZipFile) -> None:
    if sum(part.file_size for part in package.infolist()) > _UNPACKED_BYTES:
        raise ValueError("it unpacks to more than 1 GiB")


def literal_escapes(data: bytes) -> bytes:
    """The same XLSX with every _xHHHH_ that is text escaped, so that a reader gives it back as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        texts = {n: package.read(n) for n in package.namelist() if _TEXT_PARTS.fullmatch(n)}
        escaped = {name: _ESCAPES.sub(_escape, text) for name, text in texts.items()}
        return data if escaped == texts else _repacked(package, escaped)


def _escape(found: re.Match[bytes]) -> bytes:
    return b"_x005F" + found[1] if found[1] else found[0]


def _repacked(package: zipfile.ZipFile, changed: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as copy:
        for name in package.namelist():
            copy.writestr(name, changed.get(name) or package.read(name))
    return out.getvalue()


if __name__ == "__main__":
    main()
