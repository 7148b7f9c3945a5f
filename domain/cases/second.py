"""Second persons: what a decision leads to is held until they have confirmed it, or kept as a mere remark."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from enum import Enum, StrEnum
from functools import cache, reduce
from typing import Annotated, Any, ClassVar, TypeVar

from domain.actors import officer_of
from domain.cases.codes import Confirmer
from domain.cases.concerning import OfficersConcerned
from domain.cases.facts import Confirmed, Contested, Corrected, Remarked, Second, Stated, Voided
from domain.cases.waiting import Keeping, Statement
from domain.deadlines.clocks import Clock, ClockStopped, Running, StopReason
from domain.deadlines.rules import FILING_WINDOWS, PERIODS
from domain.deadlines.running import clock_facts, clocks_after
from domain.kernel import Command, Desk, Event, Rejected
from domain.parameters import parameters_for
from domain.values import Known, OfficerRef, Text, Whole, written

R = TypeVar("R", bound=Keeping)

OneEntry = Annotated[int, Whole(1, 100_000), Known("statement_numbers")]


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts on second persons of one kind of case, how a state follows from a fact, and which statuses are open."""

    stated: type[Stated]
    confirmed: type[Confirmed]
    contested: type[Contested]
    remarked: type[Remarked]
    follow: Callable[[Any, Any], Any]
    open: Collection[StrEnum]


class Lateness(Enum):
    """How long after its day a fact is recorded that stops a duty, opens or ends a period, or starts a window."""

    FREE = "free"
    LATE = "late"
    BEYOND = "beyond the limit"


class NothingWaits(Rejected):
    code = "nothing_waits"
    says = "Nothing in this case waits for a second person."
    is_moot = True


class OwnStatement(Rejected):
    """SD4: a name that the first one types is no second person, nor is the first one."""

    code = "own_statement"
    says = "You stated this yourself. A second person confirms it, signed in as himself or herself."


class ConfirmedAlready(Rejected):
    code = "confirmed_already"
    says = "You have confirmed this already; it still waits for somebody else."


class NamedConfirms(Rejected):
    code = "named_confirms"
    says = "Only the officer who was named can confirm this: {officers}."


class StatementOvertaken(Rejected):
    code = "statement_overtaken"
    says = "The case has moved on since this was stated. Contest it; if need be, record what happened anew."


class SecondPersonMissing(Rejected):
    code = "second_person_missing"
    says = "A second person has not confirmed yet how this case began. No step is taken before that."


@dataclass(frozen=True, slots=True, repr=False)
class Confirm(Command[R]):
    """The second person confirms with an own sign-in, and says which paper was seen, or that he or she took part."""

    facts: ClassVar[Facts]
    beside: ClassVar[bool] = True
    entry: OneEntry
    seen: Annotated[str, Text(most=200)]

    @classmethod
    def barred(cls, state: R, desk: Desk) -> Iterator[Rejected]:
        if not state.waiting.statements:
            yield NothingWaits()
        elif all(each.by == desk.officer for each in state.waiting.statements.values()):
            yield OwnStatement()

    def decide(self, state: R, desk: Desk) -> tuple[Event, ...]:
        known, who = _known(state, self.entry), desk.officer
        if who == known.by:
            raise OwnStatement
        if who in known.confirmed_by:
            raise ConfirmedAlready
        left = known.confirmed(who).seconds
        if len(left) == len(known.seconds):
            raise NamedConfirms(officers=", ".join(str(each) for second in left for each in second.one_of))
        if not left and _is_overtaken(known, state, self.facts):
            raise StatementOvertaken
        seen = written(state.known_subject, f"seen/{known.number}", self.seen)
        return (self.facts.confirmed(known.number, who, seen, not left),)


@dataclass(frozen=True, slots=True, repr=False)
class Contest(Command[R]):
    """What was stated was not so, or whoever stated it takes it back."""

    facts: ClassVar[Facts]
    beside: ClassVar[bool] = True
    entry: OneEntry
    grounds: Annotated[str, Text(most=2_000, long=True)]

    @classmethod
    def barred(cls, state: R, desk: Desk) -> Iterator[Rejected]:
        if not state.waiting.statements:
            yield NothingWaits()

    def decide(self, state: R, desk: Desk) -> tuple[Event, ...]:
        known = _known(state, self.entry)
        grounds = written(state.known_subject, f"grounds/{known.number}", self.grounds)
        return (self.facts.contested(known.number, desk.officer, grounds),)


