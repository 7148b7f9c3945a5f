"""The sheets of XLSX workbooks, row by row: values, error values, number formats, what is merged and what is hidden."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from service.importing.found_sheets import Fault, FoundSheet, Shown
from service.importing.number_formats import shown_number
from service.importing.xlsx_parts import BLOCK, LOCAL, Book, Shows, Style, book_of, is_true, parser_of
from service.importing.xlsx_texts import SharedTexts, shared_texts, unescaped

_REFERENCE = re.compile(r"([A-Z]+)([0-9]+)")
_ROWS, _COLUMNS = 2**20, 2**14
"""What a sheet may hold."""
_PLAIN = Style()
_FIRST = datetime(1899, 12, 30)  # noqa: DTZ001 -- wall-clock days are counted from here
_LEAP_DAY, _NO_LEAP_DAY = 60, timedelta(days=1)
"""Spreadsheet programs count the 29 February 1900, which never was."""
_FIRST_OF_1904 = datetime(1904, 1, 1)  # noqa: DTZ001


def sheets_of(package: zipfile.ZipFile) -> Iterator[FoundSheet]:
    """Every worksheet, to be read before the next. Raises ValueError and ExpatError for a damaged one."""
    book = book_of(package)
    texts = shared_texts(package, book.texts)
    for each in book.sheets:
        sheet = FoundSheet(each.name, each.visible, ())
        sheet.rows = _Reading(sheet, book, texts).rows(package, each.part)
        yield sheet


class _Reading:
    """One sheet being read: elements come as they stand in the file, rows are taken as they end."""

    def __init__(self, sheet: FoundSheet, book: Book, texts: SharedTexts) -> None:
        self._sheet = sheet
        self._book = book
        self._texts = texts
        self._ended: list[list[Any]] = []
        self._count = 0
        self._row = self._column = -1
        self._cells: list[Any] = []
        self._cell: dict[str, str] = {}
        self._value: list[str] = []
        self._formula: list[str] | None = None
        self._into: list[str] | None = None
        self._aloud = False

    def rows(self, package: zipfile.ZipFile, part: str) -> Iterator[list[Any]]:
        """The rows from the first to the last that is filled."""
        parser = parser_of(self._start, self._end, self._text)
        with package.open(part) as file:
            while block := file.read(BLOCK):
                parser.Parse(block, False)
                yield from self._taken()
        parser.Parse(b"", True)
        yield from self._taken()

    def _taken(self) -> list[list[Any]]:
        taken, self._ended = self._ended, []
        return taken

    def _start(self, name: str, given: dict[str, str]) -> None:
        match LOCAL[name]:
            case "c":
                self._cell, self._value, self._formula = given, [], None
                found = _REFERENCE.fullmatch(given["r"]) if "r" in given else None
                self._column = _column(found[1]) if found else self._column + 1
            case "v" | "t":
                self._into = None if self._aloud else self._value
            case "f":
                self._into = self._formula = []
            case "row":
                self._begin_row(given)
            case "rPh":
                self._aloud = True
            case "col" if is_true(given.get("hidden")) or _is_nothing(given.get("width")):
                last = min(int(given.get("max", "0")), _COLUMNS)
                self._sheet.hidden_columns.update(range(int(given.get("min", "1")) - 1, last))
            case "mergeCell":
                self._merge(given.get("ref", ""))

    def _text(self, text: str) -> None:
        if self._into is not None:
            self._into.append(text)

    def _end(self, name: str) -> None:
        match LOCAL[name]:
            case "v" | "t" | "f":
                self._into = None
            case "c":
                value = self._read()
                if value is not None and value != "":
                    self._put(value)
            case "row":
                self._end_row()
            case "rPh":
                self._aloud = False

    def _begin_row(self, given: dict[str, str]) -> None:
        self._row = int(given["r"]) - 1 if "r" in given else self._row + 1
        self._column, self._cells = -1, []
        if not self._count <= self._row < _ROWS:
            raise ValueError(f"row {self._row + 1} stands behind row {self._count}")
        if is_true(given.get("hidden")) or _is_nothing(given.get("ht")):
            self._sheet.hidden_rows.add(self._row)

    def _end_row(self) -> None:
        if self._cells:
            self._ended.extend([] for _ in range(self._row - self._count))
            self._ended.append(self._cells)
            self._count = self._row + 1

    def _put(self, value: Any) -> None:
        if self._column >= _COLUMNS:
            raise ValueError(f"row {self._row + 1} has more columns than a sheet may have")
        self._cells.extend([None] * (self._column + 1 - len(self._cells)))
        self._cells[self._column] = value

    def _read(self) -> Any:
        kind, value = self._cell.get("t", "n"), "".join(self._value)
        if kind == "s":
            return self._texts[int(value)] if value else None
        if kind == "e":
            return Fault(value or "an error")
        if kind in ("str", "inlineStr"):
            return unescaped(value)
        if not value:
            return self._uncalculated()
        if kind == "b":
            return is_true(value)
        return _iso(value) if kind == "d" else self._number(float(value))

    def _uncalculated(self) -> Fault | None:
        if self._formula is None:
            return None
        return Fault(f"={''.join(self._formula)} (a formula that was never calculated)")

    def _number(self, number: float) -> Any:
        place = int(self._cell.get("s", "0"))
        style = self._book.styles[place] if place < len(self._book.styles) else _PLAIN
        if style.shows is Shows.NUMBER:
            told = shown_number(number, style.code) if style.code else None
            return number if told is None else Shown(number, told)
        try:
            span = timedelta(milliseconds=round(number * 86_400_000))
            return str(span) if style.shows is Shows.SPAN else self._moment(number, span)
        except OverflowError:
            return number

    def _moment(self, number: float, span: timedelta) -> date | datetime | float | str:
        """A day, a moment, or a time alone; no day has a number below zero."""
        if number < 0:
            return number
        first = _FIRST_OF_1904 if self._book.counts_from_1904 else _FIRST
        moment = first + span + (_NO_LEAP_DAY if first is _FIRST and number < _LEAP_DAY else timedelta())
        if number < 1:
            return moment.time().isoformat()
        return moment if number % 1 else moment.date()

    def _merge(self, reference: str) -> None:
        corners = [_REFERENCE.fullmatch(each) for each in reference.split(":")]
        first, last = corners[0], corners[-1]
        if first and last:
            top_left, bottom_right = ((int(each[2]) - 1, _column(each[1])) for each in (first, last))
            self._sheet.merged.append((top_left, bottom_right))


def _iso(text: str) -> date | datetime | str:
    """A day or moment in ISO form; what is none stays the text that it is."""
    try:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return text


def _is_nothing(size: str | None) -> bool:
    return size is not None and float(size) == 0


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
