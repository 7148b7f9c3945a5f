"""Connections to PostgreSQL, each acting in the one role that it needs."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from enum import StrEnum
from typing import Any

import psycopg
from eventsourcing import persistence
from eventsourcing.postgres import PostgresDatastore
from psycopg import Connection
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import DictRow, dict_row

from service.machine.connections import PATIENCE, ThreadConnections

SESSION = (
    "SET statement_timeout = 15000",
    "SET lock_timeout = 5000",
    "SET idle_in_transaction_session_timeout = 10000",
    "SET synchronize_seqscans = off",
)
SAME_PLAN = "SET plan_cache_mode = force_generic_plan"
"""What the writer executes finds rows by the keys of their tables: no value makes another plan a better one."""


NAMED: Sequence[tuple[type[psycopg.Error], type[Exception]]] = (
    (psycopg.InterfaceError, persistence.InterfaceError),
    (psycopg.OperationalError, persistence.OperationalError),
    (psycopg.DataError, persistence.DataError),
    (psycopg.IntegrityError, persistence.IntegrityError),
    (psycopg.InternalError, persistence.InternalError),
    (psycopg.ProgrammingError, persistence.ProgrammingError),
    (psycopg.NotSupportedError, persistence.NotSupportedError),
    (psycopg.DatabaseError, persistence.DatabaseError),
    (psycopg.Error, persistence.PersistenceError),
)
"""What the driver raises, and the library's word for it; the first that fits."""


class DatabaseRole(StrEnum):
    """The roles that the schema creates: one appends to the log, one keeps the views, one reads both."""

    WRITER = "casework_writer"
    VIEWS = "casework_views"
    READER = "casework_reader"


class _Use:
    """A connection in use; what the driver raises meanwhile is raised as the library names it."""

    __slots__ = ("_connection", "_connections")

    def __init__(self, connections: ThreadConnections) -> None:
        self._connections = connections

    def __enter__(self) -> Connection[Any]:
        try:
            self._connection = self._connections.taken()
        except psycopg.Error as error:
            raise _named(error) from error
        return self._connection

    def __exit__(self, kind: object, error: BaseException | None, _traceback: object) -> None:
        self._connections.give_back(self._connection)
        if isinstance(error, psycopg.Error):
            raise _named(error) from error


def _named(error: psycopg.Error) -> Exception:
    return next(ours for theirs, ours in NAMED if isinstance(error, theirs))(str(error))


class Database(PostgresDatastore):
    """The library's datastore, opened from a connection URL and acting in one role."""

    def __init__(self, url: str, role: DatabaseRole) -> None:
        self._role = role
        super().__init__(dbname="", host="", port="", user="", password="")
        parts: dict[str, Any] = {"connect_timeout": int(PATIENCE), "dbname": "casework", **conninfo_to_dict(url)}
        configure = self.after_connect_func()

        def connect() -> Connection[Any]:
            connection = Connection.connect(row_factory=dict_row, **parts)
            try:
                configure(connection)
            except BaseException:
                connection.close()
                raise
            return connection

        self._connections = ThreadConnections(role, connect)
        pool: Any = self._connections
        self.pool = pool

    def get_connection(self) -> AbstractContextManager[Connection[DictRow]]:  # type: ignore[override]  # no generator
        """A connection of this thread, as a context; raises the library's errors for the driver's."""
        return _Use(self._connections)

    def after_connect_func(self) -> Callable[[Connection[Any]], None]:
        plans = (SAME_PLAN,) if self._role is DatabaseRole.WRITER else ()
        session = "; ".join((f"SET ROLE {self._role}", *SESSION, *plans))

        def after_connect(connection: Connection[Any]) -> None:
            connection.autocommit = True
            connection.execute(session)

        return after_connect
