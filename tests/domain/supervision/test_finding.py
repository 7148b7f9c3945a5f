"""Finding: drafts on units, the unit's view or silence, and the team's decision."""

from typing import Any

import pytest

from domain.deadlines.calendar import Calendar
from domain.deadlines.clocks import ClockStopped, StopReason, started
from domain.kernel import FactOutOfOrder
from domain.profiles import NATIONAL
from domain.separation import TwoOfficersNeeded
from domain.supervision.checking import NotInTheTeam
from domain.supervision.codes import AmountKind, Outcome, Severity, Status, SubjectCode
from domain.supervision.events import (
    DraftedFinding,
    EvidenceAdded,
    FindingOutcome,
    FindingsDrafted,
    FindingsFinalised,
    UnitHeard,
)
from domain.supervision.finding import (
    AmountIncomplete,
    Changed,
    CommentTimeProvisional,
    DraftFindings,
    EvidenceUnknown,
    Finalise,
    HearUnit,
    OutcomeOfNoFinding,
    UnitHasTimeLeft,
    ViewOrTimePassed,
)
from domain.units import UnitNotActive
from domain.values import content, written
from service.office.calendars import packaged_calendar
from tests.support.given import GONE, PLANT, SUBJECT
from tests.support.supervision import (
    ENGINEER,
    SELLER,
    SEPT_1,
    WORKER,
    case,
    checking,
    day,
    drafted,
    evidence,
    finding,
    heard,
)

AUG_31, SEPT_8, SEPT_9 = day("2025-08-31"), day("2025-09-08"), day("2025-09-09")
TEAM = (ENGINEER, WORKER)


def test_a_draft_says_what_was_found_on_a_unit_and_what_it_rests_on() -> None:
    found = finding(scope="2024年", amount_fen=300_000_000, amount_kind=AmountKind.ESTIMATED, evidence=(1, 1))
    after = case(checking()).when(DraftFindings(SEPT_1, (found,)), by=ENGINEER)
    fact = DraftedFinding(
        number=1,
        category=SubjectCode.S22,
        severity=Severity.CONSIDERABLE,
        responsible_unit=PLANT,
        outcome=Outcome.O2,
        fact=written(SUBJECT, "findings/1/fact", "三笔采购无比价记录"),
        standard=written(SUBJECT, "findings/1/standard", "集团物资采购办法第十二条"),
        evidence=(1,),
        scope=content(SUBJECT, "findings/1/scope", "2024年"),
        cause=None,
        amount_fen=300_000_000,
        amount_kind=AmountKind.ESTIMATED,
    )
    clock = started("D-S05", SEPT_1, packaged_calendar(), NATIONAL)
    after.then(FindingsDrafted((fact,), ENGINEER, SEPT_1, clock))
    assert clock.due_on == SEPT_8
    assert after.state.status is Status.FINDINGS_DRAFT


def test_a_finding_rests_on_evidence_that_exists() -> None:
    open_case = case(checking())
    unknown = DraftFindings(SEPT_1, (finding(), finding(evidence=(1, 2))))
    open_case.when(unknown).refuses(EvidenceUnknown, finding=2, number=2, count=1)
    open_case.when(DraftFindings(SEPT_1, (finding(evidence=(0,)),))).refuses(EvidenceUnknown, number=0)


def test_evidence_may_come_with_the_draft() -> None:
    draft = DraftFindings(SEPT_1, (finding(evidence=(1, 3)),), (evidence(), evidence()))
    case(checking()).when(draft).then_only(EvidenceAdded, EvidenceAdded, FindingsDrafted)


def test_a_draft_follows_its_evidence_and_names_units_that_exist() -> None:
    open_case = case(checking())
    late = DraftFindings(SEPT_1, (finding(),), (evidence(SEPT_8),))
    open_case.when(late).refuses(FactOutOfOrder, field="drafted_on", earliest=SEPT_8)
    open_case.when(DraftFindings(SEPT_1, (finding(responsible_unit=GONE),))).refuses(UnitNotActive, unit="HS02")


@pytest.mark.parametrize("half", [{"amount_fen": 1}, {"amount_kind": AmountKind.AUDITED}])
def test_an_amount_says_how_it_is_known(half: dict[str, Any]) -> None:
    case(checking()).when(DraftFindings(SEPT_1, (finding(**half),))).refuses(AmountIncomplete, finding=1)


