"""What a database is: whether it is a demonstration's stands in itself, written before its first event."""

from contextlib import suppress

import psycopg
from eventsourcing.persistence import PersistenceError
from psycopg.errors import UndefinedTable
from psycopg.rows import tuple_row

from service.machine.database import Database

DECLARE = "INSERT INTO facts (name) VALUES ('demonstration') ON CONFLICT DO NOTHING"
ASK = "SELECT EXISTS (SELECT FROM facts WHERE name = 'demonstration')"


def declare_demonstration(url: str) -> None:
    """Makes the database of this address a demonstration's; the database refuses where it holds events already."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(DECLARE)


def is_demonstration(url: str) -> bool:
    """Whether the database of this address is a demonstration's."""
    with suppress(UndefinedTable), psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(ASK).fetchone() == (True,)
    return False


class Facts:
    """What the database of a running service is, asked once; nothing is opened while it cannot be asked."""

    def __init__(self, reading: Database) -> None:
        self._reading = reading
        self._is_demonstration: bool | None = None

    def is_demonstration(self) -> bool:
        """Whether anybody may act as any officer."""
        if self._is_demonstration is None:
            with suppress(psycopg.Error, PersistenceError):
                self._is_demonstration = self._asked()
        return bool(self._is_demonstration)

    def _asked(self) -> bool:
        with self._reading.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
            return cursor.execute(ASK).fetchone() == (True,)
