"""No order of facts, amended plans and stops of the worker changes what the service records of itself."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain.cases.overdue import FoundOverdue
from domain.deadlines.calendar import YearCalendar
from domain.deadlines.clocks import Clock, ClockStopped
from domain.deadlines.rules import PERIODS
from domain.deadlines.running import clock_facts
from domain.hardship.aggregate import HARDSHIP
from domain.hardship.ending import SettleClocks as SettleHardship
from domain.kernel import Aggregate, Command
from domain.petition.aggregate import PETITION
from domain.petition.codes import Outcome
from domain.petition.ending import SettleClocks as SettlePetition
from domain.roles import Role
from domain.supervision.aggregate import SUPERVISION
from domain.supervision.ending import SettleClocks as SettleSupervision
from service.store.tasks import Task
from service.work.due_steps import taking
from tests.support import hardships, petitions, supervision
from tests.support.days import brought_to
from tests.support.given import CLERK, HANDLER, HEAD, LEADER, UNITS, Given, given, officers_named
from tests.support.instances import DAYS, an_instance_of

FIRST = petitions.MARCH_3
SETTLING: dict[str, Command[Any]] = {
    PETITION.kind: SettlePetition(),
    SUPERVISION.kind: SettleSupervision(),
    HARDSHIP.kind: SettleHardship(),
}
STARTS: tuple[tuple[Aggregate[Any], tuple[Any, ...]], ...] = (
    (PETITION, petitions.registered()),
    (PETITION, petitions.screened()),
    (PETITION, petitions.forwarded()),
    (PETITION, petitions.handling()),
    (PETITION, petitions.delivered(FIRST, Outcome.SUPPORT)),
    (SUPERVISION, supervision.recorded(FIRST)),
    (SUPERVISION, supervision.rectifying(FIRST)),
    (HARDSHIP, hardships.applied(FIRST)),
)


def at_desk(case: Given, command: Command[Any], by: Any, today: date) -> Given:
    """The case after a command, brought to its day first, as the ledger does; as it was where that is refused."""
    brought = brought_to(case, today, command)
    known = {**UNITS, **officers_named(command)}
    decided = brought.when(command, by=by, today=today, role=Role.PET_HEAD, consulted=known)
    return case if decided.rejection else decided.after


def worked(case: Given, today: date) -> Given:
    """The case after the worker looked at it."""
    return at_desk(case, taking(case.aggregate.kind)(), Task.DUE_STEPS.actor, today)


class Worlds(RuleBasedStateMachine):
    """One case twice: the worker of one never sleeps, that of the other wakes as chance will have it."""

    @initialize(start=st.sampled_from(STARTS))
    def begins(self, start: tuple[Aggregate[Any], tuple[Any, ...]]) -> None:
        self.awake = self.asleep = given(*start)
        self.today = FIRST

    @rule(days=st.integers(1, 40))
    def days_go_by(self, days: int) -> None:
        for _ in range(days):
            self.today += timedelta(days=1)
            self.awake = worked(self.awake, self.today)

    @rule()
    def the_other_worker_wakes(self) -> None:
        self.asleep = worked(self.asleep, self.today)

    @rule(data=st.data(), by=st.sampled_from((CLERK, HEAD, HANDLER, LEADER)), ago=st.integers(0, 12))
    def somebody_acts(self, data: st.DataObject, by: Any, ago: int) -> None:
        """On what happened today or a few days ago, and is recorded now."""
        status = self.awake.aggregate.status_of(self.awake.state)
        allowed = [each for each in self.awake.aggregate.commands if status in each.allowed_in]
        if not allowed:
            return
        day = self.today - timedelta(days=ago)
        command = an_instance_of(
            data.draw(st.sampled_from(allowed)),
            lambda options: data.draw(st.sampled_from((day, self.today) if options is DAYS else options)),
        )
        self.awake, self.asleep = (at_desk(each, command, by, self.today) for each in (self.awake, self.asleep))

    @rule(ahead=st.integers(0, 60), is_off=st.booleans())
    def a_plan_is_amended(self, ahead: int, is_off: bool) -> None:
        """Every term is counted anew, and what was found overdue stays so."""
        day = self.today + timedelta(days=ahead)
        plan = self.awake.calendar.years.get(day.year)
        if plan is None:
            return
        off = {**plan.off, day: "other"} if is_off else {each: code for each, code in plan.off.items() if each != day}
        amended = YearCalendar(day.year, off, plan.worked - {day} if is_off else plan.worked | {day})
        calendar = self.awake.calendar.with_year(amended)
        settling = SETTLING[self.awake.aggregate.kind]
        self.awake, self.asleep = (
            at_desk(each.at(calendar=calendar), settling, Task.CLOCKS_SETTLE.actor, self.today)
            for each in (self.awake, self.asleep)
        )

    @invariant()
    def both_come_to_the_same(self) -> None:
        one, other = worked(self.awake, self.today), worked(self.asleep, self.today)
        if one.aggregate is not HARDSHIP:
            assert one.history == other.history
        assert marks(one) == marks(other)

    @invariant()
    def every_duty_past_its_day_is_marked_once(self) -> None:
        case = worked(self.asleep, self.today)
        for clock in case.state.clocks.values():
            if clock.due_on < self.today and clock.rule not in PERIODS:
                assert (clock.rule, clock.item) in case.state.overdue
        assert_once_for_each_run(case)


def marks(case: Given) -> Counter[FoundOverdue]:
    return Counter(event for event in case.history if isinstance(event, FoundOverdue))


def assert_once_for_each_run(case: Given) -> None:
    """Between its beginning and its end a term has one mark at most, and one where it ended after its day."""
    running: dict[tuple[str, str], int] = {}
    for event in case.history:
        if isinstance(event, FoundOverdue):
            assert event.rule not in PERIODS
            running[event.rule, event.item] += 1
            assert running[event.rule, event.item] == 1
        parts = clock_facts(event)
        for part in parts:
            if isinstance(part, ClockStopped):
                found = running.pop((part.rule, part.item), 0)
                assert found or not part.late_days, f"{part} ended late without a mark"
        for part in parts:
            if isinstance(part, Clock):
                running.setdefault((part.rule, part.item), 0)


Worlds.TestCase.settings = settings(
    max_examples=30, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
TestWorlds = Worlds.TestCase
