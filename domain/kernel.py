"""What every aggregate is made of: commands that decide, events that are folded, refusals that name their rule."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar, Generic, Protocol, TypeVar, get_args
from uuid import UUID

from domain.actors import Actor, officer_of, role_of
from domain.deadlines.calendar import Calendar
from domain.marks import NO_MARKS, Marks
from domain.parameters import Parameter, Parameters, parameters_for
from domain.recording import RecordedAt
from domain.roles import Role
from domain.values import OfficerRef, SubjectRef

FIRST_DAY = date(1949, 10, 1)
"""No record that a state-owned enterprise keeps is older; an earlier day is a slip of the keyboard."""


class Rejected(Exception):
    """A command was refused by a rule; each rule has its own subclass with a stable `code`.

    `says` is the English message and the key of its translation; `facts` fill its places, amounts as whole fen under
    names that end in `_fen`. `passes_on` is the day
    from which the same command will pass, where time alone decides. Where `is_visible` is False the rule depends
    on something that the caller may not know of, and nobody is told beforehand. Where `is_moot` is True there is
    nothing for the command to act upon, so that nobody waits for it to pass.
    """

    code: ClassVar[str]
    says: ClassVar[str]
    is_visible: ClassVar[bool] = True
    is_moot: ClassVar[bool] = False

    def __init__(self, *, passes_on: date | None = None, **facts: object) -> None:
        super().__init__(self.code)
        self.facts = facts
        self.passes_on = passes_on

    def __str__(self) -> str:
        amounts = {name: f"{fact} fen" for name, fact in self.facts.items() if name.endswith("_fen")}
        return self.says.format(**self.facts | amounts)


class NotAllowedNow(Rejected):
    code = "not_allowed_in_this_status"
    says = "This step is not possible in status {status}. Possible in: {allowed}."


class FactInTheFuture(Rejected):
    code = "fact_in_the_future"
    says = "The day {day} given for “{field}” lies after today ({today}). Record a fact when it has happened."


class FactTooEarly(Rejected):
    code = "fact_too_early"
    says = "The day {day} given for “{field}” lies before {earliest}, earlier than any record. Check the year."


class FactOutOfOrder(Rejected):
    code = "fact_out_of_order"
    says = "The day {day} given for “{field}” lies before {earliest}, the day of the step that it follows."


class NothingToSettle(Rejected):
    code = "nothing_to_settle"
    says = "No running term of this case is counted otherwise with the holiday plans known now."
    is_moot = True


class OfficerNeeded(Rejected):
    code = "officer_needed"
    says = "Only an officer can take this step: what is recorded names who took it."


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything a decision is told from outside: who acts, when, under which calendar, profile and organisation.

    `stream` is the stream decided upon; `subject` is a fresh random reference for the person that a new case
    speaks of; `consulted` holds the folded states of the streams that the command asked to read. With `marks` is told
    whom the matter accuses; `local` are numbers that places have set themselves, and `superior` is what the authority
    above the top unit is called, where that was said.
    """

    by: Actor
    at: datetime
    today: date
    calendar: Calendar
    profile: str
    stream: UUID
    subject: SubjectRef
    consulted: Mapping[UUID, Any] = field(default_factory=dict)
    marks: Marks = NO_MARKS
    local: tuple[Parameter, ...] = ()
    superior: str = ""

    def parameters(self, on: date) -> Parameters:
        """The numbers that hold at the place on the day."""
        return parameters_for(self.profile, on, self.local)

    @property
    def officer(self) -> OfficerRef:
        """The officer who acts, whatever the role: who may not do two steps may not do them in two roles either.

        Raises OfficerNeeded where a filer or the service acts.
        """
        officer = officer_of(self.by)
        if officer is None:
            raise OfficerNeeded
        return officer

    @property
    def role(self) -> Role | None:
        """The role in which an officer acts; None where a filer or the service does."""
        return role_of(self.by)

    def happened(self, field_name: str, day: date, *, not_before: date | None = None) -> date:
        """The day of a fact, tried: not after today, not before any record, nor before the step that it follows."""
        if day > self.today:
            raise FactInTheFuture(field=field_name, day=day, today=self.today)
        if day < FIRST_DAY:
            raise FactTooEarly(field=field_name, day=day, earliest=FIRST_DAY)
        if not_before is not None and day < not_before:
            raise FactOutOfOrder(field=field_name, day=day, earliest=not_before)
        return day


class Event(Protocol):
    """A fact: a frozen dataclass with a stored name and the version of its form."""

    NAME: ClassVar[str]
    VERSION: ClassVar[int]


