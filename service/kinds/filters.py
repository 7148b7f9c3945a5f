"""Filters of lists: each a parameter by name, what it takes, and the condition that it becomes."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from domain.organisation.unit import unit_ref
from service.views.conditions import NOTHING, Condition, equals, is_any, matches
from service.words.sentences import Message
from service.words.sentences import no_op as _

LONGEST_SEARCH = 100
DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Asking(Protocol):
    """What a filter may ask of the service: the day, units by code, what a moment or position stands for."""

    def today(self) -> date: ...

    def has_unit(self, code: str) -> bool: ...

    def taken_on(self, unit: UUID) -> Iterable[UUID]: ...

    def recorded_by(self, given: str) -> Condition: ...

    def recorded_from(self, moment: datetime) -> Condition: ...

    def recorded_until(self, moment: datetime) -> Condition: ...

    def found_by_texts(self) -> Condition | None: ...

    def found_by_titles(self) -> Condition | None: ...


@dataclass(frozen=True, slots=True)
class Filter:
    """A parameter of a list; `condition` turns its text into a condition and raises ValueError for what it cannot be.

    `takes` is a list of codes, or a message of the catalogues.
    """

    name: str
    takes: str
    schema: Mapping[str, Any]
    condition: Callable[[str, Asking], Condition | None]
    is_several: bool = False


def codes(name: str, known: type[StrEnum], column: str | None = None) -> Filter:
    """Rows with one of the codes, repeated or separated by commas."""

    def condition(given: str, asking: Asking) -> Condition:
        return is_any(column or name, [str(known(code)) for code in given.split(",")])

    return Filter(name, ", ".join(known), {"type": "string", "example": next(iter(known))}, condition, is_several=True)


def one_of(name: str, known: Iterable[str], column: str | None = None) -> Filter:
    """Rows whose column, of that name unless another is given, has that value."""
    values = sorted(known)

    def condition(given: str, asking: Asking) -> Condition:
        return equals(column or name, values[values.index(given)])

    return Filter(name, ", ".join(values), {"type": "string", "enum": values}, condition)


def unit(name: str = "unit") -> Filter:
    """Rows of one unit and of those that it took on, by id, or by the code of a unit that there is."""

    def condition(given: str, asking: Asking) -> Condition:
        try:
            found = UUID(given)
        except ValueError:
            if not asking.has_unit(given):
                raise
            found = unit_ref(given)
        return is_any(name, sorted(asking.taken_on(found)))

    return Filter(name, _("a unit's code or UUID"), {"type": "string", "maxLength": 40}, condition)


def identifier(name: str, column: str | None = None) -> Filter:
    """Rows with that id."""

    def condition(given: str, asking: Asking) -> Condition:
        return equals(column or name, UUID(given))

    return Filter(name, _("a UUID"), {"type": "string", "format": "uuid"}, condition)


def day(name: str, sql: str) -> Filter:
    """Rows before or after a day; `sql` holds its place, or several."""

    def condition(given: str, asking: Asking) -> Condition:
        if not DAY.fullmatch(given):
            raise ValueError(given)
        day = date.fromisoformat(given)
        return Condition(sql, day, (day,) * (sql.count("%s") - 1))

    return Filter(name, _("a day as YYYY-MM-DD"), {"type": "string", "format": "date"}, condition)


def moment(name: str, condition_at: Callable[[Asking, datetime], Condition]) -> Filter:
    """Rows before or after a moment with offset."""

    def condition(given: str, asking: Asking) -> Condition:
        return condition_at(asking, moment_of(given))

    return Filter(
        name,
        _("a moment with its offset, such as 2026-03-03T09:00:00+08:00"),
        {"type": "string", "format": "date-time"},
        condition,
    )


def moment_of(given: str) -> datetime:
    """The moment of RFC 3339 with its offset, also with a plus that a form has turned into a space.

    Raises ValueError for any other text, and for a moment so far out that it has no UTC.
    """
    at = datetime.fromisoformat(given.replace(" ", "+"))
    if at.tzinfo is None or not 1900 <= at.year <= 9000:
        raise ValueError(given)
    return at


def search(*numbers: str) -> Filter:
    """Rows of that number; where there is none, those that hold the text and of which the reader may open it.

    `numbers` are the columns that hold keys of numbers.
    """

    def condition(given: str, asking: Asking) -> Condition:
        if len(given) > LONGEST_SEARCH:
            raise ValueError(given)
        found, by_titles = asking.found_by_texts(), asking.found_by_titles()
        return matches(given, numbers, found_by_texts=found, found_by_titles=by_titles) or NOTHING

    schema = {"type": "string", "maxLength": LONGEST_SEARCH}
    return Filter("q", Message(_("at most {most} characters")).format(most=LONGEST_SEARCH), schema, condition)


def number(name: str = "number", column: str = "case_no") -> Filter:
    """The row with that case number, in any case of letters."""

    def condition(given: str, asking: Asking) -> Condition:
        return equals(column, stored_text(given.upper()))

    return Filter(name, _("a case number"), {"type": "string", "maxLength": 60}, condition)


def text(name: str, column: str | None = None) -> Filter:
    """Rows whose column holds exactly that text."""

    def condition(given: str, asking: Asking) -> Condition:
        return equals(column or name, stored_text(given))

    return Filter(name, _("a text"), {"type": "string", "maxLength": 60}, condition)


def flag(name: str, sql: str, value: Callable[[Asking], Any] = lambda asking: None) -> Filter:
    """Rows that meet a condition, where it is true; every row where it is false."""

    def condition(given: str, asking: Asking) -> Condition | None:
        if given not in ("true", "false"):
            raise ValueError(given)
        return Condition(sql, value(asking)) if given == "true" else None

    return Filter(name, "true, false", {"type": "boolean"}, condition)


def stored_text(given: str) -> str:
    """The text as a column can hold it. Raises ValueError for NUL and for more than 60 characters."""
    if "\0" in given or len(given) > 60:
        raise ValueError(given)
    return given


def as_of() -> Filter:
    """Rows that had been recorded by a moment or a position."""
    return Filter(
        "as_of",
        _("a moment or a Casework-Position"),
        {"type": "string"},
        lambda given, asking: asking.recorded_by(given),
    )
