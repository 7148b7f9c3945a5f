"""What is counted of a view: a small table beside its own, booked in the same transaction."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, get_type_hints

from psycopg import Connection
from psycopg.rows import tuple_row

from projections.projection import Counting, Projection, Row
from service.views.naming import counts_beside
from service.views.tables import SQL_TYPES

Bucket = tuple[Any, ...]
Change = Counter[Bucket]
"""By how many each bucket holds more, or fewer."""


class CountBelowNothing(Exception):
    """A bucket would hold fewer than none: what was counted is not what the view held."""


class Tally:
    """What a batch changes of the counts of one view."""

    def __init__(self, view: Projection) -> None:
        self._measure = view.counting.measure if view.counting else None
        self._change: Change = Counter()

    def take(self, row: Row | None) -> None:
        """The row, as it was, counts no more."""
        if row is not None and self._measure:
            self._change.subtract(self._measure(row))

    def add(self, row: Row) -> None:
        """The row, as it is, counts."""
        if self._measure:
            self._change.update(self._measure(row))

    @property
    def change(self) -> list[tuple[Bucket, int]]:
        """The buckets that hold another number, in an order that keeps writers from waiting for each other in turn."""
        return sorted((bucket, by) for bucket, by in self._change.items() if by)


@cache
def _columns(counting: Counting) -> dict[str, str]:
    return {name: SQL_TYPES[hint] for name, hint in get_type_hints(counting.bucket).items()}


def create(connection: Connection[Any], view: Projection, table: str) -> None:
    """An empty table of counts beside the view's, if it has any; pages keep room for what changes at every batch."""
    if view.counting is None:
        return
    columns = _columns(view.counting)
    lines = ", ".join(f"{name} {sql_type} NOT NULL" for name, sql_type in columns.items())
    connection.execute(
        f"CREATE TABLE {counts_beside(table)} ({lines}, n bigint NOT NULL, PRIMARY KEY ({', '.join(columns)})) "
        "WITH (fillfactor = 50)"
    )


def rename(connection: Connection[Any], view: Projection, table: str, name: str) -> None:
    """Puts the counts where they are looked for beside a table of that name."""
    if view.counting is not None:
        connection.execute(f"ALTER TABLE {counts_beside(table)} RENAME TO {counts_beside(name)}")


def drop(connection: Connection[Any], table: str) -> None:
    """Removes the counts beside a table of some view, if there are any."""
    connection.execute(f"DROP TABLE IF EXISTS {counts_beside(table)}")


class Booked:
    """Buckets that were sent: what they hold now is looked at once the database has answered."""

    def __init__(self, counts: str = "", columns: Mapping[str, str] | None = None, rows: Iterable[Bucket] = ()) -> None:
        self._counts, self._columns, self._rows = counts, columns or {}, rows

    def settle(self, connection: Connection[Any]) -> None:
        """Removes the buckets that hold nothing any more. Raises CountBelowNothing."""
        held = list(self._rows)
        if any(number < 0 for *_, number in held):
            raise CountBelowNothing(self._counts)
        if empty := [tuple(bucket) for *bucket, number in held if not number]:
            names, places, chosen = _written(self._columns)
            connection.execute(
                f"DELETE FROM {self._counts} WHERE ({names}) IN "
                f"(SELECT {chosen} FROM unnest({places}) AS given ({names}))",
                _by_column(empty),
            )


def book(connection: Connection[Any], view: Projection, table: str, tally: Tally) -> Booked:
    """Sends by how much the buckets change; in a pipeline nothing is waited for."""
    change = tally.change
    if view.counting is None or not change:
        return Booked()
    columns, counts = _columns(view.counting), counts_beside(table)
    names, places, chosen = _written(columns)
    rows = connection.cursor(row_factory=tuple_row).execute(
        f"INSERT INTO {counts} AS kept "
        f"SELECT {chosen}, n FROM unnest({places}, %b::bigint[]) AS given ({names}, n) "
        f"ON CONFLICT ({names}) DO UPDATE SET n = kept.n + EXCLUDED.n RETURNING {names}, n",
        [*_by_column(bucket for bucket, _ in change), [by for _, by in change]],
    )
    return Booked(counts, columns, rows)


def _written(columns: Mapping[str, str]) -> tuple[str, str, str]:
    """The columns of a bucket as SQL: their names, the places of their values, and the values chosen from these."""
    return (
        ", ".join(columns),
        ", ".join("%b::text[]" if each.endswith("[]") else f"%b::{each}[]" for each in columns.values()),
        ", ".join(f"{name}::{sql_type}" for name, sql_type in columns.items()),
    )


def digest(connection: Connection[Any], view: Projection, table: str) -> str:
    """SHA-256 over all buckets with their numbers; empty where nothing is counted."""
    if view.counting is None:
        return ""
    query = f"""
        SELECT encode(sha256(coalesce(string_agg(convert_to(c::text, 'UTF8'), ''::bytea ORDER BY c), ''::bytea)), 'hex')
        FROM {counts_beside(table)} c
    """
    with connection.cursor(row_factory=tuple_row) as cursor:
        return "".join(text for (text,) in cursor.execute(query))


def _by_column(buckets: Iterable[Bucket]) -> list[list[Any]]:
    """A list for each column; a code of the domain is its text, and several ids or codes are sent as one."""
    return [[_sent(value) for value in column] for column in zip(*buckets, strict=True)]


def _sent(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return f"{{{','.join(map(str, value))}}}"
    return str(value) if isinstance(value, str) else value
