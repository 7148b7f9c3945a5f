"""Counting cases by where they stand, and their running terms by rule, due day and where the case stands."""

from collections.abc import Callable, Iterable
from typing import Any

from projections.next_due import NEVER, items_in
from projections.projection import Row

ITSELF = ""
"""The rule under which a case itself counts, once, without a day; its terms count under theirs."""

At = Callable[[Row, str, str], str]
"""Where a case stands for the term of a rule and item."""


def where_it_stands(row: Row, _rule: str, _item: str) -> str:
    """The status of the case."""
    return str(row["status"])


def measuring(bucket: type[tuple[Any, ...]], at: At = where_it_stands) -> Callable[[Row], list[tuple[Any, ...]]]:
    """Measures a case's row in buckets of a rule, a due day, a status, and columns of the row itself."""
    columns = tuple(bucket.__annotations__)[3:]

    def measure(row: Row) -> list[tuple[Any, ...]]:
        places = [(ITSELF, NEVER, row["status"])]
        places += [(rule, due_on, at(row, rule, item)) for rule, item, due_on in items_in(row["clocks"])]
        return [(*place, *stands) for stands in for_whom(row, columns) for place in places]

    return measure


def for_whom(row: Row, columns: Iterable[str]) -> list[tuple[Any, ...]]:
    """The columns of the row as readers ask for them: once for units, and once for each officer who is named.

    In the first nobody is `assigned`, in each other one officer: so there are no more buckets than officers have, and
    not one for every team that there ever was.
    """
    told = {each: tuple(row[each]) if isinstance(row[each], list) else row[each] for each in columns}
    named = dict.fromkeys([(), *((officer,) for officer in row["assigned"])])
    return [tuple((told | {"assigned": each}).values()) for each in named]
