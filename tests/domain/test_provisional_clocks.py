"""Terms counted anew: provisional ones when their plan comes, final ones when a plan changes the days they counted."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.deadlines.calendar import Calendar, YearCalendar
from domain.deadlines.clocks import (
    Skipped,
    extended,
    in_time,
    settled,
    started,
    stopped,
)
from domain.deadlines.festivals import base_days
from domain.deadlines.rules import RULES
from service.office.calendars import packaged_calendar

CALENDAR = packaged_calendar()
UNTIL_2026 = Calendar({year: plan for year, plan in CALENDAR.years.items() if year <= 2026})
STARTABLE = sorted({rule.code for rule in RULES if rule.length is not None})
DAYS = st.dates(date(2004, 1, 1), date(2026, 12, 31))


def day(text: str) -> date:
    return date.fromisoformat(text)


def plan_of_2027(**changes: str) -> YearCalendar:
    """An invented plan: the base days, with changes such as `off_0111` or `worked_0109` to single days."""
    dates = {name: date(2027, int(name[-4:-2]), int(name[-2:])) for name in changes}
    off = {**base_days(2027), **{dates[n]: code for n, code in changes.items() if n.startswith("off")}}
    return YearCalendar(2027, off, frozenset(dates[name] for name in changes if name.startswith("worked")))


@pytest.mark.parametrize(
    ("code", "on", "provisional"),
    [
        ("D-P01", "2026-12-09", False),
        ("D-P01", "2026-12-10", True),
        ("D-P01", "2026-12-20", True),
        ("D-P10", "2026-12-28", True),
        ("D-S11", "2026-08-10", True),
        ("D-H06", "2026-08-10", False),
    ],
)
def test_a_term_is_provisional_where_a_plan_to_come_may_move_its_end(code: str, on: str, provisional: bool) -> None:
    assert started(code, day(on), UNTIL_2026, "national").provisional is provisional


def test_a_term_that_begins_in_a_year_without_a_plan_is_provisional() -> None:
    only_2027_and_2028 = Calendar({2027: plan_of_2027(), 2028: YearCalendar(2028, {}, frozenset())})
    assert started("D-H02", day("2026-12-20"), only_2027_and_2028, "national").provisional
    assert not started("D-H02", day("2026-12-31"), only_2027_and_2028, "national").provisional


def test_a_provisional_term_skips_the_base_days_and_weekends() -> None:
    clock = started("D-P10", day("2026-12-30"), UNTIL_2026, "national")
    assert clock.due_on == day("2027-01-07")
    assert clock.skipped == (Skipped(day("2027-01-01"), day("2027-01-03"), "new_year"),)


def test_a_provisional_term_is_settled_by_the_plan() -> None:
    clock = started("D-P07", day("2026-12-12"), UNTIL_2026, "national")
    assert (clock.due_on, clock.provisional) == (day("2027-01-11"), True)
    later = settled(clock, UNTIL_2026.with_year(plan_of_2027(off_0111="other")))
    assert (later.due_on, later.provisional) == (day("2027-01-12"), False)
    assert later.skipped == (Skipped(day("2027-01-11"), day("2027-01-11"), "other"),)


def test_settling_a_term_that_was_extended_keeps_the_extension() -> None:
    clock = extended(started("D-P10", day("2026-12-21"), UNTIL_2026, "national"), 5, UNTIL_2026)
    later = settled(clock, UNTIL_2026.with_year(plan_of_2027(off_0104="new_year")))
    assert (clock.due_on, later.due_on, later.extended_by) == (day("2027-01-05"), day("2027-01-06"), 5)


def test_a_provisional_term_is_settled_before_it_is_extended() -> None:
    clock = started("D-P10", day("2026-12-28"), UNTIL_2026, "national")
    later = extended(clock, 2, UNTIL_2026.with_year(plan_of_2027(off_0104="new_year")))
    assert (clock.due_on, later.due_on, later.provisional) == (day("2027-01-05"), day("2027-01-08"), False)


def test_a_duty_settled_to_an_earlier_day_is_due_then_but_a_window_is_not_shortened() -> None:
    published = UNTIL_2026.with_year(plan_of_2027(worked_0109="other"))
    duty, window = (started(code, day("2026-12-10"), UNTIL_2026, "national") for code in ("D-P07", "D-P06"))
    assert duty.due_on == window.due_on == day("2027-01-11")
    assert settled(duty, published).due_on == day("2027-01-09")
    assert settled(window, published).due_on == day("2027-01-11")
    assert settled(window, published).skipped == (Skipped(day("2027-01-09"), day("2027-01-10"), "weekend"),)
    assert not settled(window, published).provisional


def test_a_provisional_window_is_not_held_to_be_over_but_a_duty_is_due() -> None:
    window, duty = (started(code, day("2026-12-10"), UNTIL_2026, "national") for code in ("D-P06", "D-P07"))
    assert in_time(window, day("2027-01-20"))
    assert stopped(window, day("2027-01-20")).late_days == 0
    assert not in_time(duty, day("2027-01-20"))
    assert not in_time(settled(window, UNTIL_2026.with_year(plan_of_2027())), day("2027-01-20"))


def test_settling_without_a_new_plan_gives_the_same_clock() -> None:
    clock = started("D-P01", day("2026-12-20"), UNTIL_2026, "national")
    assert settled(clock, UNTIL_2026) is clock


@given(st.sampled_from(STARTABLE), DAYS)
def test_settling_twice_is_settling_once(code: str, on: date) -> None:
    published = UNTIL_2026.with_year(plan_of_2027(off_0104="new_year", worked_0109="other", off_0208="other"))
    once = settled(started(code, on, UNTIL_2026, "national"), published)
    assert settled(once, published) is once


@given(st.sampled_from(STARTABLE), st.dates(date(2026, 6, 1), date(2026, 12, 31)))
def test_a_settled_duty_is_what_the_plan_would_have_given_at_once(code: str, on: date) -> None:
    published = UNTIL_2026.with_year(plan_of_2027(off_0104="new_year", worked_0109="other"))
    clock = settled(started(code, on, UNTIL_2026, "national"), published)
    counted = started(code, on, published, "national")
    assert (clock.nominal_on, clock.provisional) == (counted.nominal_on, counted.provisional)
    assert clock.due_on >= counted.due_on


def plan_of_2026(**changes: str) -> Calendar:
    """The plan of 2026 with changes to single days."""
    dates = {name: date(2026, int(name[-4:-2]), int(name[-2:])) for name in changes}
    plan = UNTIL_2026.years[2026]
    off = {**plan.off, **{dates[n]: code for n, code in changes.items() if n.startswith("off")}}
    off = {day: code for day, code in off.items() if changes.get(f"worked_{day:%m%d}") is None}
    worked = {*plan.worked, *(dates[name] for name in changes if name.startswith("worked"))}
    return UNTIL_2026.with_year(YearCalendar(2026, off, frozenset(worked)))


def test_a_final_term_whose_last_day_becomes_a_day_off_ends_on_the_next_working_day() -> None:
    clock = started("D-P01", day("2026-03-03"), UNTIL_2026, "national")
    assert (clock.due_on, clock.provisional) == (day("2026-03-18"), False)
    later = settled(clock, plan_of_2026(off_0318="other"))
    assert later.due_on == day("2026-03-19")
    assert later.skipped == (Skipped(day("2026-03-18"), day("2026-03-18"), "other"),)
    assert settled(later, UNTIL_2026) == clock, "and back, where the day is no day off after all"


def test_a_working_day_term_counts_other_days_where_one_on_its_way_becomes_a_day_off() -> None:
    clock = started("D-S01", day("2026-03-03"), UNTIL_2026, "national")
    assert settled(clock, plan_of_2026(off_0305="other")).due_on > clock.due_on
    assert settled(clock, plan_of_2026(worked_0307="other")).due_on < clock.due_on


@pytest.mark.parametrize("code", ["D-P06", "D-H03", "D-H07"])
def test_whoever_may_still_file_keeps_the_day_that_was_promised(code: str) -> None:
    """30 May 2026 is a Saturday; windows and notices are lengthened by a plan and never shortened."""
    clock = started(code, day("2026-05-20"), UNTIL_2026, "national")
    worked = plan_of_2026(worked_0523="other", worked_0524="other", worked_0530="other", worked_0620="other")
    kept = settled(clock, worked)
    assert kept.due_on == clock.due_on
    assert settled(kept, worked) is kept
    assert extended(kept, 1, worked).due_on > kept.due_on
    longer = plan_of_2026(**{f"off_{clock.due_on:%m%d}": "other"})
    assert settled(clock, longer).due_on > clock.due_on


def test_a_term_that_the_plan_does_not_touch_is_the_same_clock() -> None:
    clock = started("D-P01", day("2026-03-03"), UNTIL_2026, "national")
    assert settled(clock, plan_of_2026(off_0316="other", off_0319="other")) is clock


def test_a_provisional_term_names_the_first_year_without_a_plan() -> None:
    assert started("D-P01", day("2026-12-10"), UNTIL_2026, "national").waits_for == 2027
    assert started("D-S11", day("2027-08-10"), UNTIL_2026, "national").waits_for == 2027
    assert started("D-S11", day("2027-08-10"), UNTIL_2026.with_year(plan_of_2027()), "national").waits_for == 2028
