"""Reads one workbook in a process of its own: a damaged file may abort the reader, never the service.

Run as a script with the workbook on standard input; writes MessagePack: {"sheets": […]} or {"error": text}.
"""

import io
import re
import sys
import zipfile
from datetime import date, datetime
from typing import Any

import msgspec
import python_calamine as calamine

DAY, MOMENT = 1, 2
_MEMORY_BYTES = 6 * 2**30
_UNPACKED_BYTES = 2**30
# A reader turns _xHHHH_ into a character. That is meant in two cases only: Excel's own escape of a literal
# (_x005F_xHHHH_), and the carriage return before a line feed. Anything else was written as text by a program.
_ESCAPES = re.compile(rb"_x005[Ff]_x[0-9A-Fa-f]{4}_|_x000[Dd]_(?=\r?\n|&#10;|&#x[Aa];)|(_x[0-9A-Fa-f]{4}_)")
# An encrypted XLSX is a stream of that name; an encrypted XLS has FILEPASS after its first record (and WRITEPROT).
_ENCRYPTED = re.compile(
    re.escape("EncryptedPackage".encode("utf-16-le"))
    + rb"|\x09\x08\x10\x00\x00[\x05\x06].{14}(\x86\x00\x00\x00)?\x2f\x00",
    re.DOTALL,
)
_TEXT_PARTS = re.compile(r"xl/(sharedStrings|worksheets/[^/]+)\.xml", re.IGNORECASE)


def main() -> None:
    _limit_memory()
    try:
        answer: dict[str, Any] = {"sheets": _sheets(sys.stdin.buffer.read())}
    except calamine.PasswordError:
        answer = {"error": "the workbook is encrypted: save it without a password"}
    except (calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError, KeyError, EOFError, MemoryError) as error:
        answer = {"error": f"not a workbook, or a damaged one: {error}"}
    sys.stdout.buffer.write(msgspec.msgpack.encode(answer))


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _sheets(data: bytes) -> list[dict[str, Any]]:
    if not data.startswith(b"PK") and _ENCRYPTED.search(data):
        raise calamine.PasswordError
    with calamine.load_workbook(io.BytesIO(literal_escapes(data))) as book:
        return [_sheet(book, meta) for meta in book.sheets_metadata if meta.typ == calamine.SheetTypeEnum.WorkSheet]


def _sheet(book: calamine.CalamineWorkbook, meta: calamine.SheetMetadata) -> dict[str, Any]:
    sheet = book.get_sheet_by_name(meta.name)
    rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    visible = meta.visible == calamine.SheetVisibleEnum.Visible
    return {"name": meta.name, "visible": visible, "rows": rows, "merged": sheet.merged_cell_ranges or []}


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return value or None
    if isinstance(value, int | float):
        return value
    if isinstance(value, datetime):
        return msgspec.msgpack.Ext(MOMENT, value.isoformat().encode())
    return msgspec.msgpack.Ext(DAY, value.isoformat().encode()) if isinstance(value, date) else str(value)


def literal_escapes(data: bytes) -> bytes:
    """The same XLSX with every _xHHHH_ that is text escaped, so that a reader gives it back as text."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if sum(part.file_size for part in package.infolist()) > _UNPACKED_BYTES:
            raise ValueError("it unpacks to more than 1 GiB")
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
