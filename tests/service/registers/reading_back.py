"""Reading exported registers back with the texts that were exported."""

from contextlib import closing
from pathlib import Path

import openpyxl

from service.registers.delimited import Encoding, decode, records
from service.registers.formulas import unguarded
from service.registers.sheet_text import unescaped


def csv_lines(path: Path) -> list[list[str]]:
    """The lines of a CSV file, read as our own import reads it."""
    text = decode(path.read_bytes(), Encoding("utf-8", "declared"))
    return [[unguarded(str(cell)) for cell in record] for record in records(text, ",")]


def xlsx_lines(path: Path) -> list[list[str]]:
    """The lines of the one sheet of a workbook; every cell is a text or empty."""
    with closing(openpyxl.load_workbook(path, read_only=True)) as book:
        [sheet] = book.worksheets
        lines = [list(line) for line in sheet.iter_rows()]
    assert all(cell.value is None or cell.data_type == "s" for line in lines for cell in line)
    return [[unescaped(str(cell.value or "")) for cell in line] for line in lines]
