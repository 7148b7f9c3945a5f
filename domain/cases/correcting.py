"""Corrections (更正): what was registered wrongly is set right, and every term that hangs on it is counted anew."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, NamedTuple, TypeVar, get_origin

from domain.cases.facts import Corrected, form_of, righted
from domain.cases.ordering import Order, earliest_days
from domain.cases.recounting import Recount
from domain.cases.second import Lateness, day_of, lateness, matters
from domain.cases.waiting import Effect, Keeping, effective
from domain.deadlines.clocks import NOTHING_RUNNING, ClockStopped
from domain.deadlines.rules import FILING_WINDOWS, PERIODS
from domain.deadlines.running import clock_facts
from domain.kernel import Command, Desk, Event, FactOutOfOrder, Rejected
from domain.parameters import parameters_for
from domain.values import Guarded, KeyClass, Text, Whole, written

DISPLAYS = PERIODS - FILING_WINDOWS
"""Terms in which something has to stand to the last day."""

R = TypeVar("R", bound=Keeping)


class NoSuchFact(Rejected):
    code = "no_such_fact"
    says = "No fact that has taken effect stands at number {fact} of this case."


class NotCorrectable(Rejected):
    code = "not_correctable"
    says = "This field of that fact is not corrected here. Fields that are: {fields}."


class CorrectionUnreadable(Rejected):
    code = "correction_unreadable"
    says = "This is no value for “{field}”. Possible: {allowed}."


class CorrectionNoDay(Rejected):
    code = "correction_no_day"
    says = "“{field}” is a day, and what was given is none. Write it as year-month-day: 3 March 2025 is 2025-03-03."


class NothingCorrected(Rejected):
    code = "nothing_corrected"
    says = "That is what was recorded already."


class CorrectionBeyondLimit(Rejected):
    """What late entry refuses no correction brings in."""

    code = "correction_beyond_limit"
    says = "The day {day} lies more than {limit} days back: it stops no term any more, by a correction either."


class FactAfterNext(Rejected):
    """What was recorded to follow from a fact would have happened before it."""

    code = "fact_after_next"
    says = "The day {day} given for “{field}” lies after {latest}, the day of something recorded that follows from it."


class PeriodCutShort(Rejected):
    code = "period_cut_short"
    says = "With that day the notice would not have stood to its last day, {due_on}. Post it anew instead."


class SealedNotCorrected(Rejected):
    """A correction unseals nothing: what was written in confidence stays as it was written."""

    code = "sealed_not_corrected"
    says = "The case is kept in confidence: a text as it was written is not replaced by a correction."


class Step(NamedTuple):
    """A fact among those that took effect: by field its days, each with the day before which it cannot lie."""

    own: int
    days: Mapping[str, tuple[date, date]]
    cut_short: date | None


@dataclass(frozen=True, slots=True)
class Facts:
    """Of a kind: the fact of a correction, which fields of which facts are corrected, and what decides of terms.

    Of an event with several days `clocked` names the field whose day its terms count from or end on; `recount` knows
    which terms begin of themselves when others have ended; `order` what each day may not lie before.
    """

    corrected: type[Corrected]
    initial: Any
    follow: Callable[[Any, Any], Any]
    fields: Mapping[type[Event], tuple[str, ...]]
    clocked: Mapping[type[Event], str] = field(default_factory=dict)
    recount: type[Recount] = Recount
    order: Order = field(default_factory=dict)

    def walked(self, history: Sequence[Effect]) -> list[Step]:
        """Of each fact its days and what they may not lie before, and the last day of a period ended too early."""
        state, steps, last = self.initial, list[Step](), date.min
        for effect in history:
            event = effect.event
            form: Any = type(event)
            name = _first_day(form) or ""
            day = getattr(event, name, None)
            ends = (part for part in clock_facts(event) if isinstance(part, ClockStopped))
            short = [part.due_on for part in ends if part.rule in DISPLAYS and part.stopped_on < part.due_on]
            after = self.follow(state, event)
            starts = [state.clocks[key].started_on for key in state.clocks if key not in after.clocks]
            is_step = after.status != state.status and day is not None
            earliest = max([*([last] if is_step else []), *starts], default=date.min)
            days = earliest_days(self.order, state, event)
            if day is not None:
                days[name] = (day, max(earliest, days.get(name, (day, date.min))[1]))
            steps.append(Step(effect.own, days, max(short, default=None)))
            state, last = after, day if is_step and day is not None else last
        return steps


class Right(NamedTuple):
    """The right value of a field: the one of these that it takes."""

    day: date | None = None
    code: str | None = None
    text: Guarded[str] | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Correct(Command[R]):
    """The wrong value stays in the history; what moves a term waits for a second person."""

    facts: ClassVar[Facts]
    beside: ClassVar[bool] = True
    fact: Annotated[int, Whole(1, 1_000_000)]
    field: Annotated[str, Text(most=60)]
    right: Annotated[str, Text(most=20_000, long=True)]
    reason: Annotated[str, Text(most=2_000, long=True)]

    def decide(self, state: R, desk: Desk) -> tuple[Event, ...]:
        history = effective(state.past.items())
        wrong = _fact(history, self.fact)
        fields = self.facts.fields.get(type(wrong), ())
        if self.field not in fields:
            raise NotCorrectable(fields=", ".join(fields) or "–")
        right = self._read(type(wrong), state)
        if getattr(wrong, self.field) in (right.day, right.code):
            raise NothingCorrected
        count = self._recounted(wrong, right, history, desk)
        corrected = self.facts.corrected(
            fact=self.fact,
            field=self.field,
            **right._asdict(),
            reason=written(state.known_subject, f"reason/{self.fact}", self.reason),
            corrected_by=desk.officer,
            moved=tuple(count.moved.values()),
            recounted=tuple(count.found),
            stopped=count.fallen,
        )
        _stands_in_order(self.facts, history, corrected)
        return (corrected,)

    def _read(self, event: Any, state: R) -> Right:
        form = form_of(event, self.field)
        if form is date:
            return Right(day=self._day())
        if isinstance(form, type) and issubclass(form, StrEnum):
            if self.right not in {code.value for code in form}:
                raise CorrectionUnreadable(field=self.field, allowed=", ".join(code.value for code in form))
            return Right(code=self.right)
        if get_origin(form) is Guarded and getattr(state, "is_protected", False):
            raise SealedNotCorrected
        return Right(text=Guarded(state.known_subject, self.field, self.right, KeyClass.CONTENT))

    def _day(self) -> date:
        try:
            return date.fromisoformat(self.right.strip())
        except ValueError:
            raise CorrectionNoDay(field=self.field) from None

    def _recounted(self, wrong: Any, right: Right, history: Sequence[Effect], desk: Desk) -> Recount:
        """The terms counted anew with the right day; none where no day is corrected, or no term counts from it."""
        was = getattr(wrong, self.field)
        if right.day is None or was is None:
            return Recount(self.fact, desk.today, desk.today, False, desk.today, desk.calendar)
        day = desk.happened(self.field, right.day)
        moves = self.facts.clocked.get(type(wrong), self.field) == self.field
        if moves and day < was:
            _within_limit(wrong, was, day, desk)
        count = self.facts.recount(self.fact, was, day, moves, desk.today, desk.calendar)
        count.walk(history)
        return count


def _fact(history: Sequence[Effect], number: int) -> Any:
    """The fact as it is held to be right now, which has to have taken effect."""
    found = next((effect.event for effect in history if effect.own == number), None)
    if found is None:
        raise NoSuchFact(fact=number)
    return found


def _within_limit(wrong: Any, was: date, day: date, desk: Desk) -> None:
    """No day that late entry refuses for stopping a duty comes in by a correction."""
    parts = (part for part in clock_facts(wrong) if matters(part, NOTHING_RUNNING) and day_of(part) == was)
    if any(True for _ in parts) and lateness(day, desk) is Lateness.BEYOND:
        limit = parameters_for(desk.profile, desk.today).late_limit_days
        raise CorrectionBeyondLimit(day=day, limit=limit)


def _stands_in_order(facts: Facts, history: Sequence[Effect], correction: Corrected) -> None:
    """Raises FactOutOfOrder where a day would lie before one that it follows, FactAfterNext and PeriodCutShort."""
    if correction.day is None:
        return
    was, now = facts.walked(history), facts.walked([_righted(effect, correction) for effect in history])
    for before, after in zip(was, now, strict=True):
        for name, (day, earliest) in after.days.items():
            is_wrong_before = name in before.days and before.days[name][0] < before.days[name][1]
            if day >= earliest or is_wrong_before:
                continue
            if (after.own, name) == (correction.fact, correction.field):
                raise FactOutOfOrder(field=name, day=day, earliest=earliest)
            raise FactAfterNext(field=correction.field, day=correction.day, latest=day)
        if after.cut_short and not before.cut_short:
            raise PeriodCutShort(due_on=after.cut_short)


def _righted(effect: Effect, correction: Corrected) -> Effect:
    return effect._replace(event=righted(effect.event, effect.own, correction))


@cache
def _first_day(event: Any) -> str | None:
    return next((each.name for each in fields(event) if each.type in (date, date | None)), None)
