"""Views as tables: columns from the row's annotations, bulk reading, bulk writing, and what two tables differ in."""

import struct
import types
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints
from uuid import UUID, uuid4

import msgspec
from psycopg import Connection
from psycopg.adapt import Dumper
from psycopg.pq import Format
from psycopg.rows import dict_row, tuple_row
from psycopg.types.string import BytesBinaryDumper

from domain.values import Personal
from projections.projection import Bigrams, Memories, Memory, Position, Projection, Reach, Reaches, Wakes
from service.machine.statements import IDENTIFIER, TEXT

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
    Memories: "text[]",
    Position: "bigint",
    Reach: "uuid",
    Reaches: "uuid[]",
    Wakes: "date",
}
TEXTS = ("text", "tsvector")
SEVERAL = {"uuid[]": IDENTIFIER, "text[]": TEXT}
"""Arrays, and what each of their values is."""
NAMED = 20
"""Rows that differ that are named one by one."""


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
    """An empty table for the view, without its indexes."""
    lines = [
        f"{column.name} {column.sql_type}" + ("" if column.is_nullable else " NOT NULL") for column in columns_of(view)
    ]
    connection.execute(f"CREATE TABLE {table} ({', '.join(lines)})")


def index(connection: Connection[Any], view: Projection, table: str) -> None:
    """The keys of a table, and what the planner learns of its columns: before its first row, or after a copy's last."""
    connection.execute(f"ALTER TABLE {table} ADD PRIMARY KEY ({view.id_column})")
    searches = [c.name for c in columns_of(view) if c.python_type is Bigrams]
    for name in searches:
        connection.execute(f"CREATE INDEX ON {table} USING gin ({name})")
    for each in view.indexes:
        connection.execute(f"CREATE INDEX ON {table} {each}")
    for columns in view.together:
        name = f"views.{'_'.join(columns)}_{uuid4().hex}"
        connection.execute(f"CREATE STATISTICS {name} (mcv) ON {', '.join(columns)} FROM {table}")


def asked_by_key(
    connection: Connection[Any], view: Projection, table: str, keys: Iterable[UUID]
) -> Iterable[dict[str, Any]]:
    """Asks for the rows under the keys; for the last of each alone where they differ in nothing that the view looks at.

    In a pipeline they are waited for where they are looked at.
    """
    query = f"SELECT {_names(view)} FROM {table} WHERE {view.key_column} = ANY(%s)"
    if view.of_stream:
        last = f"WHERE {view.key_column} = wanted ORDER BY {view.id_column} DESC LIMIT 1"
        query = f"SELECT last.* FROM unnest(%s) wanted, LATERAL (SELECT {_names(view)} FROM {table} {last}) last"
    return connection.cursor(row_factory=dict_row).execute(query, (list(keys),))


def by_key(
    view: Projection, keys: Iterable[UUID], rows: Iterable[dict[str, Any]]
) -> dict[UUID, dict[Any, dict[str, Any]]]:
    """The rows under each of the keys, by row id."""
    found: dict[UUID, dict[Any, dict[str, Any]]] = {key: {} for key in keys}
    for row in rows:
        found[row[view.key_column]][row[view.id_column]] = row
    return found


