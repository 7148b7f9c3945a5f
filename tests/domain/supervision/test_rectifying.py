"""Rectifying: evidence per item, verification by two outsiders, lateness that is never lost."""

from typing import Any

import pytest

from domain.deadlines.clocks import ClockStopped, StopReason
from domain.kernel import FactOutOfOrder, NotAllowedNow
from domain.officers import OfficerOfAnotherUnit
from domain.separation import SameOfficerProposesAndApproves, TwoOfficersNeeded
from domain.supervision import events as e
from domain.supervision.codes import Status, SubjectCode, Trade, VerificationMethod
from domain.supervision.events import ItemAcceptedOpen, ItemReopened, ItemVerified, RectificationSubmitted
from domain.supervision.noticing import OnSiteVerificationNeeded
from domain.supervision.rectifying import (
    AcceptOpenItem,
    ItemNotOpen,
    ItemNotSubmitted,
    ItemSettledAlready,
    ItemUnknown,
    NoItemOpen,
    SubmitRectification,
    Verifier,
    VerifierFromResponsibleUnit,
    VerifyItem,
)
from domain.units import UnitNotActive
from domain.values import OfficerRef, written
from tests.support.given import CLERK, GONE, GROUP, LEADER, PLANT, SUBJECT, UNITS, ref
from tests.support.supervision import (
    BELOW_THE_PLANT,
    BENCH,
    CONTACT,
    ENGINEER,
    SELLER,
    SEPT_1,
    TEAM,
    VERIFIERS,
    WORKER,
    case,
    day,
    delivered,
    demand,
    finding,
    member,
    rectifying,
    start,
    submission,
    team,
    verification,
    verifying,
)

AUG_31, SEPT_2, DUE, LATE = day("2025-08-31"), day("2025-09-02"), day("2025-10-09"), day("2025-10-20")
TWO = (demand(), demand())
BOTH = (e.Verifier(ENGINEER, GROUP), e.Verifier(WORKER, GROUP))
OWNER = OfficerRef(ref("owner of the open item"))


def notes() -> Any:
    return written(SUBJECT, "notes", "现场核对制度和台账")


def accept_open(on: Any, item: int = 1) -> AcceptOpenItem:
    return AcceptOpenItem(item, OWNER, "需集团立项", on)


def test_what_was_done_is_submitted_per_item_and_waits_for_its_verification() -> None:
    after = case(rectifying(items=TWO)).when(submission(SEPT_2), by=CONTACT)
    after.then(RectificationSubmitted(1, written(SUBJECT, "evidence", "比价制度文件和会签记录"), CONTACT, SEPT_2))
    assert after.state.status is Status.VERIFYING
    after.when(submission(SEPT_2, 2), by=CONTACT).then_only(RectificationSubmitted)


def test_only_an_open_item_is_submitted() -> None:
    two = case(verifying(items=TWO))
    two.when(submission(SEPT_2, 1)).refuses(ItemNotOpen, item=1, status="SUBMITTED")
    two.when(submission(SEPT_2, 3)).refuses(ItemUnknown, item=3, count=2)
    assert case(verifying()).when(submission(SEPT_2)).refuses(NoItemOpen).is_moot
    case(rectifying()).when(submission(AUG_31)).refuses(FactOutOfOrder, field="submitted_on")


def test_two_outsiders_verify_and_the_items_clock_stops() -> None:
    after = case(verifying()).when(verification(SEPT_2), by=ENGINEER)
    ended = ClockStopped("D-S07", "1", SEPT_2, DUE, 0, StopReason.MET)
    after.then(ItemVerified(1, BOTH, True, notes(), SEPT_2, (ended,)))
    assert after.state.status is Status.VERIFIED
    assert not after.state.clocks


def test_an_item_verified_late_says_how_late() -> None:
    after = case(verifying()).when(verification(LATE), by=ENGINEER)
    (fact,) = after.events
    assert isinstance(fact, ItemVerified)
    assert [ended.late_days for ended in fact.stopped] == [11]
    assert after.state.items[1].late_days == 11


def test_the_case_is_verified_when_its_last_item_is() -> None:
    first = case(verifying(items=TWO)).when(verification(SEPT_2), by=ENGINEER)
    assert first.state.status is Status.RECTIFYING
    assert set(first.state.clocks) == {("D-S07", "2")}
    second = first.when(submission(SEPT_2, 2), by=CONTACT).when(verification(SEPT_2, 2), by=ENGINEER)
    assert second.state.status is Status.VERIFIED


def test_an_item_still_waiting_keeps_the_case_in_verification() -> None:
    both = case(verifying(items=TWO)).when(submission(SEPT_2, 2), by=CONTACT)
    assert both.when(verification(SEPT_2, 1, passed=False), by=ENGINEER).state.status is Status.VERIFYING


@pytest.mark.parametrize("passed", [True, False])
def test_nobody_from_the_responsible_unit_verifies(passed: bool) -> None:
    insider = (VERIFIERS[0], Verifier(WORKER, PLANT))
    waiting = case(verifying())
    waiting.when(verification(SEPT_2, passed=passed, verifiers=insider)).refuses(VerifierFromResponsibleUnit, item=1)
    below = verification(SEPT_2, passed=passed, verifiers=(VERIFIERS[0], Verifier(SELLER, BENCH)))
    waiting.when(below, consulted={**UNITS, **BELOW_THE_PLANT}).refuses(VerifierFromResponsibleUnit, item=1)


