"""What follows the log and is no view: each by its name, from its own position, in small steps, parked at a fault."""

import logging
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from psycopg import Connection, InterfaceError, OperationalError
from psycopg.rows import tuple_row

from domain.kernel import Event, Recorded
from service.machine.database import Database
from service.store.codec import Codec
from service.store.tail import Stored, Tail
from service.work.worker import Task

BATCH = 200
LOCKED = "SELECT position FROM followers WHERE name = %s AND parked IS NULL FOR UPDATE SKIP LOCKED"
BEHIND = """
    SELECT coalesce((SELECT max(notification_id) FROM events), 0)
        > coalesce((SELECT position FROM followers WHERE name = %s), 0)
"""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Follower:
    """Whoever is told every event of some classes, in order.

    `step` is told one event, in the transaction that also moves the position: what it writes there is written once.
    What it does elsewhere may be done again after a crash, and must be known there by a key.
    """

    name: str
    events: Collection[type[Event]]
    step: Callable[[Connection[Any], Recorded], None]


class Followers:
    """Brings followers after the log; any number of processes may call it, one at a time advances a follower."""

    def __init__(self, database: Database, codec: Codec, tail: Tail, followers: Iterable[Follower]) -> None:
        self._database = database
        self._codec = codec
        self._tail = tail
        self._followers = {follower.name: follower for follower in followers}

    def prepare(self) -> None:
        """Notes followers that are new at the beginning of the log."""
        with self._database.get_connection() as connection:
            for name in self._followers:
                connection.execute("INSERT INTO followers (name) VALUES (%s) ON CONFLICT DO NOTHING", (name,))

    def tasks(self) -> list[Task]:
        """A task of the worker for each follower."""
        return [Task(name, partial(self.advance, name)) for name in self._followers]

    def advance(self, name: str) -> int:
        """One batch, unless another process is at work on it or it is parked; returns how many events were read.

        A fault parks the follower before the event at which it happened; what came before stays done.
        """
        with self._database.get_connection() as connection:
            if not _one(connection, BEHIND, name):
                return 0
            with connection.transaction():
                after = _one(connection, LOCKED, name)
                if after is None:
                    return 0
                rows = self._tail.follow(connection, after, BATCH)
                return self._told(connection, self._followers[name], rows)

    def resume(self, name: str) -> None:
        """Lets a parked follower go on with the event at which it stopped."""
        with self._database.get_connection() as connection:
            connection.execute("UPDATE followers SET parked = NULL WHERE name = %s", (name,))

    def _told(self, connection: Connection[Any], follower: Follower, rows: Iterable[Stored]) -> int:
        count, passed = 0, None
        for count, row in enumerate(rows, 1):
            if self._codec.form_of(row.topic) not in (None, *follower.events):
                passed = row.position
                continue
            self._pass(connection, follower, passed)
            if not self._done(connection, follower, row):
                return count
            passed = None
        self._pass(connection, follower, passed)
        return count

    def _pass(self, connection: Connection[Any], follower: Follower, position: int | None) -> None:
        if position is not None:
            _change(connection, "position", follower.name, position)

    def _done(self, connection: Connection[Any], follower: Follower, row: Stored) -> bool:
        try:
            with connection.transaction():
                follower.step(connection, self._codec.decode(*row))
                _change(connection, "position", follower.name, row.position)
        except (OperationalError, InterfaceError):
            raise  # the database's trouble, not the follower's
        except Exception as error:
            logger.exception("follower %s is parked at position %s", follower.name, row.position)
            _change(connection, "parked", follower.name, type(error).__name__)
            return False
        return True


def _change(connection: Connection[Any], column: str, name: str, value: Any) -> None:
    connection.execute(f"UPDATE followers SET {column} = %s WHERE name = %s", (value, name))  # noqa: S608 — our own name


def _one(connection: Connection[Any], query: str, name: str) -> Any:
    with connection.cursor(row_factory=tuple_row) as cursor:
        row = cursor.execute(query, (name,)).fetchone()
    return row[0] if row else None
