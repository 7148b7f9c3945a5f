"""The recorder of the eventsourcing library without its table lock, one statement for all that is appended."""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain, islice
from typing import Any, NamedTuple, NoReturn
from uuid import UUID

from eventsourcing.persistence import Notification, NotSupportedError, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder
from prometheus_client import Counter
from psycopg import Connection
from psycopg.rows import tuple_row

from domain.catalogue import AGGREGATES
from service.machine.database import Database
from service.machine.measures import APPENDED
from service.machine.statements import BIGINT, BYTES, IDENTIFIER, TEXT, Statement
from service.sealing.keys import WrappedKey, wrapped_of
from service.store.appending import APPEND_PATIENCE, Patience, known_outcome
from service.store.tail import Stored, Tail, stored_of

KINDS = frozenset(event.NAME.partition(".")[0] for aggregate in AGGREGATES for event in aggregate.events)
OTHER_KIND = "other"
EVENT = (IDENTIFIER, BIGINT, TEXT, BYTES)
KEY = (IDENTIFIER, IDENTIFIER, IDENTIFIER, TEXT, TEXT, BYTES)
PREPARED = 24
"""Rows up to which they are given one by one: few prepared texts serve nearly all that is appended."""
APPEND_MANY = """
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
LOADED = """
    SELECT notification_id, originator_id, originator_version, topic, state,
           NULL::uuid AS key_id, NULL::uuid AS subject, NULL AS key_class,
           NULL AS master_key_id, NULL::timestamptz AS made
    FROM events WHERE originator_id {wanted}
    UNION ALL
    SELECT NULL, stream, NULL, NULL, wrapped, key_id, subject, key_class, master_key_id, created_at
    FROM data_keys WHERE stream {wanted}
    ORDER BY originator_id, originator_version, made, key_id
"""
LOAD_MANY = LOADED.format(wanted="= ANY(%b)")


@cache
def append_statement(events: int, keys: int = 0) -> Statement:
    """What stores so many keys and events, given in that order; the positions of the events come back in theirs."""
    made = f"""
        WITH k AS (
            INSERT INTO data_keys (key_id, subject, stream, key_class, master_key_id, wrapped)
            VALUES {_places(keys, len(KEY))}
        )
    """  # noqa: S608 — places for values, and nothing else
    text = f"""{made if keys else ""}
        INSERT INTO events (originator_id, originator_version, topic, state)
        VALUES {_places(events, len(EVENT), keys * len(KEY))} RETURNING notification_id
    """  # noqa: S608 — places for values, and nothing else
    return Statement(text, KEY * keys + EVENT * events, f"append_{events}_{keys}")


@cache
def load_statement(streams: int) -> Statement:
    """What reads so many streams and their keys."""
    text = LOADED.format(wanted=f"IN {_places(1, streams)}")
    return Statement(text, (IDENTIFIER,) * streams, f"load_{streams}")


def _places(rows: int, columns: int, after: int = 0) -> str:
    """`($1, $2), ($3, $4)`, the first of them the one after so many others."""
    starts = range(after + 1, after + rows * columns + 1, columns)
    return ", ".join(f"({', '.join(f'${place}' for place in range(start, start + columns))})" for start in starts)


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
        ):
            positions = _positions(connection, stored_events, keys)
        for event in stored_events:
            kind = event.topic.partition(".")[0]
            _appended(kind if kind in KINDS else OTHER_KIND).inc()
        return positions

    def load(self, streams: Iterable[UUID]) -> Loaded:
        """The streams, whole, and their keys, all in one snapshot."""
        wanted = list(streams)
        loaded = Loaded({stream: [] for stream in wanted}, [])
        if not wanted:
            return loaded
        with self.datastore.get_connection() as connection:
            rows = _rows(connection, wanted)
        for row in rows:
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


def _positions(connection: Connection[Any], events: Sequence[StoredEvent], keys: Sequence[WrappedKey]) -> list[int]:
    """Stores few rows one by one, many as an array for each column."""
    rows = [(each.originator_id, each.originator_version, each.topic, each.state) for each in events]
    made = [(k.key_id, k.subject, k.stream, str(k.key_class), k.master_key_id, k.wrapped) for k in keys]
    if len(rows) + len(made) <= PREPARED:
        statement = append_statement(len(rows), len(made))
        return [row[0] for row in statement.rows(connection, chain(*made, *rows))]
    with connection.cursor(row_factory=tuple_row) as cursor:
        values = [*_columns(made, len(KEY)), *_columns(rows, len(EVENT))]
        return [row[0] for row in cursor.execute(APPEND_MANY, values, prepare=True)]


def _columns(rows: Sequence[tuple[Any, ...]], width: int) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]


def _rows(connection: Connection[Any], streams: list[UUID]) -> list[tuple[Any, ...]]:
    if len(streams) <= PREPARED:
        return load_statement(len(streams)).rows(connection, streams)
    with connection.cursor(row_factory=tuple_row, binary=True) as cursor:
        return cursor.execute(LOAD_MANY, [streams, streams], prepare=True).fetchall()


@cache
def _appended(kind: str) -> Counter:
    return APPENDED.labels(kind)
