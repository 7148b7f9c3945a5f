"""Carrying out commands: load, fold, decide, and append everything in one statement or nothing."""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any
from uuid import UUID, uuid4

import msgspec
from eventsourcing.persistence import IntegrityError, OperationalError, StoredEvent

from domain.catalogue import BY_COMMAND, BY_EVENT, BY_KIND
from domain.deadlines.calendar import Calendar
from domain.kernel import Aggregate, Desk, Event, Recorded, decide, fold
from domain.organisation.working_days import WORKING_DAYS, WORKING_DAYS_STREAM, WorkingDays
from domain.values import KeyClass, Personal, SubjectRef
from service.sealing.keys import DataKey, KeyUnavailable, MasterKey, new_data_key
from service.store.codec import Circumstance, Codec, personals_in
from service.store.recorder import Loaded, Recorder
from service.store.steps import (
    Busy,
    Caller,
    KeyReused,
    Outcome,
    StaleVersion,
    Step,
    StoreUnavailable,
    UnknownStream,
    key_digest,
    streams_of,
)
from service.store.tail import Stored

RACES = 12


@dataclass(slots=True)
class _Work:
    """The streams of one attempt: their folded states, versions, keys, and what was decided so far."""

    loaded: Loaded
    states: dict[UUID, Any]
    versions: dict[UUID, int]
    keys: dict[UUID, dict[tuple[SubjectRef, KeyClass], DataKey]]
    subjects: dict[UUID, SubjectRef]
    created: list[DataKey] = field(default_factory=list)
    decided: list[tuple[UUID, Event]] = field(default_factory=list)


