"""Reading views page by page: filters, keyset cursors and search."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from psycopg.rows import dict_row

from projections.projection import Projection
from service.machine.database import Database
from service.views.conditions import NOTHING, Condition, Order, any_of, narrowed, values_of
from service.views.naming import counts_of, table_of
from service.views.selecting import among, at_front, candidates, in_order, in_words, later_than, selected, where

RARE = 500
"""Rows that match a search and are sorted, all of them."""
FEW = 300
"""Rows that a reader may know of in all, and that are sorted, those of them that are asked for."""
FRONT = 2_000
"""Rows at the front of a list among which a page of what many match is sought first."""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page, and where the next one begins; None on the last.

    `is_capped` tells that more rows match what was searched for than were looked at.
    """

    rows: list[dict[str, Any]]
    next_after: tuple[Any, Any] | None
    is_capped: bool = False


class Queries:
    """Reads the live tables of views."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(
        self,
        view: Projection,
        conditions: Sequence[Condition],
        order: Order,
        limit: int,
        after: tuple[Any, Any] | None = None,
    ) -> Page:
        """At most `limit` rows after the place `after` = (value of the order's column, row id)."""
        weighed = [self._weighed(view, each) for each in narrowed(conditions)]
        if NOTHING in weighed:
            return Page([], None)
        settled = self._settled(view, weighed)
        later = later_than(view, order, after)
        rows, is_capped = (
            self._searched(view, settled, later, order, limit + 1)
            if any(each.most for each in settled)
            else (self._ordered(*in_order(view, [*settled, *later], order, limit + 1), view, order, limit + 1), False)
        )
        if len(rows) <= limit:
            return Page(rows, None, is_capped)
        last = rows[limit - 1]
        return Page(rows[:limit], (last[order.column], last[view.id_column]), is_capped)

    def _searched(
        self, view: Projection, settled: Sequence[Condition], later: Sequence[Condition], order: Order, limit: int
    ) -> tuple[list[dict[str, Any]], bool]:
        """Rows that were searched for, and whether more match than were looked at.

        Where few match, all are sorted. Where many do, a page of them may stand at the front of all rows in that order;
        if none does, so many as may be are looked at.
        """
        most = min(each.most for each in settled if each.most)
        is_common = self._is_beyond(view, settled, RARE)
        if is_common:
            front = self._ordered(*at_front(view, [*settled, *later], order, FRONT), view, order, limit)
            if len(front) == limit:
                return front, False
        rows = self._ordered(*among(view, settled, later, most), view, order, limit)
        return rows, is_common and self._is_beyond(view, settled, most)

    def _ordered(
        self, query: str, values: Sequence[Any], view: Projection, order: Order, limit: int
    ) -> list[dict[str, Any]]:
        return self.rows(f"{query} {in_words(view, order)} LIMIT %s", [*values, limit])

    def _weighed(self, view: Projection, condition: Condition) -> Condition:
        """The condition, with what the planner cannot know of it: whether a reader knows of few rows or of none."""
        if condition.are_apart:
            ways = (self._weighed(view, way) for way in condition.ways)
            return any_of([way for way in ways if way is not NOTHING], are_apart=True)
        if not condition.leaves_few:
            return condition
        query, values = candidates(view, [condition], "1", FEW + 1)
        (known,) = self.rows(f"SELECT count(*) AS number FROM ({query}) AS known", values)
        if not known["number"]:
            return NOTHING
        return replace(condition, is_few=known["number"] <= FEW)

    def _settled(self, view: Projection, conditions: Sequence[Condition]) -> list[Condition]:
        """The conditions, with what counts instead of one that leaves no row among those that the others leave."""
        found = list(conditions)
        for place, condition in enumerate(found):
            if condition.instead is not None and not self._leave_any(view, found):
                found[place] = condition.instead
        return found

    def _leave_any(self, view: Projection, conditions: Sequence[Condition]) -> bool:
        return self._is_beyond(view, conditions, 0)

    def _is_beyond(self, view: Projection, conditions: Sequence[Condition], most: int) -> bool:
        """Whether more rows than that meet the conditions."""
        query, values = candidates(view, conditions, "1", most + 1)
        return bool(self.rows(f"{query} OFFSET {most} LIMIT 1", values))

    def all(self, view: Projection, conditions: Sequence[Condition] = ()) -> list[dict[str, Any]]:
        """Every row of a small view, by row id."""
        query = f"{selected(view, conditions)} ORDER BY {view.id_column}"
        return self.rows(query, values_of(conditions))

    def counts(self, view: Projection, column: str, conditions: Sequence[Condition] = ()) -> Mapping[Any, int]:
        """How much is counted of the view, by the value of a column of its buckets."""
        query = (
            f"SELECT {column} AS value, sum(n)::bigint AS number FROM {counts_of(view)}{where(conditions)} "
            f"GROUP BY {column}"
        )
        return {row["value"]: row["number"] for row in self.rows(query, values_of(conditions))}

    def totals(
        self, view: Projection, by: Sequence[str], amount: str, conditions: Sequence[Condition]
    ) -> list[dict[str, Any]]:
        """How many rows there are and what they amount to, for the values of the columns `by`, in their order."""
        columns = ", ".join(by)
        query = (
            f"SELECT {columns}, count(*)::bigint AS number, sum({amount})::bigint AS amount "
            f"FROM {table_of(view)}{where(conditions)} GROUP BY {columns} ORDER BY {columns}"
        )
        return self.rows(query, values_of(conditions))

    def rows(self, query: str, values: Sequence[Any]) -> list[dict[str, Any]]:
        """The rows of a query of ours, planned for these values: of some there are ten rows, of others millions."""
        with self._database.get_connection() as connection, connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(query, values, prepare=False).fetchall()
