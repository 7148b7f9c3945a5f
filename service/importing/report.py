"""The report of an import: one line for each data row, and what the file as a whole was found to be."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from domain.lines import escaped
from service.importing.entries import Entries, Entry, Result
from service.importing.notes import DIFFERS, NOTES
from service.importing.row_numbers import RowNumbers
from service.importing.rows import RefusedRow, RegisterRow, RepeatedRow
from service.importing.tables import Table
from service.machine.plain_files import texts
from service.papers.formulas import foreign

_HEADER = ("row", "external_id", "result", "reason", "notes")


@dataclass(slots=True)
class Report:
    """What became of a register; `created`, `already_there`, `refused` or `take` is called once for each data row.

    The entries are on the disk; what is counted is counted as they come.
    """

    table: Table
    source: str
    entries: Entries = field(default_factory=Entries)
    ended: RowNumbers = field(default_factory=RowNumbers)
    """The rows that have ended so far."""
    _counts: Counter[Result] = field(default_factory=Counter)
    _differing: int = 0
    _notes: dict[str, RowNumbers] = field(default_factory=dict)

    def created(self, row: RegisterRow) -> None:
        self._enter(Entry(row.number, row.external_id, Result.CREATED, notes=row.notes))

    def already_there(self, row: RegisterRow) -> None:
        differs = tuple(note.field for note in row.notes if note.code == DIFFERS)
        self._enter(Entry(row.number, row.external_id, Result.ALREADY_THERE, "", row.notes, differs))

    def refused(self, row: RegisterRow, code: str, detail: str) -> None:
        """A row that could be read and that the service refused."""
        self._enter(Entry(row.number, row.external_id, Result.REFUSED, f"{code}: {detail}", row.notes))

    def take(self, row: RepeatedRow | RefusedRow) -> None:
        """A row that ended when it was read."""
        if isinstance(row, RefusedRow):
            reason = f"{row.reason_code}: {row.detail}"
            self._enter(Entry(row.number, row.external_id or "", Result.REFUSED, reason))
        else:
            says = f"differs in {', '.join(row.differs)}" if row.differs else "says the same"
            reason = f"repeated_key: row {row.first_number} has this id and {says}"
            self._enter(Entry(row.number, row.external_id, Result.REPEATED, reason, differs=row.differs))

    def _enter(self, entry: Entry) -> None:
        self.entries.add(entry)
        self.ended.add(entry.number)
        self._counts[entry.result] += 1
        self._differing += bool(entry.differs)
        for code in {note.code for note in entry.notes}:
            self._notes.setdefault(code, RowNumbers()).add(entry.number)

    def counts(self) -> dict[str, int]:
        """`rows` as the file has them, and how many ended in each way."""
        return {"rows": len(self.table.rows), **{str(result): self._counts[result] for result in Result}}

    def of(self, result: Result) -> Iterator[Entry]:
        """The rows that ended so."""
        return (entry for entry in self.entries if entry.result is result)

    def differing_count(self) -> int:
        """How many rows were not taken and say something else than what was."""
        return self._differing

    def differing(self) -> Iterator[Entry]:
        """Those rows."""
        return (entry for entry in self.entries if entry.differs)

    def is_all_refused(self) -> bool:
        """Whether not one row of the file was taken or known."""
        return bool(self.ended) and self._counts[Result.REFUSED] == len(self.ended)

    def adds_up(self) -> bool:
        """Whether every data row of the file ended exactly once."""
        return self.ended == self.table.rows.numbers

    def notes(self) -> dict[str, RowNumbers]:
        """The rows in which each rule was applied."""
        return dict(sorted(self._notes.items()))

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
        facts.extend((code, numbers.shown()) for code, numbers in others if numbers)
        facts.extend((f"rule {code}", f"{numbers.shown()}: {NOTES[code]}") for code, numbers in self.notes().items())
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
