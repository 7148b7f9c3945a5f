"""Connections to PostgreSQL, each pool acting in the one role that it needs."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import psycopg
from eventsourcing.postgres import PostgresDatastore
from psycopg import Connection
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import DictRow

STATEMENT_TIMEOUT_MS = 15_000
LOCK_TIMEOUT_MS = 5_000


class DatabaseRole(StrEnum):
    """The roles that the schema creates: the writer appends to the log, the other keeps and reads the views."""

    WRITER = "casework_writer"
    VIEWS = "casework_views"


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
            pool_size=1,
            max_overflow=most - 1,
            connect_timeout=10,
        )
        self._role = role
        options: Any = self.pool.kwargs
        options.update(parts)

    def after_connect_func(self) -> Callable[[Connection[Any]], None]:
        def after_connect(connection: Connection[DictRow]) -> None:
            connection.autocommit = True
            connection.execute(f"SET ROLE {self._role}")
            connection.execute(f"SET statement_timeout = {STATEMENT_TIMEOUT_MS}")
            connection.execute(f"SET lock_timeout = {LOCK_TIMEOUT_MS}")
            connection.execute("SET idle_in_transaction_session_timeout = 10000")

        return after_connect


def is_reachable(url: str) -> bool:
    """Whether the database answers within two seconds."""
    try:
        with psycopg.connect(url, connect_timeout=2):
            return True
    except psycopg.Error:
        return False
