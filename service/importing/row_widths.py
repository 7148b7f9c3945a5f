"""Rows of a text file as wide as its header: what is left out at the end is harmless, what was cut is not."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from service.importing.cells import Cell, is_blank

StatesDay = Callable[[Sequence[Cell]], bool]
"""Whether cells state a day of receipt where the header has it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One data row: its number in the file from 1, its cells, which of them were filled from a merged cell.

    `is_hidden` in the workbook; `is_short` where empty cells at its end were added or left out; `fault` says why it is
    no row of the table.
    """

    number: int
    cells: list[Cell]
    merged: frozenset[int] = frozenset()
    is_hidden: bool = False
    is_short: bool = False
    fault: str | None = None


def evened(rows: Iterable[Row], width: int, states_day: StatesDay, is_cut: Callable[[], bool]) -> Iterator[Row]:
    """The rows as wide as the header: programs leave empty cells at the end out, or write too many of them.

    A row that holds more than the header names is none, nor is one that was cut: by the end of the file (`is_cut`,
    asked when that is reached), or by a line break that no quotes hold, so that the row below continues it.
    """
    row = None
    for below in rows:
        if row is not None:
            yield _even(row, below, width, states_day, is_cut=False)
        row = below
    if row is not None:
        yield _even(row, None, width, states_day, is_cut=is_cut())


def _even(row: Row, below: Row | None, width: int, states_day: StatesDay, *, is_cut: bool) -> Row:
    count = len(row.cells)
    if count == width:
        return row
    says = f"{count} cells where the header has {width}"
    if count > width and not all(map(is_blank, row.cells[width:])):
        return replace(row, fault=says)
    if count < width and below is None and is_cut:
        return replace(row, fault=f"{says}: the file ends within it")
    if count < width and below is not None and _continues(row, below, width, states_day):
        return replace(row, fault=f"{says}: row {below.number} seems to continue it")
    return replace(row, cells=[*row.cells[:width], *[""] * (width - count)], is_short=True)


def _continues(row: Row, below: Row, width: int, states_day: StatesDay) -> bool:
    """Whether the next line is the rest of this row: both fit into one, and it states no day of receipt."""
    fits = below.number == row.number + 1 and len(row.cells) + len(below.cells) - 1 <= width
    return fits and not states_day(below.cells)
