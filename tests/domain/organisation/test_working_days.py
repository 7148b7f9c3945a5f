"""Imported calendars: one year at a time, the later import of a year counting."""

from datetime import date

import pytest

from domain.organisation.working_days import (
    WORKING_DAYS,
    CalendarImported,
    CalendarKnownAlready,
    DayOff,
    DayOffAndWorked,
    DayOutsideTheYear,
    ImportCalendar,
)
from tests.support.given import given
from tests.support.petitions import day

NEW_YEAR = DayOff(day("2027-01-01"), "new_year")
WORKED = day("2027-01-03")


def test_a_plan_is_kept_in_the_order_of_its_days() -> None:
    december = DayOff(day("2026-12-31"), "new_year")
    after = given(WORKING_DAYS).when(ImportCalendar(2027, (NEW_YEAR, december), (WORKED,)))
    after.then(CalendarImported(2027, (december, NEW_YEAR), (WORKED,)))
    assert after.state.years[2027].off == {day("2026-12-31"): "new_year", day("2027-01-01"): "new_year"}


def test_a_year_is_imported_anew_only_with_other_days() -> None:
    known = given(WORKING_DAYS).when(ImportCalendar(2027, (NEW_YEAR,), (WORKED,)))
    known.when(ImportCalendar(2027, (NEW_YEAR,), (WORKED,))).refuses(CalendarKnownAlready, year=2027)
    assert known.when(ImportCalendar(2027, (NEW_YEAR,), ())).state.years[2027].worked == frozenset()


@pytest.mark.parametrize("stray", [day("2028-01-01"), day("2026-11-30"), day("2025-12-31")])
def test_a_plan_names_days_of_its_year_and_the_december_before(stray: date) -> None:
    given(WORKING_DAYS).when(ImportCalendar(2027, (DayOff(stray, "x"),), ())).refuses(DayOutsideTheYear, day=stray)
    given(WORKING_DAYS).when(ImportCalendar(2027, (NEW_YEAR,), (stray,))).refuses(DayOutsideTheYear, day=stray)


def test_a_day_is_given_once() -> None:
    twice = ImportCalendar(2027, (NEW_YEAR, NEW_YEAR), ())
    given(WORKING_DAYS).when(twice).refuses(DayOffAndWorked, day=NEW_YEAR.day)
    both = ImportCalendar(2027, (NEW_YEAR,), (NEW_YEAR.day,))
    given(WORKING_DAYS).when(both).refuses(DayOffAndWorked, day=NEW_YEAR.day)
