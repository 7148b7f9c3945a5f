"""Leads: recorded so that nothing tells of a person or a source, then registered, dismissed or triaged."""

import pytest

from domain.deadlines.clocks import ClockStopped, StopReason
from domain.kernel import FactInTheFuture, FactOutOfOrder, NotAllowedNow
from domain.separation import SameOfficerProposesAndApproves
from domain.supervision.codes import ClosingGround, Source, Status, SubjectCode, TriageDecision
from domain.supervision.events import Dismissed, LeadRecorded, Registered, Triaged
from domain.supervision.leading import (
    Dismiss,
    PersonViolationIsReferred,
    Register,
    SameOfficerWritesAndConfirms,
    Triage,
)
from domain.units import UnitNotActive
from domain.values import Identity, content, identity, written
from tests.support.given import CLERK, GONE, GROUP, HEAD, PLANT, SUBJECT
from tests.support.supervision import SEPT_1, case, day, lead, plan, recorded, registered

SEPT_2, AUG_31 = day("2025-09-02"), day("2025-08-31")
TRIAGE_DUE = day("2025-09-15")
TRIAGE_MET = ClockStopped("D-S01", "", SEPT_2, TRIAGE_DUE, 0, StopReason.MET)


def test_a_lead_is_recorded_and_its_days_for_triage_begin() -> None:
    after = case().when(lead(source_ref="箱-17"), by=CLERK)
    (fact,) = after.events
    assert isinstance(fact, LeadRecorded)
    assert fact.case_no.startswith("SUP-HS-2025-")
    assert (fact.unit, fact.supervised_unit) == (GROUP, PLANT)
    assert (fact.recorded_by, fact.confirmed_by, fact.recorded_on) == (CLERK, HEAD, SEPT_1)
    assert fact.text == written(SUBJECT, "text", "大宗物资采购未见比价记录")
    assert fact.source_ref == identity(SUBJECT, "source_ref", "箱-17")
    assert (fact.clock.rule, fact.clock.due_on) == ("D-S01", TRIAGE_DUE)
    assert after.state.status is Status.LEAD


@pytest.mark.parametrize("source", Source)
def test_every_source_is_sealed_alike_and_nothing_else_depends_on_it(source: Source) -> None:
    (fact,) = case().when(lead(source=source)).happened
    (other,) = case().when(lead(source=Source.PLAN)).happened
    assert isinstance(fact, LeadRecorded)
    assert isinstance(other, LeadRecorded)
    assert fact.source == Identity(SUBJECT, "source", source.value)
    assert case(fact).state == case(other).state


def test_a_lead_is_registered_in_the_same_visit_or_later() -> None:
    case().when(lead(registered_on=SEPT_1)).then_only(LeadRecorded, Registered)
    case(recorded()).when(Register(SEPT_2), by=CLERK).then(Registered(CLERK, SEPT_2))
    case(recorded()).when(Register(AUG_31)).refuses(FactOutOfOrder, field="registered_on", earliest=SEPT_1)


def test_a_subject_named_twice_is_one_subject() -> None:
    (fact,) = case().when(lead(subjects=(SubjectCode.S22, SubjectCode.S14, SubjectCode.S22))).happened
    assert isinstance(fact, LeadRecorded)
    assert fact.subjects == (SubjectCode.S22, SubjectCode.S14)


def test_a_lead_is_confirmed_by_a_second_officer_whatever_its_source() -> None:
    for source in Source:
        case().when(lead(source=source, confirmed_by=CLERK), by=CLERK).refuses(SameOfficerWritesAndConfirms)


def test_a_lead_names_units_that_exist_and_a_day_that_has_come() -> None:
    case().when(lead(unit=GONE)).refuses(UnitNotActive, unit="HS02")
    case().when(lead(supervised_unit=GONE)).refuses(UnitNotActive, unit="HS02")
    case().when(lead(SEPT_2), today=SEPT_1).refuses(FactInTheFuture, field="recorded_on")


def test_a_lead_without_substance_is_dismissed_by_another_officer() -> None:
    waiting = case(recorded())
    waiting.when(Dismiss("重复反映", SEPT_2), by=CLERK).refuses(SameOfficerProposesAndApproves)
    waiting.when(Dismiss("重复反映", AUG_31), by=HEAD).refuses(FactOutOfOrder, field="dismissed_on")
    ended = ClockStopped("D-S01", "", SEPT_2, TRIAGE_DUE, 0, StopReason.ENDED)
    reason = written(SUBJECT, "reason", "重复反映")
    after = waiting.when(Dismiss("重复反映", SEPT_2), by=HEAD)
    after.then(Dismissed(ClosingGround.NO_SUBSTANCE, reason, HEAD, SEPT_2, (ended,)))
    assert after.state.status is Status.CLOSED
    assert not after.state.clocks


@pytest.mark.parametrize(
    ("decision", "status"),
    [
        (TriageDecision.DEMOCRATIC_SUPERVISION, Status.TRIAGED),
        (TriageDecision.BOTH, Status.TRIAGED),
        (TriageDecision.REFER, Status.REFERRED),
    ],
)
def test_triage_says_where_a_lead_goes(decision: TriageDecision, status: Status) -> None:
    after = case(registered()).when(Triage(decision, SEPT_2, reason="属监督范围"), by=HEAD)
    reason = content(SUBJECT, "reason", "属监督范围")
    assert after.happened[0] == Triaged(decision, False, reason, HEAD, SEPT_2, (TRIAGE_MET,))
    assert after.state.status is status
    is_referred = decision is not TriageDecision.DEMOCRATIC_SUPERVISION
    assert [rule for rule, _item in after.state.clocks] == (["D-S02"] if is_referred else [])


def test_a_late_triage_is_recorded_late_and_still_done() -> None:
    fact, _due = case(registered()).when(Triage(TriageDecision.BOTH, day("2025-09-18"))).happened
    assert isinstance(fact, Triaged)
    assert [ended.late_days for ended in fact.stopped] == [3]


def test_triage_follows_the_registration() -> None:
    case(registered()).when(Triage(TriageDecision.BOTH, AUG_31)).refuses(FactOutOfOrder, field="triaged_on")


def test_a_violation_by_a_named_person_is_referred() -> None:
    supervise = Triage(TriageDecision.DEMOCRATIC_SUPERVISION, SEPT_2)
    case(registered(alleges_person_violation=True)).when(supervise).refuses(PersonViolationIsReferred)
    seen_now = Triage(TriageDecision.DEMOCRATIC_SUPERVISION, SEPT_2, alleges_person_violation=True)
    case(registered()).when(seen_now).refuses(PersonViolationIsReferred)
    for decision in (TriageDecision.REFER, TriageDecision.BOTH):
        fact, _due = case(registered(alleges_person_violation=True)).when(Triage(decision, SEPT_2)).happened
        assert isinstance(fact, Triaged)
        assert fact.alleges_person_violation


def test_a_referred_lead_is_not_checked_here() -> None:
    referred = case(registered()).when(Triage(TriageDecision.REFER, SEPT_2))
    referred.when(plan()).refuses(NotAllowedNow, status=Status.REFERRED)
