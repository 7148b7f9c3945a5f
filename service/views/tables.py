"""Views as tables: columns from the row's annotations, bulk reading, bulk writing, and a digest of everything."""

import types
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec
from psycopg import Connection
from psycopg.rows import dict_row

from domain.values import Personal
from projections.projection import Bigrams, Memory, Position, Projection, Reach, Reaches

SQL_TYPES: dict[Any, str] = {
    str: "text",
    int: "bigint",
    bool: "boolean",
    date: "date",
    datetime: "timestamptz",
    UUID: "uuid",
    Personal: "text",
    Bigrams: "tsvector",
    Memory: "text",
    Position: "bigint",
    Reach: "uuid",
    Reaches: "uuid[]",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its SQL type, whether it may be empty, and the type of its values in the row."""

    name: str
    sql_type: str
    is_nullable: bool
    python_type: Any


def columns_of(view: Projection) -> tuple[Column, ...]:
    """The columns of a view, in the order of its row's fields."""
    return _columns(view.row)


@cache
def _columns(row: Any) -> tuple[Column, ...]:
    hints = get_type_hints(row)
    return tuple(_column(field.name, hints[field.name]) for field in fields(row))


def _column(name: str, hint: Any) -> Column:
    is_nullable = get_origin(hint) in (Union, types.UnionType)
    python_type = next(arg for arg in get_args(hint) if arg is not type(None)) if is_nullable else hint
    form = _plain_form(python_type)
    return Column(name, SQL_TYPES[form], is_nullable, form)


def _plain_form(hint: Any) -> Any:
    origin = get_origin(hint)
    return Personal if isinstance(origin, type) and issubclass(origin, Personal) else hint


def create(connection: Connection[Any], view: Projection, table: str) -> None:
    """An empty table for the view."""
    lines = [
        f"{column.name} {column.sql_type}" + ("" if column.is_nullable else " NOT NULL") for column in columns_of(view)
    ]
    connection.execute(f"CREATE TABLE {table} ({', '.join(lines)}, PRIMARY KEY ({view.id_column}))")
    searches = [c.name for c in columns_of(view) if c.python_type is Bigrams]
    for name in searches:
        connection.execute(f"CREATE INDEX ON {table} USING gin ({name})")
    for index in view.indexes:
        connection.execute(f"CREATE INDEX ON {table} ({index})")


def rows_by_key(
    connection: Connection[Any], view: Projection, table: str, keys: Iterable[UUID]
) -> dict[UUID, dict[Any, dict[str, Any]]]:
    """The rows under each key, by row id; the last alone where they differ in nothing that the view looks at."""
    wanted = list(keys)
    found: dict[UUID, dict[Any, dict[str, Any]]] = {key: {} for key in wanted}
    names = ", ".join(column.name for column in columns_of(view))
    query = f"SELECT {names} FROM {table} WHERE {view.key_column} = ANY(%s)"
    if view.of_key:
        last = f"WHERE {view.key_column} = wanted ORDER BY {view.id_column} DESC LIMIT 1"
        query = f"SELECT last.* FROM unnest(%s) wanted, LATERAL (SELECT {names} FROM {table} {last}) last"
    with connection.cursor(row_factory=dict_row) as cursor:
        for row in cursor.execute(query, (wanted,)):
            found[row[view.key_column]][row[view.id_column]] = row
    return found


def write(connection: Connection[Any], view: Projection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts or replaces the rows, whole, in one statement."""
    if not rows:
        return
    columns = columns_of(view)
    names = ", ".join(column.name for column in columns)
    casts = ", ".join(_cast(column) for column in columns)
    others = [column.name for column in columns if column.name != view.id_column]
    replaced = ", ".join(f"{name} = EXCLUDED.{name}" for name in others)
    connection.execute(
        f"INSERT INTO {table} ({names}) SELECT {_chosen(columns)} FROM unnest({casts}) AS given ({names}) "
        f"ON CONFLICT ({view.id_column}) DO UPDATE SET {replaced}",
        [[_stored(row[column.name], column) for row in rows] for column in columns],
    )


def _cast(column: Column) -> str:
    """A place for a column's values, sent in binary form: long texts then need no escaping."""
    if column.sql_type == "tsvector":
        return "%b::text[]::tsvector[]"
    return "%b::text[]" if column.python_type is Reaches else f"%b::{column.sql_type}[]"


def _chosen(columns: Sequence[Column]) -> str:
    """The columns out of what was sent: arrays came as texts, because an array of arrays is taken apart whole."""
    return ", ".join(
        f"{column.name}::{column.sql_type}" if column.python_type is Reaches else column.name for column in columns
    )


def _stored(value: Any, column: Column) -> Any:
    if column.python_type is Reaches:
        return f"{{{','.join(str(each) for each in value)}}}"
    if value is None or column.sql_type not in ("text", "tsvector"):
        return value
    if column.python_type is Personal:
        return value if isinstance(value, str) else msgspec.json.encode(value.token).decode()
    return str(value).replace("\0", "\N{SYMBOL FOR NULL}")


def spread(connection: Connection[Any], view: Projection, table: str, last: Sequence[Mapping[str, Any]]) -> None:
    """Brings the columns `of_key` of every row under the keys of these to what stands in these."""
    if not last:
        return
    columns = [column for column in columns_of(view) if column.name in (view.key_column, *view.of_key)]
    casts = ", ".join(_cast(column) for column in columns)
    chosen = ", ".join(f"given.{each}" for each in _chosen(columns).split(", "))
    names = ", ".join(column.name for column in columns)
    connection.execute(
        f"UPDATE {table} AS kept SET ({names}) = ROW({chosen}) FROM unnest({casts}) AS given ({names}) "
        f"WHERE kept.{view.key_column} = given.{view.key_column}",
        [[_stored(row[column.name], column) for row in last] for column in columns],
    )


def remove(connection: Connection[Any], view: Projection, table: str, ids: Sequence[Any]) -> None:
    """Removes rows by id."""
    if ids:
        connection.execute(f"DELETE FROM {table} WHERE {view.id_column} = ANY(%s)", (list(ids),))


def digest(connection: Connection[Any], view: Projection, table: str) -> tuple[int, str]:
    """How many rows, and SHA-256 over all of them in the order of their ids."""
    names = ", ".join(column.name for column in columns_of(view))
    query = f"""
        SELECT count(*), encode(sha256(coalesce(string_agg(sha256(convert_to(r::text, 'UTF8')), ''::bytea
            ORDER BY r.{view.id_column}), ''::bytea)), 'hex')
        FROM (SELECT {names} FROM {table}) r
    """
    row = connection.execute(query).fetchone()
    if row is None:
        raise LookupError(f"no digest of {table}")
    count, text = row.values() if isinstance(row, dict) else row
    return int(count), str(text)
