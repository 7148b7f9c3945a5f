"""The acceptance scenarios of supervision cases, as far as the domain alone tells them."""

from dataclasses import fields

from domain.deadlines.clocks import NOTHING_RUNNING, in_time
from domain.deadlines.running import clocks_after
from domain.supervision import events as e
from domain.supervision.codes import (
    Conflict,
    Outcome,
    Source,
    Status,
    SubjectCode,
    Trade,
    TriageDecision,
    VerificationMethod,
)
from domain.supervision.finding import DraftFindings
from domain.supervision.leading import PersonViolationIsReferred, Triage
from domain.supervision.noticing import Reply
from domain.supervision.preparing import MemberHasConflict, TeamTooSmall
from domain.values import Identity, OfficerRef
from tests.support.given import HEAD, PLANT, STREAM
from tests.support.supervision import (
    CONTACT,
    ENGINEER,
    SELLER,
    SEPT_1,
    TEAM,
    case,
    checking,
    day,
    delivered,
    demand,
    finding,
    lead,
    member,
    planned,
    plans,
    registered,
    shortest,
    start,
    submission,
    team,
    verification,
    verifying,
)


def test_23_a_member_whose_cousin_works_at_the_supplier_is_replaced_and_one_alone_does_not_start() -> None:
    waiting = case(planned())
    cousin = member(SELLER, Trade.SALES, Conflict.RELATIVE)
    waiting.when(team(members=(TEAM[0], cousin), start=start())).refuses(MemberHasConflict, numbers="2")
    waiting.when(team(members=TEAM[:1], start=start())).refuses(TeamTooSmall, count=1)
    waiting.when(team(members=TEAM, start=start())).then_only(e.TeamAssigned, e.Started)


def test_24_a_manager_who_decided_alone_becomes_a_finding_on_the_unit_and_a_referral_of_the_person() -> None:
    suspected = case(registered(alleges_person_violation=True))
    suspected.when(Triage(TriageDecision.DEMOCRATIC_SUPERVISION, SEPT_1)).refuses(PersonViolationIsReferred)
    assert suspected.when(Triage(TriageDecision.BOTH, SEPT_1), by=HEAD).state.status is Status.TRIAGED
    on_the_unit = finding(SubjectCode.S14, Outcome.O5, fact="三百万元支付无会议纪要", amount_fen=None)
    (drafted,) = case(checking()).when(DraftFindings(SEPT_1, (on_the_unit,)), by=ENGINEER).happened
    assert isinstance(drafted, e.FindingsDrafted)
    assert [each.responsible_unit for each in drafted.findings] == [PLANT]
    assert not [field for field in fields(e.DraftedFinding) if field.type is OfficerRef]


def test_25_an_opinion_delivered_on_18_september_is_overdue_from_16_october() -> None:
    notified = case(delivered(day("2025-09-18")))
    clock = notified.state.clocks["D-S06", ""]
    assert clock.due_on == day("2025-10-15")
    assert in_time(clock, day("2025-10-15"))
    assert not in_time(clock, day("2025-10-16"))
    (replied,) = notified.when(Reply(day("2025-10-20"), plans()), by=CONTACT).happened
    assert isinstance(replied, e.Replied)
    assert [ended.late_days for ended in replied.stopped] == [5]


def test_26_a_failed_verification_reopens_the_item_and_its_first_overdue_stays_for_ever() -> None:
    first, second = day("2025-10-20"), day("2025-11-20")
    on_site = (demand(method=VerificationMethod.ON_SITE),)
    failed = case(verifying(items=on_site)).when(verification(first, passed=False), by=ENGINEER)
    (reopened,) = failed.events
    assert isinstance(reopened, e.ItemReopened)
    assert (reopened.due_on, reopened.late_days) == (day("2025-10-09"), 11)
    again = failed.when(submission(second), by=CONTACT)
    assert again.state.clocks["D-S07", "1"].due_on == day("2025-10-09")
    passed = again.when(verification(second), by=ENGINEER)
    assert passed.state.items[1].late_days == 42
    assert reopened in passed.history


def test_26_a_failure_sets_s92_nowhere() -> None:
    failed = case(verifying()).when(verification(SEPT_1, passed=False), by=ENGINEER)
    assert not [event for event in failed.history if "S92" in repr(event)]


def test_27_the_first_fact_alone_holds_the_source_and_seals_it_as_identity() -> None:
    recorded, *rest = shortest().history
    assert isinstance(recorded, e.LeadRecorded)
    assert recorded.source == Identity(recorded.subject, "source", Source.HOTLINE)
    assert not [event for event in rest if "source" in repr(event)]
    assert "HOTLINE" not in repr(lead()) + repr(shortest().history) + repr(shortest().state)


def test_no_clock_is_left_of_a_case_whose_facts_are_folded_by_a_view() -> None:
    running = clocks_after(NOTHING_RUNNING, shortest().history[0])
    assert running
    for event in shortest().history[1:]:
        running = clocks_after(running, event)
    assert not running
    assert str(STREAM) not in repr(shortest().history)
