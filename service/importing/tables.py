"""A register file as a table: its header found, its rows told apart from titles, totals and blank rows."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from service.importing.cells import Cell, CellRefused, half_width, is_blank
from service.importing.days import read_day
from service.importing.delimited import DELIMITERS, Encoding, decode, encoding_of, first_records, records
from service.importing.headers import Header, NoHeader, column_key, find_header
from service.importing.mapping import Mapping
from service.importing.row_widths import Row, evened
from service.importing.sheets import chosen
from service.importing.signatures import Kind, kind_of
from service.importing.unreadable import RegisterUnreadable
from service.importing.workbook import Sheet, read_sheets

_TOTAL = re.compile(r"(本页|本月|本季|本年|全年)?(合计|小计|总计|共计|累计)[:：]?[\d件条人宗批次]*")


@dataclass(frozen=True, slots=True)
class Table:
    """A register as found: `columns` gives the place of each mapped register column; other rows by their numbers."""

    header_row: int
    header: tuple[str, ...]
    columns: dict[str, int]
    rows: list[Row]
    encoding: Encoding | None = None
    delimiter: str | None = None
    sheet: str | None = None
    not_collected: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    other_sheets: tuple[str, ...] = ()
    title_rows: tuple[int, ...] = ()
    total_rows: tuple[int, ...] = ()
    blank_rows: tuple[int, ...] = ()
    repeated_headers: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    is_hidden: bool = False


@dataclass(slots=True)
class _Sorted:
    rows: list[Row] = field(default_factory=list)
    titles: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    blanks: list[int] = field(default_factory=list)
    headers: list[int] = field(default_factory=list)


def read_table(path: Path, mapping: Mapping) -> Table:
    """The table in a CSV, TSV, XLSX or XLS file, whatever it is called; raises RegisterUnreadable."""
    data = _bytes(path)
    if kind_of(data, path.name) is Kind.TEXT:
        return _of_text(data, path.name, mapping)
    sheets = read_sheets(data)
    sheet, header = chosen(sheets, mapping)
    others = tuple(
        each.name if each.visible else f"{each.name} (hidden)" for each in sheets if each is not sheet and each.rows
    )
    return _table(sheet, header, mapping, None, others)


def _bytes(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RegisterUnreadable(f"{path.name} cannot be read: {error.strerror}") from error
    if not data.strip():
        raise RegisterUnreadable(f"{path.name} is empty")
    return data


def _of_text(data: bytes, name: str, mapping: Mapping) -> Table:
    encoding = encoding_of(data, mapping.encoding)
    text = decode(data, encoding)
    delimiter = mapping.delimiter or _delimiter(text, mapping)
    rows = records(text, delimiter)
    header = find_header(rows, mapping)
    if isinstance(header, NoHeader):
        raise RegisterUnreadable(header.says)
    is_cut = not text.endswith(("\n", "\r"))
    table = _table(Sheet(name, True, rows, {}), header, mapping, encoding)
    states_day = partial(_states_day, header.columns[mapping.columns["received_on"]], mapping)
    return replace(table, delimiter=delimiter, rows=evened(table.rows, len(header.names), states_day, is_cut))


def _states_day(received: int, mapping: Mapping, cells: Sequence[Cell]) -> bool:
    try:
        return received < len(cells) and read_day(cells[received], mapping.days).value is not None
    except CellRefused:
        return False


def _delimiter(text: str, mapping: Mapping) -> str:
    """That by which the header is found; where it is found by none, that by which the least is lacking."""
    found = {each: find_header(first_records(text, each), mapping) for each in DELIMITERS}
    lacking = {each: told.lacks if isinstance(told, NoHeader) else -1 for each, told in found.items()}
    return min(lacking, key=lambda each: lacking[each])


def _table(
    sheet: Sheet, header: Header, mapping: Mapping, encoding: Encoding | None, others: tuple[str, ...] = ()
) -> Table:
    found = _sort(sheet, header, header.columns[mapping.columns["received_on"]])
    not_collected, ignored = _left_out(sheet.rows[header.index], header, mapping, found.rows)
    return Table(
        header_row=header.index + 1,
        header=tuple("" if cell is None else str(cell) for cell in sheet.rows[header.index]),
        columns=header.columns,
        rows=found.rows,
        encoding=encoding,
        sheet=None if encoding else sheet.name,
        not_collected=not_collected,
        ignored=ignored,
        other_sheets=others,
        title_rows=tuple(found.titles),
        total_rows=tuple(found.totals),
        blank_rows=tuple(found.blanks),
        repeated_headers=tuple(found.headers),
        hidden_columns=tuple(name for name, place in header.columns.items() if place in sheet.hidden_columns),
        is_hidden=not sheet.visible,
    )


def _sort(sheet: Sheet, header: Header, received: int) -> _Sorted:
    found = _Sorted()
    for index, cells in enumerate(sheet.rows):
        if all(map(is_blank, cells)):
            found.blanks.append(index + 1)
        elif index < header.index:
            found.titles.append(index + 1)
        elif index > header.index:
            _sort_data(found, _row(sheet, index), header, received)
    return found


def _row(sheet: Sheet, index: int) -> Row:
    merged = sheet.merged.get(index, frozenset())
    return Row(index + 1, sheet.rows[index], merged, is_hidden=index in sheet.hidden_rows)


def _sort_data(found: _Sorted, row: Row, header: Header, received: int) -> None:
    if _is_total(row.cells, received):
        found.totals.append(row.number)
    elif _is_header(row.cells, header):
        found.headers.append(row.number)
    else:
        found.rows.append(row)


def _is_total(cells: list[Cell], received: int) -> bool:
    """合计, 小计 or 总计 in any cell of a row that states no day of receipt."""
    if received < len(cells) and not is_blank(cells[received]) and not _says_total(cells[received]):
        return False
    return any(map(_says_total, cells))


def _says_total(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(_TOTAL.fullmatch("".join(half_width(cell).split())))


def _is_header(cells: list[Cell], header: Header) -> bool:
    return all(i < len(cells) and column_key(cells[i]) == header.names[i] for i in header.columns.values())


def _left_out(
    cells: Sequence[Cell], header: Header, mapping: Mapping, rows: Iterable[Row]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns not collected, each named once, and those that the mapping ignores knowingly."""
    known = {column_key(name): name for name in mapping.ignore}
    collected = set(header.columns.values())
    rest = {i: " ".join(str(cells[i] or "").split()) for i in range(len(cells)) if i not in collected}
    named = dict.fromkeys(name for i, name in rest.items() if name and header.names[i] not in known)
    nameless = [i for i, name in rest.items() if not name]
    used = [i for i in nameless if any(i < len(row.cells) and not is_blank(row.cells[i]) for row in rows)]
    ignored = tuple(known[key] for key in dict.fromkeys(header.names) if key in known)
    return (*named, *(f"(column {i + 1}, without a name)" for i in used)), ignored
