"""Columns of registers: what each is called, what it holds of a row, and how that is shown to a reader."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from service.words.sentences import no_op as _
from service.words.speech import Words

Row = Mapping[str, Any]
Cell = str | int | Decimal | date
"""What a file holds in one place: a text, a whole number, an amount in yuan, or a day."""
Value = Callable[[Row, date], Any]
"""From a row and the day of reading to what the column holds."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a register: in whose words, on which day, with the names of the units."""

    words: Words
    today: date
    units: Mapping[UUID, str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in JSON, its heading in the tables of labels, the list of its codes, and what it holds.

    Without `value` it holds the row's column of the same name. Amounts end in `_fen` and are shown in yuan.
    """

    name: str
    heading: str = ""
    codes: type[StrEnum] | None = None
    value: Value | None = None

    @property
    def is_money(self) -> bool:
        """Whether it holds an amount."""
        return self.name.endswith("_fen")

    def title(self, words: Words) -> str:
        """The heading; what it holds may be shown in fen or in yuan."""
        return words.column(self.heading or self.name)

    def title_in_file(self, words: Words) -> str:
        """The heading where amounts are shown in yuan."""
        title = self.title(words)
        return words.text(_("{title} (yuan)"), title=title) if self.is_money else title

    def held(self, row: Row, today: date) -> Any:
        """What the column holds of the row: a code, a day, a number, a reference, a text, or None."""
        return row[self.name] if self.value is None else self.value(row, today)

    def shown(self, row: Row, reader: Reader) -> Cell:
        """What the reader is shown of the row; days, numbers and amounts in yuan stay what they are."""
        return _shown(self, self.held(row, reader.today), reader)


OVERDUE_RULES = Column("overdue_rules")
"""The terms that were found overdue, each once: what stands beside how late the acts were by their days."""


def _shown(column: Column, held: Any, reader: Reader) -> Cell:
    match held:
        case None:
            return ""
        case bool():
            return reader.words.text(_("yes") if held else _("no"))
        case str() if column is OVERDUE_RULES:
            return reader.words.joined(reader.words.rule(rule) for rule in held.split())
        case int() if column.is_money:
            return Decimal(held).scaleb(-2)
        case int() | date():
            return held
        case UUID():
            return reader.units.get(held, str(held))
    codes = column.codes
    return reader.words.joined(reader.words.code(each, codes) for each in held.split()) if codes else str(held)
