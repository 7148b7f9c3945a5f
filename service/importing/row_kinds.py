"""Rows below and above the header of a register told apart: data, titles, totals, blank rows, the header again."""

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto

from service.importing.cells import Cell, half_width, is_blank
from service.importing.headers import Header, column_key
from service.importing.row_widths import Row
from service.importing.workbook import Sheet

_TOTAL = re.compile(r"(本页|本月|本季|本年|全年)?(合计|小计|总计|共计|累计)[:：]?[\d件条人宗批次]*")


class RowKind(Enum):
    """What a row of a sheet is."""

    TITLE = auto()
    HEADER = auto()
    HEADER_AGAIN = auto()
    TOTAL = auto()
    BLANK = auto()
    DATA = auto()


def told_apart(sheet: Sheet, header: Header, received: int) -> Iterator[tuple[RowKind, Row]]:
    """Every row of the sheet with what it is; `received` is the place of the day of receipt."""
    for index, cells in enumerate(sheet.rows):
        merged = sheet.merged.get(index, frozenset())
        yield _kind(index, cells, header, received), Row(index + 1, cells, merged, index in sheet.hidden_rows)


def _kind(index: int, cells: Sequence[Cell], header: Header, received: int) -> RowKind:
    if all(map(is_blank, cells)):
        return RowKind.BLANK
    if index <= header.index:
        return RowKind.HEADER if index == header.index else RowKind.TITLE
    if _is_total(cells, received):
        return RowKind.TOTAL
    return RowKind.HEADER_AGAIN if _is_header(cells, header) else RowKind.DATA


def _is_total(cells: Sequence[Cell], received: int) -> bool:
    """合计, 小计 or 总计 in any cell of a row that states no day of receipt."""
    if received < len(cells) and not is_blank(cells[received]) and not _says_total(cells[received]):
        return False
    return any(map(_says_total, cells))


def _says_total(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(_TOTAL.fullmatch("".join(half_width(cell).split())))


def _is_header(cells: Sequence[Cell], header: Header) -> bool:
    return all(i < len(cells) and column_key(cells[i]) == header.names[i] for i in header.columns.values())
