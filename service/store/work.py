"""One attempt at a command: the streams as loaded and folded, the keys that seal what is stored, what was decided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from eventsourcing.persistence import StoredEvent

from domain.actors import Actor
from domain.catalogue import BY_COMMAND, BY_KIND
from domain.deciding import read_by
from domain.kernel import Aggregate, Command, Event, Recorded, fold
from domain.organisation.working_days import WORKING_DAYS, WORKING_DAYS_STREAM
from domain.values import KeyClass, SubjectRef
from service.sealing.keys import DataKey, KeyDestroyed, MasterKey, new_data_key
from service.store.codec import Circumstance, Codec
from service.store.record import Record
from service.store.recorder import Loaded
from service.store.steps import Step, UnknownStream
from service.store.tail import Stored

StreamKeys = dict[tuple[SubjectRef, KeyClass], DataKey]
Bound = Mapping[UUID, Aggregate[Any]]
MOST_KNOWN = 4_096
"""States of streams that are only read; with the next one, all are forgotten."""


class NotLoaded(Exception):
    """A decision needs streams that this attempt has not loaded: an agreement binds them, or it reads them."""

    def __init__(self, streams: Bound) -> None:
        super().__init__(", ".join(stream.hex for stream in streams))
        self.streams = streams


class Decided(NamedTuple):
    """A fact that is to be stored in a stream, and who is told to have recorded it."""

    stream: UUID
    event: Event
    by: Actor


@dataclass(slots=True)
class Work:
    """The streams of one attempt: folded states and versions of all; of those that it may write the events and keys."""

    loaded: Loaded
    histories: dict[UUID, list[Recorded]]
    states: dict[UUID, Any]
    versions: dict[UUID, int]
    keys: dict[UUID, StreamKeys]
    subjects: dict[UUID, SubjectRef]
    created: list[DataKey] = field(default_factory=list)
    uncommitted: dict[UUID, list[DataKey]] = field(default_factory=dict)
    decided: list[Decided] = field(default_factory=list)

    def opening(self, stream: UUID) -> Event | None:
        """The first event of the stream: stored before, or decided now."""
        stored = (recorded.event for recorded in self.histories[stream])
        return next(stored, None) or next((each.event for each in self.decided if each.stream == stream), None)

    def follow(self, stream: UUID, command: Command[Any], facts: Sequence[Event]) -> None:
        """Brings the state of the stream to where the facts of the command lead."""
        self.states[stream] = fold(BY_COMMAND[type(command)], facts, self.states[stream])

    def key(self, stream: UUID, subject: SubjectRef, key_class: KeyClass) -> DataKey:
        """The key for what is said of the subject in the stream, made if need be. Raises KeyDestroyed."""
        known = self.keys[stream].get((subject, key_class))
        if known is not None:
            return known
        if (stream, subject, key_class) in self._destroyed():
            raise KeyDestroyed(f"the data key of {subject} in {stream.hex} was destroyed")
        key = new_data_key(subject, stream, key_class)
        self.keys[stream][subject, key_class] = key
        self.created.append(key)
        self.uncommitted.setdefault(stream, []).append(key)
        return key

    def envelope_key(self, stream: UUID) -> DataKey:
        """The content key that seals what an envelope holds: the stream's own, or that of a subject who has none."""
        content = [key for (_, key_class), key in self.keys[stream].items() if key_class is KeyClass.CONTENT]
        return content[0] if content else self.key(stream, self._subject_without_content(stream), KeyClass.CONTENT)

    def stored(self, stream: UUID, event: Event, around: Circumstance, codec: Codec) -> StoredEvent:
        """The event at the stream's next version, sealed; its envelope commits to the keys made since the last."""
        self.versions[stream] += 1
        place = (stream, self.versions[stream])
        keys, made = partial(self.key, stream), partial(self._made_since, stream)
        topic, state = codec.encode(event, place, around, keys, made)
        return StoredEvent(originator_id=stream, originator_version=place[1], topic=topic, state=state)

    def _made_since(self, stream: UUID) -> Sequence[DataKey]:
        return self.uncommitted.pop(stream, ())

    def _destroyed(self) -> set[tuple[UUID, SubjectRef, KeyClass]]:
        return {(row.stream, row.subject, row.key_class) for row in self.loaded.keys if row.wrapped is None}

    def _subject_without_content(self, stream: UUID) -> SubjectRef:
        destroyed = self._destroyed()
        subjects = (subject for subject, _ in self.keys[stream])
        free = (subject for subject in subjects if (stream, subject, KeyClass.CONTENT) not in destroyed)
        return next(free, self.subjects[stream])


