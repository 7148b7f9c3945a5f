"""Clocks explain how their due day was counted, in both languages."""

from datetime import date

import pytest

from domain.deadlines.clocks import StopReason, extended, started, stated, stopped
from domain.deadlines.pauses import PauseReason
from service.office.calendars import packaged_calendar
from service.words.clocks import ended, sentence, shown
from service.words.standing import Badge, badge
from tests.support.words import words_in

CALENDAR = packaged_calendar()
ENGLISH, CHINESE = words_in("en"), words_in("zh")


def test_a_day_off_moves_the_due_day_and_is_named() -> None:
    clock = started("D-P01", date(2025, 9, 16), CALENDAR, "national")
    assert sentence(clock, ENGLISH) == (
        "15 natural days from 16 September 2025 end on 1 October 2025. "
        "That is a day off (National Day, 1 October to 8 October), so it is due on 9 October 2025."
    )
    assert sentence(clock, CHINESE) == (
        "自2025年9月16日起15个自然日（当日不计），至2025年10月1日届满。"
        "届满日为休息日（国庆节10月1日至10月8日），顺延至2025年10月9日。"
    )


def test_working_days_name_the_holidays_on_their_way() -> None:
    clock = started("D-P04", date(2025, 9, 26), CALENDAR, "national")
    assert sentence(clock, ENGLISH) == (
        "5 working days from 26 September 2025 end on 10 October 2025. "
        "Days off on the way are not counted: National Day, 1 October to 8 October."
    )


def test_an_extended_term_tells_by_how_much() -> None:
    clock = extended(started("D-P05", date(2025, 3, 3), CALENDAR, "national"), 30, CALENDAR)
    assert "60 natural days from 3 March 2025, and 30 more by extension, end on 1 June 2025." in sentence(
        clock, ENGLISH
    )
    assert "另延长30日" in sentence(clock, CHINESE)


def test_a_provisional_term_says_what_it_waits_for() -> None:
    clock = started("D-P05", date(2035, 3, 3), CALENDAR, "national")
    assert "Provisional: the holiday plan of 2035 is not published yet" in sentence(clock, ENGLISH)
    assert "暂定：2035年放假安排尚未公布" in sentence(clock, CHINESE)


def test_the_day_of_an_old_register_is_told_as_such() -> None:
    clock = stated(date(2025, 5, 1), date(2025, 3, 3), "national")
    assert sentence(clock, ENGLISH) == "The old register states 1 May 2025 as the due day."


@pytest.mark.parametrize(
    ("today", "standing", "tone"),
    [
        (date(2025, 10, 5), "4 days left", "calm"),
        (date(2025, 10, 8), "1 day left", "soon"),
        (date(2025, 10, 9), "Due today", "soon"),
        (date(2025, 10, 10), "Overdue by 1 day", "late"),
        (date(2025, 11, 9), "Overdue by 31 days", "late"),
    ],
)
def test_the_due_day_stands_to_today(today: date, standing: str, tone: str) -> None:
    clock = shown(started("D-P01", date(2025, 9, 16), CALENDAR, "national"), ENGLISH, today)
    assert clock.badge == Badge(standing, tone)
    assert clock.source == "信访工作条例 §23"


def test_an_ended_term_tells_how() -> None:
    clock = started("D-P01", date(2025, 9, 16), CALENDAR, "national")
    late = stopped(clock, date(2025, 10, 10), StopReason.MET)
    assert ended(late, ENGLISH) == (
        "First notice to the petitioner: done on 10 October 2025 (due on 9 October 2025, 1 day late)"
    )
    assert ended(late, CHINESE) == "首次告知：2025年10月10日按要求完成（到期日2025年10月9日，逾期1天）"


@pytest.mark.parametrize(
    ("today", "standing"),
    [(date(2025, 10, 1), "4 days left"), (date(2025, 10, 5), "Ends today"), (date(2025, 10, 7), "Over for 2 days")],
)
def test_a_window_to_file_is_over_and_never_overdue(today: date, standing: str) -> None:
    for period in ("D-P06", "D-H03"):
        assert badge(ENGLISH, period, date(2025, 10, 5), today) == Badge(standing, "calm")


@pytest.mark.parametrize("today", [date(2025, 10, 1), date(2025, 10, 5), date(2025, 12, 1)])
def test_a_term_that_stands_still_is_neither_due_nor_overdue(today: date) -> None:
    since = date(2025, 9, 30)
    for due_on in (date(2025, 10, 5), None):
        told = badge(ENGLISH, "D-H03", due_on, today, since, PauseReason.OBJECTION)
        assert told == Badge("Paused since 2025-09-30: An objection is open", "quiet")
    assert badge(CHINESE, "D-H03", None, today, since, "objection") == Badge("自2025-09-30起暂停：异议待核实", "quiet")
    assert badge(ENGLISH, "", None, today) is None