def events_of(union: object) -> tuple[type[Event], ...]:
    """The events of a kind in the order of their union, the one list of them, such as `PetitionEvent`.

    Raises TypeError where the union names something that has no stored name.
    """
    events = get_args(union)
    if not events or not all(hasattr(event, "NAME") and hasattr(event, "VERSION") for event in events):
        raise TypeError(f"{union} is no union of events")
    return events


S = TypeVar("S")


class Command(Generic[S]):
    """What a person asks for: its data, the statuses it is allowed in, and its rule.

    `barred` yields the refusals that do not depend on the command's own data, so that a case can name beforehand
    what is still forbidden; `decide` calls for the facts that follow, or refuses. `records` names these facts where
    several kinds share the command, so that `decide` is not annotated with those of one. Where it `reads_actor` the
    officer who acts is among what the desk has consulted. What is `beside` the procedure is possible while a second
    person is still to confirm how the case began. `once` names the field with the day of an act that nobody can do
    again, such as a payment.
    """

    __slots__ = ()
    allowed_in: ClassVar[frozenset[Any]]
    reads_actor: ClassVar[bool] = False
    beside: ClassVar[bool] = False
    once: ClassVar[str | None] = None
    records: ClassVar[tuple[type[Event], ...]] = ()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(redacted)"

    @classmethod
    def barred(cls, state: S, desk: Desk) -> Iterator[Rejected]:
        """No rule stands against the command beyond its statuses, unless a command says so."""
        yield from ()

    @classmethod
    def asks(cls, state: S) -> Mapping[str, bool]:
        """What the rules make of fields that may be left out, where the record stands: True demanded, False unused."""
        return {}

    @classmethod
    def choices(cls, state: S | None, today: date) -> Mapping[str, Collection[object]]:
        """The codes that come into question in a field, where they are fewer than its list holds; for forms alone."""
        return {}

    def consults(self) -> Sequence[tuple[str, UUID]]:
        """The streams that the decision reads besides its own, as (kind, stream)."""
        return ()

    def reads(self, state: S, by: Actor, today: date) -> Sequence[tuple[str, UUID]]:
        """The streams that the decision reads besides, as (kind, stream), where who acts and the state tell which."""
        return ()

    def lines(self, state: S) -> Sequence[UUID]:
        """The units that the decision reads with every unit above them."""
        return ()

    def decide(self, state: S, desk: Desk) -> tuple[Event, ...]:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as the log holds it: where it stands, who recorded it, and at which moment or on which day."""

    position: int
    stream: UUID
    version: int
    by: Actor
    at: RecordedAt
    event: Event


@dataclass(frozen=True, slots=True)
class Reaction(Generic[S]):
    """What the service does of itself in a record: the day from which its state asks for it, and the facts that follow.

    Once they are recorded the state no longer asks. Nothing else is decided on the record before it was taken, so that
    a worker that stood still changes nothing; but it `yields_to` commands by which an officer takes the same step.
    """

    name: str
    due_on: Callable[[S], date | None]
    facts: Callable[[S, Desk], tuple[Event, ...]]
    yields_to: tuple[type[Command[S]], ...] = ()


@dataclass(frozen=True, slots=True)
class Aggregate(Generic[S]):
    """One kind of stream: its first state, its events, its commands and how a state follows from an event.

    `starts` is the status of a stream that does not exist yet; a command allowed in it creates the stream. `held` makes
    of the facts of a decision, taken on a state at a desk, those that are recorded: some wait for a second person.
    `reactions` are what days ask of the service in one that exists.
    Where it `rescopes`, any of its events may change for whom a record exists, by where that stands then.
    """

    kind: str
    initial: S
    starts: StrEnum
    statuses: type[StrEnum]
    events: tuple[type[Event], ...]
    commands: tuple[type[Command[S]], ...]
    evolve: Callable[[S, Any], S]
    status_of: Callable[[S], StrEnum]
    reactions: tuple[Reaction[S], ...] = ()
    held: Callable[[Command[S], S, Desk, tuple[Event, ...]], tuple[Event, ...]] | None = None
    rescopes: bool = False

    def creating(self) -> tuple[type[Command[S]], ...]:
        """The commands that open a new stream."""
        return tuple(command for command in self.commands if self.starts in command.allowed_in)


def fold(aggregate: Aggregate[S], events: Iterable[Event], state: S | None = None) -> S:
    """The state after the events, from `state` or from the beginning; never refuses."""
    folded = aggregate.initial if state is None else state
    for event in events:
        folded = aggregate.evolve(folded, event)
    return folded


def first_bar(command: type[Command[S]] | Command[S], state: S, desk: Desk) -> Rejected | None:
    """The first rule that stands against the command whatever its data; None where none does."""
    try:
        return next(command.barred(state, desk), None)
    except OfficerNeeded as needed:
        return needed