class Known:
    """What streams fold to that decisions only read, kept at the last event of each: officers, units, working days.

    They change seldom and are read at every call; that a stream ends as it did tells that it is the same.
    """

    def __init__(self, codec: Codec) -> None:
        self._codec = codec
        self._states: dict[tuple[str, UUID, int, int], Any] = {}

    def state(self, aggregate: Aggregate[Any], rows: Sequence[Stored]) -> Any:
        """The state after the rows; what is a stream of another kind is no such thing, like one without events."""
        if not rows:
            return aggregate.initial
        last = (aggregate.kind, rows[-1].stream, rows[-1].version, rows[-1].position)
        state = self._states.get(last)
        if state is None:
            record = Record(self._codec, aggregate, rows)
            state = record.state if record.is_such else aggregate.initial
            if len(self._states) >= MOST_KNOWN:
                self._states.clear()
            self._states[last] = state
        return state


def work_on(
    steps: Sequence[Step],
    records: Mapping[UUID, Record],
    aggregates: Mapping[UUID, Aggregate[Any]],
    loaded: Loaded,
    known: Known,
    master_key: MasterKey,
) -> Work:
    """The streams as loaded, with the keys of those that may be written opened; `records` are those.

    Raises UnknownStream and KeyUnavailable.
    """
    states = {
        stream: records[stream].state if stream in records else known.state(aggregate, loaded.streams[stream])
        for stream, aggregate in aggregates.items()
    }
    _all_known(steps, loaded)
    return Work(
        loaded=loaded,
        histories={stream: record.history for stream, record in records.items()},
        states=states,
        versions={stream: len(rows) for stream, rows in loaded.streams.items()},
        keys=_opened(loaded, records, master_key),
        subjects={stream: SubjectRef(uuid4()) for stream in records},
    )


def aggregates_of(steps: Sequence[Step], bound: Bound) -> dict[UUID, Aggregate[Any]]:
    """What each stream is folded as: those the steps read, and those that they and the agreements write."""
    read = {stream: BY_KIND[kind] for step in steps for kind, stream in read_by(step.command)}
    written = {step.stream: BY_COMMAND[type(step.command)] for step in steps}
    return {WORKING_DAYS_STREAM: WORKING_DAYS, **read, **bound, **written}


def decoded(codec: Codec, rows: Iterable[Stored]) -> list[Recorded]:
    """The rows as events."""
    return [codec.decode(*row) for row in rows]


def _opened(loaded: Loaded, streams: Iterable[UUID], master_key: MasterKey) -> dict[UUID, StreamKeys]:
    keys: dict[UUID, StreamKeys] = {stream: {} for stream in streams}
    for row in loaded.keys:
        if row.stream in keys and row.wrapped is not None:
            keys[row.stream][row.subject, row.key_class] = master_key.unwrap(row)
    return keys


def _all_known(steps: Sequence[Step], loaded: Loaded) -> None:
    known = {stream for stream, rows in loaded.streams.items() if rows}
    for step in steps:
        if step.stream not in known and BY_COMMAND[type(step.command)].starts not in step.command.allowed_in:
            raise UnknownStream(step.stream.hex)
        known.add(step.stream)
