"""Connections to PostgreSQL, each acting in the one role that it needs."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from eventsourcing.postgres import PostgresDatastore
from psycopg import Connection
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import dict_row

from service.machine.connections import PATIENCE, ThreadConnections

SESSION = (
    "SET statement_timeout = 15000",
    "SET lock_timeout = 5000",
    "SET idle_in_transaction_session_timeout = 10000",
)
SAME_PLAN = "SET plan_cache_mode = force_generic_plan"
"""What the writer executes finds rows by the keys of their tables: no value makes another plan a better one."""


class DatabaseRole(StrEnum):
    """The roles that the schema creates: one appends to the log, one keeps the views, one reads both."""

    WRITER = "casework_writer"
    VIEWS = "casework_views"
    READER = "casework_reader"


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

        connections: Any = ThreadConnections(role, connect)
        self.pool = connections

    def after_connect_func(self) -> Callable[[Connection[Any]], None]:
        plans = (SAME_PLAN,) if self._role is DatabaseRole.WRITER else ()
        session = "; ".join((f"SET ROLE {self._role}", *SESSION, *plans))

        def after_connect(connection: Connection[Any]) -> None:
            connection.autocommit = True
            connection.execute(session)

        return after_connect
