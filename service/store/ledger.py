"""Carrying out commands: load, fold, decide, and append everything in one statement or nothing."""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, tzinfo
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from eventsourcing.persistence import IntegrityError, OperationalError
from psycopg.errors import DeadlockDetected, UniqueViolation

from domain.actors import Actor
from domain.agreements import parts_in_effect
from domain.cases.reacting import before
from domain.catalogue import BY_COMMAND
from domain.deadlines.calendar import Calendar
from domain.deciding import decide, decide_as_told
from domain.kernel import Command, Desk, Event, Recorded, Rejected
from domain.marks import NO_MARKS, Marks
from domain.officers import units_to_read
from domain.organisation.counting import WorkingDays
from domain.organisation.working_days import WORKING_DAYS, WORKING_DAYS_STREAM
from domain.parameters import Parameter
from domain.unit_tree import ALONE, UnitTree
from domain.values import SubjectRef
from service.sealing.keys import MasterKey
from service.store.answering import store_answers
from service.store.codec import Circumstance, Codec
from service.store.existing import Existing, Knows, require_existing
from service.store.measured import measured
from service.store.own_steps import caused, circumstance_by, told_of
from service.store.record import Record
from service.store.recorder import Recorder
from service.store.repeats import is_repeated, repeat_of
from service.store.requests import (
    Allows,
    Request,
    circumstance_of,
    no_question,
    outcome_of,
    parts_of_step,
    require_actor,
    require_loaded,
    require_read,
    require_units,
)
from service.store.steps import Busy, Outcome, StaleVersion, Step, Tried, UnknownStream, key_digest, streams_of
from service.store.work import Bound, Known, NotLoaded, Work, aggregates_of, decoded, work_on

RACES = 16
DEEPEST = 16  # how often a decision may need streams that were not loaded yet: agreements, and units above a unit
PAUSE = 0.002  # seconds by which the longest pause grows with each lost race

T = TypeVar("T")


class Around(NamedTuple):
    """What is the same for every decision of an attempt: who acts, when, how is counted there, among which units."""

    by: Actor
    now: datetime
    calendar: Calendar
    local: tuple[Parameter, ...]
    places: UnitTree


def unit_of(state: object, command: Command[Any]) -> UUID | None:
    """The unit of the record, or the one in which the command opens it; None where it has none."""
    unit: UUID | None = getattr(state, "unit", None) or getattr(command, "unit", None)
    return unit


