"""Preparing: a plan is approved, a team without ties is assigned, and the unit is told before the check starts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, ClassVar
from uuid import UUID

from domain.kernel import Command, Desk, Rejected
from domain.officers import stands_over
from domain.parameters import parameters_for
from domain.supervision.codes import ApprovingBody, CheckKind, Conflict, Means, Status, Trade
from domain.supervision.events import PlanApproved, Started, TeamAssigned, TeamMember
from domain.supervision.serving import LEADER, MEMBER
from domain.supervision.state import Supervision, evolve
from domain.supervision.teams import admitted, of_two_trades
from domain.units import active_unit
from domain.values import MORE, Declaration, OfficerRef, Several, Text, UnitRef, Whole, written


class PeriodEndsBeforeItBegins(Rejected):
    code = "period_ends_before_it_begins"
    says = "The period of the check ends on {ends_on}, before it begins on {begins_on}."


class InspectionNeedsNotice(Rejected):
    """职工代表巡视: the unit is told ten days before a planned inspection."""

    code = "inspection_needs_notice"
    says = "A planned inspection is announced at least {least} days before; the plan gives {days}."


@dataclass(frozen=True, slots=True, repr=False)
class ApprovePlan(Command[Supervision]):
    """监督方案: the questions, the means, the material asked for and the period."""

    allowed_in: ClassVar = frozenset({Status.TRIAGED})
    approved_on: date
    body: ApprovingBody
    kind: CheckKind
    questions: Annotated[str, Text(most=2_000, long=True)]
    means: Annotated[tuple[Means, ...], Several(1, 9)]
    materials: Annotated[str, Text(most=2_000, long=True)]
    begins_on: date
    ends_on: date
    notice_days: Annotated[int, Whole(0, 60)] = 0

    def decide(self, state: Supervision, desk: Desk) -> tuple[PlanApproved, ...]:
        day = desk.happened("approved_on", self.approved_on, not_before=state.stepped_on)
        self._period_fits(parameters_for(desk.profile, day).inspection_notice_min_days)
        subject = state.known_subject
        return (
            PlanApproved(
                body=self.body,
                kind=self.kind,
                questions=written(subject, "questions", self.questions),
                means=tuple(dict.fromkeys(self.means)),
                materials=written(subject, "materials", self.materials),
                begins_on=self.begins_on,
                ends_on=self.ends_on,
                notice_days=self.notice_days,
                approved_by=desk.officer,
                approved_on=day,
            ),
        )

    def _period_fits(self, least: int) -> None:
        if self.ends_on < self.begins_on:
            raise PeriodEndsBeforeItBegins(ends_on=self.ends_on, begins_on=self.begins_on)
        if self.kind is CheckKind.PLANNED and self.notice_days < least:
            raise InspectionNeedsNotice(least=least, days=self.notice_days)


@dataclass(frozen=True, slots=True)
class Member:
    """Who is to serve, where they work, their trade, and the tie that they declare."""

    officer: Annotated[OfficerRef, MEMBER]
    unit: UnitRef
    trade: Trade
    conflict: Conflict


@dataclass(frozen=True, slots=True)
class Start:
    """The unit was told of the check, as 日常监督; the members are released from work."""

    notified_on: date
    started_on: date
    work_time_released: Declaration


class TeamTooSmall(Rejected):
    code = "team_too_small"
    says = "A supervision team has at least two different members; {count} named."


class MemberNamedTwice(Rejected):
    code = "member_named_twice"
    says = "Every member is named once. Somebody is on the list more than once."


class MemberHasConflict(Rejected):
    """国有企业管理人员处分条例 §31: whoever has a tie to the unit, its suppliers or persons steps back."""

    code = "member_has_conflict"
    says = "Members with a declared tie cannot serve: number {numbers} on the list. Replace them."


class VotingTeamIsEven(Rejected):
    code = "voting_team_is_even"
    says = "A team that votes has an odd number of members; {count} named."


class LeaderNotInTheTeam(Rejected):
    code = "leader_not_in_the_team"
    says = "The leader must be one of the members."


class LeaderFromSupervisedUnit(Rejected):
    """SD8: outside is neither the supervised unit nor one below it."""

    code = "leader_from_supervised_unit"
    says = "The leader must not work in the supervised unit or in one below it. Choose a leader from another unit."


@dataclass(frozen=True, slots=True, repr=False)
class AssignTeam(Command[Supervision]):
    """At least two members of two trades without ties, led from outside; with `start` the check starts at once."""

    allowed_in: ClassVar = frozenset({Status.PLANNED})
    assigned_on: date
    members: Annotated[tuple[Member, ...], Several(1, 30)]
    leader: Annotated[OfficerRef, LEADER]
    votes: bool = False
    start: Annotated[Start | None, MORE] = None

    def consults(self) -> Sequence[tuple[str, UUID]]:
        return tuple(dict.fromkeys(("unit", member.unit) for member in self.members))

    def lines(self, state: Supervision) -> Sequence[UUID]:
        return () if state.supervised_unit is None else (state.supervised_unit,)

    def decide(self, state: Supervision, desk: Desk) -> tuple[TeamAssigned | Started, ...]:
        for member in self.members:
            active_unit(desk, member.unit)
        self._members_are_clean()
        self._team_is_mixed()
        self._leader_is_from_outside(state, desk)
        for member in self.members:
            admitted(member.officer, member.unit, state, desk)
        team = self._assigned(state, desk)
        return (team,) if self.start is None else (team, started(self.start, evolve(state, team), desk))

    def _members_are_clean(self) -> None:
        named = {member.officer for member in self.members}
        tied = [str(n) for n, member in enumerate(self.members, 1) if member.conflict is not Conflict.NONE]
        if tied:
            raise MemberHasConflict(numbers=", ".join(tied))
        if len(named) < 2:
            raise TeamTooSmall(count=len(named))
        if len(named) < len(self.members):
            raise MemberNamedTwice

    def _team_is_mixed(self) -> None:
        of_two_trades(member.trade for member in self.members)
        if self.votes and len(self.members) % 2 == 0:
            raise VotingTeamIsEven(count=len(self.members))

    def _leader_is_from_outside(self, state: Supervision, desk: Desk) -> None:
        units = [member.unit for member in self.members if member.officer == self.leader]
        if not units:
            raise LeaderNotInTheTeam
        if any(stands_over(state.unit_looked_into, unit, desk.consulted) for unit in units):
            raise LeaderFromSupervisedUnit

    def _assigned(self, state: Supervision, desk: Desk) -> TeamAssigned:
        return TeamAssigned(
            members=tuple(TeamMember(each.officer, each.unit, each.trade, each.conflict) for each in self.members),
            leader=self.leader,
            votes=self.votes,
            assigned_by=desk.officer,
            assigned_on=desk.happened("assigned_on", self.assigned_on, not_before=state.stepped_on),
        )


@dataclass(frozen=True, slots=True, repr=False)
class StartCheck(Command[Supervision]):
    allowed_in: ClassVar = frozenset({Status.TEAM_READY})
    start: Start

    def decide(self, state: Supervision, desk: Desk) -> tuple[Started, ...]:
        return (started(self.start, state, desk),)


class NoticePeriodRunning(Rejected):
    code = "notice_period_running"
    says = "The plan gives the unit {days} days after it was told. The check can start on {earliest} or later."


class WorkTimeNotReleased(Rejected):
    """河南省企业职工民主权利保障条例 §16: members carry out supervision in work time."""

    code = "work_time_not_released"
    says = "The members must be released from work for the check. Arrange it, then start."


def started(start: Start, state: Supervision, desk: Desk) -> Started:
    """The start, as many days after the unit was told as the plan gives it."""
    if not start.work_time_released:
        raise WorkTimeNotReleased(flag_field="work_time_released")
    notified = desk.happened("notified_on", start.notified_on, not_before=state.approved_on)
    begins = desk.happened("started_on", start.started_on, not_before=max(notified, state.stepped_on))
    earliest = notified + timedelta(days=state.notice_days)
    if begins < earliest:
        raise NoticePeriodRunning(days=state.notice_days, earliest=earliest, passes_on=earliest)
    return Started(notified, begins)
