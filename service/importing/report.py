"""The report of an import: one line for each data row, and what the file as a whole was found to be."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import IO

from domain.lines import escaped
from service.importing.notes import DIFFERS, NOTES, Note
from service.importing.rows import RefusedRow, RegisterRow, RepeatedRow
from service.importing.tables import Table
from service.machine.plain_files import texts
from service.papers.formulas import foreign

_HEADER = ("row", "external_id", "result", "reason", "notes")


class Result(StrEnum):
    """How a data row ended: each in exactly one way."""

    CREATED = "created"
    ALREADY_THERE = "already_there"
    REPEATED = "repeated"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Entry:
    """The end of one data row."""

    number: int
    external_id: str
    result: Result
    reason: str = ""
    notes: tuple[Note, ...] = ()
    differs: tuple[str, ...] = ()
    """Fields in which the row says something else than its case, or than the first row with its id."""


@dataclass(slots=True)
class Report:
    """What became of a register; `created`, `already_there` and `take` are called once for each data row."""

    table: Table
    source: str
    entries: list[Entry] = field(default_factory=list)

    def created(self, row: RegisterRow) -> None:
        self.entries.append(Entry(row.number, row.external_id, Result.CREATED, notes=row.notes))

    def already_there(self, row: RegisterRow) -> None:
        differs = tuple(note.field for note in row.notes if note.code == DIFFERS)
        self.entries.append(Entry(row.number, row.external_id, Result.ALREADY_THERE, "", row.notes, differs))

    def refused(self, row: RegisterRow, code: str, detail: str) -> None:
        """A row that could be read and that the service refused."""
        self.entries.append(Entry(row.number, row.external_id, Result.REFUSED, f"{code}: {detail}", row.notes))

    def take(self, row: RepeatedRow | RefusedRow) -> None:
        """A row that ended when it was read."""
        if isinstance(row, RefusedRow):
            reason = f"{row.reason_code}: {row.detail}"
            self.entries.append(Entry(row.number, row.external_id or "", Result.REFUSED, reason))
        else:
            says = f"differs in {', '.join(row.differs)}" if row.differs else "says the same"
            reason = f"repeated_key: row {row.first_number} has this id and {says}"
            entry = Entry(row.number, row.external_id, Result.REPEATED, reason, differs=row.differs)
            self.entries.append(entry)

    def counts(self) -> dict[str, int]:
        """`rows` as the file has them, and how many ended in each way."""
        found = dict.fromkeys(("rows", *Result), 0)
        found["rows"] = len(self.table.rows)
        for entry in self.entries:
            found[entry.result] += 1
        return {str(name): count for name, count in found.items()}

    def of(self, result: Result) -> list[Entry]:
        """The rows that ended so."""
        return [entry for entry in self.entries if entry.result is result]

    def differing(self) -> list[Entry]:
        """The rows that were not taken and say something else than what was."""
        return [entry for entry in self.entries if entry.differs]

    def is_all_refused(self) -> bool:
        """Whether not one row of the file was taken or known."""
        return bool(self.entries) and all(entry.result is Result.REFUSED for entry in self.entries)

    def adds_up(self) -> bool:
        """Whether every data row of the file ended exactly once."""
        return [entry.number for entry in self.entries] == [row.number for row in self.table.rows]

    def notes(self) -> dict[str, list[int]]:
        """The rows in which each rule was applied."""
        found: dict[str, dict[int, None]] = {}
        for entry in self.entries:
            for note in entry.notes:
                found.setdefault(note.code, {})[entry.number] = None
        return {code: list(numbers) for code, numbers in sorted(found.items())}

    def facts(self) -> list[tuple[str, str]]:
        """What the file was found to be, as (code, text): rows by number, each column once, each rule in words."""
        table, encoding = self.table, self.table.encoding
        facts = [("source", self.source), ("header_row", f"row {table.header_row}")]
        if encoding:
            facts.append(("encoding", f"{encoding.name} ({encoding.how})"))
        if table.delimiter:
            facts.append(("delimiter", "tab" if table.delimiter == "\t" else table.delimiter))
        if table.sheet is not None:
            facts.append(("hidden_sheet" if table.is_hidden else "sheet", table.sheet))
        facts.extend(("hidden_column", name) for name in table.hidden_columns)
        facts.extend(("sheet_not_read", name) for name in table.other_sheets)
        facts.extend(("column_not_collected", name) for name in table.not_collected)
        facts.extend(("column_ignored", name) for name in table.ignored)
        others = (
            ("title_row", table.title_rows),
            ("total_row", table.total_rows),
            ("blank_row", table.blank_rows),
            ("header_again", table.repeated_headers),
        )
        facts.extend((code, ranges(numbers)) for code, numbers in others if numbers)
        facts.extend((f"rule {code}", f"{ranges(numbers)}: {NOTES[code]}") for code, numbers in self.notes().items())
        return facts

    def write_csv(self, out: IO[bytes]) -> None:
        """Facts first, then one line for each data row; what may come from the file is marked as text, always."""
        with texts(out, "utf-8-sig", "") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_ALL)
            writer.writerow(_HEADER)
            writer.writerows(("", "", "note", code, _foreign(text)) for code, text in self.facts())
            writer.writerows(_line(entry) for entry in self.entries)


def _line(entry: Entry) -> tuple[str, ...]:
    notes = "; ".join(f"{note.code} {note.field}".rstrip() for note in entry.notes)
    return (str(entry.number), _foreign(entry.external_id), entry.result, _foreign(entry.reason), notes)


def _foreign(text: str) -> str:
    """What may come from the file, on one visible line."""
    return foreign(escaped(text))


def ranges(numbers: Iterable[int]) -> str:
    """Row numbers in short: rows 3, 5-9."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return "rows " + ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)
