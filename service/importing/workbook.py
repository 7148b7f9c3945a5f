"""Workbooks as rows of cells: XLSX and old XLS, read in a child process."""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

import msgspec

from service.importing import workbook_child
from service.importing.cells import Cell, CellFault, FormattedNumber
from service.importing.unreadable import RegisterUnreadable
from service.machine.unnamed_files import UnnamedFile

_CHILD = "service.importing.workbook_child"
_ROOT = str(Path(__file__).parents[2])
_SECONDS = 600
_MOST_FILLED = 2_000_000
"""Cells below the first one of a merged area, in a whole sheet: more are no register but a burden on whoever reads."""

Merged = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet from cell A1 on; `merged` are the filled cells of each row; all numbers from 0."""

    name: str
    visible: bool
    rows: Iterable[list[Cell]]
    """Read anew whenever they are iterated."""
    is_filled: bool
    merged: Mapping[int, frozenset[int]] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class SpooledRows:
    """Rows of a sheet as the child has written them, read anew whenever they are iterated."""

    spool: UnnamedFile
    begins: int
    count: int
    width: int
    merged: Sequence[Merged]

    def __iter__(self) -> Iterator[list[Cell]]:
        decoder = msgspec.msgpack.Decoder(list[Any], ext_hook=_cell)
        with self.spool.reader() as reader:
            reader.seek(self.begins)
            rows = (_widened(decoder.decode(_frame(reader)), self.width) for _ in range(self.count))
            yield from _filled_down(rows, self.merged) if self.merged else rows


def read_sheets(file: UnnamedFile) -> list[Sheet]:
    """Every worksheet of a workbook; raises RegisterUnreadable."""
    spool = _ask_child(file)
    with spool.reader() as reader:
        reader.seek(int.from_bytes(spool.read(spool.size - workbook_child.PLACE, workbook_child.PLACE), "big"))
        answer: dict[str, Any] = msgspec.msgpack.decode(_frame(reader))
    if "error" in answer:
        raise RegisterUnreadable(answer["error"])
    return [_sheet(spool, raw) for raw in answer["sheets"]]


def _ask_child(file: UnnamedFile) -> UnnamedFile:
    """What the child writes, outside memory."""
    spool = UnnamedFile()
    try:
        with file.opened() as workbook, spool.opened() as out:
            done = subprocess.run(  # noqa: S603 -- this interpreter and a module of this package
                [sys.executable, "-P", "-m", _CHILD],
                stdin=workbook,
                stdout=out,
                stderr=subprocess.DEVNULL,
                env={**without_secrets(os.environ), "PYTHONPATH": _ROOT},
                timeout=_SECONDS,
                check=False,
            )
    except subprocess.TimeoutExpired:
        raise RegisterUnreadable(f"reading the workbook took longer than {_SECONDS} seconds") from None
    if done.returncode:
        raise RegisterUnreadable("not a workbook, or a damaged one: its reader gave up")
    return spool


def without_secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """What the child needs: whoever wrote the workbook may take it over, and then finds no key and no database."""
    return {name: value for name, value in environment.items() if not name.startswith(("CASEWORK_", "PG"))}


def _frame(reader: IO[bytes]) -> bytes:
    return reader.read(int.from_bytes(reader.read(workbook_child.LENGTH), "big"))


def _widened(cells: list[Cell], width: int) -> list[Cell]:
    """The cells of a row, and empty ones up to the width of its sheet."""
    cells.extend([None] * (width - len(cells)))
    return cells


def _cell(code: int, data: memoryview) -> Cell:
    match code:
        case workbook_child.DAY:
            return date.fromisoformat(bytes(data).decode())
        case workbook_child.MOMENT:
            return datetime.fromisoformat(bytes(data).decode())
        case workbook_child.FAULT:
            return CellFault(msgspec.msgpack.decode(data, type=str))
    number, shown = msgspec.msgpack.decode(data, type=tuple[float, str])
    return FormattedNumber(number, shown)


def _sheet(spool: UnnamedFile, raw: dict[str, Any]) -> Sheet:
    merged = [area for area in raw["merged"] if area[0][1] < raw["width"] and area[0][0] < area[1][0]]
    return Sheet(
        raw["name"],
        raw["visible"],
        SpooledRows(spool, raw["begins"], raw["count"], raw["width"], merged),
        raw["count"] > 0,
        _filled(merged, raw["count"]),
        frozenset(raw["hidden_rows"]),
        frozenset(raw["hidden_columns"]),
    )


def _filled(merged: Iterable[Merged], count: int) -> dict[int, frozenset[int]]:
    """The columns of each row that are filled from a merged cell above. Raises RegisterUnreadable for too many."""
    areas = list(merged)
    if sum(min(bottom, count - 1) - top for (top, _), (bottom, _) in areas) > _MOST_FILLED:
        raise RegisterUnreadable(f"more than {_MOST_FILLED:,} cells are merged with one above them: undo the merging")
    filled: dict[int, set[int]] = {}
    for (top, left), (bottom, _) in areas:
        for number in range(top + 1, min(bottom + 1, count)):
            filled.setdefault(number, set()).add(left)
    return {number: frozenset(columns) for number, columns in filled.items()}


def _filled_down(rows: Iterable[list[Cell]], merged: Iterable[Merged]) -> Iterator[list[Cell]]:
    """The rows with the first cell of each vertically merged range in the cells below it."""
    begin: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, _) in merged:
        begin.setdefault(top, []).append((left, bottom))
    reach: dict[int, tuple[int, Cell]] = {}
    for number, cells in enumerate(rows):
        reach = {left: (bottom, value) for left, (bottom, value) in reach.items() if number <= bottom}
        for left, (_, value) in reach.items():
            cells[left] = value
        for left, bottom in begin.get(number, ()):
            reach[left] = bottom, cells[left]
        yield cells
