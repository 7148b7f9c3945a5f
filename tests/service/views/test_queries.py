"""Conditions on the same column are asked as one, and what no row can meet is not asked at all."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from projections.audit_trail import AUDIT_TRAIL
from service.views.conditions import NOTHING, Condition, Order, any_of, equals, is_any, narrowed
from service.views.queries import FEW, Page, Queries

KINDS = any_of([equals("kind", kind) for kind in ("unit", "fund", "petition")], are_apart=True)


class Unasked(Queries):
    """Queries of which none reaches a database."""

    def __init__(self) -> None:
        pass

    def rows(self, query: str, values: Sequence[Any]) -> list[dict[str, Any]]:
        raise AssertionError(query)


def test_values_that_exclude_each_other_leave_nothing_to_ask() -> None:
    for one, other in (
        (equals("kind", "unit"), equals("kind", "fund")),
        (is_any("kind", ["unit", "fund"]), equals("kind", "petition")),
        (KINDS, equals("kind", "officer")),
        (KINDS, NOTHING),
        (KINDS, is_any("kind", [])),
    ):
        assert NOTHING in narrowed([one, other])
        assert Unasked().page(AUDIT_TRAIL, [one, other], Order("position"), 50) == Page([], None)


def test_ways_that_another_condition_closes_are_not_asked() -> None:
    status = Condition("status = %s", 1)
    assert narrowed([KINDS, status]) == [KINDS, status]
    assert narrowed([KINDS, equals("kind", "fund")]) == [equals("kind", "fund"), equals("kind", "fund")]
    (left, _other) = narrowed([KINDS, is_any("kind", ["fund", "unit", "officer"])])
    assert left.ways == (equals("kind", "unit"), equals("kind", "fund"))
    assert left.are_apart
    assert (left.value, left.further) == ("unit", ("fund",))


def test_no_way_is_no_row() -> None:
    assert any_of([]) is NOTHING
    assert narrowed([any_of([])]) == [NOTHING]
    assert narrowed([]) == []


class Counted(Queries):
    """Queries of a table in which so many rows meet any condition, and what was asked of it besides their number."""

    def __init__(self, number: int) -> None:
        self._number = number
        self.asked: list[str] = []

    def rows(self, query: str, values: Sequence[Any]) -> list[dict[str, Any]]:
        if "count(*)" in query:
            return [{"number": self._number}]
        self.asked.append(query)
        return []


def _asked(number: int) -> list[str]:
    own = replace(equals("kind", "petition"), leaves_few=True)
    queries = Counted(number)
    queries.page(AUDIT_TRAIL, [any_of([own, equals("kind", "unit")], are_apart=True)], Order("position"), 50)
    return queries.asked


def test_rows_of_which_a_reader_knows_few_are_found_before_they_are_sorted_and_of_none_nothing_is_asked() -> None:
    (none,), (few,), (many,) = _asked(0), _asked(FEW), _asked(FEW + 1)
    assert (none.count("kind = %s"), few.count("kind = %s"), many.count("kind = %s")) == (1, 2, 2)
    assert (none.count("OFFSET 0"), few.count("OFFSET 0"), many.count("OFFSET 0")) == (0, 1, 0)
