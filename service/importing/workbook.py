"""Workbooks as rows of cells: XLSX and old XLS, read in a child process."""

import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from service.importing.cells import Cell
from service.importing.unreadable import RegisterUnreadable
from service.importing.workbook_child import DAY, MOMENT

_CHILD = Path(__file__).with_name("workbook_child.py")
_SECONDS = 600

Merged = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet from cell A1 on; `merged` are the filled cells of each row, both from 0."""

    name: str
    visible: bool
    rows: list[list[Cell]]
    merged: dict[int, frozenset[int]]


def read_sheets(data: bytes) -> list[Sheet]:
    """Every worksheet of a workbook; raises RegisterUnreadable."""
    answer = _ask_child(data)
    if "error" in answer:
        raise RegisterUnreadable(answer["error"])
    return [_sheet(raw) for raw in answer["sheets"]]


def _ask_child(data: bytes) -> dict[str, Any]:
    try:
        done = subprocess.run(  # noqa: S603 -- this interpreter and a file of this package
            [sys.executable, "-P", str(_CHILD)], input=data, capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise RegisterUnreadable(f"reading the workbook took longer than {_SECONDS} seconds") from None
    if done.returncode:
        raise RegisterUnreadable("not a workbook, or a damaged one: its reader gave up")
    answer: dict[str, Any] = msgspec.msgpack.decode(done.stdout, ext_hook=_cell)
    return answer


def _cell(code: int, data: memoryview) -> date | datetime:
    text = bytes(data).decode()
    return {DAY: date.fromisoformat, MOMENT: datetime.fromisoformat}[code](text)


def _sheet(raw: dict[str, Any]) -> Sheet:
    return Sheet(raw["name"], raw["visible"], raw["rows"], _fill_down(raw["rows"], raw["merged"]))


def _fill_down(rows: list[list[Cell]], merged: Iterable[Merged]) -> dict[int, frozenset[int]]:
    """Writes the first cell of each vertically merged range into the cells below it; tells which were written."""
    filled: dict[int, set[int]] = {}
    for (top, left), (bottom, _) in merged:
        for number in range(top + 1, min(bottom + 1, len(rows)) if left < len(rows[0] if rows else ()) else 0):
            rows[number][left] = rows[top][left]
            filled.setdefault(number, set()).add(left)
    return {number: frozenset(columns) for number, columns in filled.items()}
