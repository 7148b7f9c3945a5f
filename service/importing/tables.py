"""A register file as a table: its header found, its rows told apart from titles, totals and blank rows."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from service.importing.cells import Cell, half_width, is_blank
from service.importing.delimited import Encoding, decode, delimiter_of, encoding_of, records
from service.importing.mapping import Mapping
from service.importing.unreadable import RegisterUnreadable
from service.importing.workbook import Sheet, read_sheets

_WORKBOOKS = (".xlsx", ".xlsm", ".xls")
_HEADER_WITHIN = 200
_TOTAL = re.compile(r"(本页|本月|本季|本年|全年)?(合计|小计|总计|共计|累计)[:：]?[\d件条人宗批次]*")
_NOTHING: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Row:
    """One data row: its number in the file from 1, its cells, and which of them were filled from a merged cell."""

    number: int
    cells: list[Cell]
    merged: frozenset[int] = _NOTHING


@dataclass(frozen=True, slots=True)
class Table:
    """A register as found: `columns` gives the place of each mapped register column; other rows by their numbers."""

    header_row: int
    header: tuple[str, ...]
    columns: dict[str, int]
    rows: list[Row]
    ragged: bool
    encoding: Encoding | None = None
    sheet: str | None = None
    not_collected: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    other_sheets: tuple[str, ...] = ()
    title_rows: tuple[int, ...] = ()
    total_rows: tuple[int, ...] = ()
    blank_rows: tuple[int, ...] = ()
    repeated_headers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Header:
    index: int
    names: list[str]
    columns: dict[str, int]


@dataclass(slots=True)
class _Sorted:
    rows: list[Row] = field(default_factory=list)
    titles: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    blanks: list[int] = field(default_factory=list)
    headers: list[int] = field(default_factory=list)


def read_table(path: Path, mapping: Mapping) -> Table:
    """The table in a CSV, TSV, XLSX or XLS file; raises RegisterUnreadable."""
    data = _bytes(path)
    delimiter = delimiter_of(path, None if path.suffix.lower() in _WORKBOOKS else mapping.delimiter)
    if delimiter:
        encoding = encoding_of(data, mapping.encoding)
        sheet = Sheet(path.name, True, records(decode(data, encoding), delimiter), {})
        return _table(sheet, _header(sheet.rows, mapping), mapping, encoding)
    if path.suffix.lower() not in _WORKBOOKS:
        raise RegisterUnreadable(f"{path.name} is neither CSV, TSV, XLSX nor XLS by its ending")
    return _of_workbook(read_sheets(data), mapping)


def column_key(name: Cell) -> str:
    """How column names are compared: without white space or line breaks, compatibility forms folded."""
    return "" if name is None else "".join(unicodedata.normalize("NFKC", str(name)).split())


def _bytes(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RegisterUnreadable(f"{path.name} cannot be read: {error.strerror}") from error
    if not data.strip():
        raise RegisterUnreadable(f"{path.name} is empty")
    return data


def _of_workbook(sheets: list[Sheet], mapping: Mapping) -> Table:
    sheet = _named(sheets, mapping.sheet) if mapping.sheet else _only(sheets, mapping)
    others = tuple(s.name for s in sheets if s is not sheet and s.rows)
    return _table(sheet, _header(sheet.rows, mapping), mapping, None, others)


def _named(sheets: list[Sheet], name: str) -> Sheet:
    for sheet in sheets:
        if sheet.name == name:
            return sheet
    raise RegisterUnreadable(f"there is no sheet {name}; the workbook has {', '.join(s.name for s in sheets)}")


def _only(sheets: list[Sheet], mapping: Mapping) -> Sheet:
    """The one visible sheet that holds the header; several are never chosen from in silence."""
    visible = [sheet for sheet in sheets if sheet.visible and sheet.rows]
    if not visible:
        raise RegisterUnreadable("the workbook has no visible sheet with anything in it")
    fitting = [sheet for sheet in visible if not isinstance(_find(sheet.rows, mapping), str)]
    if len(fitting) > 1:
        raise RegisterUnreadable(f"several sheets hold the columns, declare one: {', '.join(s.name for s in fitting)}")
    return fitting[0] if fitting else visible[0]


def _header(rows: list[list[Cell]], mapping: Mapping) -> _Header:
    found = _find(rows, mapping)
    if isinstance(found, str):
        raise RegisterUnreadable(found)
    return found


def _find(rows: list[list[Cell]], mapping: Mapping) -> _Header | str:
    """The first row that holds every mapped column name, or what the nearest row lacks."""
    wanted = {column_key(name): name for name in _wanted(mapping)}
    row = mapping.header_row
    candidates = range(row - 1, min(row, len(rows))) if row else range(min(_HEADER_WITHIN, len(rows)))
    keys = {index: [column_key(cell) for cell in rows[index]] for index in candidates}
    for index, names in keys.items():
        if wanted.keys() <= set(names):
            twice = [wanted[key] for key in wanted if names.count(key) > 1]
            places = {name: names.index(key) for key, name in wanted.items()}
            return _Header(index, names, places) if not twice else f"row {index + 1} repeats columns {', '.join(twice)}"
    return _nearest(keys, wanted)


def _wanted(mapping: Mapping) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*mapping.id_columns, *mapping.columns.values())))


def _nearest(keys: dict[int, list[str]], wanted: dict[str, str]) -> str:
    index = max(keys, key=lambda i: len(wanted.keys() & set(keys[i])), default=0)
    lacking = [name for key, name in wanted.items() if key not in keys.get(index, [])]
    return f"no row holds the columns of the mapping; row {index + 1} comes nearest and lacks {', '.join(lacking)}"


def _table(
    sheet: Sheet, header: _Header, mapping: Mapping, encoding: Encoding | None, others: tuple[str, ...] = ()
) -> Table:
    found = _sort(sheet, header, header.columns[mapping.columns["received_on"]])
    not_collected, ignored = _left_out(sheet.rows[header.index], header, mapping, found.rows)
    return Table(
        header_row=header.index + 1,
        header=tuple("" if cell is None else str(cell) for cell in sheet.rows[header.index]),
        columns=header.columns,
        rows=found.rows,
        ragged=encoding is not None,
        encoding=encoding,
        sheet=None if encoding else sheet.name,
        not_collected=not_collected,
        ignored=ignored,
        other_sheets=others,
        title_rows=tuple(found.titles),
        total_rows=tuple(found.totals),
        blank_rows=tuple(found.blanks),
        repeated_headers=tuple(found.headers),
    )


def _sort(sheet: Sheet, header: _Header, received: int) -> _Sorted:
    found = _Sorted()
    for index, cells in enumerate(sheet.rows):
        if all(map(is_blank, cells)):
            found.blanks.append(index + 1)
        elif index < header.index:
            found.titles.append(index + 1)
        elif index > header.index:
            _sort_data(found, Row(index + 1, cells, sheet.merged.get(index, _NOTHING)), header, received)
    return found


def _sort_data(found: _Sorted, row: Row, header: _Header, received: int) -> None:
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


def _is_header(cells: list[Cell], header: _Header) -> bool:
    return all(i < len(cells) and column_key(cells[i]) == header.names[i] for i in header.columns.values())


def _left_out(
    cells: Sequence[Cell], header: _Header, mapping: Mapping, rows: Iterable[Row]
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
