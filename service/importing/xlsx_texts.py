"""The shared texts of an XLSX workbook, kept on the disk: a register may hold a million of them."""

import re
import zipfile
from array import array
from functools import lru_cache

from service.importing.xlsx_parts import BLOCK, LOCAL, parser_of
from service.machine.unnamed_files import UnnamedFile

BLOCKS = 64
"""Blocks of texts that are held in memory: rows ask for them about in the order in which they stand."""
# _xHHHH_ is a character in two cases only: Excel's own escape of a literal (_x005F_xHHHH_), and the carriage return
# before a line feed. Anything else was written as text by a program.
_ESCAPES = re.compile(r"_x005[Ff](_x[0-9A-Fa-f]{4}_)|_x000[Dd]_(?=\n)")


def unescaped(text: str) -> str:
    """The text as it was typed."""
    return _ESCAPES.sub(lambda found: found[1] or "\r", text) if "_x" in text else text


class SharedTexts:
    """Texts by their number."""

    def __init__(self) -> None:
        self._file = UnnamedFile()
        self._ends = array("Q")
        self._unwritten = bytearray()
        self._written = 0
        self._block = lru_cache(maxsize=BLOCKS)(self._read)

    def add(self, text: str) -> None:
        """Adds the next one."""
        self._unwritten += text.encode("utf-8", "surrogatepass")
        self._ends.append(self._written + len(self._unwritten))
        if len(self._unwritten) >= BLOCK:
            self.flush()

    def flush(self) -> None:
        """Writes what was added last."""
        self._file.add(bytes(self._unwritten))
        self._written += len(self._unwritten)
        self._unwritten.clear()

    def __getitem__(self, number: int) -> str:
        if not 0 <= number < len(self._ends):
            raise ValueError(f"a cell asks for text {number} of {len(self._ends)}")
        begin, end = self._ends[number - 1] if number else 0, self._ends[number]
        first, last = begin // BLOCK, (end - 1) // BLOCK
        data = self._block(first) if first >= last else b"".join(map(self._block, range(first, last + 1)))
        return data[begin - first * BLOCK : end - first * BLOCK].decode("utf-8", "surrogatepass")

    def _read(self, block: int) -> bytes:
        return self._file.read(block * BLOCK, BLOCK)


def shared_texts(package: zipfile.ZipFile, part: str | None) -> SharedTexts:
    """The shared texts of a workbook, without what only tells how they are read aloud."""
    texts = SharedTexts()
    if part is not None:
        reading = _Reading(texts)
        parser = parser_of(reading.start, reading.end, reading.text)
        with package.open(part) as file:
            while block := file.read(BLOCK):
                parser.Parse(block, False)
        parser.Parse(b"", True)
        texts.flush()
    return texts


class _Reading:
    """The part being read: a text may stand in several pieces, each in a form of its own."""

    def __init__(self, texts: SharedTexts) -> None:
        self._texts = texts
        self._told: list[str] = []
        self._is_text = self._is_aloud = False

    def start(self, name: str, _given: dict[str, str]) -> None:
        match LOCAL[name]:
            case "t":
                self._is_text = not self._is_aloud
            case "si":
                self._told = []
            case "rPh":
                self._is_aloud = True

    def end(self, name: str) -> None:
        match LOCAL[name]:
            case "t":
                self._is_text = False
            case "si":
                self._texts.add(unescaped("".join(self._told)))
            case "rPh":
                self._is_aloud = False

    def text(self, piece: str) -> None:
        if self._is_text:
            self._told.append(piece)
