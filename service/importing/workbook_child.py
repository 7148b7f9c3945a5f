"""Reads one workbook in a process of its own: a damaged file may abort the reader, never the service.

Run as a module with the workbook on standard input, which must be a file. Writes frames of MessagePack, each behind its
length: every row of every sheet, then {"sheets": […]} or {"error": text}, and last, in eight bytes, where that begins.
"""

import io
import re
import resource
import sys
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import chain, repeat
from typing import IO, Any

import msgspec
import python_calamine as calamine

from service.importing.xls_sheets import sheets_of
from service.importing.xlsx_marks import Marks, marks_of

DAY, MOMENT, FAULT, SHOWN = 1, 2, 3, 4
LENGTH, PLACE = 4, 8
"""Bytes of the length of a frame, and of the place of the last one."""
_BLOCK = 2**20
_MEMORY_BYTES = 6 * 2**30
_UNPACKED_BYTES = 2**30
# A reader turns _xHHHH_ into a character. That is meant in two cases only: Excel's own escape of a literal
# (_x005F_xHHHH_), and the carriage return before a line feed. Anything else was written as text by a program.
_ESCAPES = re.compile(rb"_x005[Ff]_x[0-9A-Fa-f]{4}_|_x000[Dd]_(?=\r?\n|&#10;|&#x[Aa];)|(_x[0-9A-Fa-f]{4}_)")
_LIKE_ESCAPES = re.compile(rb"_x[0-9A-Fa-f]{4}_")
# An encrypted XLS has FILEPASS after its first record (and WRITEPROT).
_ENCRYPTED = re.compile(rb"\x09\x08\x10\x00\x00[\x05\x06].{14}(\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)
_TEXT_PARTS = re.compile(r"xl/(sharedStrings|worksheets/[^/]+)\.xml", re.IGNORECASE)


def main() -> None:
    _limit_memory()
    out = Frames(sys.stdout.buffer)
    try:
        answer: dict[str, Any] = {"sheets": list(_sheets(sys.stdin.buffer, out))}
    except calamine.PasswordError:
        answer = {"error": "the workbook is encrypted: open it in Excel or WPS with its password and save it without"}
    except Exception as error:  # whatever a damaged file makes its reader raise
        answer = {"error": f"not a workbook, or a damaged one ({error}): open it in Excel or WPS and save it anew"}
    begins = out.place
    out.add(answer)
    sys.stdout.buffer.write(begins.to_bytes(PLACE, "big"))


class Frames:
    """Frames as they are written."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._encoder = msgspec.msgpack.Encoder()
        self.place = 0

    def add(self, told: Any) -> None:
        """Writes one."""
        data = self._encoder.encode(told)
        self._out.write(len(data).to_bytes(LENGTH, "big") + data)
        self.place += LENGTH + len(data)


def _limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _sheets(file: IO[bytes], out: Frames) -> Iterator[dict[str, Any]]:
    if file.read(2) == b"PK":
        yield from _of_xlsx(file, out)
        return
    file.seek(0)
    data = file.read()
    if _ENCRYPTED.search(data):
        raise calamine.PasswordError
    for name, visible, rows, merged, marks in sheets_of(data):
        yield _sheet(out, name, visible, rows, merged, marks)


def _of_xlsx(file: IO[bytes], out: Frames) -> Iterator[dict[str, Any]]:
    with zipfile.ZipFile(file) as package:
        _refuse_too_large(package)
        marks = marks_of(package)
        has_escapes = any(_has_escapes(package, name) for name in package.namelist() if _TEXT_PARTS.fullmatch(name))
    file.seek(0)
    with calamine.load_workbook(io.BytesIO(literal_escapes(file.read())) if has_escapes else file) as book:
        for meta in book.sheets_metadata:
            if meta.typ == calamine.SheetTypeEnum.WorkSheet:
                yield _of_calamine(out, book, meta, marks.get(meta.name, Marks()))


def _has_escapes(package: zipfile.ZipFile, name: str) -> bool:
    """Whether anything in the part looks like _xHHHH_, also across two blocks."""
    before = b""
    with package.open(name) as part:
        while block := part.read(_BLOCK):
            if _LIKE_ESCAPES.search(before + block):
                return True
            before = block[-6:]
    return False


def _of_calamine(
    out: Frames, book: calamine.CalamineWorkbook, meta: calamine.SheetMetadata, marks: Marks
) -> dict[str, Any]:
    sheet = book.get_sheet_by_name(meta.name)
    visible = meta.visible == calamine.SheetVisibleEnum.Visible
    return _sheet(out, meta.name, visible, _from_the_corner(sheet), sheet.merged_cell_ranges or [], marks)


def _from_the_corner(sheet: calamine.CalamineSheet) -> Iterator[list[Any]]:
    """The rows from A1 on; the library begins each with the first column in which anything is filled."""
    if sheet.start is not None:
        before = [None] * sheet.start[1]
        yield from ([*before, *row] for row in sheet.iter_rows())


def _sheet(
    out: Frames, name: str, visible: bool, rows: Iterable[list[Any]], merged: Any, marks: Marks
) -> dict[str, Any]:
    """Writes the rows, the values as far as the marks let them stand; returns what is told of the sheet."""
    begins, count = out.place, 0
    marked = _by_row(marks)
    width = 1 + max((column for each in marked.values() for column, _, _ in each), default=-1)
    for row in chain(rows, repeat(None)):
        if row is None and count > max(marked, default=-1):
            break
        cells = [_cell(value) for value in row or ()]
        cells.extend([None] * (width - len(cells)))
        for column, code, text in marked.pop(count, ()):
            held = text if code == FAULT else [cells[column], text]
            cells[column] = msgspec.msgpack.Ext(code, msgspec.msgpack.encode(held))
        out.add(cells)
        width, count = max(width, len(cells)), count + 1
    return {
        "name": name,
        "visible": visible,
        "begins": begins,
        "count": count,
        "width": width,
        "merged": merged,
        "hidden_rows": sorted(number for number in marks.hidden_rows if number < count),
        "hidden_columns": sorted(marks.hidden_columns),
    }


def _by_row(marks: Marks) -> dict[int, list[tuple[int, int, str]]]:
    """Column, code and text of the marks in each row; a reader that takes errors for nothing may end before them."""
    found: dict[int, list[tuple[int, int, str]]] = {}
    for places, code in ((marks.faults, FAULT), (marks.shown, SHOWN)):
        for (row, column), text in places.items():
            found.setdefault(row, []).append((column, code, text))
    return found


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
