"""Delimited text as rows of cells: the encoding declared or found, one record per row number."""

import codecs
import csv
import io
from dataclasses import dataclass
from itertools import islice

from charset_normalizer import from_bytes

from service.importing.cells import Cell
from service.importing.unreadable import RegisterUnreadable

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CANDIDATES = ["gb18030", "utf_16_le", "utf_16_be", "latin_1"]
DELIMITERS = (",", ";", "\t", "|")
"""What may stand between cells where the mapping declares nothing; the header decides."""
_BEGINNING = 200
_LONGEST_CELL = 2**24


@dataclass(frozen=True, slots=True)
class Encoding:
    """The encoding of a file and how it was found."""

    name: str
    how: str


def encoding_of(data: bytes, declared: str | None) -> Encoding:
    """The declared encoding, else by byte order mark, else UTF-8 if every byte fits, else the likeliest one."""
    if declared:
        return Encoding(declared, "declared")
    for mark, name in _BOMS:
        if data.startswith(mark):
            return Encoding(name, "byte order mark")
    if data.count(0) * 10 <= len(data) and _fits(data, "utf-8"):  # UTF-16 of Latin text is half zero bytes
        return Encoding("utf-8", "every byte fits")
    best = from_bytes(data, cp_isolation=_CANDIDATES).best()
    if best is None:
        raise RegisterUnreadable("the encoding cannot be told: declare it in the mapping")
    return Encoding(best.encoding.replace("_", "-"), "detected")


def decode(data: bytes, encoding: Encoding) -> str:
    """The text of a file; raises RegisterUnreadable at the first byte that does not fit."""
    try:
        return data.decode(encoding.name).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RegisterUnreadable(f"line {line} does not fit the {encoding.how} encoding {encoding.name}") from None


def records(text: str, delimiter: str) -> list[list[Cell]]:
    """The records of a delimited text, in which cells may span lines; a blank line is an empty record."""
    found: list[list[Cell]] = []
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            found.append([*record])  # noqa: PERF401 -- the count so far names the row that fails
    except csv.Error as error:
        raise RegisterUnreadable(f"row {len(found) + 1}: {error}: quotes do not match") from None
    finally:
        csv.field_size_limit(before)
    return found


def first_records(text: str, delimiter: str) -> list[list[Cell]]:
    """The records in which a header may stand; none where the text cannot be read that way."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return [[*record] for record in islice(reader, _BEGINNING)]
    except csv.Error:
        return []


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
