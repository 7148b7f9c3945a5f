"""Several streams in memory: a command and all that is agreed with it are appended together, or nothing is."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from domain.agreements import parts_in_effect
from domain.catalogue import BY_COMMAND, BY_KIND
from domain.deadlines.calendar import Calendar
from domain.deciding import decide
from domain.kernel import Command, Desk, Event, fold
from domain.profiles import NATIONAL
from domain.values import OfficerRef, Personal, SubjectRef
from service.office.calendars import packaged_calendar
from tests.support.given import CLERK, UNITS, acting, last_day, officers_named, ref
from tests.support.marks import PLAIN_MARKS


@dataclass(frozen=True)
class Prepared:
    """What was decided against the versions that were seen; not in the log yet."""

    seen: Mapping[UUID, int]
    decided: tuple[tuple[UUID, Event], ...]


@dataclass
class Streams:
    """A log of many streams, as the ledger keeps it: read back sealed, appended only at the versions seen."""

    around: Mapping[UUID, Any] = field(default_factory=lambda: UNITS)
    today: date | None = None
    calendar: Calendar = field(default_factory=packaged_calendar)
    log: list[tuple[UUID, Event]] = field(default_factory=list)
    kinds: dict[UUID, str] = field(default_factory=dict)
    histories: dict[UUID, list[Event]] = field(default_factory=dict)
    folded: dict[tuple[UUID, str], tuple[int, Any]] = field(default_factory=dict)

    def state(self, stream: UUID, kind: str) -> Any:
        """What the stream folds to, nothing personal being readable any more; goes on from what was folded before."""
        history, aggregate = self.histories.get(stream, []), BY_KIND[kind]
        count, state = self.folded.get((stream, kind), (0, aggregate.initial))
        if count < len(history):
            state = fold(aggregate, history[count:], state)
            self.folded[stream, kind] = len(history), state
        return state

    def prepare(self, stream: UUID, command: Command[Any], by: OfficerRef = CLERK) -> Prepared:
        """Decides the command and its parts on the present states. Raises Rejected."""
        kind = BY_COMMAND[type(command)].kind
        states: dict[UUID, Any] = {stream: self.state(stream, kind)}
        decided: list[tuple[UUID, Event]] = []
        self._decide(states, decided, (stream, kind, command), by)
        first = self.state(stream, kind)
        facts = tuple(event for each, event in decided if each == stream)
        for part in parts_in_effect(stream, first, command, facts, self._day(command)):
            states.setdefault(part.stream, self.state(part.stream, part.kind))
            self._decide(states, decided, (part.stream, part.kind, part.command), by)
        return Prepared({each: len(self.histories.get(each, ())) for each in states}, tuple(decided))

    def commit(self, prepared: Prepared) -> bool:
        """Appends everything, or nothing where one of the streams has moved on."""
        if any(len(self.histories.get(stream, ())) != version for stream, version in prepared.seen.items()):
            return False
        for stream, event in prepared.decided:
            self.histories.setdefault(stream, []).append(_sealed(event))
            self.log.append((stream, event))
        return True

    def execute(self, stream: UUID, command: Command[Any], by: OfficerRef = CLERK) -> None:
        """Decides and appends. Raises Rejected."""
        assert self.commit(self.prepare(stream, command, by))

    def _decide(
        self,
        states: dict[UUID, Any],
        decided: list[tuple[UUID, Event]],
        step: tuple[UUID, str, Command[Any]],
        by: OfficerRef,
    ) -> None:
        stream, kind, command = step
        aggregate = BY_KIND[kind]
        events = decide(aggregate, states[stream], command, self._desk(stream, command, by, states[stream]))
        states[stream] = fold(aggregate, events, states[stream])
        decided.extend((stream, event) for event in events)

    def _day(self, command: Command[Any]) -> date:
        """The day that the test set, or the last one that the command names."""
        return self.today or last_day(command)

    def _desk(self, stream: UUID, command: Command[Any], by: OfficerRef, state: Any) -> Desk:
        today = self._day(command)
        read = {
            each: self.around.get(each, self.state(each, kind))
            for kind, each in (*command.consults(), *command.reads(state, acting(by), today))
        }
        consulted = {**officers_named(command), **read}
        at = datetime.combine(today, time(9), UTC)
        subject = SubjectRef(ref(f"subject of {stream}"))
        return Desk(acting(by), at, today, self.calendar, NATIONAL, stream, subject, consulted, PLAIN_MARKS)


def _sealed(value: Any) -> Any:
    """The value as it is read back from a log: texts about persons are closed."""
    if isinstance(value, Personal):
        return type(value)(value.subject, value.field, None, value.key_class)
    if isinstance(value, tuple) and type(value) is tuple:
        return tuple(_sealed(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _sealed(getattr(value, each.name)) for each in fields(value)})
    return value
