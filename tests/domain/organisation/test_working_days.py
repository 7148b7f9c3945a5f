"""Imported calendars: one year at a time, the later import of a year counting."""

from datetime import date

import pytest

from domain.deadlines.festivals import base_days
from domain.organisation.working_days import (
    WORKING_DAYS,
    BaseDaysLeftOut,
    CalendarImported,
    CalendarKnownAlready,
    DayOff,
    DayOffAndWorked,
    DayOutsideTheYear,
    ImportCalendar,
)
from service.office.calendars import packaged_calendar
from tests.support.given import given
from tests.support.petitions import day

BASE = tuple(DayOff(each, code) for each, code in sorted(base_days(2027).items()))
NEW_YEAR = BASE[0]
WORKED = day("2027-01-03")


def test_a_plan_is_kept_in_the_order_of_its_days() -> None:
    december = DayOff(day("2026-12-31"), "new_year")
    after = given(WORKING_DAYS).when(ImportCalendar(2027, (*BASE, december), (WORKED,)))
    after.then(CalendarImported(2027, (december, *BASE), (WORKED,), ()))
    assert after.state.years[2027].off == {day("2026-12-31"): "new_year", **base_days(2027)}


def test_a_year_is_imported_anew_only_with_other_days() -> None:
    known = given(WORKING_DAYS).when(ImportCalendar(2027, BASE, (WORKED,)))
    known.when(ImportCalendar(2027, BASE, (WORKED,))).refuses(CalendarKnownAlready, year=2027)
    assert known.state.version == 1
    assert known.when(ImportCalendar(2027, BASE, ())).state.years[2027].worked == frozenset()


@pytest.mark.parametrize("stray", [day("2028-01-01"), day("2026-11-30"), day("2025-12-31")])
def test_a_plan_names_days_of_its_year_and_the_december_before(stray: date) -> None:
    given(WORKING_DAYS).when(ImportCalendar(2027, (DayOff(stray, "x"),), ())).refuses(DayOutsideTheYear, day=stray)
    given(WORKING_DAYS).when(ImportCalendar(2027, (NEW_YEAR,), (stray,))).refuses(DayOutsideTheYear, day=stray)


def test_a_day_is_given_once() -> None:
    twice = ImportCalendar(2027, (NEW_YEAR, NEW_YEAR), ())
    given(WORKING_DAYS).when(twice).refuses(DayOffAndWorked, day=NEW_YEAR.day)
    both = ImportCalendar(2027, (NEW_YEAR,), (NEW_YEAR.day,))
    given(WORKING_DAYS).when(both).refuses(DayOffAndWorked, day=NEW_YEAR.day)


SPRING = tuple(day(f"2027-02-{number:02}") for number in (5, 6, 7, 8))


def test_a_plan_without_the_spring_festival_is_refused_unless_it_is_said_of_each_day() -> None:
    """5 to 8 February 2027 are 除夕 to 初三; the Saturday and the Sunday among them are off without being named."""
    without = tuple(off for off in BASE if off.day not in SPRING)
    refused = given(WORKING_DAYS).when(ImportCalendar(2027, without, ()))
    refused.refuses(BaseDaysLeftOut, year=2027, days="2027-02-05, 2027-02-08")
    given(WORKING_DAYS).when(ImportCalendar(2027, without, (), SPRING[:1])).refuses(
        BaseDaysLeftOut, year=2027, days="2027-02-08"
    )
    after = given(WORKING_DAYS).when(ImportCalendar(2027, without, (), SPRING))
    after.then(CalendarImported(2027, without, (), (SPRING[0], SPRING[3])))


@pytest.mark.parametrize("left_out", BASE, ids=lambda off: str(off.day))
def test_no_day_off_that_the_law_sets_may_be_a_working_day(left_out: DayOff) -> None:
    others = tuple(off for off in BASE if off is not left_out)
    plan = ImportCalendar(2027, others, (left_out.day,))
    given(WORKING_DAYS).when(plan).refuses(BaseDaysLeftOut, year=2027, days=str(left_out.day))


@pytest.mark.parametrize("year", packaged_calendar().years)
def test_every_plan_that_was_published_has_the_days_that_the_law_sets(year: int) -> None:
    plan = packaged_calendar().years[year]
    off = tuple(DayOff(each, code) for each, code in plan.off.items())
    assert given(WORKING_DAYS).when(ImportCalendar(year, off, tuple(plan.worked))).happened[0].left_out == ()  # type: ignore[attr-defined]
