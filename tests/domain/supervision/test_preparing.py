"""Preparing: plans, teams without ties, and the notice before the start."""

from dataclasses import replace
from typing import Any

import pytest

from domain.growing import Growing
from domain.kernel import FactInTheFuture, FactOutOfOrder
from domain.officers import Officer, OfficerStatus
from domain.parameters import parameters_for
from domain.roles import Held, Role, Term
from domain.supervision.asking import AskParty, PartyIsAsked
from domain.supervision.codes import ApprovingBody, CheckKind, Conflict, Means, Paper, Status, Trade
from domain.supervision.events import PlanApproved, PutBeforeParty, Started, TeamAssigned, TeamMember
from domain.supervision.preparing import (
    AssignTeam,
    InspectionNeedsNotice,
    LeaderFromSupervisedUnit,
    LeaderNotInTheTeam,
    MemberHasConflict,
    MemberNamedTwice,
    NoticePeriodRunning,
    PeriodEndsBeforeItBegins,
    StartCheck,
    TeamTooSmall,
    VotingTeamIsEven,
    WorkTimeNotReleased,
)
from domain.supervision.teams import (
    MemberFromSupervisedUnit,
    MemberLeadsTheUnit,
    MemberSpeaksForTheUnit,
    TeamOfOneTrade,
)
from domain.units import UnitNotActive
from domain.values import OfficerRef, UnitRef, written
from tests.support.given import GONE, GROUP, LEADER, PLANT, SUBJECT, UNITS
from tests.support.supervision import (
    BELOW_THE_PLANT,
    BENCH,
    ENGINEER,
    SELLER,
    SEPT_1,
    TEAM,
    WORKER,
    case,
    day,
    member,
    plan,
    planned,
    report,
    start,
    team,
    team_ready,
    triaged,
    verified,
)

AUG_31, SEPT_10, SEPT_11 = day("2025-08-31"), day("2025-09-10"), day("2025-09-11")


def test_a_plan_names_questions_means_material_and_period() -> None:
    after = case(triaged()).when(plan(means=(Means.SITE, Means.DOCUMENTS, Means.SITE)), by=LEADER)
    after.then(
        PlanApproved(
            body=ApprovingBody.UNION,
            kind=CheckKind.SPECIAL,
            questions=written(SUBJECT, "questions", "采购是否比价"),
            means=(Means.SITE, Means.DOCUMENTS),
            materials=written(SUBJECT, "materials", "采购合同台账"),
            begins_on=SEPT_1,
            ends_on=day("2025-12-31"),
            notice_days=0,
            approved_by=LEADER,
            approved_on=SEPT_1,
        )
    )
    assert after.state.status is Status.PLANNED


def test_a_plan_has_a_period_and_follows_the_triage() -> None:
    waiting = case(triaged())
    waiting.when(plan(begins_on=SEPT_10, ends_on=SEPT_1)).refuses(PeriodEndsBeforeItBegins, ends_on=SEPT_1)
    waiting.when(plan(AUG_31)).refuses(FactOutOfOrder, field="approved_on")


def test_a_planned_inspection_is_announced_ten_days_before() -> None:
    waiting = case(triaged())
    waiting.when(plan(kind=CheckKind.PLANNED, notice_days=9)).refuses(InspectionNeedsNotice, least=10, days=9)
    waiting.when(plan(kind=CheckKind.PLANNED, notice_days=10)).then_only(PlanApproved)
    assert parameters_for("national", SEPT_1).inspection_notice_min_days == 10


def test_a_team_is_recorded_with_every_declaration() -> None:
    after = case(planned()).when(team(), by=LEADER)
    members = (
        TeamMember(ENGINEER, GROUP, Trade.ENGINEERING, Conflict.NONE),
        TeamMember(WORKER, GROUP, Trade.FRONT_LINE, Conflict.NONE),
    )
    after.then(TeamAssigned(members, ENGINEER, False, LEADER, SEPT_1))
    assert after.state.status is Status.TEAM_READY


