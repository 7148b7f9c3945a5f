"""What a case consists of, as small tables, as far as the reader may read it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from projections.projection import Projection
from service.kinds.case_file import CaseFile
from service.sealing.vault import ERASED, SEALED
from service.words.names import Names
from service.words.speech import Words

Facts = Sequence[Mapping[str, Any]]
"""The data of each event of the case as the reader may see it, texts opened or sealed."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: a text, perhaps a link, sealed, or a badge beside it."""

    text: str
    href: str = ""
    is_sealed: bool = False
    is_amount: bool = False
    is_whole: bool = False
    badge: Any = None


@dataclass(frozen=True, slots=True)
class Table:
    """A small table: its title, its headings and its rows."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """A case for one reader.

    `is_told` says whether the reader is told of events of that name, `rows` are the rows of a view that belong to the
    case, as far as the reader may read them, and `address` is where a record of that collection is shown.
    """

    case: CaseFile
    facts: Facts
    words: Words
    names: Names
    today: date
    is_told: Callable[[str], bool]
    rows: Callable[[Projection], list[dict[str, Any]]]
    address: Callable[[str, UUID], str]

    def of(self, event: type[Any]) -> Iterator[Mapping[str, Any]]:
        """What the events of that class say, as far as the reader is told of them."""
        if self.is_told(event.NAME):
            pairs = zip(self.case.history, self.facts, strict=True)
            yield from (told for recorded, told in pairs if isinstance(recorded.event, event))

    def table(self, title: str, columns: Sequence[str], rows: Sequence[tuple[Cell, ...]]) -> Table:
        """The table without the columns in which every cell is empty."""
        kept = [n for n, _name in enumerate(columns) if any(_holds(row[n]) for row in rows)]
        shown = tuple(tuple(row[n] for n in kept) for row in rows)
        return Table(self.words.text(title), tuple(self.words.field(columns[n]) for n in kept), shown)

    def code(self, codes: type[StrEnum], value: str) -> Cell:
        """A code by its label."""
        return Cell(self.words.code(codes(value)))

    def day(self, day: date | None) -> Cell:
        """A day, short."""
        return Cell(self.words.short_day(day), is_whole=True)

    def unit(self, ref: UUID | str) -> Cell:
        """A unit by its name."""
        return Cell(self.names.unit(ref if isinstance(ref, UUID) else UUID(ref)))

    def amount(self, fen: int | None) -> Cell:
        """An amount in yuan."""
        return Cell("" if fen is None else self.words.amount(fen), is_amount=True)


MakeTable = Callable[[Telling], Table]


def text(opened: Any) -> Cell:
    """A text, or that it is sealed."""
    return Cell("", is_sealed=True) if opened in (None, SEALED, ERASED) else Cell(str(opened))


def _holds(cell: Cell) -> bool:
    return bool(cell.text or cell.is_sealed)
