"""Terms: counted, rolled, extended, paused, settled, stopped, folded. Dates follow the holiday plan of 2025."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.deadlines.calendar import Calendar, YearCalendar
from domain.deadlines.clocks import (
    Clock,
    ClockStopped,
    LengthNotAllowed,
    Running,
    Skipped,
    StopReason,
    clocks_after,
    extended,
    in_time,
    paused,
    settled,
    started,
    stated,
    stopped,
    warnings,
)
from domain.deadlines.festivals import base_days
from domain.deadlines.rules import RULES, Unit, UnknownRule, rule_for
from domain.profiles import UnknownProfile
from service.calendars import packaged_calendar

CALENDAR = packaged_calendar()
UNTIL_2026 = Calendar({year: plan for year, plan in CALENDAR.years.items() if year <= 2026})
NATIONAL_DAY_2025 = Skipped(date(2025, 10, 1), date(2025, 10, 8), "national_day")
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
        provisional=False,
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
def test_late_days_are_the_days_after_the_due_day(code: str, on: date, offset: int) -> None:
    clock = replace(started(code, on, CALENDAR, "national"), provisional=False)
    assert stopped(clock, clock.due_on + timedelta(days=offset)).late_days == max(0, offset)


@dataclass(frozen=True, slots=True)
class Fact:
    single: Clock | ClockStopped | None
    several: tuple[Clock | ClockStopped | str, ...] = ()
    note: str = "no clock"


NOTICE = started("D-P01", day("2025-09-16"), CALENDAR, "national")
FIRST_ITEM, SECOND_ITEM = (started("D-S07", day("2025-09-16"), CALENDAR, "national", item=item) for item in "12")
NOTHING: Running = {}


def test_an_event_starts_the_clocks_it_carries_alone_or_in_a_tuple() -> None:
    running = clocks_after(NOTHING, Fact(NOTICE, (FIRST_ITEM, "text", SECOND_ITEM)))
    assert running == {("D-P01", ""): NOTICE, ("D-S07", "1"): FIRST_ITEM, ("D-S07", "2"): SECOND_ITEM}


def test_an_event_replaces_the_clock_of_the_same_rule_and_item() -> None:
    longer = extended(FIRST_ITEM, 5, CALENDAR)
    running = clocks_after(clocks_after(NOTHING, Fact(None, (FIRST_ITEM, SECOND_ITEM))), Fact(longer))
    assert running == {("D-S07", "1"): longer, ("D-S07", "2"): SECOND_ITEM}


def test_an_event_removes_the_clocks_it_stops() -> None:
    running = clocks_after(NOTHING, Fact(NOTICE, (FIRST_ITEM, SECOND_ITEM)))
    gone = Fact(stopped(NOTICE, day("2025-09-20")), (stopped(SECOND_ITEM, day("2025-09-20")),))
    assert clocks_after(running, gone) == {("D-S07", "1"): FIRST_ITEM}


@pytest.mark.parametrize("swapped", [False, True])
def test_a_clock_stopped_and_started_by_one_event_runs_anew(swapped: bool) -> None:
    again = started("D-P01", day("2025-09-20"), CALENDAR, "national")
    facts: tuple[Clock | ClockStopped, ...] = (stopped(NOTICE, day("2025-09-20"), StopReason.REPLACED), again)
    event = Fact(None, facts[::-1] if swapped else facts)
    assert clocks_after({("D-P01", ""): NOTICE}, event) == {("D-P01", ""): again}


def test_stopping_what_does_not_run_is_no_error() -> None:
    assert clocks_after(NOTHING, Fact(stopped(NOTICE, day("2025-09-20")))) == {}


def test_an_event_without_clocks_leaves_the_very_same_mapping() -> None:
    running: Running = {("D-P01", ""): NOTICE}
    assert clocks_after(running, Fact(None)) is running


def test_the_fold_changes_nothing_it_was_given_and_its_result_cannot_be_changed() -> None:
    running: dict[tuple[str, str], Clock] = {}
    after = clocks_after(running, Fact(NOTICE))
    assert running == {}
    with pytest.raises(TypeError):
        after["D-P01", "x"] = NOTICE  # type: ignore[index]


def test_every_reason_can_be_given() -> None:
    reasons = [stopped(clock, day("2025-09-20"), why).why for clock, why in product([NOTICE], StopReason)]
    assert reasons == list(StopReason)