def write(connection: Connection[Any], view: Projection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts or replaces the rows, whole, in one statement."""
    if not rows:
        return
    columns, names = columns_of(view), _names(view)
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
    return (
        "%b::text[]" if column.sql_type == "tsvector" or column.sql_type.endswith("[]") else f"%b::{column.sql_type}[]"
    )


def _stored(value: Any, column: Column) -> Any:
    if column.sql_type.endswith("[]"):
        return f"{{{','.join(map(str, value))}}}"
    if value is None or column.sql_type not in TEXTS:
        return value
    if column.python_type is Personal:
        return value if isinstance(value, str) else msgspec.json.encode(value.token).decode()
    return str(value).replace("\0", "\N{SYMBOL FOR NULL}")


def spread(
    connection: Connection[Any], view: Projection, table: str, alike: Collection[str], last: Sequence[Mapping[str, Any]]
) -> None:
    """Brings those columns of every row of the streams of these to what stands in these."""
    columns = [column for column in columns_of(view) if column.name in (view.key_column, *alike)]
    casts = ", ".join(_cast(column) for column in columns)
    values = ", ".join(f"given.{column.name}::{column.sql_type}" for column in columns)
    names = ", ".join(column.name for column in columns)
    connection.execute(
        f"UPDATE {table} AS kept SET ({names}) = ROW({values}) FROM unnest({casts}) AS given ({names}) "
        f"WHERE kept.{view.key_column} = given.{view.key_column}",
        [[_stored(row[column.name], column) for row in last] for column in columns],
    )


class TermsDumper(Dumper):
    """Search terms in the binary form of a text-search vector: their number, then each, ended, without places."""

    format = Format.BINARY
    oid = 3614

    def dump(self, obj: str) -> bytes:
        terms = obj.encode().split()
        return struct.pack("!I", len(terms)) + b"".join([term + b"\0\0\0" for term in terms])


@lru_cache(maxsize=1_024)
def _packed(sql_type: str, values: tuple[Any, ...]) -> bytes:
    """An array in its binary form: rows that follow one another mostly hold the same ones."""
    element = SEVERAL[sql_type]
    head = struct.pack("!iiI", bool(values), 0, element.oid)
    if values:
        head += struct.pack("!ii", len(values), 1)
    packed = map(element.bytes_of, values)
    return head + b"".join([struct.pack("!i", len(each)) + each for each in packed])


def copy(connection: Connection[Any], view: Projection, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Inserts rows whose ids the table does not hold, by COPY."""
    columns = columns_of(view)
    sealed = [place for place, column in enumerate(columns) if column.python_type is Personal]
    texts = [n for n, column in enumerate(columns) if column.sql_type == "text" and n not in sealed]
    several = [(place, column.sql_type) for place, column in enumerate(columns) if column.sql_type in SEVERAL]
    packed = dict(several)
    in_order = itemgetter(*(column.name for column in columns))
    with connection.cursor() as cursor:
        cursor.adapters.register_dumper(None, TermsDumper)
        cursor.adapters.register_dumper(bytes, BytesBinaryDumper)  # compiled; that of `Binary` comes first otherwise
        with cursor.copy(f"COPY {table} ({_names(view)}) FROM STDIN (FORMAT BINARY)") as copying:
            copying.set_types(["bytea" if n in packed else column.sql_type for n, column in enumerate(columns)])
            for row in rows:
                values = list(in_order(row))
                for place, sql_type in several:
                    values[place] = _packed(sql_type, tuple(values[place]))
                for place in sealed:
                    values[place] = _stored(values[place], columns[place])
                for place in texts:
                    if values[place] and "\0" in values[place]:
                        values[place] = _stored(values[place], columns[place])
                copying.write_row(values)


def remove(connection: Connection[Any], view: Projection, table: str, ids: Sequence[Any]) -> None:
    """Removes rows by id."""
    if ids:
        connection.execute(f"DELETE FROM {table} WHERE {view.id_column} = ANY(%s)", (list(ids),))


class Digest(NamedTuple):
    """How many rows, and the sum of their hashes under a seed that nobody knew when they were written."""

    rows: int
    hashes: str


def digest(connection: Connection[Any], view: Projection, table: str, seed: int) -> Digest:
    """The digest of all rows, in whatever order they lie."""
    query = f"""
        SELECT count(*), coalesce(sum(hashtextextended(r::text, %s)), 0)::text
        FROM (SELECT {_names(view)} FROM {table}) r
    """
    with connection.cursor(row_factory=tuple_row) as cursor:
        return Digest(*cursor.execute(query, (seed,)).fetchone() or (0, "0"))


def size(connection: Connection[Any], table: str) -> int:
    """The bytes of the table without its indexes."""
    with connection.cursor(row_factory=tuple_row) as cursor:
        return int((cursor.execute("SELECT pg_table_size(%s::regclass)", (table,)).fetchone() or (0,))[0])


class Differing(NamedTuple):
    """How many rows differ, and the ids of the first of them."""

    rows: int = 0
    ids: tuple[str, ...] = ()


def differing(connection: Connection[Any], view: Projection, table: str, other: str) -> Differing:
    """The rows that stand in one of the tables alone, or otherwise in the other."""
    key, names = view.id_column, _names(view)
    query = f"""
        SELECT count(*) OVER (), coalesce(a.{key}, b.{key})::text FROM (SELECT {names} FROM {table}) a
        FULL JOIN (SELECT {names} FROM {other}) b ON a.{key} = b.{key}
        WHERE a.{key} IS NULL OR b.{key} IS NULL OR a::text <> b::text ORDER BY 2 LIMIT {NAMED}
    """
    with connection.cursor(row_factory=tuple_row) as cursor:
        rows = cursor.execute(query).fetchall()
    return Differing(rows[0][0], tuple(row[1] for row in rows)) if rows else Differing()


def _names(view: Projection) -> str:
    return ", ".join(column.name for column in columns_of(view))