@pytest.mark.parametrize("tie", sorted(set(Conflict) - {Conflict.NONE}))
def test_a_member_with_any_tie_is_replaced_before_the_team_is_ready(tie: Conflict) -> None:
    tied = (*TEAM, member(SELLER, Trade.SALES, tie))
    case(planned()).when(team(members=tied)).refuses(MemberHasConflict, numbers="3")


def test_a_team_has_two_different_members() -> None:
    waiting = case(planned())
    waiting.when(team(members=TEAM[:1])).refuses(TeamTooSmall, count=1)
    waiting.when(team(members=(TEAM[0], TEAM[0]))).refuses(TeamTooSmall, count=1)
    waiting.when(team(members=(*TEAM, TEAM[0]))).refuses(MemberNamedTwice)


def test_a_team_comes_from_two_trades() -> None:
    same = (TEAM[0], member(WORKER, Trade.ENGINEERING))
    case(planned()).when(team(members=same)).refuses(TeamOfOneTrade)


def test_a_team_that_votes_is_odd() -> None:
    waiting = case(planned())
    waiting.when(team(votes=True)).refuses(VotingTeamIsEven, count=2)
    waiting.when(team(votes=True, members=(*TEAM, member(SELLER, Trade.SALES)))).then_only(TeamAssigned)


def test_the_leader_is_a_member_from_outside_the_supervised_unit() -> None:
    waiting = case(planned())
    waiting.when(team(leader=SELLER)).refuses(LeaderNotInTheTeam)
    insider = (member(ENGINEER, Trade.ENGINEERING, unit=PLANT), TEAM[1])
    waiting.when(team(members=insider)).refuses(LeaderFromSupervisedUnit)
    waiting.when(team(members=insider, leader=WORKER)).then_only(TeamAssigned)


def test_a_unit_below_the_supervised_one_is_not_outside_and_one_above_is() -> None:
    waiting, known = case(planned()), {**UNITS, **BELOW_THE_PLANT}
    below = (member(ENGINEER, Trade.ENGINEERING, unit=BENCH), TEAM[1])
    waiting.when(team(members=below), consulted=known).refuses(LeaderFromSupervisedUnit)
    waiting.when(team(members=below, leader=WORKER), consulted=known).then_only(TeamAssigned)


def test_members_work_in_units_that_exist_and_the_team_follows_the_plan() -> None:
    waiting = case(planned())
    waiting.when(team(members=(TEAM[0], member(WORKER, Trade.SALES, unit=GONE)))).refuses(UnitNotActive, unit="HS02")
    waiting.when(team(AUG_31)).refuses(FactOutOfOrder, field="assigned_on")


def test_a_check_starts_with_its_team_or_later() -> None:
    case(planned()).when(team(start=start())).then_only(TeamAssigned, Started)
    after = case(team_ready()).when(StartCheck(start()))
    after.then(Started(SEPT_1, SEPT_1))
    assert after.state.status is Status.CHECKING


def test_the_members_are_released_from_work() -> None:
    case(team_ready()).when(StartCheck(start(work_time_released=False))).refuses(WorkTimeNotReleased)


def test_the_unit_has_the_days_that_the_plan_gives_it() -> None:
    ready = case(team_ready(kind=CheckKind.PLANNED, notice_days=10))
    early = ready.when(StartCheck(start(SEPT_10, notified_on=SEPT_1)))
    refusal = early.refuses(NoticePeriodRunning, days=10, earliest=SEPT_11)
    assert refusal.passes_on == SEPT_11
    ready.when(StartCheck(start(SEPT_11, notified_on=SEPT_1))).then(Started(SEPT_1, SEPT_11))


