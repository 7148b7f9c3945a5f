"""A case at a desk where facts are typed late, wrong, denied and confirmed, and put right; guarded at every step."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import reduce
from typing import Any, NamedTuple

from domain.actors import Actor
from domain.cases.correcting import Correct, Facts
from domain.cases.facts import Stated
from domain.cases.overdue import FoundOverdue
from domain.cases.second import Confirm, Contest
from domain.cases.waiting import Statement, effective
from domain.deadlines.clocks import NOTHING_RUNNING, Clock, ClockStopped, Running
from domain.deadlines.running import clock_facts, clocks_after
from domain.kernel import Aggregate, Command, Rejected
from domain.values import OfficerRef
from service.store.tasks import Task
from service.work.due_steps import taking
from tests.support.days import brought_to
from tests.support.given import CLERK, HEAD, SECOND, UNITS, Given, given, officers_named

WITNESSES = (HEAD, SECOND, CLERK)


class Act(NamedTuple):
    """What an officer did on a day, and the command that says so with the day that is typed.

    Nobody types an earlier day where it begins a period: once that has ended, the notice is posted anew.
    """

    on: date
    said: Callable[[date], Command[Any]]
    by: OfficerRef
    begins_period: bool = False


class Owed(NamedTuple):
    """A field of a fact that was typed wrong, and what is right."""

    fact: int
    field: str
    right: date


class Kind(NamedTuple):
    """A kind of case with what mends its facts."""

    aggregate: Aggregate[Any]
    facts: Facts
    correct: type[Correct[Any]]
    confirm: type[Confirm[Any]]
    contest: type[Contest[Any]]
    around: Mapping[Any, Any] = UNITS


class LateDesk:
    """One case of a kind; each command comes after what the days that have come ask of the service."""

    def __init__(self, kind: Kind, today: date) -> None:
        self.kind, self.today = kind, today
        self.case: Given = given(kind.aggregate)
        self._typed = 0

    @property
    def state(self) -> Any:
        return self.case.state

    def does(self, command: Command[Any], by: OfficerRef | Actor) -> Rejected | None:
        """The command, or the rule that refuses it; what the days ask for stands in both."""
        before = self.case
        brought = brought_to(before, self.today, command) if before.history else before
        known = {**self.kind.around, **officers_named(command)}
        decided = brought.when(command, by=by, today=self.today, consulted=known)
        self.case = brought if decided.rejection else decided.after
        assert_guarded(before, self.case)
        return decided.rejection

    def wakes(self, times: int = 1) -> None:
        """The worker looks at the case; whatever it does, looking again finds nothing to do."""
        for _ in range(times):
            self.does(taking(self.kind.aggregate.kind)(), Task.DUE_STEPS.actor)
        done = self.case.history
        assert self.does(taking(self.kind.aggregate.kind)(), Task.DUE_STEPS.actor) is not None
        assert self.case.history == done

    def types(self, act: Act, day: date) -> tuple[Owed, ...] | None:
        """The act with that day, and what is to be corrected then; None where it is refused with it."""
        seen = len(self.case.history)
        if self.does(act.said(day), act.by) is not None:
            return None
        fresh = list(enumerate(self.case.history, 1))[seen:]
        self._typed = sum(not isinstance(fact, FoundOverdue | Stated) for _, fact in fresh)
        fields = self.kind.facts.fields
        return tuple(
            Owed(number, name, act.on)
            for number, fact in fresh
            for name in fields.get(type(fact), ())
            if day != act.on and getattr(fact, name) == day
        )

    def denied_first(self, act: Act, owed: tuple[Owed, ...]) -> tuple[Owed, ...]:
        """What waits after the act is denied and stated again, as it was, where all of the act waited."""
        numbers, known = self.state.statement_numbers, self.state.waiting.statements
        if len(numbers) != 1 or known[numbers[0]].blocks or len(known[numbers[0]].facts) != self._typed:
            return owed
        self.denies(numbers[0])
        anew = self.types(act, act.on)
        assert anew == (), "what was denied is stated again with the right day"
        return anew

    def puts_right(self, owed: Owed) -> bool:
        """The correction, confirmed where it moves a term; whether the rules let it through as things stand."""
        waiting = set(self.state.waiting.statements)
        if self.does(self.kind.correct(owed.fact, owed.field, str(owed.right), "录入有误"), CLERK) is not None:
            return False
        return all(self.is_confirmed(number) for number in set(self.state.waiting.statements) - waiting)

    def is_confirmed(self, number: int) -> bool:
        """Everybody confirms whose word the statement needs; what has been overtaken is denied."""
        while known := self.state.waiting.statements.get(number):
            if rejection := self.does(self.kind.confirm(number, "原件"), _second(known)):
                assert type(rejection).__name__ == "StatementOvertaken", rejection
                self.denies(number)
                return False
        return True

    def denies(self, number: int) -> None:
        """What was stated was not so."""
        assert self.does(self.kind.contest(number, "并无此事"), HEAD) is None

    def confirms_all(self) -> None:
        """Nothing waits any more."""
        for number in self.state.statement_numbers:
            self.is_confirmed(number)


def _second(known: Statement) -> OfficerRef:
    named = [each for second in known.seconds for each in second.one_of]
    others = (*named, *WITNESSES)
    return OfficerRef(next(each for each in others if each != known.by and each not in known.confirmed_by))


def assert_guarded(before: Given, after: Given) -> None:
    """Every term that runs follows from the facts, ended with one, and keeps the mark that it was found overdue."""
    effects = effective(after.state.past.items())
    running: Running = reduce(clocks_after, (each.event for each in effects), NOTHING_RUNNING)
    assert dict(running) == dict(after.state.clocks)
    ended = _ended(before, after)
    for key in before.state.clocks:
        assert key in after.state.clocks or key in ended, f"{key} ended without a fact"
    for key in before.state.overdue:
        assert key in after.state.overdue or key in ended, f"the mark of {key} was taken back"


def _ended(before: Given, after: Given) -> set[tuple[str, str]]:
    """The terms whose end was recorded between, or waited and was confirmed."""
    waited, waits = before.state.waiting.statements, after.state.waiting.statements
    confirmed = (fact for number in waited if number not in waits for fact in waited[number].facts)
    facts = (*after.history[len(before.history) :], *confirmed)
    return {(part.rule, part.item) for fact in facts for part in _parts(fact) if isinstance(part, ClockStopped)}


def _parts(event: Any) -> list[Clock | ClockStopped]:
    anew = [part for each in getattr(event, "recounted", ()) for part in (*each.clocks, *each.stopped)]
    return [*clock_facts(event), *anew]


def days_between(first: date, last: date) -> list[date]:
    """Each day after the first up to the last."""
    return [first + timedelta(days=step) for step in range(1, (last - first).days + 1)]
