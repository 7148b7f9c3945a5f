"""Reading views page by page: filters, keyset cursors and search."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg.rows import dict_row

from projections.projection import Projection
from projections.searching import number_term, pairs_of
from service.machine.database import Database
from service.views.naming import counts_of, table_of
from service.views.tables import columns_of


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on the rows: SQL with a place for its value, and for each further one.

    `instead` counts where it leaves no row at all.
    """

    sql: str
    value: Any
    further: tuple[Any, ...] = ()
    instead: "Condition | None" = None


def values_of(conditions: Iterable[Condition]) -> list[Any]:
    """The values of all conditions, in the order of their places."""
    return [value for condition in conditions for value in (condition.value, *condition.further)]


@dataclass(frozen=True, slots=True)
class Order:
    """The column that a list is sorted by; the row's id breaks ties."""

    column: str
    descending: bool = False

    @property
    def word(self) -> str:
        return "DESC" if self.descending else "ASC"


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page, and where the next one begins; None on the last."""

    rows: list[dict[str, Any]]
    next_after: tuple[Any, Any] | None


def equals(column: str, value: Any) -> Condition:
    """Rows whose column has that value."""
    return Condition(f"{column} = %s", value)


def matches(text: str, column: str = "search", *, with_texts: bool = True) -> Condition | None:
    """Rows whose number the text is or begins; where there is none, rows that hold all its pairs of characters.

    Without `with_texts` numbers alone are asked. None where nothing can be searched for.
    """
    pairs = pairs_of(text)
    if not pairs:
        return None
    query = " & ".join(f"'{pair}'" + (":*" if len(pair) == 1 else "") for pair in dict.fromkeys(pairs))
    in_texts = Condition(f"{column} @@ %s::tsquery", query) if with_texts else None
    return Condition(f"{column} @@ %s::tsquery", f"'{number_term(text)}':*", instead=in_texts)


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
        conditions = self._settled(view, conditions)
        where = [condition.sql for condition in conditions]
        values = values_of(conditions)
        if after is not None:
            comparison = "<" if order.descending else ">"
            where.append(f"({order.column}, {view.id_column}) {comparison} (%s, %s)")
            values.extend(after)
        filters = f" WHERE {' AND '.join(where)}" if where else ""
        query = (
            f"SELECT {_names(view)} FROM {table_of(view)}{filters} "
            f"ORDER BY {order.column} {order.word}, {view.id_column} {order.word} LIMIT %s"
        )
        rows = self.rows(query, [*values, limit + 1])
        if len(rows) <= limit:
            return Page(rows, None)
        last = rows[limit - 1]
        return Page(rows[:limit], (last[order.column], last[view.id_column]))

    def _settled(self, view: Projection, conditions: Sequence[Condition]) -> list[Condition]:
        """The conditions, with what counts instead of one that leaves no row among those that the others leave."""
        found = list(conditions)
        for place, condition in enumerate(found):
            if condition.instead is not None and not self._leave_any(view, found):
                found[place] = condition.instead
        return found

    def _leave_any(self, view: Projection, conditions: Sequence[Condition]) -> bool:
        query = f"SELECT FROM {table_of(view)} WHERE {' AND '.join(c.sql for c in conditions)} LIMIT 1"
        return bool(self.rows(query, values_of(conditions)))

    def all(self, view: Projection, conditions: Sequence[Condition] = ()) -> list[dict[str, Any]]:
        """Every row of a small view, by row id."""
        filters = f" WHERE {' AND '.join(c.sql for c in conditions)}" if conditions else ""
        query = f"SELECT {_names(view)} FROM {table_of(view)}{filters} ORDER BY {view.id_column}"
        return self.rows(query, values_of(conditions))

    def counts(self, view: Projection, column: str, conditions: Sequence[Condition] = ()) -> Mapping[Any, int]:
        """How much is counted of the view, by the value of a column of its buckets."""
        filters = f" WHERE {' AND '.join(c.sql for c in conditions)}" if conditions else ""
        query = f"SELECT {column} AS value, sum(n)::bigint AS number FROM {counts_of(view)}{filters} GROUP BY {column}"
        return {row["value"]: row["number"] for row in self.rows(query, values_of(conditions))}

    def rows(self, query: str, values: Sequence[Any]) -> list[dict[str, Any]]:
        """The rows of a query of ours."""
        with self._database.get_connection() as connection, connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(query, values).fetchall()


def _names(view: Projection) -> str:
    return ", ".join(column.name for column in columns_of(view))
