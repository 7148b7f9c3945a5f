"""No order of facts, corrections, voids, amended plans and stops of the worker change what the service records."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain.cases.overdue import FoundOverdue
from domain.cases.waiting import effective
from domain.deadlines.calendar import YearCalendar
from domain.deadlines.clocks import Clock, ClockStopped
from domain.deadlines.rules import PERIODS
from domain.deadlines.running import clock_facts
from domain.hardship import mending as of_hardship
from domain.hardship.aggregate import HARDSHIP
from domain.hardship.ending import SettleClocks as SettleHardship
from domain.kernel import Aggregate, Command
from domain.petition import mending as of_petition
from domain.petition.aggregate import PETITION
from domain.petition.codes import Outcome
from domain.petition.ending import SettleClocks as SettlePetition
from domain.roles import Role
from domain.supervision import mending as of_supervision
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
MENDING: dict[str, Any] = {
    PETITION.kind: of_petition,
    SUPERVISION.kind: of_supervision,
    HARDSHIP.kind: of_hardship,
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
        self._both_do(command, by)

    @rule(data=st.data(), ago=st.integers(0, 30))
    def somebody_sets_right(self, data: st.DataObject, ago: int) -> None:
        """A day of any fact that has taken effect is another, once two say so."""
        mends, case = MENDING[self.awake.aggregate.kind], worked(self.awake, self.today)
        known = [
            (effect.own, name)
            for effect in effective(case.state.past.items())
            for name in mends.CORRECTIONS.fields.get(type(effect.event), ())
            if name.endswith("_on")
        ]
        if known:
            fact, name = data.draw(st.sampled_from(known))
            right = str(self.today - timedelta(days=ago))
            self._both_do(mends.Correct(fact, name, right, "录入有误"), CLERK)
            self._both_hear(mends, is_so=True, newest=True)

    @rule(is_so=st.booleans())
    def somebody_answers_for_what_waits(self, is_so: bool) -> None:
        self._both_hear(MENDING[self.awake.aggregate.kind], is_so=is_so, newest=False)

    @rule(is_so=st.sampled_from((False, False, True)))
    def somebody_voids(self, is_so: bool) -> None:
        mends = MENDING[self.awake.aggregate.kind]
        self._both_do(mends.Void("重复登记"), CLERK)
        self._both_hear(mends, is_so=is_so, newest=True)

    def _both_hear(self, mends: Any, *, is_so: bool, newest: bool) -> None:
        """The head, or whoever was named, says whether it was so."""
        numbers = self.awake.state.statement_numbers
        if numbers:
            number = numbers[-1 if newest else 0]
            known = self.awake.state.waiting.statements[number]
            named = [each for second in known.seconds for each in second.one_of]
            by = next((each for each in (*named, HEAD, LEADER) if each != known.by), HEAD)
            self._both_do(mends.Confirm(number, "原件") if is_so else mends.Contest(number, "并无此事"), by)

    def _both_do(self, command: Command[Any], by: Any) -> None:
        self.awake, self.asleep = (at_desk(each, command, by, self.today) for each in (self.awake, self.asleep))

    @rule(data=st.data(), ahead=st.integers(0, 60), is_off=st.booleans())
    def a_plan_is_amended(self, data: st.DataObject, ahead: int, is_off: bool) -> None:
        """Every term is counted anew, one by its last day as well, and what was found overdue stays so.

        Terms that began before are counted by the plan of that day first, which a worker that slept would not know.
        """
        ends = sorted({clock.due_on for clock in self.awake.state.clocks.values()})
        day = data.draw(st.sampled_from((self.today + timedelta(days=ahead), *ends)))
        plan = self.awake.calendar.years.get(day.year)
        if plan is None:
            return
        off = {**plan.off, day: "other"} if is_off else {each: code for each, code in plan.off.items() if each != day}
        amended = YearCalendar(day.year, off, plan.worked - {day} if is_off else plan.worked | {day})
        calendar = self.awake.calendar.with_year(amended)
        settling = SETTLING[self.awake.aggregate.kind]
        self.awake, self.asleep = (
            at_desk(worked(each, self.today).at(calendar=calendar), settling, Task.CLOCKS_SETTLE.actor, self.today)
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

    @invariant()
    def what_is_void_has_no_term(self) -> None:
        assert self.asleep.state.status != "VOID" or not self.asleep.state.clocks


def marks(case: Given) -> Counter[FoundOverdue]:
    return Counter(event for event in case.history if isinstance(event, FoundOverdue))


def assert_once_for_each_run(case: Given) -> None:
    """Between its beginning and its end a term has one mark at most, and one where it ended after its day.

    Where a correction lets it end late, nobody was late while it ran.
    """
    running: dict[tuple[str, str], int] = {}
    for effect in effective(enumerate(case.history, 1)):
        if isinstance(effect.event, FoundOverdue):
            assert effect.event.rule not in PERIODS
            running[effect.event.rule, effect.event.item] += 1
            assert running[effect.event.rule, effect.event.item] == 1
        parts = clock_facts(effect.event)
        is_as_recorded = effect.event == case.history[effect.own - 1]
        for part in parts:
            if isinstance(part, ClockStopped):
                found = running.pop((part.rule, part.item), 0)
                assert found or not part.late_days or not is_as_recorded, f"{part} ended late without a mark"
        for part in parts:
            if isinstance(part, Clock):
                running.setdefault((part.rule, part.item), 0)


Worlds.TestCase.settings = settings(
    max_examples=30,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
TestWorlds = Worlds.TestCase