def test_the_unit_is_told_after_the_plan_and_before_the_start() -> None:
    ready = case(team_ready())
    ready.when(StartCheck(start(notified_on=AUG_31))).refuses(FactOutOfOrder, field="notified_on")
    ready.when(StartCheck(start(SEPT_1, notified_on=SEPT_10))).refuses(FactOutOfOrder, field="started_on")
    ready.when(StartCheck(start(SEPT_11)), today=SEPT_10).refuses(FactInTheFuture, field="notified_on")


def known(unit: UnitRef, *held: Held, leaders: tuple[OfficerRef, ...] = ()) -> dict[Any, Any]:
    """The engineer works there and holds these roles; these officers lead the plant directly from above."""
    terms = Growing({each: (Term(day("2000-01-01"), None),) for each in held})
    plant = replace(BELOW_THE_PLANT[PLANT], leaders=Growing(dict.fromkeys(leaders)))
    return {**UNITS, **BELOW_THE_PLANT, PLANT: plant, ENGINEER: Officer(OfficerStatus.APPOINTED, unit, terms)}


def joining(unit: UnitRef = BENCH) -> AssignTeam:
    """The engineer joins from there, and a worker of the group leads."""
    return team(members=(member(ENGINEER, Trade.ENGINEERING, unit=unit), TEAM[1]), leader=WORKER)


STANDING, OF_THE_GROUP = Held(Role.TEAM_MEMBER, PLANT), Held(Role.TEAM_MEMBER, GROUP)


def test_from_the_supervised_unit_come_members_of_its_standing_team_alone() -> None:
    waiting = case(planned())
    waiting.when(joining(), consulted=known(BENCH, OF_THE_GROUP)).refuses(MemberFromSupervisedUnit, officer=ENGINEER)
    waiting.when(joining(), consulted=known(BENCH, STANDING)).then_only(TeamAssigned)
    waiting.when(joining(GROUP), consulted=known(GROUP, OF_THE_GROUP)).then_only(TeamAssigned)


def test_nobody_looks_into_what_they_lead_or_speak_for() -> None:
    waiting = case(planned())
    for role in (Role.UNIT_LEAD, Role.OWNER_LEAD, Role.PET_HEAD):
        leads = known(BENCH, STANDING, Held(role, BENCH))
        waiting.when(joining(), consulted=leads).refuses(MemberLeadsTheUnit, officer=ENGINEER)
    above = known(GROUP, OF_THE_GROUP, leaders=(ENGINEER,))
    waiting.when(joining(GROUP), consulted=above).refuses(MemberLeadsTheUnit, officer=ENGINEER)
    speaks = known(GROUP, OF_THE_GROUP, Held(Role.SUPERVISED, PLANT))
    waiting.when(joining(GROUP), consulted=speaks).refuses(MemberSpeaksForTheUnit, officer=ENGINEER)
    elsewhere = known(GROUP, OF_THE_GROUP, Held(Role.UNIT_LEAD, GROUP))
    waiting.when(joining(GROUP), consulted=elsewhere).then_only(TeamAssigned)


def test_the_party_organisation_knows_of_a_check_while_it_is_asked_what_it_thinks_of_it() -> None:
    waiting = case(triaged())
    assert Role.PARTY_COMMITTEE not in waiting.state.scope.asked
    asked = waiting.when(AskParty("方案要点", SEPT_1))
    asked.then(PutBeforeParty(Paper.PLAN, written(SUBJECT, "paper", "方案要点"), SEPT_1))
    assert Role.PARTY_COMMITTEE in asked.state.scope.asked
    asked.when(AskParty("方案要点", SEPT_1)).refuses(PartyIsAsked)
    assert Role.PARTY_COMMITTEE not in asked.when(plan(), by=LEADER).state.scope.asked
    result = case(verified()).when(AskParty("监督结果", SEPT_1))
    assert [each.paper for each in result.happened] == [Paper.RESULT]
    assert Role.PARTY_COMMITTEE not in result.when(report(SEPT_1), by=ENGINEER).state.scope.asked