class Ledger:
    """The one way to change anything: `execute`, and for one act over many records `execute_each`."""

    def __init__(
        self,
        recorder: Recorder,
        codec: Codec,
        master_key: MasterKey,
        calendar: Calendar,
        now: Callable[[], datetime],
        zone: tzinfo,
        profile: str,
        places: Callable[[], UnitTree] = lambda: ALONE,
        marks: Marks = NO_MARKS,
        superior: str = "",
    ) -> None:
        self._recorder = recorder
        self._codec = codec
        self._known = Known(codec)
        self.existing = Existing(recorder, codec)
        self._master_key = master_key
        self._calendar = calendar
        self._now = now
        self._zone = zone
        self._profile = profile
        self._places = places
        self._marks = marks
        self._superior = superior

    def execute(
        self,
        steps: Sequence[Step],
        by: Actor,
        key: str | None = None,
        expected_version: int | None = None,
        reason: str | None = None,
        knows: Knows | None = None,
        allows: Allows | None = None,
        question: Callable[[Sequence[Recorded]], None] = no_question,
        places: UnitTree | None = None,
        told: Callable[[Any], Any] | None = None,
    ) -> Outcome:
        """Carries out all steps or none; the same key and body give the same outcome again.

        `knows` tells from the scope of the first stream whether it exists for whoever asks, before anything is folded;
        a stream without events exists for nobody then; `allows` from its state whether they may give the command, or
        it exists for them no more than that; a repeat is answered as before. `question` is asked, of that stream's
        history, once all is decided and before anything is stored: it may refuse. `places` is the tree of units, by
        which the rules of a place are found, where the caller has it at hand. For somebody who is told a part of that
        stream `told` makes of its state where it stands for them, and refusals say no more.
        Raises the domain's Rejected, UnknownStream, StaleVersion, KeyReused, Busy and StoreUnavailable.
        """
        digest = key_digest(by, key) if key else None
        places = self._places() if places is None else places
        request = Request(steps, by, digest, expected_version, reason, knows, allows, question, places, told)
        return measured(steps, lambda: self._raced(lambda bound: self._attempt(request, bound)))

    def execute_each(self, steps: Sequence[Step], by: Actor, *, stores: bool = True) -> list[Tried]:
        """Tries every step by itself and stores all that pass in one statement; without `stores` nothing is stored.

        Each step is of a stream of its own, and none is bound to others by an agreement.
        Raises UnknownStream, Busy, OutcomeUnknown and StoreUnavailable.
        """
        places = self._places()
        return measured(
            steps, lambda: self._raced(lambda bound: self._attempt_each(steps, by, bound, places, stores=stores))
        )

    def history(self, stream: UUID) -> list[Recorded]:
        """Every event of a stream, in order; an unknown stream has none. Raises StoreUnavailable."""
        with store_answers():
            return decoded(self._codec, self._recorder.load([stream]).streams[stream])

    def desk(self, stream: UUID, by: Actor) -> Desk:
        """The desk at which `by` would decide on the stream now: for naming what is possible.

        Raises StoreUnavailable.
        """
        with store_answers():
            rows = self._recorder.load([WORKING_DAYS_STREAM]).streams[WORKING_DAYS_STREAM]
        around = self._around(self._known.state(WORKING_DAYS, rows), by, self._now(), ALONE)
        return self._desk(around, stream, SubjectRef(stream), {}, None)

    def today(self) -> date:
        """The present day in the service's time zone."""
        return self._now().astimezone(self._zone).date()

    def _raced(self, attempt: Callable[[Bound], T | None]) -> T:
        with store_answers():
            for lost in range(RACES):
                if (outcome := _bound(attempt)) is not None:
                    return outcome
                time.sleep(random.random() * PAUSE * lost)  # noqa: S311 — spreads those who race, hides nothing
        raise Busy

    def _attempt(self, request: Request, bound: Bound) -> Outcome | None:
        """The outcome, or None where another writer was faster."""
        work = self._work_on(request.steps, bound, request.knows, request.digest)
        if request.digest and (repeat := repeat_of(work, request.steps, request.digest, self._codec)):
            return repeat
        now = self._now()
        self._require_allowed(work, request, now)
        seen, current = request.expected_version, work.versions[request.first]
        if seen is not None and seen != current:
            raise StaleVersion(seen, current)
        self._decide(work, request, now)
        if not work.decided:
            return outcome_of(work, request.first, (), 0)
        request.question(work.histories[request.first])
        around = circumstance_of(work, request, now)
        if not (recorded := self._append(work, around)):
            return None
        own = tuple(each for each in recorded if each.stream == request.first and each.by == request.by)
        return outcome_of(work, request.first, own, max(each.position for each in recorded))

    def _require_allowed(self, work: Work, request: Request, now: datetime) -> None:
        """Raises UnknownStream where whoever asks may know of the record, but not give the command on it."""
        first = request.first
        around = self._around(work.states[WORKING_DAYS_STREAM], request.by, now, request.places)
        if request.allows and not request.allows(
            work.states[first], lambda: self._desk(around, first, work.subjects[first], {}, None)
        ):
            raise UnknownStream(first.hex)

    def _work_on(
        self, steps: Sequence[Step], bound: Bound, knows: Knows | None = None, digest: str | None = None
    ) -> Work:
        aggregates = aggregates_of(steps, bound)
        loaded = self._recorder.load(aggregates)
        written = dict.fromkeys((*streams_of(steps), *bound))
        records = {each: Record(self._codec, aggregates[each], loaded.streams[each]) for each in written}
        first = steps[0].stream
        if knows is not None and not is_repeated(loaded.streams[first], digest):
            require_existing(records[first], knows, first.hex)
        return work_on(steps, records, aggregates, loaded, self._known, self._master_key)

    def _attempt_each(
        self, steps: Sequence[Step], by: Actor, bound: Bound, places: UnitTree, *, stores: bool
    ) -> list[Tried] | None:
        """What became of each step, or None where another writer was faster."""
        work = self._work_on(steps, bound)
        around = self._around(work.states[WORKING_DAYS_STREAM], by, self._now(), places)
        tried = [self._tried(work, step, around) for step in steps]
        if stores and work.decided and not self._append(work, Circumstance(by, around.now)):
            return None
        return tried

    def _tried(self, work: Work, step: Step, around: Around) -> Tried:
        history = work.histories[step.stream]
        try:
            events = self._decide_one(work, step.stream, step.command, around)
        except Rejected as rejection:
            return Tried(history, (), rejection)
        return Tried(history, events)

    def _decide(self, work: Work, request: Request, now: datetime) -> None:
        require_loaded(work, [part for step in request.steps for part in parts_of_step(work, step)])
        around = self._around(work.states[WORKING_DAYS_STREAM], request.by, now, request.places)
        for step in request.steps:
            before = work.states[step.stream]
            events = self._decide_one(work, step.stream, step.command, around, request.told)
            work.follow(step.stream, step.command, events)
            parts = parts_in_effect(step.stream, before, step.command, events, self._day(around))
            require_loaded(work, parts)
            for part in parts:
                done = self._decide_one(work, part.stream, part.command, around)
                work.follow(part.stream, part.command, done)

    def _decide_one(
        self,
        work: Work,
        stream: UUID,
        command: Command[Any],
        around: Around,
        told: Callable[[Any], Any] | None = None,
    ) -> tuple[Event, ...]:
        """What the command calls for, once the record was brought to its day; nothing is kept where it is refused.

        The state stays as it was before those events: whoever decides more upon it follows them.
        """
        aggregate = BY_COMMAND[type(command)]
        desk = self._desk_of(work, stream, command, around)
        if own := before(command, aggregate, work.states[stream], desk):
            work.follow(stream, command, own)
            desk = self._desk_of(work, stream, command, around)
        events = _decided(work, stream, command, desk, told)
        work.decided += caused(work, stream, own)
        work.decided += told_of(work, stream, command, events, around.by)
        return events

    def _desk_of(self, work: Work, stream: UUID, command: Command[Any], around: Around) -> Desk:
        unit = unit_of(work.states[stream], command)
        return self._desk(around, stream, work.subjects[stream], work.states, unit)

    def _around(self, counted: WorkingDays, by: Actor, now: datetime, places: UnitTree) -> Around:
        return Around(by, now, self._known_calendar(counted), counted.rows.parameters, places)

    def _known_calendar(self, imported: WorkingDays) -> Calendar:
        calendar = self._calendar
        for year in imported.years.values():
            calendar = calendar.with_year(year)
        if calendar.version == imported.version:
            return calendar
        return replace(calendar, version=imported.version, local_rules=imported.rows.rules)

    def _desk(
        self, around: Around, stream: UUID, subject: SubjectRef, states: Mapping[UUID, Any], unit: UUID | None
    ) -> Desk:
        by, now, calendar, local, places = around
        today = self._day(around)
        profile = places.profile_of(unit, today) or self._profile
        return Desk(by, now, today, calendar, profile, stream, subject, states, self._marks, local, self._superior)

    def _day(self, around: Around) -> date:
        return around.now.astimezone(self._zone).date()

    def _append(self, work: Work, around: Circumstance) -> list[Recorded]:
        """What was stored of all that was decided: everything, or nothing where another writer was faster."""
        stored = [work.stored(*each[:2], circumstance_by(around, each.by), self._codec) for each in work.decided]
        wrapped = [self._master_key.wrap(key) for key in work.created]
        try:
            positions = self._recorder.insert_events(stored, keys=wrapped)
        except IntegrityError as error:
            if isinstance(error.__cause__, UniqueViolation):
                return []
            raise
        except OperationalError as error:
            if isinstance(error.__cause__, DeadlockDetected):
                return []
            raise
        return [
            Recorded(position, each.stream, row.originator_version, each.by, around.at, each.event)
            for position, row, each in zip(positions, stored, work.decided, strict=True)
        ]


def _bound(attempt: Callable[[Bound], T | None]) -> T | None:
    """The outcome with everything that it needs besides; that is known only once the named streams are folded."""
    bound: Bound = {}
    for _ in range(DEEPEST):
        try:
            return attempt(bound)
        except NotLoaded as missing:
            bound = {**bound, **missing.streams}
    raise Busy


def _decided(
    work: Work, stream: UUID, command: Command[Any], desk: Desk, told: Callable[[Any], Any] | None
) -> tuple[Event, ...]:
    state, aggregate = work.states[stream], BY_COMMAND[type(command)]
    require_actor(work, command, desk.by)
    require_read(work, command.reads(state, desk.by, desk.today))
    require_units(work, units_to_read(command, state, desk.today, work.states))
    if told is None:
        return decide(aggregate, state, command, desk)
    return decide_as_told(aggregate, state, told(state), command, desk)
