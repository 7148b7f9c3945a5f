"""Counting cases by where they stand, and their running terms by rule, due day and where the case stands."""

from collections.abc import Callable
from typing import Any

from projections.next_due import NEVER, terms_in
from projections.projection import Row

ITSELF = ""
"""The rule under which a case itself counts, once, without a day; its terms count under theirs."""


def measuring(bucket: type[tuple[Any, ...]]) -> Callable[[Row], list[tuple[Any, ...]]]:
    """Measures a case's row in buckets of a rule, a due day, and columns of the row itself."""
    columns = tuple(bucket.__annotations__)[2:]

    def measure(row: Row) -> list[tuple[Any, ...]]:
        stands = tuple(tuple(row[each]) if isinstance(row[each], list) else row[each] for each in columns)
        return [(rule, due_on, *stands) for rule, due_on in ((ITSELF, NEVER), *terms_in(row["clocks"]))]

    return measure
