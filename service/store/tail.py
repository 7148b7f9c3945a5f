"""Following the log in order without missing an event that commits late.

Ids come from a sequence and transactions commit in another order. Every writer has its transaction id before it
draws ids, so whoever may still own a missing id has a transaction id below the `pg_snapshot_xmax` of the snapshot in
which the gap was seen; once a later snapshot's `pg_snapshot_xmin` has reached it, what is missing is gone for good.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import tuple_row

FOLLOW = """
    SELECT e.notification_id, e.originator_id, e.originator_version, e.topic, e.state, s.oldest, s.next
    FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS oldest,
                 pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next) s
    LEFT JOIN LATERAL (
        SELECT * FROM events WHERE notification_id > %s ORDER BY notification_id LIMIT %s
    ) e ON true
    ORDER BY e.notification_id
"""


PASSED = """
    SELECT notification_id, originator_id, originator_version, topic, state FROM events
    WHERE notification_id > %s AND notification_id <= %s ORDER BY notification_id LIMIT %s
"""


class Stored(NamedTuple):
    """One row of the log."""

    position: int
    stream: UUID
    version: int
    topic: str
    state: bytes


@dataclass(frozen=True, slots=True)
class Gap:
    """Ids up to `highest` were seen with some missing, in a snapshot whose next transaction id was `next`."""

    highest: int
    next: int


def stored_of(row: tuple[Any, ...]) -> Stored:
    """The row of the log that a query returned in the order of `Stored`."""
    return Stored(row[0], row[1], row[2], row[3], bytes(row[4]))


def passed(connection: Connection[Any], after: int, upto: int, limit: int) -> list[Stored]:
    """Rows after one position up to another that a tail has passed before: nothing can appear among them."""
    with connection.cursor(row_factory=tuple_row) as cursor:
        return [stored_of(row) for row in cursor.execute(PASSED, (after, upto, limit))]


class Tail:
    """Reads the log after a position, as far as nothing can appear behind what was read."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._settled = 0
        self._gap: Gap | None = None

    def follow(self, connection: Connection[Any], after: int, limit: int) -> Sequence[Stored]:
        """At most `limit` rows after the position, in order, up to the first id that may still appear."""
        rows = self._settled_prefix(connection, after, limit)
        if rows or not self._is_waiting():
            return rows
        return self._settled_prefix(connection, after, limit)

    @property
    def gap(self) -> Gap | None:
        """The gap that holds the tail back, if one does."""
        return self._gap

    def _settled_prefix(self, connection: Connection[Any], after: int, limit: int) -> list[Stored]:
        with connection.cursor(row_factory=tuple_row) as cursor:
            fetched = cursor.execute(FOLLOW, (after, limit)).fetchall()
        oldest, upcoming = fetched[0][5], fetched[0][6]
        rows = [stored_of(row) for row in fetched if row[0] is not None]
        with self._lock:
            self._settle(oldest)
            count = self._contiguous(rows, after)
            if count < len(rows) and self._gap is None:
                self._gap = Gap(rows[-1].position, upcoming)
        return rows[:count]

    def _settle(self, oldest: int) -> None:
        if self._gap is not None and oldest >= self._gap.next:
            self._settled = max(self._settled, self._gap.highest)
            self._gap = None

    def _contiguous(self, rows: Sequence[Stored], after: int) -> int:
        expected = after + 1
        for count, row in enumerate(rows):
            if row.position != expected and row.position > self._settled:
                return count
            expected = row.position + 1
        return len(rows)

    def _is_waiting(self) -> bool:
        return self._gap is not None
