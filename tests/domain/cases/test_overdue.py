"""Overdue: found on the day after the rolled due day, once per running term, and never taken back."""

from datetime import date, timedelta
from typing import Any

import pytest

from domain.cases.overdue import FoundOverdue
from domain.cases.reacting import NothingDue, TakeDueSteps, wakes_on
from domain.catalogue import CASES
from domain.deadlines.calendar import Calendar
from domain.deadlines.clocks import StopReason
from domain.deadlines.rules import PERIODS
from domain.hardship.aggregate import HARDSHIP
from domain.hardship.reacting import TakeDueSteps as TakeHardshipSteps
from domain.kernel import Aggregate, Reaction
from domain.petition import events as e
from domain.petition.aggregate import PETITION
from domain.petition.codes import EvidenceKind
from domain.petition.ending import SettleClocks
from domain.petition.handling import AddEvidence
from domain.petition.notices import SendNotice
from domain.petition.reacting import TakeDueSteps as TakePetitionSteps
from domain.supervision.aggregate import SUPERVISION
from domain.supervision.reacting import TakeDueSteps as TakeSupervisionSteps
from service.office.calendars import packaged_calendar
from service.store.tasks import Task
from tests.support.given import Decided, Given, given
from tests.support.hardships import applied, objected, published
from tests.support.petitions import accepted, day, handling, registered, told
from tests.support.reaching import states_of
from tests.support.supervision import recorded

SEPT_16, DUE_ON, DAY_AFTER = day("2025-09-16"), day("2025-10-09"), day("2025-10-10")
OVERDUE = e.FoundOverdue(DAY_AFTER, "D-P01", "", DUE_ON, None)
UNTIL_2025 = Calendar({year: plan for year, plan in packaged_calendar().years.items() if year <= 2025})


def steps(case: Given | Decided, today: date) -> Decided:
    """What the service does of itself on the day."""
    command: Any = {PETITION.kind: TakePetitionSteps, SUPERVISION.kind: TakeSupervisionSteps}
    before = case if isinstance(case, Given) else case.after
    taking = command.get(before.aggregate.kind, TakeHardshipSteps)()
    return before.when(taking, by=Task.DUE_STEPS.actor, today=today)


def overdue_in(case: Given | Decided) -> list[FoundOverdue]:
    return [event for event in case.history if isinstance(event, FoundOverdue)]


def test_it_is_found_on_the_day_after_the_rolled_due_day_and_not_twice() -> None:
    """Scenario 1: 15 days from 2025-09-16 end on a holiday and are rolled to 2025-10-09."""
    letter = given(PETITION, registered(SEPT_16))
    steps(letter, DUE_ON).refuses(NothingDue)
    found = steps(letter, DAY_AFTER)
    assert found.events[0] == OVERDUE
    steps(found, DAY_AFTER).refuses(NothingDue)
    steps(found, DAY_AFTER + timedelta(days=20)).refuses(NothingDue)


def test_the_late_act_is_still_recorded_with_its_days_and_the_mark_goes_with_its_term_alone() -> None:
    found = steps(given(PETITION, registered(SEPT_16)), DAY_AFTER)
    sent = found.when(SendNotice(told(DAY_AFTER)), today=DAY_AFTER)
    (stop,) = sent.events[0].stopped
    assert (stop.late_days, stop.why) == (1, StopReason.MET)
    assert ("D-P01", "") not in sent.state.overdue
    assert overdue_in(sent) == [OVERDUE]


def test_an_act_in_time_that_is_recorded_later_stands_beside_the_mark() -> None:
    found = steps(given(PETITION, registered(SEPT_16)), DAY_AFTER)
    sent = found.when(SendNotice(told(DUE_ON)), today=DAY_AFTER)
    assert sent.events[0].stopped[0].late_days == 0
    assert overdue_in(sent) == [OVERDUE]


def test_a_plan_that_is_amended_afterwards_takes_no_mark_back_and_makes_no_second() -> None:
    found = steps(given(PETITION, registered(SEPT_16)), DAY_AFTER)
    plan = packaged_calendar().years[2025]
    longer = packaged_calendar().with_year(
        type(plan)(2025, {**plan.off, DUE_ON: "other", DAY_AFTER: "other"}, plan.worked)
    )
    moved = found.after.at(calendar=longer).when(SettleClocks(), today=DAY_AFTER)
    assert moved.state.clock("D-P01").due_on > DAY_AFTER
    assert moved.state.overdue["D-P01", ""] == DUE_ON
    steps(moved, day("2025-10-31")).refuses(NothingDue)


