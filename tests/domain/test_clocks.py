"""Terms: counted, rolled, extended, paused, stopped. Dates follow the holiday plan of 2025."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.deadlines.clocks import (
    Clock,
    ClockStopped,
    LengthNotAllowed,
    Skipped,
    StopReason,
    extended,
    in_time,
    paused,
    settled,
    started,
    stated,
    stopped,
    warnings,
)
from domain.deadlines.rules import RULES, UNHURRIED, Unit, UnknownRule, rule_for
from domain.profiles import UnknownProfile
from service.office.calendars import packaged_calendar

CALENDAR = packaged_calendar()
NATIONAL_DAY_2025 = Skipped(date(2025, 10, 1), date(2025, 10, 8), "national_day")
STARTABLE = sorted({rule.code for rule in RULES if rule.length is not None})
DAYS = st.dates(date(2004, 1, 1), date(2026, 12, 31))


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("code", "on", "nominal_on", "due_on", "skipped"),
    [
        ("D-P01", "2025-09-16", "2025-10-01", "2025-10-09", (NATIONAL_DAY_2025,)),
        (
            "D-P05",
            "2025-03-03",
            "2025-05-02",
            "2025-05-06",
            (Skipped(day("2025-05-02"), day("2025-05-05"), "labour_day"),),
        ),
        ("D-P04", "2025-09-26", "2025-10-10", "2025-10-10", (NATIONAL_DAY_2025,)),
        ("D-H03", "2025-09-26", "2025-10-10", "2025-10-10", (NATIONAL_DAY_2025,)),
        ("D-S06", "2025-09-18", "2025-10-15", "2025-10-15", (NATIONAL_DAY_2025,)),
        ("D-P06", "2025-08-29", "2025-09-28", "2025-09-28", ()),
        ("D-P10", "2025-09-16", "2025-09-23", "2025-09-23", ()),
        (
            "D-P07",
            "2025-07-17",
            "2025-08-16",
            "2025-08-18",
            (Skipped(day("2025-08-16"), day("2025-08-17"), "weekend"),),
        ),
        ("D-S11", "2025-08-31", "2026-02-28", "2026-02-28", ()),
        ("D-H06", "2025-03-15", "2026-03-15", "2026-03-15", ()),
    ],
)
def test_a_term_ends_where_the_law_says(
    code: str, on: str, nominal_on: str, due_on: str, skipped: tuple[Skipped, ...]
) -> None:
    clock = started(code, day(on), CALENDAR, "national")
    assert (clock.nominal_on, clock.due_on) == (day(nominal_on), day(due_on))
    assert clock.skipped == skipped
    assert not clock.provisional


def test_a_clock_tells_everything_it_was_counted_by() -> None:
    clock = started("D-P01", day("2025-09-16"), CALENDAR, "zhejiang", item="2")
    assert clock == Clock(
        rule="D-P01",
        rule_version=3,
        profile="zhejiang",
        item="2",
        started_on=day("2025-09-16"),
        length=5,
        unit=Unit.WD,
        extended_by=0,
        nominal_on=day("2025-09-23"),
        due_on=day("2025-09-23"),
        waits_for=None,
        skipped=(),
    )


def test_a_working_day_term_tells_only_the_days_off_after_its_first_day() -> None:
    clock = started("D-P10", day("2025-10-03"), CALENDAR, "national")
    assert clock.due_on == day("2025-10-14")
    assert clock.skipped == (Skipped(day("2025-10-04"), day("2025-10-08"), "national_day"),)


def test_an_unknown_rule_or_place_starts_nothing() -> None:
    with pytest.raises(UnknownRule):
        started("D-X99", day("2025-09-16"), CALENDAR, "national")
    with pytest.raises(UnknownProfile):
        started("D-P01", day("2025-09-16"), CALENDAR, "atlantis")


def test_scenario_1_a_notice_on_the_rolled_due_day_is_in_time_and_the_day_after_is_one_late() -> None:
    clock = started("D-P01", day("2025-09-16"), CALENDAR, "national")
    assert stopped(clock, day("2025-10-09")).late_days == 0
    assert stopped(clock, day("2025-10-10")) == ClockStopped(
        "D-P01", "", day("2025-10-10"), day("2025-10-09"), 1, StopReason.MET
    )


def test_scenario_4_an_objection_is_in_time_on_the_fifth_working_day_only() -> None:
    clock = started("D-P04", day("2025-09-26"), CALENDAR, "national")
    assert in_time(clock, day("2025-10-10"))
    assert not in_time(clock, day("2025-10-11"))


def test_scenario_5_an_extension_counts_from_the_nominal_end() -> None:
    clock = extended(started("D-P05", day("2025-03-03"), CALENDAR, "national"), 30, CALENDAR)
    assert (clock.nominal_on, clock.due_on, clock.extended_by) == (day("2025-06-01"), day("2025-06-03"), 30)
    assert clock.skipped == (Skipped(day("2025-06-01"), day("2025-06-02"), "dragon_boat"),)


def test_scenario_6_the_day_after_the_rolled_due_day_is_late() -> None:
    clock = started("D-P05", day("2025-03-03"), CALENDAR, "national")
    assert in_time(clock, day("2025-05-06"))
    assert not in_time(clock, day("2025-05-07"))


def test_scenario_13_a_make_up_working_day_does_not_roll_the_window() -> None:
    clock = started("D-P06", day("2025-08-29"), CALENDAR, "national")
    assert in_time(clock, day("2025-09-28"))
    assert not in_time(clock, day("2025-09-29"))


def test_scenario_14_a_hearing_of_twelve_days_is_not_counted() -> None:
    clock = started("D-P09", day("2025-06-02"), CALENDAR, "national")
    assert (clock.nominal_on, paused(clock, 12, CALENDAR).nominal_on) == (day("2025-07-02"), day("2025-07-14"))


def test_scenario_25_an_answer_is_overdue_from_the_day_after_fifteen_working_days() -> None:
    clock = started("D-S06", day("2025-09-18"), CALENDAR, "national", item="1")
    assert stopped(clock, day("2025-10-16"), StopReason.ENDED).late_days == 1


def test_scenario_35_publicity_from_a_friday_runs_five_working_days() -> None:
    clock = started("D-H03", day("2025-09-26"), CALENDAR, "national")
    assert clock.due_on == day("2025-10-10")
    assert day("2025-10-11") > clock.due_on


def test_a_paused_working_day_term_goes_on_by_working_days() -> None:
    clock = started("D-H03", day("2025-09-22"), CALENDAR, "national")
    assert clock.due_on == day("2025-09-28")
    lost = CALENDAR.working_days_between(day("2025-09-24"), day("2025-09-26"))
    assert paused(clock, lost, CALENDAR).due_on == day("2025-09-30")


def test_an_extended_term_of_months_goes_on_by_natural_days() -> None:
    assert extended(started("D-S11", day("2025-03-10"), CALENDAR, "national"), 5, CALENDAR).due_on == day("2025-09-15")


def test_a_term_is_never_shortened() -> None:
    with pytest.raises(ValueError, match="never shortened"):
        extended(started("D-P05", day("2025-03-03"), CALENDAR, "national"), -1, CALENDAR)


def test_the_case_may_set_a_length_where_the_rule_leaves_it_to_the_case() -> None:
    clock = started("D-S07", day("2025-09-01"), CALENDAR, "national", item="3", length=20)
    assert (clock.length, clock.nominal_on, clock.item) == (20, day("2025-09-21"), "3")


def test_the_length_of_the_rule_may_be_given_as_well() -> None:
    given_length = started("D-P05", day("2025-09-01"), CALENDAR, "national", length=60)
    assert given_length == started("D-P05", day("2025-09-01"), CALENDAR, "national")


@pytest.mark.parametrize(
    ("code", "length"), [("D-S07", 91), ("D-P13", 0), ("D-P05", 59), ("D-H03", 4), ("D-REG", None)]
)
def test_a_length_outside_the_bounds_of_the_rule_is_refused(code: str, length: int | None) -> None:
    with pytest.raises(LengthNotAllowed, match=code):
        started(code, day("2025-09-01"), CALENDAR, "national", length=length)


def test_a_due_day_stated_by_an_old_register_is_taken_as_it_stands() -> None:
    clock = stated(day("2027-10-02"), day("2019-01-01"), "national", item="4")
    assert (clock.rule, clock.unit, clock.item) == ("D-REG", Unit.STATED, "4")
    assert (clock.nominal_on, clock.due_on, clock.provisional) == (day("2027-10-02"), day("2027-10-02"), False)
    assert settled(clock, CALENDAR) is clock
    assert extended(clock, 1, CALENDAR).due_on == day("2027-10-03")


def test_a_stated_day_before_the_start_or_at_the_end_of_time_is_kept() -> None:
    assert stated(day("2018-12-31"), day("2019-01-01"), "national").due_on == day("2018-12-31")
    assert stated(date.max, day("2019-01-01"), "national").due_on == date.max


@pytest.mark.parametrize(
    ("code", "on", "expected"),
    [
        ("D-P01", "2025-09-16", ["2025-09-28"]),
        ("D-P05", "2025-03-03", ["2025-04-22", "2025-04-29"]),
        ("D-P06", "2025-08-29", ["2025-09-18", "2025-09-25"]),
        ("D-P10", "2025-09-16", ["2025-09-20"]),
    ],
)
def test_warnings_come_before_the_nominal_end(code: str, on: str, expected: list[str]) -> None:
    assert warnings(started(code, day(on), CALENDAR, "national")) == tuple(map(day, expected))


def test_warnings_that_would_come_before_the_term_are_left_out() -> None:
    clock = started("D-S07", day("2025-09-01"), CALENDAR, "national", length=3)
    assert warnings(clock) == ()


@given(st.sampled_from(STARTABLE), DAYS, st.sampled_from(["national", "zhejiang", "anqing"]))
def test_no_rolled_term_ends_on_a_day_off_nor_before_its_nominal_end(code: str, on: date, profile: str) -> None:
    clock = started(code, on, CALENDAR, profile)
    assert on < clock.nominal_on <= clock.due_on
    assert not rule_for(code, profile, on).rolls or not CALENDAR.is_day_off(clock.due_on)


@given(st.sampled_from(STARTABLE), DAYS)
def test_what_was_skipped_is_days_off_and_for_natural_days_explains_the_whole_roll(code: str, on: date) -> None:
    clock = started(code, on, CALENDAR, "national")
    days = [s.first_on + timedelta(days=n) for s in clock.skipped for n in range((s.last_on - s.first_on).days + 1)]
    assert all(CALENDAR.is_day_off(off) for off in days)
    assert clock.unit is Unit.WD or len(days) == (clock.due_on - clock.nominal_on).days


@given(DAYS)
def test_a_working_day_term_lasts_its_working_days_and_its_days_off(on: date) -> None:
    clock = started("D-S06", on, CALENDAR, "national")
    naive = [on + timedelta(days=n) for n in range(1, (clock.due_on - on).days + 1)]
    assert sum(not CALENDAR.is_day_off(passed) for passed in naive) == 15


@given(st.sampled_from(STARTABLE), DAYS, st.integers(0, 30), st.integers(0, 30))
def test_extending_in_two_steps_is_extending_at_once_and_never_ends_earlier(
    code: str, on: date, first: int, second: int
) -> None:
    clock = started(code, on, CALENDAR, "national")
    in_steps = extended(extended(clock, first, CALENDAR), second, CALENDAR)
    assert in_steps == extended(clock, first + second, CALENDAR)
    assert in_steps.due_on >= clock.due_on
    assert paused(clock, first, CALENDAR) == extended(clock, first, CALENDAR)


@given(st.sampled_from(STARTABLE), DAYS, st.integers(-100, 100))
def test_late_days_are_the_days_after_the_due_day_and_a_period_is_never_late(code: str, on: date, offset: int) -> None:
    clock = replace(started(code, on, CALENDAR, "national"), waits_for=None)
    late = 0 if code in UNHURRIED else max(0, offset)
    assert stopped(clock, clock.due_on + timedelta(days=offset)).late_days == late
