"""What the reader of XLSX values leaves out: error values, formulas without one, number formats, what is hidden."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any
from xml.parsers import expat

from service.importing.number_formats import shown_number

_BUILT_IN = {2: "0.00", 3: "#,##0", 4: "#,##0.00"}
_REFERENCE = re.compile(r"([A-Z]+)(\d+)")
Place = tuple[int, int]
"""Row and column, both from 0."""


@dataclass(slots=True)
class Marks:
    """What one sheet holds beside its values; `faults` and `shown` are texts by place."""

    faults: dict[Place, str] = field(default_factory=dict)
    shown: dict[Place, str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def marks_of(package: zipfile.ZipFile) -> dict[str, Marks]:
    """The marks of each worksheet by its name."""
    parts = {part.lower(): part for part in package.namelist()}
    targets = {
        found["Id"]: found.get("Target", "")
        for _, found in _elements(package, parts.get("xl/_rels/workbook.xml.rels"))
        if "Id" in found
    }
    formats = _formats(package, parts.get("xl/styles.xml"))
    marks = {}
    for name, found in _elements(package, parts.get("xl/workbook.xml")):
        target = targets.get(found.get("id", "")) if name == "sheet" else None
        part = parts.get(posixpath.normpath(posixpath.join("/xl", target)).lstrip("/").lower()) if target else None
        if part:
            with package.open(part) as file:
                marks[found.get("name", "")] = _Sheet(formats).read(file)
    return marks


def _formats(package: zipfile.ZipFile, part: str | None) -> list[str]:
    """The number format of each style, empty where it is none of ours."""
    named, styles, is_cell = dict(_BUILT_IN), [], False
    for name, found in _elements(package, part):
        if name == "numFmt":
            named[int(found.get("numFmtId", "0"))] = found.get("formatCode", "")
        is_cell = name == "cellXfs" or (is_cell and name not in ("cellStyles", "cellStyleXfs", "dxfs"))
        if is_cell and name == "xf":
            styles.append(named.get(int(found.get("numFmtId", "0")), ""))
    return styles


def _elements(package: zipfile.ZipFile, part: str | None) -> Iterator[tuple[str, dict[str, str]]]:
    """Every element of a part with its attributes, without prefixes."""
    found: list[tuple[str, dict[str, str]]] = []
    if part:
        parser = _parser()
        parser.StartElementHandler = lambda name, given: found.append(
            (_local(name), {_local(key): value for key, value in given.items()})
        )
        parser.Parse(package.read(part), True)
    return iter(found)


def _parser() -> Any:
    """A parser that knows no entities: none of them belongs into a workbook."""
    parser = expat.ParserCreate()
    parser.EntityDeclHandler = _refuse_entities
    return parser


def _refuse_entities(*_: object) -> None:
    raise ValueError("it declares entities")


def _local(name: str) -> str:
    return name.rpartition(":")[2]


class _Sheet:
    """One sheet being read."""

    def __init__(self, formats: list[str]) -> None:
        self.formats = formats
        self.marks = Marks()
        self.row = self.column = -1
        self.cell: dict[str, str] = {}
        self.texts: dict[str, list[str]] = {}
        self.open: str | None = None

    def read(self, part: IO[bytes]) -> Marks:
        parser = _parser()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.ParseFile(part)
        return self.marks

    def _start(self, name: str, given: dict[str, str]) -> None:
        match _local(name):
            case "row":
                self.row = int(given["r"]) - 1 if "r" in given else self.row + 1
                self.column = -1
                if given.get("hidden") in ("1", "true") or _is_nothing(given.get("ht")):
                    self.marks.hidden_rows.add(self.row)
            case "col" if given.get("hidden") in ("1", "true") or _is_nothing(given.get("width")):
                last = min(int(given.get("max", "0")), 16384)
                self.marks.hidden_columns.update(range(int(given.get("min", "1")) - 1, last))
            case "c":
                found = _REFERENCE.fullmatch(given.get("r", ""))
                self.column = _column(found[1]) if found else self.column + 1
                self.cell, self.texts = given, {}
            case "f" | "v" | "is" as part:
                self.open = part
                self.texts[part] = []

    def _text(self, text: str) -> None:
        if self.open:
            self.texts[self.open].append(text)

    def _end(self, name: str) -> None:
        match _local(name):
            case "f" | "v" | "is":
                self.open = None
            case "c":
                self._mark()

    def _mark(self) -> None:
        place, kind = (self.row, self.column), self.cell.get("t", "n")
        value = "".join(self.texts.get("v", ()))
        if kind == "e":
            self.marks.faults[place] = value or "an error"
        elif "f" in self.texts and not value and kind != "str":
            self.marks.faults[place] = f"={''.join(self.texts['f'])} (a formula that was never calculated)"
        elif (
            kind == "n"
            and value
            and (code := self._format())
            and (told := shown_number(float(value), code)) is not None
        ):
            self.marks.shown[place] = told

    def _format(self) -> str:
        style = int(self.cell.get("s", "0"))
        return self.formats[style] if style < len(self.formats) else ""


def _is_nothing(size: str | None) -> bool:
    return size is not None and float(size) == 0


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
