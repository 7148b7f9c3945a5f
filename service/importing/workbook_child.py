"""Reads one workbook in a process of its own: whatever a damaged or bloated file does to its reader, the service lives.

Run as a module with the workbook on standard input, which must be a file. Writes frames of MessagePack, each behind its
length: every row of every sheet, then {"sheets": […]} or {"error": text}, and last, in eight bytes, where that begins.
"""

import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import IO, Any

import msgspec

from service.importing import xls_sheets, xlsx_sheets
from service.importing.found_sheets import Fault, FoundSheet, Shown

DAY, MOMENT, FAULT, SHOWN = 1, 2, 3, 4
LENGTH, PLACE = 4, 8
"""Bytes of the length of a frame, and of the place of the last one."""
_MEMORY_BYTES = 6 * 2**30
_UNPACKED_BYTES = 2**30
# An encrypted XLS has FILEPASS after its first record (and WRITEPROT).
_ENCRYPTED = re.compile(rb"\x09\x08\x10\x00\x00[\x05\x06].{14}(\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)


class _Encrypted(Exception):
    """The workbook opens with a password alone."""


def main() -> None:
    _limit_memory()
    out = Frames(sys.stdout.buffer)
    try:
        answer: dict[str, Any] = {"sheets": [_written(out, sheet) for sheet in _sheets(sys.stdin.buffer)]}
    except _Encrypted:
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


def _sheets(file: IO[bytes]) -> Iterator[FoundSheet]:
    if file.read(2) == b"PK":
        with zipfile.ZipFile(file) as package:
            _refuse_too_large(package)
            yield from xlsx_sheets.sheets_of(package)
        return
    file.seek(0)
    data = file.read()
    if _ENCRYPTED.search(data):
        raise _Encrypted
    yield from xls_sheets.sheets_of(data)


def _written(out: Frames, sheet: FoundSheet) -> dict[str, Any]:
    """Writes the rows; returns what is told of the sheet."""
    begins, count, width = out.place, 0, 0
    for row in sheet.rows:
        out.add([_cell(value) for value in row])
        width, count = max(width, len(row)), count + 1
    return {
        "name": sheet.name,
        "visible": sheet.visible,
        "begins": begins,
        "count": count,
        "width": width,
        "merged": sheet.merged,
        "hidden_rows": sorted(number for number in sheet.hidden_rows if number < count),
        "hidden_columns": sorted(sheet.hidden_columns),
    }


def _cell(value: Any) -> Any:
    match value:
        case str():
            return value or None
        case Fault():
            return _marked(FAULT, value.holds)
        case Shown():
            return _marked(SHOWN, value)
        case datetime():
            return msgspec.msgpack.Ext(MOMENT, value.isoformat().encode())
        case date():
            return msgspec.msgpack.Ext(DAY, value.isoformat().encode())
    return value


def _marked(code: int, told: Any) -> msgspec.msgpack.Ext:
    return msgspec.msgpack.Ext(code, msgspec.msgpack.encode(told))


def _refuse_too_large(package: zipfile.ZipFile) -> None:
    if sum(part.file_size for part in package.infolist()) > _UNPACKED_BYTES:
        raise ValueError("it unpacks to more than 1 GiB")


if __name__ == "__main__":
    main()
