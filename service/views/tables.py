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
from projections.projection import Bigrams, Memory, Position, Projection

SQL_TYPES: dict[Any, str] = {
    str: "text",
    int: "bigint",
    bool: "boolean",
    date: "date",
    datetime: "timestamptz",
    UUID: "uuid",
    list[UUID]: "uuid[]",
    Personal: "text",
    Bigrams: "tsvector",
    Memory: "text",
    Position: "bigint",
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
        connection.execute(f"CREATE INDEX ON {table} {index}")


def rows_by_key(
    connection: Connection[Any], view: Projection, table: str, keys: Iterable[UUID]
) -> dict[UUID, dict[Any, dict[str, Any]]]:
    """The rows under each key, by row id."""
    wanted = list(keys)
    found: dict[UUID, dict[Any, dict[str, Any]]] = {key: {} for key in wanted}
    names = ", ".join(column.name for column in columns_of(view))
    query = f"SELECT {names} FROM {table} WHERE {view.key_column} = ANY(%s)"
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
    values = ", ".join(f"{column.name}::{column.sql_type}" for column in columns)
    others = [column.name for column in columns if column.name != view.id_column]
    replaced = ", ".join(f"{name} = EXCLUDED.{name}" for name in others)
    connection.execute(
        f"INSERT INTO {table} ({names}) SELECT {values} FROM unnest({casts}) AS given ({names}) "
        f"ON CONFLICT ({view.id_column}) DO UPDATE SET {replaced}",
        [[_stored(row[column.name], column) for row in rows] for column in columns],
    )


def _cast(column: Column) -> str:
    """A place for a column's values, sent in binary form: long texts then need no escaping."""
    return "%b::text[]" if column.sql_type in ("tsvector", "uuid[]") else f"%b::{column.sql_type}[]"


def _stored(value: Any, column: Column) -> Any:
    if column.sql_type == "uuid[]":
        return f"{{{','.join(each.hex for each in value)}}}"
    if value is None or column.sql_type not in ("text", "tsvector"):
        return value
    if column.python_type is Personal:
        return value if isinstance(value, str) else msgspec.json.encode(value.token).decode()
    return str(value).replace("\0", "\N{SYMBOL FOR NULL}")


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
