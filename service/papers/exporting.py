"""Exporting a register: its headings and its entries, numbered, as lines of text for one reader."""

from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import closing
from typing import IO, Any

from projections.organisation import UNITS
from service.access.decisions import Denied
from service.access.exported import Exports, Taken
from service.kinds.columns import Cell, Reader
from service.kinds.register import Register
from service.machine.database import Database
from service.machine.unnamed_files import UnnamedFile
from service.papers.entries import Read, count, entries, reading, snapshot
from service.papers.readers import conditions_for, is_open_to, opening_for, register_for
from service.papers.writing import LARGEST_SHEET, writer_of
from service.sealing.vault import Vault
from service.store.ledger import Ledger
from service.store.steps import Caller
from service.views.engine import Engine
from service.views.naming import table_of
from service.views.standing import bring_up
from service.words.speech import Words

NUMBER = "number"
"""The heading of the first column, which numbers the entries."""


class SheetTooLarge(Exception):
    """More entries than a sheet holds; the message says what to do."""


def headings(register: Register, words: Words) -> list[str]:
    """What the columns are called, the number first."""
    return [words.column(NUMBER), *(each.title_in_file(words) for each in register.columns)]


def _lines(
    listed: Iterable[Mapping[str, Any]],
    register: Register,
    reader: Reader,
    progress: Callable[[int], None],
) -> Generator[list[Cell], None, None]:
    yield [*headings(register, reader.words)]
    for number, row in enumerate(listed, 1):
        yield [number, *(column.shown(row, reader) for column in register.columns)]
        progress(number)


class Papers:
    """Writes registers for readers, as of now."""

    def __init__(self, engine: Engine, reading: Database, ledger: Ledger, vault: Vault, exports: Exports) -> None:
        self._engine = engine
        self._reading = reading
        self._ledger = ledger
        self._vault = vault
        self._exports = exports

    def write(
        self,
        register: Register,
        caller: Caller,
        out: IO[bytes],
        form: str,
        words: Words,
        encoding: str | None = None,
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> int:
        """Writes what the caller may see of the register to a file, as of now; returns the number of entries.

        That it was taken out is recorded once it is written, before the file has a name or leaves.
        `encoding` is one of `writing.ENCODINGS` and belongs to CSV alone.
        Raises Denied, ViewsStandStill, TraceUnavailable, and SheetTooLarge where a sheet cannot hold the entries.
        """
        if not is_open_to(register, caller):
            raise Denied(register.code)
        register = register_for(register, caller)
        bring_up(self._engine, (*register.views, UNITS))
        conditions = conditions_for(register, caller)
        with snapshot(self._reading) as connection:
            read = reading(connection)
            total = count(read, register.view, conditions)
            if form == "xlsx" and total >= LARGEST_SHEET:
                raise SheetTooLarge(f"{total} entries are more than a sheet holds: export them as csv")
            reader = self.reader(read, words)
            listed = entries(connection, register, conditions, opening_for(self._vault, caller))
            with closing(_lines(listed, register, reader, lambda done: progress(done, total))) as lines:
                writer_of(form, encoding)(out, register.code, lines)
        self._exports.record(caller, Taken(register.code, form, total), out)
        return total

    def file(
        self, register: Register, caller: Caller, form: str, words: Words, encoding: str | None = None
    ) -> UnnamedFile:
        """The same file, whole and under no name, for an answer over HTTP. Raises the same."""
        file = UnnamedFile()
        with file.opened() as out:
            self.write(register, caller, out, form, words, encoding)
        return file

    def reader(self, read: Read, words: Words) -> Reader:
        """A reader of these words today, who knows the units by name."""
        units = read(f"SELECT unit, name FROM {table_of(UNITS)}", ())  # noqa: S608 — our own name
        return Reader(words, self._ledger.today(), {row["unit"]: row["name"] for row in units})
