"""Workbooks as rows of cells: XLSX and old XLS, read in a child process."""

import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from service.importing import workbook_child
from service.importing.cells import Cell, CellFault, FormattedNumber
from service.importing.unreadable import RegisterUnreadable
from service.machine.unnamed_files import UnnamedFile

_CHILD = "service.importing.workbook_child"
_ROOT = str(Path(__file__).parents[2])
_SECONDS = 600

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


def read_sheets(file: UnnamedFile) -> list[Sheet]:
    """Every worksheet of a workbook; raises RegisterUnreadable."""
    answer = _ask_child(file)
    if "error" in answer:
        raise RegisterUnreadable(answer["error"])
    return [_sheet(raw) for raw in answer["sheets"]]


def _ask_child(file: UnnamedFile) -> dict[str, Any]:
    try:
        with file.opened() as workbook:
            done = subprocess.run(  # noqa: S603 -- this interpreter and a module of this package
                [sys.executable, "-P", "-m", _CHILD],
                stdin=workbook,
                env={**os.environ, "PYTHONPATH": _ROOT},
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
    except subprocess.TimeoutExpired:
        raise RegisterUnreadable(f"reading the workbook took longer than {_SECONDS} seconds") from None
    if done.returncode:
        raise RegisterUnreadable("not a workbook, or a damaged one: its reader gave up")
    answer: dict[str, Any] = msgspec.msgpack.decode(done.stdout, ext_hook=_cell)
    return answer


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


def _sheet(raw: dict[str, Any]) -> Sheet:
    return Sheet(
        raw["name"],
        raw["visible"],
        raw["rows"],
        bool(raw["rows"]),
        _fill_down(raw["rows"], raw["merged"]),
        frozenset(raw["hidden_rows"]),
        frozenset(raw["hidden_columns"]),
    )


def _fill_down(rows: list[list[Cell]], merged: Iterable[Merged]) -> dict[int, frozenset[int]]:
    """Writes the first cell of each vertically merged range into the cells below it; tells which were written."""
    filled: dict[int, set[int]] = {}
    for (top, left), (bottom, _) in merged:
        for number in range(top + 1, min(bottom + 1, len(rows)) if left < len(rows[0] if rows else ()) else 0):
            rows[number][left] = rows[top][left]
            filled.setdefault(number, set()).add(left)
    return {number: frozenset(columns) for number, columns in filled.items()}
