"""A notice comes down by itself on the day after its last one, and the days for the approval run from there."""

from domain.cases.reacting import NothingDue
from domain.deadlines.calendar import Calendar, YearCalendar
from domain.hardship.aggregate import HARDSHIP
from domain.hardship.codes import Status
from domain.hardship.events import ClocksSettled, PublicityEnded
from domain.hardship.publicity import EndPublicity
from service.office.calendars import packaged_calendar
from tests.domain.cases.test_overdue import steps
from tests.support.given import given
from tests.support.hardships import CENTER, approve_file, objected, published
from tests.support.petitions import day

ENDS_ON, DAY_AFTER = day("2025-10-10"), day("2025-10-11")


def until(year: int) -> Calendar:
    return Calendar({each: plan for each, plan in packaged_calendar().years.items() if each <= year})


def test_it_comes_down_once_its_days_are_full() -> None:
    """Scenario 35: posted on Friday 2025-09-26 for five working days; approved from 2025-10-11 on."""
    notice = given(HARDSHIP, published())
    steps(notice, ENDS_ON).refuses(NothingDue)
    down = steps(notice, DAY_AFTER)
    ended = [event for event in down.events if isinstance(event, PublicityEnded)]
    assert [event.ended_on for event in ended] == [ENDS_ON]
    assert down.state.status is Status.APPROVAL
    assert down.when(approve_file(DAY_AFTER), by=CENTER, today=DAY_AFTER).state.status is Status.ON_FILE


def test_an_officer_who_was_first_leaves_nothing_to_do() -> None:
    ended = given(HARDSHIP, published()).when(EndPublicity(), by=CENTER, today=DAY_AFTER)
    assert PublicityEnded not in [type(event) for event in steps_or_nothing(ended)]


def test_an_open_objection_or_a_plan_still_to_come_holds_it() -> None:
    held = given(HARDSHIP, objected(day("2025-09-29")))
    assert PublicityEnded not in [type(event) for event in steps_or_nothing(held)]
    doubtful = given(HARDSHIP, published(calendar=until(2024)), calendar=until(2024))
    assert PublicityEnded not in [type(event) for event in steps_or_nothing(doubtful)]


def test_a_plan_that_counts_more_days_keeps_it_up_until_they_are_full() -> None:
    plan = packaged_calendar().years[2025]
    longer = packaged_calendar().with_year(YearCalendar(2025, {**plan.off, ENDS_ON: "other"}, plan.worked))
    notice = given(HARDSHIP, published()).at(calendar=longer)
    counted = steps(notice, DAY_AFTER)
    assert [type(event) for event in counted.events if not hasattr(event, "overdue_on")] == [ClocksSettled]
    last = counted.state.clock("D-H03").due_on
    assert last > ENDS_ON
    assert steps(counted, day("2025-10-31")).state.status is Status.APPROVAL


def steps_or_nothing(case: object) -> tuple[object, ...]:
    tried = steps(case, day("2025-10-20"))  # type: ignore[arg-type]
    return () if tried.rejection else tried.events
