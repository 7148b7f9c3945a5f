"""Writing lines of cells to files that spreadsheet programs open: CSV and XLSX, each whole or not at all."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import numbers

from service.papers.columns import Cell
from service.papers.formulas import guarded
from service.papers.sheet_text import escaped

LARGEST_SHEET = 1_048_576
"""Rows of a sheet, its heading included."""
Lines = Iterable[Sequence[Cell]]
Write = Callable[[Path, str, Lines], None]
"""Writes lines, the headings first, under a name to a file."""


def write_csv(path: Path, name: str, lines: Lines) -> None:
    """RFC 4180 in UTF-8 with byte order mark; `unguarded` gives back the text of a cell that looked like a formula."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([_text(cell) for cell in line] for line in lines)


def write_xlsx(path: Path, name: str, lines: Lines) -> None:
    """One sheet of texts, numbers and days; `sheet_text.unescaped` gives back what XML cannot hold of a text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    with _cleared(sheet):
        for line in lines:
            sheet.append([_cell(sheet, cell) for cell in line])
        book.save(path)


@contextmanager
def _cleared(sheet: Any) -> Iterator[None]:
    """What openpyxl keeps of a sheet in a file of its own goes also where the block fails."""
    try:
        yield
    except BaseException:
        if not sheet.closed:
            sheet.close()
        sheet._writer.cleanup()
        raise


def _text(cell: Cell) -> str:
    return guarded(cell) if isinstance(cell, str) else str(cell)


def _cell(sheet: Any, cell: Cell) -> Any:
    """A text that openpyxl would take for a formula or an error goes into a cell that says that it is a text."""
    if isinstance(cell, Decimal):
        amount = WriteOnlyCell(sheet, cell)
        amount.number_format = numbers.FORMAT_NUMBER_COMMA_SEPARATED1
        return amount
    if not isinstance(cell, str):
        return cell
    told = escaped(cell)
    if not told.startswith(("=", "#")):
        return told or None
    text = WriteOnlyCell(sheet, told)
    text.data_type = "s"
    return text


WRITERS: Mapping[str, Write] = {"csv": write_csv, "xlsx": write_xlsx}
