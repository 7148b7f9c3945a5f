"""Working days, days off and make-up days, with and without a published plan."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.deadlines.calendar import Calendar, YearCalendar, days_between
from domain.deadlines.festivals import FESTIVALS, base_days
from service.office.calendars import packaged_calendar

CALENDAR = packaged_calendar()
UNPUBLISHED = Calendar({})
DAYS = st.dates(date(2004, 1, 1), date(2026, 11, 1))


def plan(year: int, *, off: dict[date, str] | None = None, worked: frozenset[date] = frozenset()) -> YearCalendar:
    return YearCalendar(year, off or {}, worked)


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2025, 9, 26), None),
        (date(2025, 9, 27), "weekend"),
        (date(2025, 9, 28), None),
        (date(2025, 10, 1), "national_day"),
        (date(2025, 10, 6), "mid_autumn"),
        (date(2025, 10, 8), "national_day"),
        (date(2025, 10, 9), None),
        (date(2025, 10, 11), None),
        (date(2015, 9, 3), "other"),
    ],
)
def test_a_day_of_a_published_year_carries_its_code(day: date, code: str | None) -> None:
    assert CALENDAR.day_off_code(day) == code
    assert CALENDAR.is_day_off(day) == (code is not None)


def test_only_a_year_with_a_plan_is_published() -> None:
    assert CALENDAR.is_published(2026)
    assert not UNPUBLISHED.is_published(2026)
    assert UNPUBLISHED.with_year(plan(2026)).is_published(2026)


def test_adding_a_year_leaves_the_calendar_it_was_added_to_as_it_was() -> None:
    UNPUBLISHED.with_year(plan(2027))
    assert not UNPUBLISHED.is_published(2027)


def test_an_unpublished_year_has_weekends_and_the_thirteen_base_days() -> None:
    codes = [UNPUBLISHED.day_off_code(day) for day in days_between(date(2027, 1, 1), date(2027, 12, 31))]
    counted = {code: codes.count(code) for code in {*codes} - {None, "weekend"}}
    assert counted == {
        "new_year": 1,
        "spring_festival": 4,
        "qingming": 1,
        "labour_day": 2,
        "dragon_boat": 1,
        "mid_autumn": 1,
        "national_day": 3,
    }


def test_spring_festival_begins_on_the_eve() -> None:
    days = [day for day, code in base_days(2028).items() if code == "spring_festival"]
    assert days == [date(2028, 1, 25), date(2028, 1, 26), date(2028, 1, 27), date(2028, 1, 28)]


def test_mid_autumn_within_national_day_is_one_day_off_with_the_latter_code() -> None:
    assert base_days(2031)[date(2031, 10, 1)] == "national_day"
    assert "mid_autumn" not in base_days(2031).values()


def test_outside_the_table_only_the_fixed_days_are_known() -> None:
    assert sorted(base_days(2036)) == [
        date(2036, 1, 1),
        date(2036, 5, 1),
        date(2036, 5, 2),
        date(2036, 10, 1),
        date(2036, 10, 2),
        date(2036, 10, 3),
    ]


@pytest.mark.parametrize(("year", "festivals"), FESTIVALS.items())
def test_lunar_festivals_keep_the_distances_of_the_lunar_year(
    year: int, festivals: tuple[tuple[int, int], ...]
) -> None:
    spring, _, dragon_boat, mid_autumn = (date(year, *day) for day in festivals)
    months_to_dragon_boat = (dragon_boat - spring - timedelta(days=4)).days / 29.53
    months_to_mid_autumn = (mid_autumn - spring - timedelta(days=14)).days / 29.53
    assert min(abs(months_to_dragon_boat - months) for months in (4, 5)) < 0.05
    assert min(abs(months_to_mid_autumn - months) for months in (7, 8)) < 0.05


def test_a_plan_rules_the_december_days_it_names_of_the_year_before() -> None:
    new_years_eve = date(2026, 12, 31)
    assert not CALENDAR.is_day_off(new_years_eve)
    later = CALENDAR.with_year(
        plan(2027, off={new_years_eve: "new_year"}, worked=frozenset({date(2026, 12, 27)})),
    )
    assert later.day_off_code(new_years_eve) == "new_year"
    assert not later.is_day_off(date(2026, 12, 27))


def test_where_two_plans_name_a_december_day_the_later_one_wins() -> None:
    eve = date(2026, 12, 31)
    calendar = Calendar({2026: plan(2026, worked=frozenset({eve})), 2027: plan(2027, off={eve: "new_year"})})
    assert calendar.day_off_code(eve) == "new_year"


def test_the_last_week_of_a_year_waits_for_the_next_plan() -> None:
    start = date(2026, 12, 1)
    assert CALENDAR.waits_for(start, date(2026, 12, 24)) is None
    assert CALENDAR.waits_for(start, date(2026, 12, 25)) == 2027
    assert CALENDAR.with_year(plan(2027)).waits_for(start, date(2026, 12, 31)) is None


def test_the_first_year_without_a_plan_is_the_one_that_is_named() -> None:
    assert CALENDAR.waits_for(date(2026, 6, 1), date(2028, 6, 1)) == 2027
    assert CALENDAR.with_year(plan(2027)).waits_for(date(2026, 6, 1), date(2028, 6, 1)) == 2028
    assert CALENDAR.with_year(plan(2028)).waits_for(date(2026, 6, 1), date(2028, 6, 1)) == 2027


@given(DAYS, st.integers(0, 60))
def test_a_term_of_working_days_holds_as_many_as_a_naive_count(start: date, count: int) -> None:
    end = CALENDAR.working_day_after(start, count)
    passed = 0
    day = start
    while day < end:
        day += timedelta(days=1)
        passed += 0 if CALENDAR.is_day_off(day) else 1
    assert passed == count
    assert count == 0 or not CALENDAR.is_day_off(end)


@given(DAYS, st.integers(0, 60))
def test_counting_working_days_undoes_adding_them(start: date, count: int) -> None:
    assert CALENDAR.working_days_between(start, CALENDAR.working_day_after(start, count)) == count


def test_no_working_day_lies_between_a_day_and_an_earlier_one() -> None:
    assert CALENDAR.working_days_between(date(2025, 9, 26), date(2025, 9, 1)) == 0
