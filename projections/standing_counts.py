"""Counting cases by where they stand, and their running terms by rule, due day and where the case stands."""

from collections.abc import Callable, Iterable
from typing import Any

from projections.next_due import NEVER, terms_in
from projections.projection import Row

ITSELF = ""
"""The rule under which a case itself counts, once, without a day; its terms count under theirs."""


def measuring(bucket: type[tuple[Any, ...]]) -> Callable[[Row], list[tuple[Any, ...]]]:
    """Measures a case's row in buckets of a rule, a due day, and columns of the row itself."""
    columns = tuple(bucket.__annotations__)[2:]

    def measure(row: Row) -> list[tuple[Any, ...]]:
        places = ((ITSELF, NEVER), *terms_in(row["clocks"]))
        return [(rule, due_on, *stands) for stands in for_whom(row, columns) for rule, due_on in places]

    return measure


def for_whom(row: Row, columns: Iterable[str]) -> list[tuple[Any, ...]]:
    """The columns of the row as readers ask for them: once for units, and once for each officer who is named.

    In the first nobody is `assigned`, in each other one officer: so there are no more buckets than officers have, and
    not one for every team that there ever was.
    """
    told = {each: tuple(row[each]) if isinstance(row[each], list) else row[each] for each in columns}
    named = dict.fromkeys([(), *((officer,) for officer in row["assigned"])])
    return [tuple((told | {"assigned": each}).values()) for each in named]
