"""Connections to PostgreSQL, each pool acting in the one role that it needs."""

import select
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from eventsourcing.postgres import ConnectionPool, PostgresDatastore
from psycopg import Connection
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import DictRow

from service.machine.measures import CONNECTION_WAIT_SECONDS

STATEMENT_TIMEOUT_MS = 15_000
LOCK_TIMEOUT_MS = 5_000
RECONNECT_TIMEOUT = 2.0  # seconds after which a pool that cannot connect waits no longer, and asks anew when used
PATIENCE = 5.0  # seconds to wait for a connection, be it that all are taken or that the database is away


class DatabaseRole(StrEnum):
    """The roles that the schema creates: one appends to the log, one keeps the views, one reads both."""

    WRITER = "casework_writer"
    VIEWS = "casework_views"
    READER = "casework_reader"


class MeasuredPool(ConnectionPool[Connection[DictRow]]):
    """A pool that tells how long its connections are waited for, in vain too."""

    def getconn(self, timeout: float | None = None) -> Connection[DictRow]:
        with CONNECTION_WAIT_SECONDS.labels(self.name).time():
            return super().getconn(timeout)


class Database(PostgresDatastore):
    """The library's datastore, opened from a connection URL and acting in one role."""

    def __init__(self, url: str, role: DatabaseRole, *, most: int = 8) -> None:
        parts = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
        super().__init__(
            dbname=parts.pop("dbname", "casework"),
            host=parts.pop("host", ""),
            port=parts.pop("port", "5432"),
            user=parts.pop("user", ""),
            password=parts.pop("password", ""),
        )
        self._role = role
        options: Any = self.pool.kwargs
        self.pool = MeasuredPool(
            name=role,
            connection_class=Connection[DictRow],
            kwargs={**options, **parts},
            min_size=1,
            max_size=most,
            open=False,
            configure=self.after_connect_func(),
            check=_not_cut,
            timeout=PATIENCE,
            reconnect_timeout=RECONNECT_TIMEOUT,
        )

    def after_connect_func(self) -> Callable[[Connection[Any]], None]:
        def after_connect(connection: Connection[DictRow]) -> None:
            connection.autocommit = True
            connection.execute(f"SET ROLE {self._role}")
            connection.execute(f"SET statement_timeout = {STATEMENT_TIMEOUT_MS}")
            connection.execute(f"SET lock_timeout = {LOCK_TIMEOUT_MS}")
            connection.execute("SET idle_in_transaction_session_timeout = 10000")

        return after_connect


def _not_cut(connection: Connection[Any]) -> None:
    """Raises OperationalError where the server ended the connection; asks it only where it has said something."""
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    if poll.poll(0):
        ConnectionPool.check_connection(connection)
