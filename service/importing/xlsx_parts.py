"""The parts of an XLSX workbook: its sheets in order, the formats of its styles, and how its XML is read."""

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any
from xml.parsers import expat

from service.importing.number_formats import TOKEN

BLOCK = 2**16
"""Bytes of a part that are read at a time."""
_NAMED = {2: "0.00", 3: "#,##0", 4: "#,##0.00"}
_DAYS = {*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)}
_SPANS = {46}
"""Formats that every workbook knows by their number: some of numbers, those of days and times, that of a span."""
_OF_A_SPAN = re.compile(r"\[[hms]+\]", re.IGNORECASE)


class _Locals(dict[str, str]):
    """Names of elements without their prefix."""

    def __missing__(self, name: str) -> str:
        self[name] = local = name.rpartition(":")[2]
        return local


LOCAL = _Locals()


class Shows(Enum):
    """What numbers under a format are."""

    NUMBER = auto()
    DAY = auto()
    SPAN = auto()


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell shows its number; `code` is its format, empty where that says nothing of digits."""

    shows: Shows = Shows.NUMBER
    code: str = ""


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet: its name and where it stands in the package."""

    name: str
    visible: bool
    part: str


@dataclass(frozen=True, slots=True)
class Book:
    """What a workbook tells of its sheets."""

    sheets: tuple[SheetPart, ...]
    styles: tuple[Style, ...]
    texts: str | None
    counts_from_1904: bool


def book_of(package: zipfile.ZipFile) -> Book:
    """What the package holds. Raises ValueError where a sheet is missing."""
    parts = {part.lower(): part for part in package.namelist()}
    targets = {
        given["Id"]: given
        for _, given in _elements(package, parts.get("xl/_rels/workbook.xml.rels"))
        if "Id" in given and given.get("Type", "/worksheet").endswith("/worksheet")
    }
    sheets, since_1904 = [], False
    for name, given in _elements(package, parts.get("xl/workbook.xml")):
        if name == "workbookPr":
            since_1904 = is_true(given.get("date1904"))
        if name == "sheet" and (target := targets.get(given.get("id", ""))):
            place = posixpath.normpath(posixpath.join("/xl", target.get("Target", ""))).lstrip("/").lower()
            if place not in parts:
                raise ValueError(f"the sheet {given.get('name', '')} is missing")
            sheets.append(SheetPart(given.get("name", ""), given.get("state", "visible") == "visible", parts[place]))
    styles = tuple(_styles(package, parts.get("xl/styles.xml")))
    return Book(tuple(sheets), styles, parts.get("xl/sharedstrings.xml"), since_1904)


def is_true(given: str | None) -> bool:
    """Whether an attribute says so."""
    return given in ("1", "true")


def parser_of(
    start: Callable[[str, dict[str, str]], None], end: Callable[[str], None], text: Callable[[str], None]
) -> Any:
    """A parser that knows no entities: none of them belongs into a workbook."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.EntityDeclHandler = _refuse_entities
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    return parser


def _styles(package: zipfile.ZipFile, part: str | None) -> Iterator[Style]:
    named, is_cell = dict(_NAMED), False
    for name, given in _elements(package, part):
        if name == "numFmt":
            named[int(given.get("numFmtId", "0"))] = given.get("formatCode", "")
        is_cell = name == "cellXfs" or (is_cell and name not in ("cellStyles", "cellStyleXfs", "dxfs"))
        if is_cell and name == "xf":
            yield _style(int(given.get("numFmtId", "0")), named)


def _style(number: int, named: dict[int, str]) -> Style:
    code = named.get(number, "")
    if not code:
        return Style(Shows.SPAN if number in _SPANS else Shows.DAY if number in _DAYS else Shows.NUMBER)
    first = code.partition(";")[0]
    if _OF_A_SPAN.search(first):
        return Style(Shows.SPAN)
    tokens = (found["other"] or "" for found in TOKEN.finditer(first) if found.lastgroup)
    of_days = any(each in "dmyhsDMYHS" for each in tokens if each) and not first.lower().startswith("general")
    return Style(Shows.DAY) if of_days else Style(code=code)


def _elements(package: zipfile.ZipFile, part: str | None) -> Iterator[tuple[str, dict[str, str]]]:
    """Every element of a small part with its attributes, without prefixes."""
    found: list[tuple[str, dict[str, str]]] = []
    if part:
        parser = parser_of(
            lambda name, given: found.append((LOCAL[name], {LOCAL[key]: value for key, value in given.items()})),
            lambda _name: None,
            lambda _text: None,
        )
        parser.Parse(package.read(part), True)
    return iter(found)


def _refuse_entities(*_: object) -> None:
    raise ValueError("it declares entities")
