"""Silence starts handling, and a supported answer its execution, whoever does nothing (scenarios 19 and 44)."""

from datetime import date, timedelta

import pytest

from domain.cases.reacting import NothingDue
from domain.deadlines.clocks import ClockStopped, StopReason, started
from domain.kernel import NotAllowedNow
from domain.petition import events as e
from domain.petition.aggregate import PETITION
from domain.petition.codes import Delivery, Outcome, Purpose, Route, Status
from domain.petition.deciding import RecordDelivery
from domain.petition.ending import Close, OpenImplementation, SupportedClaimNotExecuted
from domain.petition.mending import Confirm, Correct
from domain.petition.noting import WriteNote
from domain.petition.routing import Accept
from domain.roles import Role
from service.office.calendars import packaged_calendar
from tests.domain.cases.test_overdue import steps
from tests.support.given import CLERK, HEAD, LEADER, PLANT, SECOND, Decided, Given, given
from tests.support.petitions import (
    accepted,
    anonymous,
    day,
    delivered,
    demand,
    forwarded,
    registered,
    registration,
    replied,
    screened,
    told,
    withdrawn,
)

CALENDAR = packaged_calendar()
SEPT_16, BEGINS = day("2025-09-16"), day("2025-10-10")
FIRST_DAY = day("2025-10-02")


def presumed(case: Given | Decided) -> list[e.PresumedAccepted]:
    return [event for event in case.history if isinstance(event, e.PresumedAccepted)]


def test_a_telephone_call_stops_nothing_and_handling_begins_by_silence() -> None:
    """Scenario 44: first day 2025-10-02, due 2025-12-01; an acceptance on 11-20 leaves it there."""
    called = given(PETITION, screened(SEPT_16)).when(WriteNote("电话告知已收到", day("2025-09-20")))
    begun = steps(called, BEGINS)
    begun.then_only(e.FoundOverdue, e.PresumedAccepted)
    clock = started("D-P05", FIRST_DAY, CALENDAR, "national")
    assert begun.events[1] == e.PresumedAccepted(FIRST_DAY, "D-P01", clock)
    assert clock.due_on == day("2025-12-01")
    assert begun.state.status is Status.ROUTING
    taken = begun.when(Accept(day("2025-11-20"), notice=told(day("2025-11-20"))), by=HEAD, today=day("2025-11-20"))
    assert taken.state.clock("D-P05") == clock
    assert taken.state.accepted_on == day("2025-11-20")


def test_acceptance_by_another_route_turns_it_into_the_service_level_with_the_same_first_day() -> None:
    begun = steps(given(PETITION, screened(SEPT_16)), BEGINS)
    on = day("2025-11-20")
    taken = begun.when(Accept(on, Route.R5, notice=told(on)), by=HEAD, today=on)
    taken.then_only(e.NoticeSent, e.PresumptionReplaced, e.Accepted)
    stop = ClockStopped("D-P05", "", FIRST_DAY, day("2025-12-01"), 0, StopReason.REPLACED)
    assert taken.events[1] == e.PresumptionReplaced(on, (stop,))
    assert taken.state.clock("D-P05") is None
    assert taken.state.clock("D-P05S") == started("D-P05S", FIRST_DAY, CALENDAR, "national")


def test_a_suggestion_begins_the_service_level() -> None:
    asks = registration(demands=(demand(Purpose.P2),))
    begun = steps(given(PETITION, screened(SEPT_16, asks)), BEGINS)
    assert presumed(begun)[0].clock.rule == "D-P05S"


def test_acceptance_before_the_first_day_that_is_recorded_later_replaces_it() -> None:
    begun = steps(given(PETITION, screened(SEPT_16)), BEGINS)
    on = day("2025-09-30")
    taken = begun.when(Accept(on, notice=told(on)), by=HEAD, today=BEGINS)
    assert taken.state.clock("D-P05") == started("D-P05", on, CALENDAR, "national")


