"""Reading exported registers back with the texts that were exported."""

from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl

from service.importing.delimited import DelimitedText, Encoding
from service.papers.formulas import unguarded
from service.papers.sheet_text import unescaped
from tests.service.importing.books import unnamed


def csv_lines(path: Path) -> list[list[str]]:
    """The lines of a CSV file, read as our own import reads it."""
    text = DelimitedText(unnamed(path.read_bytes()), Encoding("utf-8", "declared"), ",")
    return [[unguarded(str(cell)) for cell in record] for record in text]


def xlsx_lines(path: Path) -> list[list[str]]:
    """The lines of the one sheet of a workbook, as the same register stands in a CSV file, its last cells too."""
    with closing(openpyxl.load_workbook(path, read_only=True)) as book:
        [sheet] = book.worksheets
        lines = [[_as_text(cell) for cell in line] for line in sheet.iter_rows()]
    return [line + [""] * (len(lines[0]) - len(line)) for line in lines]


def _as_text(cell: Any) -> str:
    match cell.value:
        case None:
            return ""
        case datetime():
            return str(cell.value.date())
        case int() | float() if "0.00" in cell.number_format:
            return f"{cell.value:.2f}"
        case int():
            return str(cell.value)
    assert cell.data_type == "s"
    return unescaped(str(cell.value))
