"""The sheets of old XLS workbooks: values, errors, number formats, what is merged and what is hidden."""

import os
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import xlrd
from xlrd.biffh import error_text_from_code

from service.importing.found_sheets import Fault, FoundSheet, Shown
from service.importing.number_formats import shown_number


def sheets_of(data: bytes) -> Iterator[FoundSheet]:
    """Every worksheet."""
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 -- the library's own log goes there
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=nowhere)
    for sheet in book.sheets():
        yield FoundSheet(
            name=sheet.name,
            visible=sheet.visibility == 0,
            rows=[[_value(book, sheet, r, c) for c in range(sheet.ncols)] for r in range(sheet.nrows)],
            merged=[((top, left), (bottom - 1, right - 1)) for top, bottom, left, right in sheet.merged_cells],
            hidden_rows={number for number, info in sheet.rowinfo_map.items() if info.hidden},
            hidden_columns={number for number, info in sheet.colinfo_map.items() if info.hidden},
        )


def _value(book: Any, sheet: Any, row: int, column: int) -> Any:
    if column >= sheet.row_len(row):
        return None
    cell = sheet.cell(row, column)
    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            return cell.value or None
        case xlrd.XL_CELL_BOOLEAN:
            return bool(cell.value)
        case xlrd.XL_CELL_ERROR:
            return Fault(error_text_from_code.get(cell.value, "an error"))
        case xlrd.XL_CELL_DATE:
            return _day(cell.value, book.datemode)
        case xlrd.XL_CELL_NUMBER:
            told = shown_number(cell.value, book.format_map[book.xf_list[cell.xf_index].format_key].format_str)
            return cell.value if told is None else Shown(cell.value, told)
    return None


def _day(number: float, datemode: int) -> date | datetime | float | str:
    """A day, a moment, or a time alone; a number that is none stays a number."""
    try:
        moment: datetime = xlrd.xldate.xldate_as_datetime(number, datemode)
    except (ValueError, OverflowError):
        return number
    if 0 <= number < 1:
        return moment.time().isoformat()
    return moment if number % 1 else moment.date()
