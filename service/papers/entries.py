"""The entries of a register: rows read from its views, joined, in their order."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from psycopg import Connection
from psycopg.rows import dict_row

from projections.projection import Bigrams, Projection
from service.kinds.register import Join, Register
from service.machine.database import Database
from service.views.conditions import Condition, values_of
from service.views.naming import table_of
from service.views.tables import columns_of

BATCH = 2_000
Read = Callable[[str, Sequence[Any]], list[dict[str, Any]]]
"""Reads the rows of a query of ours."""
RowOpening = Callable[[Projection, Sequence[Mapping[str, Any]]], Sequence[Mapping[str, Any]]]
"""Opens the sealed columns of rows for one reader."""


@contextmanager
def snapshot(database: Database) -> Iterator[Connection[Any]]:
    """The views at one moment, read only, for as long as a large register takes."""
    with database.get_connection() as connection, connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        connection.execute("SET LOCAL statement_timeout = 0")
        connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        yield connection


def reading(connection: Connection[Any]) -> Read:
    """Reads within the connection's transaction."""

    def read(query: str, values: Sequence[Any]) -> list[dict[str, Any]]:
        with connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(query, values).fetchall()

    return read


def entries(
    connection: Connection[Any], register: Register, conditions: Sequence[Condition], opening: RowOpening
) -> Iterator[Any]:
    """Every entry, in order; holds one batch of them at a time, its texts opened together."""
    names = ", ".join(c.name for c in columns_of(register.view) if c.python_type is not Bigrams)
    query = f"SELECT {names} FROM {table_of(register.view)}{_where(conditions)} ORDER BY {_order(register)}"  # noqa: S608
    read = reading(connection)
    with connection.cursor("register", row_factory=dict_row) as cursor:
        cursor.execute(query, values_of(conditions))
        while rows := cursor.fetchmany(BATCH):
            yield from joined(read, register, opening(register.view, rows))


def count(read: Read, view: Projection, conditions: Sequence[Condition]) -> int:
    """How many rows meet the conditions."""
    query = f"SELECT count(*) AS number FROM {table_of(view)}{_where(conditions)}"  # noqa: S608 — our own names
    return int(read(query, values_of(conditions))[0]["number"])


def joined(read: Read, register: Register, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows with what they take from other views, read at once for all of them."""
    found = [dict(row) for row in rows]
    for join in register.joins:
        others = _others(read, join, found)
        nothing: dict[str, Any] = dict.fromkeys(join.takes)
        for row in found:
            row.update(others.get(row[join.on], nothing))
    return found


def _others(read: Read, join: Join, rows: Sequence[Mapping[str, Any]]) -> dict[Any, dict[str, Any]]:
    wanted = Condition(f"{join.key} = ANY(%s)", list({row[join.on] for row in rows}))
    conditions = [wanted, *([join.condition] if join.condition else [])]
    takes = ", ".join(f"{column} AS {name}" for name, column in join.takes.items())
    query = (
        f"SELECT {join.key} AS joined_key, {takes} FROM {table_of(join.view)}{_where(conditions)} "  # noqa: S608
        f"ORDER BY {f'{join.least} DESC, ' if join.least else ''}{join.view.id_column}"
    )
    return {row.pop("joined_key"): row for row in read(query, values_of(conditions))}


def _where(conditions: Sequence[Condition]) -> str:
    return f" WHERE {' AND '.join(condition.sql for condition in conditions)}" if conditions else ""


def _order(register: Register) -> str:
    return f"{register.order.column} {register.order.word}, {register.view.id_column} {register.order.word}"