class Ledger:
    """The one way to change anything: `execute`."""

    def __init__(
        self,
        recorder: Recorder,
        codec: Codec,
        master_key: MasterKey,
        calendar: Calendar,
        now: Callable[[], datetime],
        zone: tzinfo,
        profile: str,
    ) -> None:
        self._recorder = recorder
        self._codec = codec
        self._master_key = master_key
        self._calendar = calendar
        self._now = now
        self._zone = zone
        self._profile = profile

    def execute(
        self,
        steps: Sequence[Step],
        by: Caller,
        key: str | None = None,
        expected_version: int | None = None,
        reason: str | None = None,
    ) -> Outcome:
        """Carries out all steps or none; the same key and body give the same outcome again.

        Raises the domain's Rejected, UnknownStream, StaleVersion, KeyReused, Busy and StoreUnavailable.
        """
        try:
            for _ in range(RACES):
                outcome = self._attempt(steps, by, key, expected_version, reason)
                if outcome is not None:
                    return outcome
        except OperationalError as error:
            raise StoreUnavailable(str(error)) from error
        raise Busy

    def history(self, stream: UUID) -> list[Recorded]:
        """Every event of a stream, in order; an unknown stream has none."""
        try:
            return self._decoded(self._recorder.load([stream]).streams[stream])
        except OperationalError as error:
            raise StoreUnavailable(str(error)) from error

    def desk(self, stream: UUID, by: Caller) -> Desk:
        """The desk at which `by` would decide on the stream now; for naming what is possible."""
        loaded = self._recorder.load([WORKING_DAYS_STREAM])
        return self._desk(by, stream, SubjectRef(stream), self._now(), self._known_calendar(loaded), {})

    def today(self) -> Any:
        """The present day in the service's time zone."""
        return self._now().astimezone(self._zone).date()

    def _attempt(
        self, steps: Sequence[Step], by: Caller, key: str | None, expected: int | None, reason: str | None
    ) -> Outcome | None:
        work = self._load(steps)
        first = steps[0].stream
        digest = key_digest(by.officer, key) if key else None
        if digest and (repeat := self._repeat(work, first, digest, steps)):
            return repeat
        if expected is not None and expected != work.versions[first]:
            raise StaleVersion(expected, work.versions[first])
        now = self._now()
        self._decide(work, steps, by, now)
        if not work.decided:
            return Outcome(first, work.versions[first], 0, (), is_repeat=False)
        return self._append(work, first, self._around(work, steps, by, now, digest, reason))

    def _load(self, steps: Sequence[Step]) -> _Work:
        aggregates = _aggregates(steps)
        loaded = self._recorder.load(aggregates)
        states = {stream: self._folded(aggregate, loaded.streams[stream]) for stream, aggregate in aggregates.items()}
        _all_known(steps, loaded)
        return _Work(
            loaded=loaded,
            states=states,
            versions={stream: len(rows) for stream, rows in loaded.streams.items()},
            keys=self._open_keys(loaded, streams_of(steps)),
            subjects={stream: SubjectRef(uuid4()) for stream in streams_of(steps)},
        )

    def _folded(self, aggregate: Aggregate[Any], rows: Sequence[Stored]) -> Any:
        recorded = self._decoded(rows)
        if recorded and BY_EVENT[type(recorded[0].event)] is not aggregate:
            raise UnknownStream(recorded[0].stream.hex)
        return fold(aggregate, (each.event for each in recorded))

    def _decoded(self, rows: Iterable[Stored]) -> list[Recorded]:
        return [self._codec.decode(*row) for row in rows]

    def _open_keys(
        self, loaded: Loaded, streams: Iterable[UUID]
    ) -> dict[UUID, dict[tuple[SubjectRef, KeyClass], DataKey]]:
        keys: dict[UUID, dict[tuple[SubjectRef, KeyClass], DataKey]] = {stream: {} for stream in streams}
        for row in loaded.keys:
            if row.stream in keys and row.wrapped is not None:
                keys[row.stream][row.subject, row.key_class] = self._master_key.unwrap(row)
        return keys

    def _decide(self, work: _Work, steps: Sequence[Step], by: Caller, now: datetime) -> None:
        calendar = self._known_calendar(work.loaded, work.states.get(WORKING_DAYS_STREAM))
        for step in steps:
            aggregate = BY_COMMAND[type(step.command)]
            desk = self._desk(by, step.stream, work.subjects[step.stream], now, calendar, work.states)
            events = decide(aggregate, work.states[step.stream], step.command, desk)
            work.states[step.stream] = fold(aggregate, events, work.states[step.stream])
            work.decided.extend((step.stream, event) for event in events)

    def _known_calendar(self, loaded: Loaded, state: Any = None) -> Calendar:
        known = state or self._folded(WORKING_DAYS, loaded.streams[WORKING_DAYS_STREAM])
        calendar = self._calendar
        if isinstance(known, WorkingDays):
            for year in known.years.values():
                calendar = calendar.with_year(year)
        return calendar

    def _desk(
        self,
        by: Caller,
        stream: UUID,
        subject: SubjectRef,
        now: datetime,
        calendar: Calendar,
        states: Mapping[UUID, Any],
    ) -> Desk:
        today = now.astimezone(self._zone).date()
        return Desk(by.officer, now, today, calendar, self._profile, stream, subject, by.roles, states)

    def _around(
        self,
        work: _Work,
        steps: Sequence[Step],
        by: Caller,
        now: datetime,
        digest: str | None,
        reason: str | None,
    ) -> Circumstance:
        first = steps[0].stream
        subject = next((s for s, _ in work.keys[first]), work.subjects[first])
        why = Personal(subject, "envelope/reason", reason) if reason else None
        body = self._body(steps, self._key(work, first, subject, KeyClass.CONTENT)) if digest else None
        return Circumstance(by.officer, now, digest, body, why)

    def _append(self, work: _Work, first: UUID, around: Circumstance) -> Outcome | None:
        stored = [self._stored(work, stream, event, around) for stream, event in work.decided]
        wrapped = [self._master_key.wrap(key) for key in work.created]
        try:
            positions = self._recorder.insert_events(stored, keys=wrapped)
        except IntegrityError:
            return None
        recorded = tuple(
            Recorded(position, stream, row.originator_version, around.by, around.at, event)
            for position, row, (stream, event) in zip(positions, stored, work.decided, strict=True)
            if stream == first
        )
        return Outcome(first, work.versions[first], max(positions), recorded, is_repeat=False)

    def _stored(self, work: _Work, stream: UUID, event: Event, around: Circumstance) -> StoredEvent:
        before = len(work.created)
        wanted = [*personals_in(event), *([around.reason] if around.reason else [])]
        keys = {
            (personal.subject, personal.key_class): self._key(work, stream, personal.subject, personal.key_class)
            for personal in wanted
        }
        work.versions[stream] += 1
        version = work.versions[stream]
        made = [key for key in work.created if key.stream == stream] if version == 1 else work.created[before:]
        topic, state = self._codec.encode(event, (stream, version), around, keys, made)
        return StoredEvent(originator_id=stream, originator_version=version, topic=topic, state=state)

    def _key(self, work: _Work, stream: UUID, subject: SubjectRef, key_class: KeyClass) -> DataKey:
        known = work.keys[stream].get((subject, key_class))
        if known is not None:
            return known
        if any(
            (row.subject, row.key_class) == (subject, key_class) and row.stream == stream for row in work.loaded.keys
        ):
            raise KeyUnavailable(f"the data key of {subject} in {stream.hex} was destroyed")
        key = new_data_key(subject, stream, key_class)
        work.keys[stream][subject, key_class] = key
        work.created.append(key)
        return key

    def _body(self, steps: Sequence[Step], key: DataKey) -> str:
        """`key id:HMAC` of what was asked; it can be compared as long as the case's key lives."""
        asked = [(type(step.command).__name__, step.command) for step in steps]
        mac = hmac.new(key.secret, b"body-v1" + msgspec.json.encode(asked, order="deterministic"), hashlib.sha256)
        return f"{key.key_id.hex}:{mac.hexdigest()}"

    def _repeat(self, work: _Work, stream: UUID, digest: str, steps: Sequence[Step]) -> Outcome | None:
        rows = work.loaded.streams[stream]
        mine = [row for row in rows if self._codec.envelope(row.state).key == digest]
        if not mine:
            return None
        told = self._codec.envelope(mine[0].state).body
        keys = {key.key_id.hex: key for key in work.keys[stream].values()}
        key = keys.get(told.partition(":")[0]) if told else None
        if key is None or told is None or not hmac.compare_digest(told, self._body(steps, key)):
            raise KeyReused
        return Outcome(stream, mine[-1].version, mine[-1].position, tuple(self._decoded(mine)), is_repeat=True)


def _aggregates(steps: Sequence[Step]) -> dict[UUID, Aggregate[Any]]:
    """What each stream is folded as: those the steps read, and those they write."""
    read = {stream: BY_KIND[kind] for step in steps for kind, stream in step.command.consults()}
    written = {step.stream: BY_COMMAND[type(step.command)] for step in steps}
    return {WORKING_DAYS_STREAM: WORKING_DAYS, **read, **written}


def _all_known(steps: Sequence[Step], loaded: Loaded) -> None:
    known = {stream for stream, rows in loaded.streams.items() if rows}
    for step in steps:
        if step.stream not in known and BY_COMMAND[type(step.command)].starts not in step.command.allowed_in:
            raise UnknownStream(step.stream.hex)
        known.add(step.stream)
