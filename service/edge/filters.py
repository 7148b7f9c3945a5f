"""Filters of lists: each a query parameter, what it takes, and the condition that it becomes."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from flask import request

from domain.organisation.unit import unit_ref
from projections.organisation import UNITS
from service.edge.answers import service
from service.edge.field_messages import Message, in_language
from service.edge.language import language
from service.edge.problems import Problem
from service.views.queries import Condition, Queries, equals, matches
from service.words.sentences import no_op as _

LONGEST_SEARCH = 100
DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
NOTHING = Condition("%s", False)


@dataclass(frozen=True, slots=True)
class Filter:
    """A query parameter; `condition` turns its text into a condition and raises ValueError for what it cannot be.

    `takes` is a list of codes, or a message of the catalogues.
    """

    name: str
    takes: str
    schema: Mapping[str, Any]
    condition: Callable[[str], Condition | None]
    is_several: bool = False

    def __iter__(self) -> Iterator[Condition]:
        """What the request asks for with this parameter; nothing where it is absent or empty. Raises Problem."""
        values = request.args.getlist(self.name)
        if len(values) > 1 and not self.is_several:
            raise Problem(400, "parameter_repeated", _("{name} can be given once only."), {"name": self.name})
        given = ",".join(values).strip()
        if not given:
            return
        try:
            condition = self.condition(given)
        except ValueError:
            facts = {"name": self.name, "known": in_language(language(), self.takes)}
            raise Problem(400, "filter_invalid", _("{name} takes: {known}."), facts) from None
        if condition is not None:
            yield condition

    def parameter(self) -> dict[str, Any]:
        """The parameter in the OpenAPI document."""
        description = in_language("en", self.takes)
        return {"in": "query", "name": self.name, "schema": dict(self.schema), "description": description}


def conditions_of(filters: Iterable[Filter]) -> list[Condition]:
    """What the request asks for, all filters together."""
    return [condition for each in filters for condition in each]


def codes(name: str, known: type[StrEnum], column: str | None = None) -> Filter:
    """Rows with one of the codes, repeated or separated by commas."""

    def condition(given: str) -> Condition:
        return Condition(f"{column or name} = ANY(%s)", [str(known(code)) for code in given.split(",")])

    return Filter(name, ", ".join(known), {"type": "string", "example": next(iter(known))}, condition, is_several=True)


def one_of(name: str, known: Iterable[str], column: str | None = None) -> Filter:
    """Rows whose column, of that name unless another is given, has that value."""
    values = sorted(known)

    def condition(given: str) -> Condition:
        return equals(column or name, values[values.index(given)])

    return Filter(name, ", ".join(values), {"type": "string", "enum": values}, condition)


def unit(name: str = "unit") -> Filter:
    """Rows of one unit, by id, or by the code of a unit that there is."""

    def condition(given: str) -> Condition:
        try:
            return equals(name, UUID(given))
        except ValueError:
            if not Queries(service().reading).all(UNITS, [equals("code", given)]):
                raise
            return equals(name, unit_ref(given))

    return Filter(name, _("a unit's code or UUID"), {"type": "string", "maxLength": 40}, condition)


def identifier(name: str, column: str | None = None) -> Filter:
    """Rows with that id."""

    def condition(given: str) -> Condition:
        return equals(column or name, UUID(given))

    return Filter(name, _("a UUID"), {"type": "string", "format": "uuid"}, condition)


def day(name: str, sql: str) -> Filter:
    """Rows before or after a day; `sql` holds its place."""

    def condition(given: str) -> Condition:
        if not DAY.fullmatch(given):
            raise ValueError(given)
        return Condition(sql, date.fromisoformat(given))

    return Filter(name, _("a day as YYYY-MM-DD"), {"type": "string", "format": "date"}, condition)


def moment(name: str, condition_at: Callable[[datetime], Condition]) -> Filter:
    """Rows before or after a moment with offset."""

    def condition(given: str) -> Condition:
        return condition_at(moment_of(given))

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


def search(name: str = "q") -> Filter:
    """Rows that hold the text in number, title, redacted summary or codes; never in anything personal."""

    def condition(given: str) -> Condition:
        if len(given) > LONGEST_SEARCH:
            raise ValueError(given)
        return matches(given) or NOTHING

    schema = {"type": "string", "maxLength": LONGEST_SEARCH}
    return Filter(name, Message(_("at most {most} characters")).format(most=LONGEST_SEARCH), schema, condition)


def number(name: str = "number", column: str = "case_no") -> Filter:
    """The row with that case number, in any case of letters."""

    def condition(given: str) -> Condition:
        return equals(column, stored_text(given.upper()))

    return Filter(name, _("a case number"), {"type": "string", "maxLength": 60}, condition)


def text(name: str, column: str | None = None) -> Filter:
    """Rows whose column holds exactly that text."""

    def condition(given: str) -> Condition:
        return equals(column or name, stored_text(given))

    return Filter(name, _("a text"), {"type": "string", "maxLength": 60}, condition)


def flag(name: str, sql: str, value: Callable[[], Any] = lambda: True) -> Filter:
    """Rows that meet a condition, where it is true; every row where it is false."""

    def condition(given: str) -> Condition | None:
        if given not in ("true", "false"):
            raise ValueError(given)
        return Condition(sql, value()) if given == "true" else None

    return Filter(name, "true, false", {"type": "boolean"}, condition)


def stored_text(given: str) -> str:
    """The text as a column can hold it. Raises ValueError for NUL and for more than 60 characters."""
    if "\0" in given or len(given) > 60:
        raise ValueError(given)
    return given
