"""Ending: reports without names, closing by a second officer, and clocks settled by a later calendar."""

from domain.deadlines.calendar import Calendar
from domain.kernel import FactOutOfOrder, NothingToSettle
from domain.separation import SameOfficerProposesAndApproves
from domain.supervision.codes import ClosingGround, ReportTo, Status
from domain.supervision.ending import Close, SettleClocks, SummaryNamesPersons
from domain.supervision.events import ClocksSettled, Closed, Reported
from domain.values import written
from service.office.calendars import packaged_calendar
from tests.support.given import LEADER, SUBJECT
from tests.support.supervision import ENGINEER, SEPT_1, case, day, delivered, report, reported, shortest, verified

AUG_31, SEPT_2 = day("2025-08-31"), day("2025-09-02")


def test_a_report_goes_to_a_body_and_names_nobody() -> None:
    waiting = case(verified())
    waiting.when(report(SEPT_2, names_no_person=False)).refuses(SummaryNamesPersons)
    waiting.when(report(AUG_31)).refuses(FactOutOfOrder, field="reported_on")
    after = waiting.when(report(SEPT_2), by=ENGINEER)
    after.then(Reported(ReportTo.CONGRESS, written(SUBJECT, "summary", "采购制度已补齐"), ENGINEER, SEPT_2))
    assert after.state.status is Status.REPORTED


def test_a_case_is_closed_by_another_than_the_one_who_reported() -> None:
    waiting = case(reported())
    waiting.when(Close(SEPT_2), by=ENGINEER).refuses(SameOfficerProposesAndApproves)
    waiting.when(Close(AUG_31), by=LEADER).refuses(FactOutOfOrder, field="closed_on")
    after = waiting.when(Close(SEPT_2), by=LEADER)
    after.then(Closed(ClosingGround.REPORTED, LEADER, SEPT_2))
    assert after.state.status is Status.CLOSED


def test_the_shortest_case_ends_closed_with_no_clock_running() -> None:
    after = shortest()
    assert type(after.events[-1]) is Closed
    assert after.state.status is Status.CLOSED
    assert not after.state.clocks


def test_a_calendar_published_later_settles_the_due_days_that_waited_for_it() -> None:
    unpublished = Calendar({})
    waiting = case(delivered(SEPT_1, calendar=unpublished), calendar=unpublished)
    assert all(clock.provisional for clock in waiting.state.clocks.values())
    waiting.when(SettleClocks()).refuses(NothingToSettle)
    after = waiting.at(calendar=packaged_calendar()).when(SettleClocks())
    after.then_only(ClocksSettled)
    assert after.state.status is Status.NOTICE_ISSUED
    assert after.state.clocks["D-S07", "1"].due_on == day("2025-10-09")
    assert not any(clock.provisional for clock in after.state.clocks.values())
    after.when(SettleClocks()).refuses(NothingToSettle)
