"""The recorder of the eventsourcing library without its table lock, one statement for all that is appended."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, NamedTuple, NoReturn
from uuid import UUID

from eventsourcing.persistence import Notification, NotSupportedError, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder
from psycopg.rows import tuple_row

from domain.catalogue import AGGREGATES
from service.machine.database import Database
from service.machine.measures import APPENDED
from service.sealing.keys import WrappedKey, wrapped_of
from service.store.appending import APPEND_PATIENCE, Patience, known_outcome
from service.store.tail import Stored, Tail, stored_of

KINDS = frozenset(event.NAME.partition(".")[0] for aggregate in AGGREGATES for event in aggregate.events)
OTHER_KIND = "other"
APPEND_ONE = """
    INSERT INTO events (originator_id, originator_version, topic, state) VALUES (%s, %s, %s, %s)
    RETURNING notification_id
"""
APPEND = """
    INSERT INTO events (originator_id, originator_version, topic, state)
    SELECT e.id, e.version, e.topic, e.state
    FROM unnest(%b::uuid[], %b::bigint[], %b::text[], %b::bytea[]) WITH ORDINALITY AS e(id, version, topic, state, n)
    ORDER BY e.n
    RETURNING notification_id
"""
APPEND_WITH_KEYS = """
    WITH k AS (
        INSERT INTO data_keys (key_id, subject, stream, key_class, master_key_id, wrapped)
        SELECT * FROM unnest(%b::uuid[], %b::uuid[], %b::uuid[], %b::text[], %b::text[], %b::bytea[])
    )
    INSERT INTO events (originator_id, originator_version, topic, state)
    SELECT e.id, e.version, e.topic, e.state
    FROM unnest(%b::uuid[], %b::bigint[], %b::text[], %b::bytea[]) WITH ORDINALITY AS e(id, version, topic, state, n)
    ORDER BY e.n
    RETURNING notification_id
"""
LOAD = """
    SELECT notification_id, originator_id, originator_version, topic, state,
           NULL::uuid AS key_id, NULL::uuid AS subject, NULL AS key_class,
           NULL AS master_key_id, NULL::timestamptz AS made
    FROM events WHERE originator_id = ANY(%b)
    UNION ALL
    SELECT NULL, stream, NULL, NULL, wrapped, key_id, subject, key_class, master_key_id, created_at
    FROM data_keys WHERE stream = ANY(%b)
    ORDER BY originator_id, originator_version, made, key_id
"""


class Loaded(NamedTuple):
    """Streams as stored, each in order, and the data keys that belong to them."""

    streams: dict[UUID, list[Stored]]
    keys: list[WrappedKey]


class Recorder(PostgresApplicationRecorder):
    """Appends to several streams in one statement or not at all, and reads the log gap-safe."""

    def __init__(self, database: Database, patience: float = APPEND_PATIENCE) -> None:
        super().__init__(database, events_table_name="events")
        self.tail = Tail()
        self._patience = Patience(patience)

    def create_table(self) -> None:
        """The schema is made by migrations only."""

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int]:
        """Stores all events or none; returns their positions in the order given.

        Raises IntegrityError when a stream has that version already, OperationalError when the database refuses or
        is away, and OutcomeUnknown when it was asked and cannot tell: nothing is tried again then.
        """
        keys: Sequence[WrappedKey] = kwargs.get("keys", ())
        if not stored_events:
            return []
        with (
            self.datastore.get_connection() as connection,
            known_outcome(connection),
            self._patience.with_answer(connection),
            connection.cursor(row_factory=tuple_row) as cursor,
        ):
            cursor.execute(*_append_statement(stored_events, keys), prepare=True)
            positions = [row[0] for row in cursor.fetchall()]
        for event in stored_events:
            kind = event.topic.partition(".")[0]
            APPENDED.labels(kind if kind in KINDS else OTHER_KIND).inc()
        return positions

    def load(self, streams: Iterable[UUID]) -> Loaded:
        """The streams, whole, and their keys, all in one snapshot."""
        wanted = list(streams)
        loaded = Loaded({stream: [] for stream in wanted}, [])
        with (
            self.datastore.get_connection() as connection,
            connection.cursor(row_factory=tuple_row, binary=True) as cursor,
        ):
            for row in cursor.execute(LOAD, (wanted, wanted), prepare=True):
                position, stream, _, _, wrapped, key_id, subject, key_class, master_key_id, _ = row
                if position is None:
                    loaded.keys.append(wrapped_of((key_id, subject, stream, key_class, master_key_id, wrapped)))
                else:
                    loaded.streams[stream].append(stored_of(row))
        return loaded

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """The log from `start`, gap-safe: ends before the first id that may still appear."""
        after = 0 if start is None else start - 1 if inclusive_of_start else start
        return list(islice(self._matching(after, limit, stop, topics), limit))

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> NoReturn:
        """Always raises NotSupportedError: nothing is notified, so that writers never wait for one another."""
        raise NotSupportedError("the log is pulled: read it with select_notifications")

    def _matching(self, after: int, limit: int, stop: int | None, topics: Sequence[str]) -> Iterable[Notification]:
        while rows := self._follow(after, limit):
            for row in rows:
                if stop is not None and row.position > stop:
                    return
                if not topics or row.topic in topics:
                    yield Notification(row.stream, row.version, row.topic, row.state, row.position)
            after = rows[-1].position

    def _follow(self, after: int, limit: int) -> Sequence[Stored]:
        with self.datastore.get_connection() as connection:
            return self.tail.follow(connection, after, limit)


def _append_statement(events: Sequence[StoredEvent], keys: Sequence[WrappedKey]) -> tuple[str, list[Any]]:
    columns: list[Any] = [
        [event.originator_id for event in events],
        [event.originator_version for event in events],
        [event.topic for event in events],
        [event.state for event in events],
    ]
    if keys:
        return APPEND_WITH_KEYS, [*_key_columns(keys), *columns]
    if len(events) == 1:
        return APPEND_ONE, [column[0] for column in columns]
    return APPEND, columns


def _key_columns(keys: Sequence[WrappedKey]) -> list[Any]:
    return [
        [key.key_id for key in keys],
        [key.subject for key in keys],
        [key.stream for key in keys],
        [str(key.key_class) for key in keys],
        [key.master_key_id for key in keys],
        [key.wrapped for key in keys],
    ]
