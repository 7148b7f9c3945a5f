"""Given, when, then for any aggregate: facts in, a command, facts or a refusal out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from functools import cache, cached_property
from typing import Any, NoReturn
from uuid import NAMESPACE_URL, UUID, uuid5

from domain.actors import Actor, OfficerActing, officer_of
from domain.cases.correcting import Correct
from domain.cases.facts import Remarked, Stated
from domain.cases.ordering import earliest_days
from domain.cases.second import days_in
from domain.catalogue import BY_KIND
from domain.deadlines.calendar import Calendar
from domain.deciding import decide, decide_as_told
from domain.growing import Growing
from domain.kernel import Aggregate, Command, Desk, Event, Rejected, fold
from domain.officers import Officer, OfficerStatus, named_in, units_to_read
from domain.profiles import NATIONAL
from domain.roles import Held, Role, Term
from domain.units import Unit, UnitStatus
from domain.values import OfficerRef, SubjectRef, UnitRef
from service.office.calendars import packaged_calendar
from service.office.transitions import may_record
from tests.support.marks import PLAIN_MARKS

WRITTEN_OUT = re.compile(r"\d\.\d\d(?!\d)")
"""An amount as people read it, such as 50,976.00."""

TODAY = date(2025, 12, 31)
"""The day of recording where a test names none: later than the facts of most tests, so that it decides nothing."""


def last_day(command: Command[Any]) -> date:
    """The day on which what the command says is recorded soon: the last that it names, if that is not to come."""
    return max((day for day in days_in(command) if day <= TODAY), default=TODAY)


def ref(name: str) -> UUID:
    """The same reference for the same name."""
    return uuid5(NAMESPACE_URL, f"casework:tests/{name}")


CLERK = OfficerRef(ref("clerk"))
HEAD = OfficerRef(ref("head of the petition office"))
HANDLER = OfficerRef(ref("handler"))
SECOND = OfficerRef(ref("second handler"))
LEADER = OfficerRef(ref("leader of the unit"))
REVIEWER = OfficerRef(ref("reviewer"))

GROUP = UnitRef(ref("group"))
PLANT = UnitRef(ref("plant"))
GONE = UnitRef(ref("dissolved unit"))
UNITS: Mapping[UUID, Any] = {
    GROUP: Unit(UnitStatus.ACTIVE, "HS", date(2000, 1, 1)),
    PLANT: Unit(UnitStatus.ACTIVE, "HS01", date(2000, 1, 1)),
    GONE: Unit(UnitStatus.DISSOLVED, "HS02", date(2000, 1, 1)),
}

OF_THE_PLANT = (Role.UNIT_LEAD, Role.OWNER_LEAD, Role.PET_HEAD, Role.SUPERVISED)
"""Who leads there, or speaks for it where it is looked into."""

EVERY_ROLE = Growing(
    {
        Held(role, unit): (Term(date(2000, 1, 1), None),)
        for unit in (GROUP, PLANT)
        for role in Role
        if unit == GROUP or role not in OF_THE_PLANT
    }
)

STREAM = ref("stream")


def acting(officer: UUID, role: Role = Role.HANDLER, unit: UnitRef = GROUP) -> OfficerActing:
    """The officer in a role held for a unit."""
    return OfficerActing(OfficerRef(officer), role, unit)


SUBJECT = SubjectRef(ref("petitioner"))

History = tuple[Event, ...]


def officers_named(command: Command[Any]) -> dict[UUID, Officer]:
    """Whom the command names, each working where it says and holding every role for every unit, since long ago; but
    nobody leads in the plant or speaks for it."""
    return {
        named.officer: Officer(OfficerStatus.APPOINTED, UnitRef(named.works_in or GROUP), EVERY_ROLE)
        for named in named_in(command)
    }


def read_in(command: Command[Any], state: Any, by: Actor, today: date, known: Mapping[UUID, Any]) -> dict[UUID, Any]:
    """Of what is known, that which the decision reads; an officer who is not known may do everything everywhere."""
    asked = {ref: known.get(ref, BY_KIND[kind].initial) for kind, ref in command.consults()}
    asked |= {ref: known.get(ref, BY_KIND[kind].initial) for kind, ref in command.reads(state, by, today)}
    officers = {ref: known.get(ref, officer) for ref, officer in officers_named(command).items()}
    read = {**asked, **officers}
    while missing := units_to_read(command, state, today, read):
        read.update({unit: known.get(unit, Unit()) for unit in missing})
    return read


def actor_in(command: Command[Any], by: Actor, known: Mapping[UUID, Any]) -> dict[UUID, Any]:
    """The officer who acts, where the decision reads whoever does."""
    officer = officer_of(by)
    return {officer: known.get(officer, Officer())} if command.reads_actor and officer else {}


@dataclass(frozen=True, slots=True)
class ListeningDesk(Desk):
    """A desk that keeps which days a decision tried, and what they could not lie before."""

    heard: list[tuple[str, date, date]] = field(default_factory=list)

    def happened(self, field_name: str, day: date, *, not_before: date | None = None) -> date:
        tried = Desk.happened(self, field_name, day, not_before=not_before)
        if not_before not in (None, date.min):
            self.heard.append((field_name, day, not_before))
        return tried


@dataclass(frozen=True)
class Given:
    """An aggregate with a history, at a place that the profile and the calendar describe."""

    aggregate: Aggregate[Any]
    history: History
    profile: str = NATIONAL
    calendar: Calendar = field(default_factory=packaged_calendar)

    @cached_property
    def state(self) -> Any:
        """What the history folds to."""
        return fold(self.aggregate, self.history)

    def at(self, *, profile: str | None = None, calendar: Calendar | None = None) -> "Given":
        """The same history under another profile or calendar."""
        return replace(self, profile=profile or self.profile, calendar=calendar or self.calendar)

    def when(
        self,
        command: Command[Any],
        *,
        by: OfficerRef | Actor = CLERK,
        today: date | None = None,
        role: Role = Role.HANDLER,
        consulted: Mapping[UUID, Any] = UNITS,
        stream: UUID = STREAM,
        in_part: bool = False,
    ) -> "Decided":
        """Decides the command, an officer acting in `role` for the group, without a day on the last that it names.

        Of `consulted` it is handed only what it asks to read, as the ledger does; `in_part` decides for somebody who is
        told a part of the record.
        """
        today = last_day(command) if today is None else today
        actor = acting(by, role) if isinstance(by, UUID) else by
        desk = ListeningDesk(
            by=actor,
            at=datetime.combine(today, time(9), UTC),
            today=today,
            calendar=self.calendar,
            profile=self.profile,
            stream=stream,
            subject=SUBJECT,
            consulted=read_in(command, self.state, actor, today, consulted) | actor_in(command, actor, consulted),
            marks=PLAIN_MARKS,
        )
        try:
            events = (
                decide_as_told(self.aggregate, self.state, self.state.told, command, desk)
                if in_part
                else decide(self.aggregate, self.state, command, desk)
            )
        except Rejected as rejection:
            amounts_are_fen(rejection)
            return Decided(self, (), rejection)
        _only_declared(command, events)
        days_in_order(self.aggregate, self.state, events, desk.heard)
        return Decided(self, events, None)


@dataclass(frozen=True)
class Decided:
    """What a command led to: facts, or the refusal of a rule."""

    before: Given
    events: History
    rejection: Rejected | None

    def then(self, *expected: Event) -> "Given":
        """Exactly these facts follow."""
        assert self.happened == expected
        return self.after

    def then_only(self, *expected: type[Event]) -> "Given":
        """Facts of exactly these classes follow, in this order."""
        assert tuple(type(event) for event in self.happened) == expected
        return self.after

    def refuses(self, refusal: type[Rejected], **facts: object) -> Rejected:
        """Exactly this rule refuses, with these facts among those that fill its message."""
        assert self.rejection is not None, f"not refused: {self.events}"
        assert type(self.rejection) is refusal
        assert {name: self.rejection.facts.get(name) for name in facts} == facts
        assert "{" not in str(self.rejection)
        return self.rejection

    @property
    def happened(self) -> History:
        """The facts; an error where the command was refused."""
        return self.events if self.rejection is None else self._refused()

    @property
    def after(self) -> Given:
        """The same aggregate with the facts added to its history."""
        return replace(self.before, history=self.before.history + self.happened)

    @property
    def history(self) -> History:
        """All facts, those of before included."""
        return self.after.history

    @property
    def state(self) -> Any:
        """What all facts fold to."""
        return self.after.state

    def when(self, command: Command[Any], **circumstances: Any) -> "Decided":
        """The next command on the same stream."""
        return self.after.when(command, **circumstances)

    def _refused(self) -> NoReturn:
        raise AssertionError(f"refused: {type(self.rejection).__name__}: {self.rejection}")


def given(aggregate: Aggregate[Any], *events: Event | History, **place: Any) -> Given:
    """The aggregate after the events; histories that builders return are laid end to end."""
    flat = [each for part in events for each in (part if isinstance(part, tuple) else (part,))]
    return Given(aggregate, tuple(flat), **place)


def amounts_are_fen(rejection: Rejected) -> None:
    """The domain names amounts in whole fen and writes none out: how an amount is read is the edge's."""
    for name, fact in rejection.facts.items():
        assert not name.endswith("_fen") or type(fact) is int, (rejection.code, name, fact)
        assert not isinstance(fact, str) or not WRITTEN_OUT.search(fact), (rejection.code, name, fact)


def days_in_order(aggregate: Aggregate[Any], state: Any, events: History, heard: list[tuple[str, date, date]]) -> None:
    """A correction asks of every day that it can change at least what the command asked of it when it was recorded."""
    facts = next((each.facts for each in aggregate.commands if issubclass(each, Correct)), None)
    for event in (each for each in events if not isinstance(each, Stated | Remarked)):
        for name in facts.fields.get(type(event), ()) if facts else ():
            day, earliest = earliest_days(facts.order, state, event).get(name, (getattr(event, name), date.min))
            asked = [first for tried, on, first in heard if (tried, on) == (name, day)]
            told = f"{event.NAME}.{name}: {asked} asked, {earliest} known"
            assert not asked or max(asked) <= earliest <= day, told
        state = aggregate.evolve(state, event)


def _only_declared(command: Command[Any], events: History) -> None:
    """The printed transition table tells the truth: a command records only what its `decide` is annotated with."""
    declared = (*_declared(type(command)), Stated, Remarked)
    assert all(isinstance(event, declared) for event in events), f"{type(command).__name__} recorded {events}"


@cache
def _declared(command: Any) -> tuple[type[Event], ...]:
    return may_record(command)
