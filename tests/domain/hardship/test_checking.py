"""Checking: supplements, visits by two, data checks with authorisation."""

from dataclasses import replace
from datetime import timedelta

from domain.deadlines.clocks import ClockStopped, StopReason, started
from domain.hardship.aggregate import HARDSHIP
from domain.hardship.application import Authorisation, AuthoriseCheck
from domain.hardship.checking import (
    AnswerDayOutOfRange,
    ArrangeVisit,
    AskSupplement,
    AuthorisationExpired,
    AuthorisationMissing,
    ReceiveSupplement,
    RelativeInvolved,
    SupplementAwaited,
    UnionVisitorMissing,
    VisitAgreedAlready,
    VisitBeforeArrangement,
    VisitNoteUnsigned,
)
from domain.hardship.codes import CheckedSource, Status
from domain.hardship.events import SupplementAsked, SupplementReceived, Verified, VisitArranged, Visited
from domain.kernel import FactOutOfOrder
from domain.separation import TwoOfficersNeeded
from domain.values import Sensitive, written
from service.office.calendars import packaged_calendar
from tests.support.given import HANDLER, SECOND, SUBJECT, given
from tests.support.hardships import (
    APPLIED_ON,
    AUTHORISATION,
    UNION,
    VERIFIED_ON,
    VISITED_ON,
    applied,
    verify,
    visit,
    visited,
)
from tests.support.petitions import day

ASKED_ON = day("2025-09-10")


def contact_stopped(on: str, late_days: int = 0, due_on: str = "2025-09-15") -> ClockStopped:
    return ClockStopped("D-H01", "", day(on), day(due_on), late_days, StopReason.MET)


def ask(answer_by: str = "2025-09-25") -> AskSupplement:
    return AskSupplement(("收入证明", "医疗票据"), ASKED_ON, day(answer_by))


def test_asking_for_what_is_missing_meets_the_first_contact() -> None:
    missing = (written(SUBJECT, "missing/1", "收入证明"), written(SUBJECT, "missing/2", "医疗票据"))
    asked = SupplementAsked(missing, ASKED_ON, day("2025-09-25"), (contact_stopped("2025-09-10"),))
    after = given(HARDSHIP, applied()).when(ask(), today=ASKED_ON).then(asked)
    assert (after.state.status, dict(after.state.clocks)) == (Status.SUPPLEMENT, {})


def test_the_applicant_has_at_most_fifteen_days() -> None:
    given(HARDSHIP, applied()).when(ask("2025-09-26")).refuses(AnswerDayOutOfRange, latest=day("2025-09-25"))
    given(HARDSHIP, applied()).when(ask("2025-09-09")).refuses(AnswerDayOutOfRange)
    given(HARDSHIP, applied()).when(ask("2025-09-10")).then_only(SupplementAsked)


def test_what_came_in_starts_the_first_contact_anew() -> None:
    received = ReceiveSupplement(day("2025-09-12"), "齐全")
    clock = started("D-H01", day("2025-09-12"), packaged_calendar(), "national")
    fact = SupplementReceived(written(SUBJECT, "note", "齐全"), day("2025-09-12"), clock)
    after = given(HARDSHIP, applied()).when(ask(), today=ASKED_ON).when(received).then(fact)
    assert after.state.status is Status.SUBMITTED
    after.when(ask(), today=ASKED_ON).refuses(FactOutOfOrder, field="asked_on")


def test_papers_that_never_come_do_not_stop_the_request() -> None:
    waiting = given(HARDSHIP, applied()).when(ask(), today=ASKED_ON).after
    barred = waiting.when(visit(day("2025-09-24")), today=day("2025-09-25")).refuses(SupplementAwaited)
    assert barred.passes_on == day("2025-09-26")
    early = waiting.when(ArrangeVisit(day("2025-09-25"), day("2025-09-28")), today=day("2025-09-25"))
    early.refuses(SupplementAwaited)
    arranged = ArrangeVisit(day("2025-09-26"), day("2025-09-28"))
    waiting.when(arranged, today=day("2025-09-26")).then_only(VisitArranged)


def test_papers_that_were_awaited_on_the_day_of_the_visit_are_awaited_whenever_it_is_typed() -> None:
    waiting = given(HARDSHIP, applied()).when(ask(), today=ASKED_ON).after
    waiting.when(visit(day("2025-09-25"))).refuses(SupplementAwaited, answer_by=day("2025-09-25"))
    waiting.when(ArrangeVisit(day("2025-09-25"), day("2025-09-28"))).refuses(SupplementAwaited)
    waiting.when(visit(day("2025-09-26"))).then_only(Visited)


def test_the_days_of_the_check_count_from_papers_that_are_complete() -> None:
    arranged = given(HARDSHIP, applied()).when(ArrangeVisit(day("2025-09-09"), day("2025-09-12"))).after
    asked = arranged.when(ask(), today=ASKED_ON).happened[0]
    assert isinstance(asked, SupplementAsked)
    assert asked.stopped == (ClockStopped("D-H02", "", ASKED_ON, day("2025-09-29"), 0, StopReason.REPLACED),)
    received = arranged.when(ask(), today=ASKED_ON).when(ReceiveSupplement(day("2025-09-12")))
    again = received.when(ArrangeVisit(day("2025-09-15"), day("2025-09-16"))).happened[0]
    assert isinstance(again, VisitArranged)
    assert again.clock == started("D-H02", day("2025-09-15"), packaged_calendar(), "national")