def test_who_cannot_be_reached_is_treated_alike() -> None:
    nameless = given(PETITION, screened(SEPT_16, anonymous()))
    assert nameless.state.clocks == {}
    steps(nameless, BEGINS - timedelta(days=1)).refuses(NothingDue)
    steps(nameless, BEGINS).then_only(e.PresumedAccepted)


def test_a_notice_that_decides_nothing_does_not_hold_it_up() -> None:
    """No day lies between notice and acceptance: whoever was told in time that it arrived waits no longer for it."""
    notified = registration(notice=told(SEPT_16, Delivery.IN_PERSON))
    steps(given(PETITION, screened(SEPT_16, notified)), BEGINS).then_only(e.PresumedAccepted)


def test_the_owner_of_a_forwarded_matter_has_a_term_of_its_own() -> None:
    passed_on = given(PETITION, forwarded(SEPT_16))
    begun = steps(passed_on, BEGINS)
    begun.then_only(e.FoundOverdue, e.PresumedAccepted)
    assert presumed(begun)[0].rule == "D-P03"


def test_a_decision_or_an_accusation_or_an_end_leaves_nothing_to_presume() -> None:
    decided = given(PETITION, accepted(SEPT_16))
    steps(decided, BEGINS).refuses(NothingDue)
    accuses = registration(demands=(demand(Purpose.P3),), title="采购问题")
    assert presumed(steps(given(PETITION, registered(SEPT_16, accuses)), BEGINS)) == []
    steps(given(PETITION, withdrawn(SEPT_16)), day("2026-03-03")).refuses(NothingDue)
    steps(given(PETITION), BEGINS).refuses(NotAllowedNow)


def test_silence_begins_once_and_is_found_overdue_in_its_turn() -> None:
    begun = steps(given(PETITION, screened(SEPT_16)), BEGINS)
    steps(begun, day("2025-12-01")).refuses(NothingDue)
    steps(begun, day("2025-12-02")).then(e.FoundOverdue(day("2025-12-02"), "D-P05", "", day("2025-12-01"), None))


def test_execution_is_awaited_from_delivery_by_itself() -> None:
    """Scenario 19: on day 31 nothing was paid and nobody opened anything; the term ran all the same."""
    on = day("2025-08-29")
    answered = given(PETITION, replied(on, Outcome.SUPPORT))
    arrived = answered.when(RecordDelivery(on, Delivery.IN_PERSON), by=CLERK, today=on)
    clock = started("D-P13", on, CALENDAR, "national")
    assert arrived.events[1:] == (e.ImplementationAwaited(on, clock),)
    late = steps(arrived, day("2025-09-29"))
    late.then(e.FoundOverdue(day("2025-09-29"), "D-P13", "", day("2025-09-28"), None))
    late.when(Close(day("2025-10-20")), by=LEADER).refuses(SupportedClaimNotExecuted)
    opened = late.when(OpenImplementation("退还 8400 元", PLANT, 60), by=LEADER, today=day("2025-09-30"))
    assert opened.state.clock("D-P13").length == 60
    assert opened.state.overdue["D-P13", ""] == day("2025-09-28")


def test_of_an_answer_delivered_before_it_ran_by_itself_it_is_caught_up() -> None:
    on = day("2025-08-29")
    arrived = given(PETITION, delivered(on, Outcome.PARTIAL))
    earlier = given(
        PETITION, tuple(event for event in arrived.history if not isinstance(event, e.ImplementationAwaited))
    )
    steps(earlier, on).then(e.ImplementationAwaited(on, started("D-P13", on, CALENDAR, "national")))
    refused = given(PETITION, delivered(on, Outcome.EXPLAIN))
    steps(refused, on + timedelta(days=300)).refuses(NothingDue)


def corrected(case: Decided | Given, fact: int, field: str, right: str, today: date) -> Decided:
    """The day is another, and a second person has seen the paper."""
    stated = given(PETITION, case.history).when(Correct(fact, field, right, "看错"), by=CLERK, today=today)
    (number,) = stated.state.statement_numbers
    return stated.when(Confirm(number, "收文登记簿"), by=SECOND, today=today)


