"""Delimited text as rows of cells: the encoding declared or found, one record per row number."""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import islice
from typing import cast

from charset_normalizer import from_bytes

from service.importing.cells import Cell
from service.importing.unreadable import RegisterUnreadable
from service.machine.unnamed_files import UnnamedFile

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CANDIDATES = ["gb18030", "utf_16_le", "utf_16_be", "latin_1"]
DELIMITERS = (",", ";", "\t", "|")
"""What may stand between cells where the mapping declares nothing; the header decides."""
_BEGINNING = 200
_LONGEST_CELL = 2**24
_SAMPLE = 2**20
"""Bytes by which an encoding is told."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """The encoding of a file and how it was found."""

    name: str
    how: str


def encoding_of(file: UnnamedFile, declared: str | None) -> Encoding:
    """The declared encoding, else by byte order mark, else UTF-8 if every byte fits, else the likeliest one."""
    marked = next((name for mark, name in _BOMS if file.read(0, 4).startswith(mark)), None)
    if declared:
        return Encoding("utf-16-le" if declared == "utf-16" and marked is None else declared, "declared")
    if marked:
        return Encoding(marked, "byte order mark")
    zeros = sum(block.count(0) for block in file.blocks())
    if zeros * 10 <= file.size and _misfit(file, "utf-8") is None:  # UTF-16 of Latin text is half zero bytes
        return Encoding("utf-8", "every byte fits")
    best = from_bytes(_sample(file), cp_isolation=_CANDIDATES).best()
    if best is None:
        raise RegisterUnreadable("the encoding cannot be told: declare it in the mapping")
    return Encoding(best.encoding.replace("_", "-"), "detected")


@dataclass(slots=True)
class DelimitedText:
    """The records of a delimited text, in which cells may span lines; a blank line is an empty record.

    Each time it is iterated it is read anew; raises RegisterUnreadable at the first row that cannot be read.
    """

    file: UnnamedFile
    encoding: Encoding
    delimiter: str
    is_cut: bool = False
    """Whether its last line has no end; known once it has been read to there."""

    def __iter__(self) -> Iterator[list[Cell]]:
        csv.field_size_limit(_LONGEST_CELL)
        number = 0
        try:
            for record in csv.reader(self._lines(), delimiter=self.delimiter, strict=True):
                number += 1
                yield cast("list[Cell]", record)
        except csv.Error as error:
            raise RegisterUnreadable(f"row {number + 1}: {error}: quotes do not match") from None
        except UnicodeDecodeError:
            line, encoding = _misfit(self.file, self.encoding.name), self.encoding
            raise RegisterUnreadable(f"line {line} does not fit the {encoding.how} encoding {encoding.name}") from None

    def beginning(self) -> list[list[Cell]]:
        """The records in which a header may stand; none where the text cannot be read that way."""
        try:
            return list(islice(self, _BEGINNING))
        except RegisterUnreadable:
            return []

    def _lines(self) -> Iterator[str]:
        with TextIOWrapper(self.file.reader(), encoding=self.encoding.name, newline="") as text:
            line = next(text, "").removeprefix("\ufeff")
            yield line
            for line in text:
                yield line
            self.is_cut = not line.endswith(("\n", "\r"))


def _misfit(file: UnnamedFile, encoding: str) -> int | None:
    """The first line that does not fit the encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    try:
        for block in file.blocks():
            decoder.decode(block)
            line += block.count(b"\n")
        decoder.decode(b"", True)
    except UnicodeDecodeError as error:
        return line + error.object.count(b"\n", 0, error.start)
    return None


def _sample(file: UnnamedFile) -> bytes:
    """The whole file, or whole lines of it from the first that tells encodings apart: at even places for UTF-16."""
    if file.size <= _SAMPLE:
        return file.read(0, _SAMPLE)
    data = file.read(_beyond_ascii(file), _SAMPLE)
    end = data.rfind(b"\n")
    return data[: end - end % 2 if 0 in data else end] if end > 0 else data


def _beyond_ascii(file: UnnamedFile) -> int:
    """The even place at or before the first byte that is none of ASCII."""
    start = 0
    for block in file.blocks():
        if not block.isascii():
            return (start + next(place for place, byte in enumerate(block) if byte > 127)) & ~1
        start += len(block)
    return 0
