"""Writing lines of cells to files that spreadsheet programs open: CSV and XLSX, each whole or not at all."""

import csv
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import numbers
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from service.kinds.columns import Cell
from service.machine.plain_files import texts
from service.papers.formulas import guarded
from service.papers.sheet_text import escaped

LARGEST_SHEET = 1_048_576
"""Rows of a sheet, its heading included."""
BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The first moment that an archive can name."""
Lines = Iterable[Sequence[Cell]]
Write = Callable[[IO[bytes], str, Lines], None]
"""Writes lines, the headings first, under a name to a file."""
ENCODINGS: Mapping[str, str] = {"utf-8": "utf-8-sig", "gb18030": "gb18030"}
"""What a CSV file may be written in: UTF-8 with byte order mark, or what older programs in China expect."""


def write_csv(out: IO[bytes], name: str, lines: Lines, encoding: str = "utf-8") -> None:
    """RFC 4180 with every cell in quotes but numbers; `unguarded` gives back a text that looked like a formula."""
    with texts(out, ENCODINGS[encoding], "") as file:
        csv.writer(file, quoting=csv.QUOTE_NONNUMERIC).writerows(map(_quotable, line) for line in lines)


def write_xlsx(out: IO[bytes], name: str, lines: Lines) -> None:
    """One sheet of texts, numbers and days; `sheet_text.unescaped` gives back what XML cannot hold of a text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    _ready_to_print(sheet)
    with _cleared(sheet):
        for line in lines:
            sheet.append([_cell(sheet, cell) for cell in line])
        _saved(book, out)


class _Timeless(ZipFile):
    """An archive whose entries bear no moment: the same lines make the same file, whenever it is written."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, compress_type: Any = None, compresslevel: Any = None) -> None:
        super().writestr(ZipInfo(zinfo_or_arcname, BEGINNING), data, ZIP_DEFLATED)

    def write(self, filename: Any, arcname: Any = None, compress_type: Any = None, compresslevel: Any = None) -> None:
        info = ZipInfo(arcname or filename, BEGINNING)
        info.compress_type = ZIP_DEFLATED
        with Path(filename).open("rb") as file, self.open(info, "w", force_zip64=True) as entry:
            shutil.copyfileobj(file, entry)


def _saved(book: Workbook, out: IO[bytes]) -> None:
    """The workbook without the moment at which it was made, so that its digest tells of its lines alone."""
    book.properties.created = book.properties.modified = datetime(*BEGINNING, tzinfo=UTC).replace(tzinfo=None)
    with _Timeless(out, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).write_data()


def _ready_to_print(sheet: Any) -> None:
    """A4 across, all columns on the page's width, the headings on every page, and which page it is of how many."""
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.orientation = Worksheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "&P / &N"


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


def _quotable(cell: Cell) -> Cell:
    return guarded(cell) if isinstance(cell, str) else cell


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


def writer_of(form: str, encoding: str | None) -> Write:
    """The writer of that form; only CSV has an encoding to choose, UTF-8 where none is named."""
    return WRITERS[form] if encoding is None else partial(write_csv, encoding=encoding)