def test_silence_that_followed_from_a_wrong_day_has_never_begun_and_its_overdue_marks_stay() -> None:
    """A year off: the term for telling runs, no handling does, and what was found overdue stays in the record."""
    begun = steps(given(PETITION, registered(day("2024-09-16"))), day("2025-09-17"))
    begun.then_only(e.FoundOverdue, e.PresumedAccepted, e.FoundOverdue)
    right = corrected(begun, 1, "received_on", "2025-09-16", day("2025-09-17"))
    assert dict(right.state.clocks) == dict(given(PETITION, registered(SEPT_16)).state.clocks)
    assert right.state.presumed_on is None
    assert [each.rule for each in right.history if isinstance(each, e.FoundOverdue)] == ["D-P01", "D-P05"]
    assert dict(right.state.overdue) == {("D-P01", ""): day("2024-10-08")}
    again = steps(right, BEGINS)
    again.then(e.PresumedAccepted(FIRST_DAY, "D-P01", started("D-P05", FIRST_DAY, CALENDAR, "national")))


def test_silence_begins_on_another_day_where_the_day_of_receipt_is_another() -> None:
    begun = steps(given(PETITION, registered(day("2025-09-06"))), BEGINS)
    right = corrected(begun, 1, "received_on", "2025-09-10", day("2025-10-11"))
    first = day("2025-09-26")
    assert right.state.clock("D-P05") == started("D-P05", first, CALENDAR, "national")
    assert right.state.presumed_on == first
    taken = right.when(Accept(BEGINS, notice=told(BEGINS)), by=HEAD, role=Role.PET_HEAD, today=day("2025-10-11"))
    assert taken.state.clock("D-P05") == right.state.clock("D-P05")


@pytest.mark.parametrize("route", [Route.R6, Route.R5])
@pytest.mark.parametrize(("received_on", "begins"), [("2025-09-26", "2025-10-10"), ("2025-09-10", "2025-09-26")])
def test_what_was_accepted_after_silence_counts_as_if_the_right_day_had_been_typed(
    route: Route, received_on: str, begins: str
) -> None:
    """With the later day it was accepted in time, with the earlier one silence had begun it."""
    on = BEGINS
    begun = steps(given(PETITION, registered(day("2025-09-13"))), on)
    taken = begun.when(Accept(on, route, notice=told(on)), by=HEAD, role=Role.PET_HEAD, today=on)
    right = corrected(taken, 1, "received_on", received_on, day("2025-10-11"))
    rule = "D-P05" if route is Route.R6 else "D-P05S"
    assert dict(right.state.clocks) == {(rule, ""): started(rule, day(begins), CALENDAR, "national")}


def test_the_right_day_shows_that_silence_had_begun_before_it_was_accepted() -> None:
    on = BEGINS
    taken = given(PETITION, registered(day("2025-09-26"))).when(
        Accept(on, notice=told(on)), by=HEAD, role=Role.PET_HEAD, today=on
    )
    assert taken.state.clock("D-P05").started_on == on
    right = corrected(taken, 1, "received_on", "2025-09-10", day("2025-10-11"))
    assert right.state.clock("D-P05") == started("D-P05", day("2025-09-26"), CALENDAR, "national")


def test_execution_counts_from_the_right_day_of_delivery() -> None:
    on = day("2025-08-29")
    arrived = given(PETITION, replied(on, Outcome.SUPPORT)).when(
        RecordDelivery(on, Delivery.IN_PERSON), by=CLERK, today=day("2025-09-01")
    )
    number = next(place for place, each in enumerate(arrived.history, 1) if isinstance(each, e.DecisionDelivered))
    right = corrected(arrived, number, "delivered_on", "2025-09-01", day("2025-09-02"))
    assert right.state.clock("D-P13") == started("D-P13", day("2025-09-01"), CALENDAR, "national")
