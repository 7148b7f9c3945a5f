"""The recorder of the eventsourcing library without its table lock, one statement for all that is appended."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Any, NamedTuple, NoReturn
from uuid import UUID

from eventsourcing.persistence import Notification, NotSupportedError, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder
from prometheus_client import Counter

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
"""Rows up to which a statement is prepared: few texts then serve nearly all that is appended."""


def append_statement(events: int, keys: int = 0) -> Statement:
    """What stores so many keys and events, given in that order; the positions of the events come back in theirs."""
    return _prepared_append(events, keys) if events + keys <= PREPARED else _append(events, keys)


@cache
def _prepared_append(events: int, keys: int) -> Statement:
    return _append(events, keys, f"append_{events}_{keys}")


def _append(events: int, keys: int, name: str | None = None) -> Statement:
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
    return Statement(text, KEY * keys + EVENT * events, name)


def load_statement(streams: int) -> Statement:
    """What reads so many streams and their keys."""
    return _prepared_load(streams) if streams <= PREPARED else _load(streams)


@cache
def _prepared_load(streams: int) -> Statement:
    return _load(streams, f"load_{streams}")


def _load(streams: int, name: str | None = None) -> Statement:
    places = _places(1, streams)
    text = f"""
        SELECT notification_id, originator_id, originator_version, topic, state,
               NULL::uuid AS key_id, NULL::uuid AS subject, NULL AS key_class,
               NULL AS master_key_id, NULL::timestamptz AS made
        FROM events WHERE originator_id IN {places}
        UNION ALL
        SELECT NULL, stream, NULL, NULL, wrapped, key_id, subject, key_class, master_key_id, created_at
        FROM data_keys WHERE stream IN {places}
        ORDER BY originator_id, originator_version, made, key_id
    """  # noqa: S608 — places for values, and nothing else
    return Statement(text, (IDENTIFIER,) * streams, name)


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
            statement = append_statement(len(stored_events), len(keys))
            positions = [row[0] for row in statement.rows(connection, [*_keys(keys), *_events(stored_events)])]
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
            rows = load_statement(len(wanted)).rows(connection, wanted)
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


def _events(events: Sequence[StoredEvent]) -> Iterator[Any]:
    for event in events:
        yield from (event.originator_id, event.originator_version, event.topic, event.state)


def _keys(keys: Sequence[WrappedKey]) -> Iterator[Any]:
    for key in keys:
        yield from (key.key_id, key.subject, key.stream, str(key.key_class), key.master_key_id, key.wrapped)


@cache
def _appended(kind: str) -> Counter:
    return APPENDED.labels(kind)
