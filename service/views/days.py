"""Between which row ids the rows of a day lie, in a small table beside a view's own: a moment is a range of ids."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from psycopg import Connection
from psycopg.rows import tuple_row

from projections.projection import Projection, Row
from service.views.naming import days_beside


class Days:
    """The first and last row id of each day among the rows that were added; rows stay and never change their day."""

    def __init__(self, view: Projection) -> None:
        self._view = view
        self._spans: dict[date, tuple[Any, Any]] = {}

    def add(self, row: Row) -> None:
        """The row lies within the span of its day."""
        if self._view.day is None:
            return
        day, row_id = self._view.day(row), row[self._view.id_column]
        first, last = self._spans.get(day, (row_id, row_id))
        self._spans[day] = min(first, row_id), max(last, row_id)

    @property
    def spans(self) -> Mapping[date, tuple[Any, Any]]:
        """By day, in an order that keeps writers from waiting for each other in turn."""
        return dict(sorted(self._spans.items()))


def create(connection: Connection[Any], view: Projection, table: str) -> None:
    """An empty table of days beside the view's, if it has any."""
    if view.day is not None:
        connection.execute(
            f"CREATE TABLE {days_beside(table)} "
            "(day date PRIMARY KEY, first_id bigint NOT NULL, last_id bigint NOT NULL) WITH (fillfactor = 50)"
        )


def rename(connection: Connection[Any], view: Projection, table: str, name: str) -> None:
    """Puts the days where they are looked for beside a table of that name."""
    if view.day is not None:
        connection.execute(f"ALTER TABLE {days_beside(table)} RENAME TO {days_beside(name)}")


def drop(connection: Connection[Any], table: str) -> None:
    """Removes the days beside a table of some view, if there are any."""
    connection.execute(f"DROP TABLE IF EXISTS {days_beside(table)}")


def book(connection: Connection[Any], table: str, days: Days) -> None:
    """Widens the spans to those of the rows that were added."""
    spans = days.spans
    if not spans:
        return
    firsts, lasts = zip(*spans.values(), strict=True)
    connection.execute(
        f"INSERT INTO {days_beside(table)} AS kept SELECT * FROM unnest(%b::date[], %b::bigint[], %b::bigint[]) "
        "ON CONFLICT (day) DO UPDATE SET first_id = least(kept.first_id, EXCLUDED.first_id), "
        "last_id = greatest(kept.last_id, EXCLUDED.last_id) "
        "WHERE EXCLUDED.first_id < kept.first_id OR EXCLUDED.last_id > kept.last_id",
        [list(spans), list(firsts), list(lasts)],
    )


def digest(connection: Connection[Any], view: Projection, table: str) -> str:
    """SHA-256 over all days with their spans; empty where the view has none."""
    if view.day is None:
        return ""
    query = f"""
        SELECT encode(sha256(coalesce(string_agg(convert_to(d::text, 'UTF8'), ''::bytea ORDER BY d), ''::bytea)), 'hex')
        FROM {days_beside(table)} d
    """
    with connection.cursor(row_factory=tuple_row) as cursor:
        return "".join(text for (text,) in cursor.execute(query))