def test_what_stood_still_is_caught_up_with_the_right_days_in_their_order() -> None:
    late = steps(given(PETITION, registered(SEPT_16)), day("2026-03-03"))
    late.then_only(e.FoundOverdue, e.PresumedAccepted, e.FoundOverdue)
    assert [(each.rule, each.overdue_on) for each in overdue_in(late)] == [
        ("D-P01", DAY_AFTER),
        ("D-P05", day("2025-12-02")),
    ]
    daily: Given | Decided = given(PETITION, registered(SEPT_16))
    for passed in range(200):
        tried = steps(daily, SEPT_16 + timedelta(days=passed))
        daily = daily if tried.rejection else tried
    assert daily.history == late.history


def test_a_provisional_duty_is_due_on_the_day_that_was_told_and_the_mark_says_so() -> None:
    december = given(PETITION, accepted(day("2025-11-17"), calendar=UNTIL_2025), calendar=UNTIL_2025)
    due_on = december.state.clock("D-P05").due_on
    (found,) = steps(december, due_on + timedelta(days=1)).events
    assert (found.due_on, found.waits_for) == (due_on, 2026)


def test_periods_and_windows_are_never_overdue_nor_what_stands_still() -> None:
    notice = given(HARDSHIP, published())
    after = steps(notice, day("2025-10-20"))
    assert not overdue_in(after) or {each.rule for each in overdue_in(after)}.isdisjoint(PERIODS)
    held = given(HARDSHIP, objected(day("2025-09-29")))
    tried = steps(held, day("2025-10-20"))
    assert tried.rejection is not None or not {each.rule for each in overdue_in(tried)} & PERIODS


@pytest.mark.parametrize(
    ("case", "rule"),
    [(given(SUPERVISION, recorded()), "D-S01"), (given(HARDSHIP, applied()), "D-H01")],
    ids=("supervision", "hardship"),
)
def test_every_kind_of_case_has_it_whoever_holds_the_case(case: Given, rule: str) -> None:
    clock = case.state.clocks[rule, ""]
    found = steps(case, clock.due_on + timedelta(days=1))
    assert [(each.rule, each.due_on) for each in overdue_in(found)] == [(rule, clock.due_on)]


def test_counting_starts_from_the_duty_and_not_from_the_last_edit() -> None:
    busy = given(PETITION, handling(SEPT_16))
    due_on = busy.state.clock("D-P05").due_on
    noted = busy.when(AddEvidence(EvidenceKind.DOC, "工资条", due_on), today=due_on)
    (found,) = steps(noted, due_on + timedelta(days=1)).events
    assert found.overdue_on == due_on + timedelta(days=1)


@pytest.mark.parametrize("aggregate", CASES, ids=lambda aggregate: aggregate.kind)
def test_a_reaction_asks_for_its_day_no_more_once_it_was_taken_in_every_status(aggregate: Aggregate[Any]) -> None:
    """Otherwise the worker would take it for ever, or never."""
    (taking,) = (each for each in aggregate.commands if issubclass(each, TakeDueSteps))
    assert taking.reactions == aggregate.reactions
    last = date(2040, 1, 1)
    for state in states_of(aggregate).values():
        standing = Given(Aggregate(**{**_parts(aggregate), "initial": state}), ())
        tried = standing.when(taking(), by=Task.DUE_STEPS.actor, today=last)
        if tried.rejection is None:
            assert (wakes_on(aggregate.reactions, tried.state) or date.max) > last


def test_a_reaction_that_never_ends_is_found_and_not_repeated_for_ever() -> None:
    endless: Reaction[Any] = Reaction("endless", lambda _state: date(2025, 1, 1), lambda _state, _desk: ())
    broken = type("Broken", (TakePetitionSteps,), {"reactions": (endless,)})
    with pytest.raises(LookupError, match="endless is not over"):
        given(Aggregate(**{**_parts(PETITION), "commands": (broken,)}), registered(SEPT_16)).when(broken())


def _parts(aggregate: Aggregate[Any]) -> dict[str, Any]:
    return {name: getattr(aggregate, name) for name in Aggregate.__slots__}
