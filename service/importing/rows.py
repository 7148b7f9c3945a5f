"""Rows of a register as what they say of a petition, or why they cannot be taken."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.importing.cells import (
    Cell,
    CellRefused,
    Read,
    fault_in,
    is_ditto,
    plain,
    read_count,
    read_id,
    read_text,
    read_word,
    shown,
)
from service.importing.days import read_day
from service.importing.fields import CODES, DAYS, TEXTS, CarriedFields
from service.importing.mapping import Mapping, value_key
from service.importing.notes import Note
from service.importing.row_ids import First, joined_id
from service.importing.row_widths import Row
from service.importing.tables import Table

_LATER = tuple(name for name in DAYS if name != "received_on")


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A row that can be carried over."""

    number: int
    external_id: str
    fields: CarriedFields
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class RepeatedRow:
    """A row whose id an earlier row of the file has taken; `differs` names the fields that say something else."""

    number: int
    external_id: str
    first_number: int
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that cannot be taken: the first broken rule as code, every one in the detail."""

    number: int
    external_id: str | None
    reason_code: str
    detail: str


def rows_of(table: Table, mapping: Mapping) -> Iterator[RegisterRow | RepeatedRow | RefusedRow]:
    """One answer for each data row, in order. A refused row takes no id: a later row may."""
    taken: dict[str, First] = {}
    above: list[Cell] | None = None
    for row in table.rows:
        if row.fault is not None:
            above = None
            yield RefusedRow(row.number, None, "ragged_row", row.fault)
            continue
        reading = _Reading(table, mapping, row, above)
        above = reading.cells
        answer = reading.answer()
        if isinstance(answer, RegisterRow) and answer.external_id in table.repeats:
            yield _first(answer, taken)
        else:
            yield answer


def _first(row: RegisterRow, taken: dict[str, First]) -> RegisterRow | RepeatedRow:
    first = taken.get(row.external_id)
    if first is None:
        taken[row.external_id] = First.of(row.number, row.fields)
        return row
    return RepeatedRow(row.number, row.external_id, first.number, first.differing(row.fields))


class _Reading:
    """One row being read: what it says, which rules were needed, what is wrong with it."""

    def __init__(self, table: Table, mapping: Mapping, row: Row, above: list[Cell] | None) -> None:
        self.mapping = mapping
        self.row = row
        self.places = table.columns
        self.cells = row.cells
        self.notes: list[Note] = []
        self.faults: list[CellRefused] = []
        self.unread: set[str] = set()
        self._note_row()
        self._note_merged()
        self._repeat(above)

    def answer(self) -> RegisterRow | RefusedRow:
        external_id = self._external_id()
        said = {name: self._field(name, column) for name, column in self.mapping.columns.items()}
        self._add_constants(said)
        self._check_days(said)
        if self.faults or external_id is None:
            details = "; ".join(fault.detail for fault in self.faults)
            return RefusedRow(self.row.number, external_id, self.faults[0].code, details)
        return RegisterRow(self.row.number, external_id, CarriedFields(**said), tuple(self.notes))

    def _note_row(self) -> None:
        found = (("short_row", self.row.is_short), ("hidden_row", self.row.is_hidden))
        self.notes.extend(Note(code, "") for code, holds in found if holds)

    def _note_merged(self) -> None:
        if not self.row.merged:
            return
        pairs = [*(("external_id", c) for c in self.mapping.id_columns), *self.mapping.columns.items()]
        self.notes.extend(Note("merged_cell", name) for name, column in pairs if self.places[column] in self.row.merged)

    def _repeat(self, above: list[Cell] | None) -> None:
        for name, column in self.mapping.columns.items():
            place = self.places[column]
            if not is_ditto(self.row.cells[place]):
                continue
            if above is None or is_ditto(above[place]):
                self.faults.append(CellRefused("ditto_without_row_above", f"{column}: nothing above to repeat"))
                continue
            if self.cells is self.row.cells:
                self.cells = list(self.row.cells)
            self.cells[place] = above[place]
            self.notes.append(Note("ditto", name))

    def _external_id(self) -> str | None:
        cells = {column: self.row.cells[self.places[column]] for column in self.mapping.id_columns}
        found = [self._part(column, cell) for column, cell in cells.items()]
        parts = [part for part in found if part]
        if parts and len(parts) == len(found):
            return joined_id(parts)
        if "external_id" not in self.unread:
            self.faults.append(CellRefused("external_id_missing", "the id is empty"))
        return None

    def _part(self, column: str, cell: Cell) -> str | None:
        if self._is_fault("external_id", column, cell):
            return None
        part: str | None = self._read("external_id", column, cell, read_id)
        return part

    def _field(self, name: str, column: str) -> Any:
        cell = self.cells[self.places[column]]
        if self._is_fault(name, column, cell):
            return None
        meaning = self._meaning(name, cell)
        return self._read(name, column, cell, self._reader(name)) if meaning is None else _coded(name, meaning)

    def _is_fault(self, name: str, column: str, cell: Cell) -> bool:
        """Whether the cell is neither empty nor a value: nothing may be read into it."""
        holds = fault_in(cell)
        if holds is None:
            return False
        place = place_of(self.row.number, self.places[column])
        self.faults.append(CellRefused("cell_error", f"{column}: the cell {place} holds {shown(holds)}"))
        self.unread.add(name)
        return True

    def _meaning(self, name: str, cell: Cell) -> str | None:
        """What the mapping's value map says; None where the cell itself is to be read."""
        values = self.mapping.values.get(name)
        if values is None:
            return None
        key = value_key(plain(cell))
        if key in values.meanings:
            return self._noted("value_blanked", name, "") if not values.meanings[key] else values.meanings[key]
        if key and values.default is not None and key not in set(CODES.get(name, ())):
            return self._noted("value_defaulted", name, values.default)
        return None

    def _noted(self, code: str, name: str, meaning: str) -> str:
        self.notes.append(Note(code, name))
        return meaning

    def _reader(self, name: str) -> Callable[[Cell], Read[Any]]:
        if name in DAYS:
            return lambda cell: read_day(cell, self.mapping.days)
        if name in TEXTS:
            return read_text
        if name in CODES:
            return lambda cell: _read_code(cell, name)
        return read_count if name == "group_size" else read_word

    def _read(self, name: str, column: str, cell: Cell, reader: Callable[[Cell], Read[Any]]) -> Any:
        try:
            read = reader(cell)
        except CellRefused as fault:
            self.faults.append(CellRefused(fault.code, f"{column}: {fault.detail}"))
            self.unread.add(name)
            return None
        self.notes.extend(Note(code, name) for code in read.notes)
        return read.value

    def _add_constants(self, said: dict[str, Any]) -> None:
        for name, constant in self.mapping.constants.items():
            said[name] = _coded(name, constant)
        if said.get("unit") is None:
            said["unit"] = self.mapping.unit

    def _check_days(self, said: dict[str, Any]) -> None:
        received: date | None = said["received_on"]
        if received is None:
            if "received_on" not in self.unread:
                self.faults.append(CellRefused("received_on_missing", "the day of receipt is empty"))
            return
        for name in _LATER:
            if (day := said.get(name)) and day < received:
                column = self.mapping.columns[name]
                self.faults.append(CellRefused("date_before_received", f"{column}: {day} is before {received}"))


def place_of(row: int, column: int) -> str:
    """A cell as spreadsheet programs call it: row from 1, column from 0, such as C5."""
    letters = ""
    while column >= 0:
        column, letter = divmod(column, 26)
        letters, column = chr(65 + letter) + letters, column - 1
    return f"{letters}{row}"


def _coded(name: str, meaning: str) -> Any:
    if not meaning:
        return None
    if name in CODES:
        return CODES[name](meaning)
    return int(meaning) if name == "group_size" else meaning


def _read_code(cell: Cell, name: str) -> Read[Any]:
    read = read_word(cell)
    if read.value is None:
        return read
    if read.value not in set(CODES[name]):
        raise CellRefused("value_not_mapped", f"{shown(cell)} is not in values.{name}")
    return Read(CODES[name](read.value), read.notes)
