"""The running terms after an event: started, replaced and stopped by what its fields hold."""

from dataclasses import dataclass
from datetime import date
from itertools import product

import pytest

from domain.deadlines.clocks import (
    Clock,
    ClockStopped,
    Running,
    StopReason,
    extended,
    started,
    stopped,
)
from domain.deadlines.running import clocks_after
from domain.growing import Growing
from service.office.calendars import packaged_calendar

CALENDAR = packaged_calendar()


def day(text: str) -> date:
    return date.fromisoformat(text)


@dataclass(frozen=True, slots=True)
class Fact:
    single: Clock | ClockStopped | None
    several: tuple[Clock | ClockStopped | str, ...] = ()
    note: str = "no clock"


NOTICE = started("D-P01", day("2025-09-16"), CALENDAR, "national")
FIRST_ITEM, SECOND_ITEM = (started("D-S07", day("2025-09-16"), CALENDAR, "national", item=item) for item in "12")
NOTHING: Running = Growing()


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
    assert clocks_after(Growing({("D-P01", ""): NOTICE}), event) == {("D-P01", ""): again}


def test_stopping_what_does_not_run_is_no_error() -> None:
    assert clocks_after(NOTHING, Fact(stopped(NOTICE, day("2025-09-20")))) == {}


def test_an_event_without_clocks_leaves_the_very_same_mapping() -> None:
    running: Running = Growing({("D-P01", ""): NOTICE})
    assert clocks_after(running, Fact(None)) is running


def test_the_fold_changes_nothing_it_was_given_and_its_result_cannot_be_changed() -> None:
    running: Running = Growing()
    after = clocks_after(running, Fact(NOTICE))
    assert running == {}
    with pytest.raises(TypeError):
        after["D-P01", "x"] = NOTICE  # type: ignore[index]


def test_every_reason_can_be_given() -> None:
    reasons = [stopped(clock, day("2025-09-20"), why).why for clock, why in product([NOTICE], StopReason)]
    assert reasons == list(StopReason)