def test_an_arranged_visit_starts_the_check() -> None:
    on, visit_on = day("2025-09-10"), day("2025-09-12")
    clock = started("D-H02", on, packaged_calendar(), "national")
    fact = VisitArranged(on, visit_on, clock, (contact_stopped("2025-09-10"),))
    after = given(HARDSHIP, applied()).when(ArrangeVisit(on, visit_on)).then(fact)
    assert after.state.status is Status.SUBMITTED
    visited_fact = after.when(visit()).happened[0]
    assert isinstance(visited_fact, Visited)
    assert (visited_fact.clock, visited_fact.stopped) == (None, ())
    again = after.when(ArrangeVisit(day("2025-09-11"), day("2025-09-15"))).happened[0]
    assert isinstance(again, VisitArranged)
    assert (again.clock, again.stopped) == (clock, ())


def test_the_same_visit_is_not_arranged_twice_but_again_after_papers_were_asked_for() -> None:
    arranged = ArrangeVisit(day("2025-09-10"), day("2025-09-12"))
    once = given(HARDSHIP, applied()).when(arranged)
    once.when(arranged).refuses(VisitAgreedAlready, visit_on=day("2025-09-12"))
    asked = once.when(ask("2025-09-11"))
    received = asked.when(ReceiveSupplement(day("2025-09-11")))
    received.when(ArrangeVisit(day("2025-09-12"), day("2025-09-12"))).then_only(VisitArranged)


def test_a_visit_is_not_arranged_for_the_past() -> None:
    arranged = ArrangeVisit(day("2025-09-10"), day("2025-09-09"))
    given(HARDSHIP, applied()).when(arranged).refuses(VisitBeforeArrangement)


def test_a_visit_without_arrangement_starts_the_check_itself() -> None:
    clock = started("D-H02", VISITED_ON, packaged_calendar(), "national")
    fact = Visited(
        visitors=(UNION, SECOND),
        union_visitor=UNION,
        findings=Sensitive(SUBJECT, "findings", "一家四口, 住房一套"),
        visited_on=VISITED_ON,
        clock=clock,
        stopped=(contact_stopped("2025-09-12"),),
    )
    given(HARDSHIP, applied()).when(visit()).then(fact)


def test_a_late_visit_is_made_all_the_same() -> None:
    fact = given(HARDSHIP, applied()).when(visit(day("2025-09-17"))).happened[0]
    assert isinstance(fact, Visited)
    assert fact.stopped == (contact_stopped("2025-09-17", 2),)


def test_two_different_persons_visit_one_of_the_union_and_no_relative() -> None:
    before = given(HARDSHIP, applied())
    before.when(visit(visitors=(UNION, UNION))).refuses(TwoOfficersNeeded, count=1)
    before.when(visit(union_visitor=HANDLER)).refuses(UnionVisitorMissing)
    before.when(visit(no_relative=False)).refuses(RelativeInvolved)
    before.when(visit(note_signed=False)).refuses(VisitNoteUnsigned)
    before.when(visit(APPLIED_ON - timedelta(days=1))).refuses(FactOutOfOrder, field="visited_on")


def test_data_is_verified_and_the_household_counted_anew() -> None:
    fact = Verified(
        sources=(CheckedSource.HOUSING, CheckedSource.VEHICLE),
        findings=Sensitive(SUBJECT, "findings", "与申报一致"),
        member_count=5,
        verified_by=UNION,
        verified_on=VERIFIED_ON,
    )
    after = given(HARDSHIP, visited()).when(verify(member_count=5), by=UNION).then(fact)
    assert (after.state.status, after.state.member_count) == (Status.VERIFIED, 5)


def test_without_authorisation_nothing_is_verified_and_nothing_refused() -> None:
    """Scenario 34: the request stays where it is, until the family authorises the check."""
    refusing = given(HARDSHIP, applied(authorisation=None)).when(visit()).after
    refusing.when(verify()).refuses(AuthorisationMissing)
    assert refusing.state.status is Status.VISITED
    refusing.when(AuthoriseCheck(AUTHORISATION)).when(verify()).then_only(Verified)


def test_an_authorisation_that_has_ended_opens_no_register() -> None:
    short = replace(AUTHORISATION, valid_until=day("2025-09-15"))
    before = given(HARDSHIP, applied(authorisation=short)).when(visit()).after
    before.when(verify()).refuses(AuthorisationExpired, valid_until=day("2025-09-15"))
    before.when(verify(day("2025-09-15"))).then_only(Verified)


def test_registers_are_not_asked_before_the_family_signed() -> None:
    before = given(HARDSHIP, applied(authorisation=None)).when(visit()).after
    signed = AuthoriseCheck(Authorisation(day("2025-09-17"), day("2025-12-31"), "住房"))
    later = before.when(signed).after
    later.when(verify()).refuses(FactOutOfOrder, field="verified_on", earliest=day("2025-09-17"))
    later.when(verify(day("2025-09-17"))).then_only(Verified)


def test_a_new_authorisation_leaves_the_days_of_the_one_before_covered() -> None:
    first = Authorisation(APPLIED_ON, day("2025-09-30"), "住房")
    second = AuthoriseCheck(Authorisation(day("2025-10-15"), day("2025-12-31"), "住房、车辆"))
    both = given(HARDSHIP, applied(authorisation=first)).when(visit()).when(second).after
    both.when(verify(day("2025-09-16"))).then_only(Verified)
    both.when(verify(day("2025-10-01"))).refuses(AuthorisationExpired, valid_until=day("2025-09-30"))
    both.when(verify(day("2025-10-15"))).then_only(Verified)


def test_no_relative_verifies() -> None:
    given(HARDSHIP, visited()).when(verify(no_relative=False)).refuses(RelativeInvolved)
