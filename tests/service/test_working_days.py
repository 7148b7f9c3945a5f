"""Working-day terms of every day of eight years against a second computation, before and after an amended plan."""

import json
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from domain.deadlines.calendar import Calendar, YearCalendar, days_between
from domain.deadlines.clocks import settled, started
from service.office.calendars import packaged_calendar
from tests.service.test_calendars import published_file

FIRST, LAST = date(2019, 1, 1), date(2026, 12, 31)
DUTIES = {"D-P10": 5, "D-H05": 10, "D-S06": 15}
"""A duty of each length in working days."""
AMENDED_OFF = (date(2019, 5, 6), date(2021, 3, 17), date(2023, 10, 9), date(2025, 10, 9), date(2026, 6, 22))
AMENDED_WORKED = (date(2020, 2, 1), date(2022, 9, 11), date(2024, 10, 5), date(2026, 2, 21))


def working_days(off: tuple[date, ...] = (), worked: tuple[date, ...] = ()) -> list[date]:
    """Every working day, read from the published files as they stand, with these days changed by an amendment."""
    told: dict[date, bool] = {}
    for year in range(2018, 2027):
        document = json.loads(published_file(year).read_text(encoding="utf-8"))
        told.update({date.fromisoformat(day["date"]): day["isOffDay"] for day in document["days"]})
    told.update(dict.fromkeys(off, True) | dict.fromkeys(worked, False))
    days = days_between(FIRST, LAST)
    return [day for day in days if not told.get(day, day.isoweekday() > 5)]


def expected(days: list[date]) -> Iterator[tuple[date, str, date | None]]:
    """For every day and duty the due day; None where it lies beyond the last year that is published."""
    for day in days_between(FIRST, LAST):
        after = bisect_right(days, day)
        for rule, length in DUTIES.items():
            place = after + length - 1
            yield day, rule, days[place] if place < len(days) else None


def amended() -> Calendar:
    """The packaged plans with the days changed."""
    calendar = packaged_calendar()
    for year in range(2019, 2027):
        plan = calendar.years[year]
        off = {day: "other" for day in AMENDED_OFF if day.year == year}
        worked = frozenset(day for day in AMENDED_WORKED if day.year == year)
        kept = {day: code for day, code in plan.off.items() if day not in worked}
        calendar = calendar.with_year(YearCalendar(year, {**kept, **off}, (plan.worked | worked) - off.keys()))
    return calendar


@pytest.mark.parametrize("is_amended", [False, True], ids=("published", "amended"))
def test_every_day_of_eight_years_and_every_length(is_amended: bool) -> None:
    calendar = packaged_calendar()
    days = working_days(AMENDED_OFF, AMENDED_WORKED) if is_amended else working_days()
    later = amended() if is_amended else calendar
    for day, rule, due_on in expected(days):
        clock = settled(started(rule, day, calendar, "national"), later)
        if due_on is not None:
            assert (clock.due_on, rule, day) == (due_on, rule, day)
        else:
            assert (clock.waits_for, clock.due_on > LAST) == (2027, True), (rule, day)


def test_the_amendment_moves_something() -> None:
    moved = [
        day
        for day in days_between(date(2025, 9, 1), date(2025, 10, 8))
        if settled(clock := started("D-S06", day, packaged_calendar(), "national"), amended()) != clock
    ]
    assert len(moved) > 20
    assert moved[0] < date(2025, 10, 9) - timedelta(days=15)