def test_a_member_does_not_change_units_by_saying_so() -> None:
    inside = (*TEAM, member(CLERK, Trade.FINANCE, unit=PLANT))
    waiting = case(_verifying_with(inside))
    claims = (VERIFIERS[0], Verifier(CLERK, GROUP))
    waiting.when(verification(SEPT_2, verifiers=claims)).refuses(VerifierFromResponsibleUnit)
    twice = (*VERIFIERS, Verifier(WORKER, PLANT))
    waiting.when(verification(SEPT_2, verifiers=twice)).refuses(OfficerOfAnotherUnit)


def _verifying_with(members: Any) -> Any:
    events = verifying()
    at = next(n for n, event in enumerate(events) if type(event) is e.TeamAssigned)
    assigned = case(*events[:at]).when(team(members=members, start=start())).events[0]
    return (*events[:at], assigned, *events[at + 1 :])


def test_one_officer_named_twice_is_one_officer() -> None:
    alone = (VERIFIERS[0], VERIFIERS[0])
    case(verifying()).when(verification(SEPT_2, verifiers=alone)).refuses(TwoOfficersNeeded, count=1)


def test_whoever_submitted_does_not_verify() -> None:
    waiting = case(verifying())
    waiting.when(verification(SEPT_2), by=CONTACT).refuses(SameOfficerProposesAndApproves)
    both = (VERIFIERS[0], Verifier(CONTACT, GROUP))
    waiting.when(verification(SEPT_2, verifiers=both), by=CLERK).refuses(SameOfficerProposesAndApproves)


def test_whoever_submitted_before_a_failure_does_not_verify_either() -> None:
    again = case(verifying()).when(verification(SEPT_2, passed=False), by=ENGINEER).when(submission(SEPT_2), by=OWNER)
    both = (VERIFIERS[0], Verifier(CONTACT, GROUP))
    again.when(verification(SEPT_2, verifiers=both), by=CLERK).refuses(SameOfficerProposesAndApproves)


def test_what_is_verified_on_site_is_not_verified_on_paper() -> None:
    away = verification(SEPT_2, on_site=False)
    case(verifying()).when(away, by=ENGINEER).then_only(ItemVerified)
    on_site = (demand(method=VerificationMethod.ON_SITE),)
    case(verifying(items=on_site)).when(away, by=ENGINEER).refuses(OnSiteVerificationNeeded, item=1)
    safety = case(verifying(SEPT_1, finding(SubjectCode.S73), items=on_site))
    safety.when(away, by=ENGINEER).refuses(OnSiteVerificationNeeded, item=1)


def test_only_what_was_submitted_is_verified_and_not_before() -> None:
    two = case(verifying(items=TWO))
    two.when(verification(SEPT_2, 2)).refuses(ItemNotSubmitted, item=2, status="OPEN")
    two.when(verification(SEPT_2, 3)).refuses(ItemUnknown, item=3)
    two.when(verification(AUG_31), by=ENGINEER).refuses(FactOutOfOrder, field="verified_on", earliest=SEPT_1)
    gone = (VERIFIERS[0], Verifier(WORKER, GONE))
    two.when(verification(SEPT_2, verifiers=gone)).refuses(UnitNotActive, unit="HS02")


def test_a_failure_reopens_the_item_and_keeps_its_due_day_and_its_lateness() -> None:
    after = case(verifying()).when(verification(LATE, passed=False), by=ENGINEER)
    after.then(ItemReopened(1, BOTH, True, notes(), LATE, DUE, 11))
    assert after.state.status is Status.RECTIFYING
    assert after.state.clocks["D-S07", "1"].due_on == DUE
    assert after.state.items[1].late_days == 11


def test_a_failure_in_time_is_not_late() -> None:
    (fact,) = case(verifying()).when(verification(DUE, passed=False), by=ENGINEER).happened
    assert isinstance(fact, ItemReopened)
    assert (fact.due_on, fact.late_days) == (DUE, 0)


def test_an_item_accepted_as_open_has_an_owner_and_keeps_its_lateness() -> None:
    after = case(rectifying(items=TWO)).when(accept_open(LATE), by=LEADER)
    ended = ClockStopped("D-S07", "1", LATE, DUE, 11, StopReason.ENDED)
    after.then(ItemAcceptedOpen(1, OWNER, written(SUBJECT, "reason", "需集团立项"), LEADER, LATE, (ended,)))
    assert after.state.items[1].late_days == 11
    assert after.state.status is Status.RECTIFYING
    assert after.when(accept_open(LATE, 2), by=LEADER).state.status is Status.VERIFIED


def test_an_item_is_settled_once_by_another_than_its_owner_or_submitter() -> None:
    two = case(verifying(items=TWO))
    two.when(accept_open(SEPT_2), by=OWNER).refuses(SameOfficerProposesAndApproves)
    two.when(accept_open(SEPT_2), by=CONTACT).refuses(SameOfficerProposesAndApproves)
    two.when(accept_open(SEPT_2, 3), by=LEADER).refuses(ItemUnknown, item=3)
    two.when(accept_open(AUG_31), by=LEADER).refuses(FactOutOfOrder, field="accepted_on")
    settled = two.when(accept_open(SEPT_2), by=LEADER)
    settled.when(accept_open(SEPT_2), by=LEADER).refuses(ItemSettledAlready, item=1, status="ACCEPTED_OPEN")


def test_nothing_is_rectified_before_the_unit_answered() -> None:
    waiting = case(delivered())
    waiting.when(SubmitRectification(1, "照片", SEPT_2)).refuses(NotAllowedNow)
    waiting.when(VerifyItem(1, True, SEPT_2, VERIFIERS, True, "看过")).refuses(NotAllowedNow)