def test_the_units_view_is_recorded_at_once() -> None:
    after = case(drafted()).when(HearUnit(SEPT_1, "无异议"))
    ended = ClockStopped("D-S05", "", SEPT_1, SEPT_8, 0, StopReason.MET)
    after.then(UnitHeard(content(SUBJECT, "view", "无异议"), SEPT_1, (ended,)))
    assert after.state.status is Status.UNIT_HEARD
    case(drafted()).when(HearUnit(AUG_31, "无异议")).refuses(FactOutOfOrder, field="heard_on")


@pytest.mark.parametrize(("view", "let_time_pass"), [(None, False), ("", False), ("无异议", True)])
def test_a_unit_says_something_or_let_its_time_pass(view: str | None, *, let_time_pass: bool) -> None:
    case(drafted()).when(HearUnit(SEPT_9, view, let_time_pass=let_time_pass)).refuses(ViewOrTimePassed, field="view")


def test_a_silent_unit_keeps_its_five_working_days() -> None:
    silent = case(drafted()).when(HearUnit(SEPT_8, let_time_pass=True))
    assert silent.refuses(UnitHasTimeLeft, due_on=SEPT_8).passes_on == SEPT_9
    ended = ClockStopped("D-S05", "", SEPT_8, SEPT_8, 0, StopReason.LAPSED)
    case(drafted()).when(HearUnit(SEPT_9, let_time_pass=True)).then(UnitHeard(None, SEPT_9, (ended,)))


def test_a_silent_unit_keeps_the_days_that_a_calendar_may_still_give_it() -> None:
    """Drafted in the last days of a year whose next one has no plan yet."""
    on, until_2025 = day("2025-12-29"), Calendar({y: plan for y, plan in packaged_calendar().years.items() if y < 2026})
    before = case(checking(on), calendar=until_2025)
    silent = before.when(DraftFindings(on, (finding(),)), by=ENGINEER).after
    late = day("2026-01-12")
    silent.when(HearUnit(late, let_time_pass=True), today=late).refuses(CommentTimeProvisional, year=2026)
    within = silent.when(HearUnit(on, let_time_pass=True), today=on).refuses(CommentTimeProvisional, year=2026)
    assert within.passes_on is None, "no day is promised that may still move"
    silent.when(HearUnit(late, "无异议"), today=late).then_only(UnitHeard)
    ended = ClockStopped("D-S05", "", day("2026-01-06"), day("2026-01-06"), 0, StopReason.LAPSED)
    silent.at(calendar=packaged_calendar()).when(HearUnit(late, let_time_pass=True), today=late).then(
        UnitHeard(None, late, (ended,))
    )


def test_the_team_decides_together_and_keeps_a_dissent() -> None:
    after = case(heard()).when(Finalise(SEPT_8, (ENGINEER, WORKER, ENGINEER), dissent="一人保留意见"))
    outcomes = (FindingOutcome(1, Outcome.O2),)
    dissent = content(SUBJECT, "dissent", "一人保留意见")
    after.then(FindingsFinalised(outcomes, True, TEAM, dissent, SEPT_8))
    assert after.state.status is Status.FINDINGS_FINAL


def test_one_member_alone_or_a_stranger_decides_nothing() -> None:
    waiting = case(heard())
    waiting.when(Finalise(SEPT_8, (ENGINEER,))).refuses(TwoOfficersNeeded, count=1)
    waiting.when(Finalise(SEPT_8, (ENGINEER, SELLER))).refuses(NotInTheTeam)
    waiting.when(Finalise(AUG_31, TEAM)).refuses(FactOutOfOrder, field="finalised_on")


@pytest.mark.parametrize("outcome", [Outcome.O0, Outcome.O3, Outcome.O4])
def test_a_case_in_which_nothing_is_founded_ends_without_a_problem(outcome: Outcome) -> None:
    two = case(heard(SEPT_1, finding(), finding(outcome=Outcome.O0)))
    after = two.when(Finalise(SEPT_8, TEAM, (Changed(1, outcome),)))
    outcomes = (FindingOutcome(1, outcome), FindingOutcome(2, Outcome.O0))
    after.then(FindingsFinalised(outcomes, False, TEAM, None, SEPT_8))
    assert after.state.status is Status.NO_PROBLEM
    assert not after.state.clocks


def test_what_changes_is_the_outcome_of_a_finding_once() -> None:
    waiting = case(heard())
    waiting.when(Finalise(SEPT_8, TEAM, (Changed(2, Outcome.O3),))).refuses(OutcomeOfNoFinding, count=1, given="2")
    twice = (Changed(1, Outcome.O3), Changed(1, Outcome.O2))
    waiting.when(Finalise(SEPT_8, TEAM, twice)).refuses(OutcomeOfNoFinding, given="1, 1")
