"""Statements that a connection prepares once and carries out by name, their values in PostgreSQL's own binary forms."""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any, NamedTuple
from weakref import WeakSet

import psycopg
from psycopg import Connection
from psycopg.adapt import Transformer
from psycopg.errors import InvalidSqlStatementName, error_from_result
from psycopg.pq import ConnStatus, ExecStatus, Format
from psycopg.pq.abc import PGresult

DONE = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)


class Type(NamedTuple):
    """A type of PostgreSQL: its number there, and the bytes of a value."""

    oid: int
    bytes_of: Callable[[Any], bytes]


BIGINT = Type(20, lambda number: number.to_bytes(8, "big", signed=True))
BYTES = Type(17, bytes)
TEXT = Type(25, str.encode)
IDENTIFIER = Type(2950, attrgetter("bytes"))


class Statement:
    """A text with places `$1`, `$2` … of these types, prepared under a name of its own where it is first needed.

    What a request does once or twice is not worth what the driver's cursor does around it: this is a fifth of that.
    """

    def __init__(self, text: str, types: Sequence[Type], name: str) -> None:
        self.text = text
        self._oids = [each.oid for each in types]
        self._forms = [each.bytes_of for each in types]
        self._formats = [Format.BINARY] * len(types)
        self._name = f"casework_{name}".encode()
        self._prepared: WeakSet[Connection[Any]] = WeakSet()

    def rows(self, connection: Connection[Any], values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        """What the statement returns, in a connection that commits by itself. Raises what a cursor of psycopg does."""
        given = [form(value) for form, value in zip(self._forms, values, strict=True)]
        try:
            result = self._result(connection, given)
        except InvalidSqlStatementName:
            self._prepared.discard(connection)
            result = self._result(connection, given)
        found = Transformer(connection)
        found.set_pgresult(result)
        return found.load_rows(0, result.ntuples, tuple)

    def _result(self, connection: Connection[Any], given: Sequence[bytes]) -> PGresult:
        """Raises InvalidSqlStatementName where all names were given back: the driver does so after a rollback."""
        if connection not in self._prepared:
            _done(connection, connection.pgconn.prepare(self._name, self.text.encode(), self._oids))
            self._prepared.add(connection)
        return _done(connection, connection.pgconn.exec_prepared(self._name, given, self._formats, Format.BINARY))


def _done(connection: Connection[Any], result: PGresult) -> PGresult:
    if result.status in DONE:
        return result
    if connection.pgconn.status == ConnStatus.BAD:
        raise psycopg.OperationalError(connection.pgconn.get_error_message())
    raise error_from_result(result, connection.info.encoding)