class Held:
    """What becomes of the facts of a decision in one kind of case: they stand, wait, or are kept as a remark."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def __call__(self, command: Command[Any], state: Any, desk: Desk, facts: tuple[Event, ...]) -> tuple[Event, ...]:
        """The facts as they are recorded. `state` is that before them.

        Of those that need a second person, and of all that follow them in the decision, none takes effect before; the
        fact that opens a case stands, and blocks it; whom it concerns is kept from it at once. Recorded beyond the
        limit they are kept as remarks, or, where the command says that its act cannot be done `once` more, follow with
        the day of recording.
        """
        who = officer_of(desk.by)
        if who is None:
            return facts
        if at_once := tuple(each for each in facts if isinstance(each, OfficersConcerned)):
            others = self(command, state, desk, tuple(each for each in facts if each not in at_once))
            opening = 0 if state.past else 1
            return (*others[:opening], *at_once, *others[opening:])
        late = _lateness(facts, command, state.clocks, desk)
        asked = [_asked(fact, who) for fact in facts]
        first = next((at for at, _ in enumerate(facts) if asked[at] or late[at] is not Lateness.FREE), len(facts))
        opens = not state.past
        kept = max(first, 1) if opens else first
        if Lateness.BEYOND in late[kept:]:
            return self._beyond(command, state, desk, facts, kept)
        seconds = _distinct([*(each for group in asked[first:] for each in group), *_witnessed(late[kept:])])
        if not seconds:
            return facts
        number = state.waiting.count + 1
        stated = self._facts.stated(number, len(facts) - kept, seconds, who, opens and bool(asked[0]))
        return (*facts[:kept], stated, *facts[kept:])

    def _beyond(
        self, command: Command[Any], state: Any, desk: Desk, facts: tuple[Event, ...], kept: int
    ) -> tuple[Event, ...]:
        if command.once is None or getattr(command, command.once) == desk.today:
            return (*facts[:kept], self._facts.remarked(len(facts) - kept, None), *facts[kept:])
        stated_on = getattr(command, command.once)
        today = on_day(command, desk.today)
        return (self._facts.remarked(0, stated_on), *self(today, state, desk, today.decide(state, desk)))


def on_day(command: Command[Any], day: date) -> Command[Any]:
    """The same act, taken with that day."""
    same: Any = command
    taken: Command[Any] = replace(same, **{command.once or "": day})
    return taken


def lateness(day: date, desk: Desk) -> Lateness:
    """How late something of that day is recorded: `late_free` working days are free, `late_limit` days the limit."""
    numbers = parameters_for(desk.profile, desk.today)
    if (desk.today - day).days > numbers.late_limit_days:
        return Lateness.BEYOND
    is_free = desk.calendar.working_days_between(day, desk.today) <= numbers.late_free_days
    return Lateness.FREE if is_free else Lateness.LATE


def matters(part: Clock | ClockStopped, running: Running) -> bool:
    """Whether it stops a duty or ends a period, or opens a period or a window; what starts a duty always stands."""
    if isinstance(part, ClockStopped):
        return part.rule not in FILING_WINDOWS and part.why is not StopReason.EXEMPT
    return part.rule in PERIODS and (part.rule, part.item) not in running


def day_of(part: Clock | ClockStopped) -> date:
    """The day from which a term counts, or on which it ended."""
    return part.stopped_on if isinstance(part, ClockStopped) else part.started_on


def days_in(value: Any) -> frozenset[date]:
    """Every day that somebody typed into a command or a part of one."""
    if isinstance(value, date):
        return frozenset({value})
    form: Any = type(value)
    parts = value if isinstance(value, tuple) else (getattr(value, name) for name in _names_in(form))
    return frozenset(day for part in parts for day in days_in(part))


@cache
def _names_in(form: Any) -> tuple[str, ...]:
    return tuple(each.name for each in fields(form)) if is_dataclass(form) else ()


def _lateness(facts: Sequence[Event], command: Command[Any], running: Running, desk: Desk) -> list[Lateness]:
    found = []
    for fact in facts:
        days = {day_of(part) for part in clock_facts(fact) if matters(part, running)}
        typed = days and days & days_in(command)
        found.append(lateness(min(typed), desk) if typed else Lateness.FREE)
        running = clocks_after(running, fact)
    return found


def _asked(fact: Any, who: OfficerRef) -> tuple[Second, ...]:
    """Whose word the fact itself needs: of those who were there `TOGETHER`, and of whom it says that they `CONFIRM`."""
    if isinstance(fact, Voided) or (isinstance(fact, Corrected) and fact.recounted):
        return (Second(Confirmer.WITNESS, ()),)
    found = []
    if together := getattr(fact, "TOGETHER", None):
        others = tuple(each for each in getattr(fact, together) if each != who)
        found.append(Second(Confirmer.PARTICIPANT, others))
    named = (getattr(fact, name) for name in getattr(fact, "CONFIRM", ()))
    found += [Second(Confirmer.NAMED, (each,)) for each in named if each is not None and each != who]
    return tuple(found)


def _witnessed(late: Sequence[Lateness]) -> tuple[Second, ...]:
    return (Second(Confirmer.WITNESS, ()),) if Lateness.LATE in late else ()


def _distinct(seconds: Sequence[Second]) -> tuple[Second, ...]:
    return tuple(dict.fromkeys(seconds))


def _known(state: Keeping, number: int) -> Statement:
    known = state.waiting.statements.get(number)
    if known is None:
        raise NothingWaits
    return known


def _is_overtaken(known: Statement, state: Any, facts: Facts) -> bool:
    """Whether the case stands elsewhere, or its terms are others than the facts tell of.

    So where every term that they stop has ended, one that they start runs, one began that would outlive the case, or
    other terms run than those that a correction counted anew.
    """
    running = set(state.clocks)
    if running != known.ran and any(isinstance(fact, Corrected) and fact.recounted for fact in known.facts):
        return True
    is_ended = bool(known.stops) and running.isdisjoint(known.stops)
    if state.status != known.status or is_ended or not running.isdisjoint(known.starts):
        return True
    after = reduce(facts.follow, known.facts, state)
    return after.status not in facts.open and not running & set(after.clocks) <= known.ran
