"""Following the log in order without missing an event that commits late.

Ids come from a sequence and transactions commit in another order. Whoever draws an id holds `RowExclusiveLock` on the
log from before that until its end, and is visible before it lets go. So a missing id below one that is seen belongs to
a transaction that holds the lock at that moment, or to nobody; once all who held it have ended, what a later snapshot
still misses is gone for good. Transaction ids cannot tell this: `pg_snapshot_xmax` is one past the newest *ended*
transaction, and a running one above it may own the missing id.
"""

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID
from weakref import WeakSet

from eventsourcing.persistence import OperationalError
from psycopg import Connection
from psycopg.rows import tuple_row

FOLLOW = """
    SELECT notification_id, originator_id, originator_version, topic, state FROM events
    WHERE notification_id > %s ORDER BY notification_id LIMIT %s
"""
PASSED = """
    SELECT notification_id, originator_id, originator_version, topic, state FROM events
    WHERE notification_id > %s AND notification_id <= %s ORDER BY notification_id LIMIT %s
"""
HIGHEST = "SELECT coalesce(max(notification_id), 0) FROM events"
WRITERS = """
    SELECT virtualtransaction, coalesce(pid, 0) FROM pg_locks
    WHERE locktype = 'relation' AND relation = 'events'::regclass AND mode = 'RowExclusiveLock' AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND pid IS DISTINCT FROM pg_backend_pid()
"""

IN_RECOVERY = "SELECT pg_is_in_recovery()"

Writers = Mapping[str, int]
"""The transactions that are writing to the log, by virtual id, and the process of each (0: a prepared one)."""


class OnStandby(OperationalError):
    """The log was to be followed on a standby, whose locks know nothing of the primary's writers."""


class Stored(NamedTuple):
    """One row of the log."""

    position: int
    stream: UUID
    version: int
    topic: str
    state: bytes


@dataclass(frozen=True, slots=True)
class Gap:
    """Ids up to `highest` were seen with some missing while these writers had not ended."""

    highest: int
    writers: Writers
    since: float = field(default_factory=time.monotonic)

    @property
    def processes(self) -> tuple[int, ...]:
        """The database processes that may own a missing id."""
        return tuple(sorted(self.writers.values()))


def stored_of(row: tuple[Any, ...]) -> Stored:
    """The row of the log that a query returned in the order of `Stored`."""
    return Stored(row[0], row[1], row[2], row[3], bytes(row[4]))


def passed(connection: Connection[Any], after: int, upto: int, limit: int) -> list[Stored]:
    """Rows after one position up to another that a tail has passed before: nothing can appear among them."""
    with connection.cursor(row_factory=tuple_row) as cursor:
        return [stored_of(row) for row in cursor.execute(PASSED, (after, upto, limit))]


class Tail:
    """Reads the log after a position, as far as nothing can appear behind what was read; threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._settled = 0
        self._gap: Gap | None = None
        self._primaries: WeakSet[Connection[Any]] = WeakSet()  # a server is made a standby only by starting it anew

    def follow(self, connection: Connection[Any], after: int, limit: int) -> Sequence[Stored]:
        """At most `limit` rows after the position, in order, up to the first id that may still appear.

        Every statement must see what was committed before it began: no REPEATABLE READ. Raises OnStandby.
        """
        if connection not in self._primaries:
            _require_primary(connection)
            self._primaries.add(connection)
        rows, count = self._read(connection, after, limit)
        if count < len(rows) and not self._noted(connection).writers and count == 0:
            rows, count = self._read(connection, after, limit)
        return rows[:count]

    @property
    def gap(self) -> Gap | None:
        """The gap that holds the tail back, if one does."""
        return self._gap

    def _read(self, connection: Connection[Any], after: int, limit: int) -> tuple[list[Stored], int]:
        """Rows in order, and how many of them are certain: judged by what was settled before they were read."""
        settled = self._settle(connection)
        with connection.cursor(row_factory=tuple_row) as cursor:
            rows = [stored_of(row) for row in cursor.execute(FOLLOW, (after, limit))]
        return rows, _contiguous(rows, after, settled)

    def _settle(self, connection: Connection[Any]) -> int:
        """The highest id below which nothing can appear any more in a snapshot taken from now on."""
        gap = self._gap
        if gap is None or (gap.writers and gap.writers.keys() & _writers(connection).keys()):
            return self._settled
        with self._lock:
            self._settled = max(self._settled, gap.highest)
            if self._gap is gap:
                self._gap = None
            return self._settled

    def _noted(self, connection: Connection[Any]) -> Gap:
        """The gap that is waited for: the one known already, or the one just seen."""
        with connection.cursor(row_factory=tuple_row) as cursor:
            row = cursor.execute(HIGHEST).fetchone()
        gap = Gap(row[0] if row else 0, _writers(connection))
        with self._lock:
            self._gap = self._gap or gap
            return self._gap


def _require_primary(connection: Connection[Any]) -> None:
    with connection.cursor(row_factory=tuple_row) as cursor:
        row = cursor.execute(IN_RECOVERY).fetchone()
    if row and row[0]:
        raise OnStandby(
            "the log is followed on the primary only: name every host of the cluster in CASEWORK_DATABASE_URL, "
            "with target_session_attrs=read-write"
        )


def _writers(connection: Connection[Any]) -> Writers:
    with connection.cursor(row_factory=tuple_row) as cursor:
        return dict(cursor.execute(WRITERS).fetchall())


def _contiguous(rows: Sequence[Stored], after: int, settled: int) -> int:
    expected = after + 1
    for count, row in enumerate(rows):
        if row.position != expected and row.position > settled:
            return count
        expected = row.position + 1
    return len(rows)
