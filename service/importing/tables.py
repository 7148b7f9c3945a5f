"""A register file as a table: read once to find its header and what its rows are, then as often as rows are wanted."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from service.importing.cells import Cell, CellRefused, is_blank
from service.importing.day_tally import DayTally
from service.importing.days import read_day
from service.importing.delimited import DELIMITERS, DelimitedText, Encoding, encoding_of
from service.importing.headers import Header, NoHeader, column_key, find_header
from service.importing.mapping import Mapping
from service.importing.row_ids import Repeats
from service.importing.row_kinds import RowKind, told_apart
from service.importing.row_numbers import RowNumbers
from service.importing.row_widths import Row, evened
from service.importing.sheets import chosen
from service.importing.signatures import Kind, kind_of
from service.importing.unreadable import RegisterUnreadable
from service.importing.workbook import Sheet, read_sheets
from service.machine.unnamed_files import BLOCK, UnnamedFile


@dataclass(frozen=True, slots=True)
class Rows:
    """The data rows, read anew from the file whenever they are iterated; their numbers are known before."""

    read: Callable[[], Iterator[Row]]
    numbers: RowNumbers

    def __iter__(self) -> Iterator[Row]:
        return self.read()

    def __len__(self) -> int:
        return len(self.numbers)


@dataclass(frozen=True, slots=True)
class Table:
    """A register as found: `columns` gives the place of each mapped register column; other rows by their numbers."""

    header_row: int
    header: tuple[str, ...]
    columns: dict[str, int]
    rows: Rows
    days: DayTally
    repeats: Repeats
    encoding: Encoding | None = None
    delimiter: str | None = None
    sheet: str | None = None
    not_collected: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    other_sheets: tuple[str, ...] = ()
    title_rows: RowNumbers = field(default_factory=RowNumbers)
    total_rows: RowNumbers = field(default_factory=RowNumbers)
    blank_rows: RowNumbers = field(default_factory=RowNumbers)
    repeated_headers: RowNumbers = field(default_factory=RowNumbers)
    hidden_columns: tuple[str, ...] = ()
    is_hidden: bool = False


Widen = Callable[[Iterator[Row]], Iterator[Row]]


def read_table(path: Path, mapping: Mapping) -> Table:
    """The table in a CSV, TSV, XLSX or XLS file, whatever it is called; raises RegisterUnreadable.

    The file is copied first: whatever becomes of it, every reading finds the same.
    """
    file = _copied(path)
    if kind_of(file, path.name) is Kind.TEXT:
        return _of_text(file, path.name, mapping)
    sheets = read_sheets(file)
    sheet, header = chosen(sheets, mapping)
    others = tuple(
        each.name if each.visible else f"{each.name} (hidden)"
        for each in sheets
        if each is not sheet and each.is_filled
    )
    return replace(_table(sheet, header, mapping), sheet=sheet.name, other_sheets=others)


def _copied(path: Path) -> UnnamedFile:
    copy, is_empty = UnnamedFile(), True
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                copy.add(block)
                is_empty = is_empty and not block.strip()
    except OSError as error:
        raise RegisterUnreadable(f"{path.name} cannot be read: {error.strerror}") from error
    if is_empty:
        raise RegisterUnreadable(f"{path.name} is empty")
    return copy


def _of_text(file: UnnamedFile, name: str, mapping: Mapping) -> Table:
    encoding = encoding_of(file, mapping.encoding)
    text = DelimitedText(file, encoding, mapping.delimiter or _delimiter(file, encoding, mapping))
    header = find_header(text, mapping)
    if isinstance(header, NoHeader):
        raise RegisterUnreadable(header.says)
    states_day = partial(_states_day, header.columns[mapping.columns["received_on"]], mapping)
    widen = partial(evened, width=len(header.names), states_day=states_day, is_cut=lambda: text.is_cut)
    table = _table(Sheet(name, True, text, True), header, mapping, widen)
    return replace(table, encoding=encoding, delimiter=text.delimiter)


def _states_day(received: int, mapping: Mapping, cells: Sequence[Cell]) -> bool:
    try:
        return received < len(cells) and read_day(cells[received], mapping.days).value is not None
    except CellRefused:
        return False


def _delimiter(file: UnnamedFile, encoding: Encoding, mapping: Mapping) -> str:
    """That by which the header is found; where it is found by none, that by which the least is lacking."""
    found = {each: find_header(DelimitedText(file, encoding, each).beginning(), mapping) for each in DELIMITERS}
    lacking = {each: told.lacks if isinstance(told, NoHeader) else -1 for each, told in found.items()}
    return min(lacking, key=lambda each: lacking[each])


def _table(sheet: Sheet, header: Header, mapping: Mapping, widen: Widen = iter) -> Table:
    """Reads the sheet once."""
    told = partial(told_apart, sheet, header, header.columns[mapping.columns["received_on"]])
    numbers = {kind: RowNumbers() for kind in RowKind}
    days, repeats = DayTally(mapping, header.columns, mapping.days), Repeats(mapping, header.columns)
    nameless, used = _nameless(header), set[int]()
    for row in widen(_data(told(), numbers)):
        days.see(row)
        repeats.see(row)
        used.update(i for i in nameless if i < len(row.cells) and not is_blank(row.cells[i]))
    not_collected, ignored = _left_out(header, mapping)
    return Table(
        header_row=header.index + 1,
        header=tuple("" if cell is None else str(cell) for cell in header.cells),
        columns=header.columns,
        rows=Rows(lambda: widen(_data(told())), numbers[RowKind.DATA]),
        days=days,
        repeats=repeats,
        not_collected=(*not_collected, *(f"(column {i + 1}, without a name)" for i in sorted(used))),
        ignored=ignored,
        title_rows=numbers[RowKind.TITLE],
        total_rows=numbers[RowKind.TOTAL],
        blank_rows=numbers[RowKind.BLANK],
        repeated_headers=numbers[RowKind.HEADER_AGAIN],
        hidden_columns=tuple(name for name, place in header.columns.items() if place in sheet.hidden_columns),
        is_hidden=not sheet.visible,
    )


def _data(told: Iterator[tuple[RowKind, Row]], numbers: dict[RowKind, RowNumbers] | None = None) -> Iterator[Row]:
    """The data rows; the numbers of all are noted by what they are, where that is wanted."""
    for kind, row in told:
        if numbers is not None:
            numbers[kind].add(row.number)
        if kind is RowKind.DATA:
            yield row


def _rest(header: Header) -> dict[int, str]:
    """The columns that no field is read from, by their places."""
    collected = set(header.columns.values())
    return {i: " ".join(str(cell or "").split()) for i, cell in enumerate(header.cells) if i not in collected}


def _nameless(header: Header) -> list[int]:
    return [i for i, name in _rest(header).items() if not name]


def _left_out(header: Header, mapping: Mapping) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns with a name that are not collected, each once, and those that the mapping ignores knowingly."""
    known = {column_key(name): name for name in mapping.ignore}
    named = dict.fromkeys(name for i, name in _rest(header).items() if name and header.names[i] not in known)
    return tuple(named), tuple(known[key] for key in dict.fromkeys(header.names) if key in known)
