"""Cases are handed over by name: from who leaves or is recused, to somebody who takes part and is free to."""

from datetime import date, timedelta
from typing import Any

import pytest

from domain.actors import OfficerActing
from domain.cases.codes import Tie
from domain.cases.handing import NamedAlready, NobodyToHandFrom, NotNamedForTheCase
from domain.cases.recusing import OfficerRecused
from domain.growing import Growing
from domain.kernel import Aggregate, Event, FactInTheFuture
from domain.officers import Officer, OfficerStatus
from domain.petition import handing as petition
from domain.petition import recusing as petition_recusals
from domain.petition.aggregate import PETITION
from domain.roles import Held, Role, Term
from domain.supervision import handing as supervision
from domain.supervision import recusing as supervision_recusals
from domain.supervision.aggregate import SUPERVISION
from domain.supervision.codes import Trade
from domain.supervision.teams import MemberLeadsTheUnit, MemberSpeaksForTheUnit, TeamOfOneTrade
from domain.units import Unit, UnitStatus
from domain.values import OfficerRef, UnitRef
from tests.support import petitions
from tests.support import supervision as checks
from tests.support.given import GROUP, PLANT, TODAY, Given, given, ref

NEW, OUTSIDER = OfficerRef(ref("new")), OfficerRef(ref("outsider"))
KINDS = [
    (PETITION, petition, petition_recusals, petitions.handling(), petitions.accepted()),
    (SUPERVISION, supervision, supervision_recusals, checks.checking(), checks.registered()),
]
each_kind = pytest.mark.parametrize(
    ("kind", "commands", "recusals", "history", "before"), KINDS, ids=lambda each: getattr(each, "kind", "")
)


def holder(unit: UnitRef, *roles: Role) -> Officer:
    """Somebody who works in the unit and holds the roles for the group."""
    held = Growing({Held(role, GROUP): (Term(TODAY - timedelta(days=900), None),) for role in roles})
    return Officer(OfficerStatus.APPOINTED, unit, held)


def known(unit: UnitRef = GROUP) -> dict[Any, Any]:
    return {NEW: holder(unit, Role.HANDLER, Role.TEAM_MEMBER, Role.TEAM_LEAD)}


def hand(commands: Any, concerned: OfficerRef, handed_to: OfficerRef, on: date, trade: Trade = Trade.SALES) -> Any:
    """The command of the kind; whoever joins a team says of which trade they are."""
    of_team = {"trade": trade} if commands is supervision else {}
    return commands.HandOver(concerned, handed_to, on, **of_team)


def first_named(case: Given) -> OfficerRef:
    named: OfficerRef = next(iter(case.state.scope.assigned))
    return named


@each_kind
def test_a_case_goes_from_one_officer_to_another(
    kind: Aggregate[Any], commands: Any, recusals: Any, history: tuple[Event, ...], before: tuple[Event, ...]
) -> None:
    case = given(kind, history)
    old, named = first_named(case), case.state.scope.assigned
    handed = case.when(hand(commands, old, NEW, TODAY), consulted=known() | {old: holder(GROUP)})
    assert tuple(handed.state.scope.assigned) == (*(each for each in named if each != old), NEW)
    fact = handed.happened[0]
    assert (fact.concerned, fact.handed_to, fact.unit) == (old, NEW, GROUP)
    again = hand(commands, old, OUTSIDER, TODAY)
    handed.when(again, consulted=known()).refuses(NotNamedForTheCase, officer=old)
    left = next(iter(handed.state.scope.assigned))
    if left != NEW:
        handed.when(hand(commands, left, NEW, TODAY), consulted=known()).refuses(NamedAlready, officer=NEW)
    case.when(hand(commands, old, old, TODAY)).refuses(NamedAlready)
    case.when(hand(commands, old, NEW, TODAY + timedelta(days=1)), consulted=known()).refuses(FactInTheFuture)
    given(kind, before).when(hand(commands, old, NEW, TODAY), consulted=known()).refuses(NobodyToHandFrom)


@each_kind
def test_a_place_is_handed_over_once_and_never_from_whoever_had_none(
    kind: Aggregate[Any], commands: Any, recusals: Any, history: tuple[Event, ...], before: tuple[Event, ...]
) -> None:
    case = given(kind, history)
    old = first_named(case)
    tied = case.when(recusals.DeclareTie(Tie.INTEREST, TODAY), by=old)
    handed = tied.when(hand(commands, old, NEW, TODAY), consulted=known())
    again = hand(commands, old, OUTSIDER, TODAY)
    handed.when(again, consulted=known()).refuses(NotNamedForTheCase, officer=old)
    stranger = case.when(recusals.DeclareTie(Tie.INTEREST, TODAY), by=OUTSIDER)
    stranger.when(hand(commands, OUTSIDER, NEW, TODAY), consulted=known()).refuses(NotNamedForTheCase)


@each_kind
def test_after_a_recusal_somebody_else_is_named_and_never_who_is_recused(
    kind: Aggregate[Any], commands: Any, recusals: Any, history: tuple[Event, ...], before: tuple[Event, ...]
) -> None:
    case = given(kind, history)
    old = first_named(case)
    tied = case.when(recusals.DeclareTie(Tie.INTEREST, TODAY), by=old)
    taken = tied.when(hand(commands, old, NEW, TODAY), consulted=known())
    assert NEW in taken.state.scope.assigned
    assert old not in taken.state.scope.assigned
    tied.when(hand(commands, old, old, TODAY)).refuses(OfficerRecused, officer=old)


@each_kind
def test_who_was_followed_by_another_is_not_named_anew_where_a_recusal_is_refused(
    kind: Aggregate[Any], commands: Any, recusals: Any, history: tuple[Event, ...], before: tuple[Event, ...]
) -> None:
    case = given(kind, history)
    old = first_named(case)
    tied = case.when(recusals.DeclareTie(Tie.INTEREST, TODAY), by=old)
    handed = tied.when(hand(commands, old, NEW, TODAY), consulted=known())
    decider, role = OfficerRef(ref("decider")), Role.PET_HEAD if kind is PETITION else Role.UNION_CHAIR
    consulted = {old: holder(GROUP, Role.HANDLER, Role.TEAM_MEMBER), GROUP: Unit(UnitStatus.ACTIVE, "HS", date.min)}
    unit = case.state.unit
    consulted[unit] = Unit(UnitStatus.ACTIVE, "HS01", date.min, parent=None if unit == GROUP else GROUP)
    refuse = recusals.DecideRecusal(old, False, "a namesake", TODAY)
    refused = handed.when(refuse, by=OfficerActing(decider, role, unit), consulted=consulted)
    assert old not in refused.state.scope.barred
    assert refused.state.scope.assigned == handed.state.scope.assigned


def test_a_place_in_the_team_goes_to_somebody_from_outside() -> None:
    case = given(SUPERVISION, checks.checking())
    old = first_named(case)
    inside = known(case.state.supervised_unit)
    case.when(hand(supervision, old, NEW, TODAY), consulted=inside).refuses(supervision.SuccessorFromSupervisedUnit)
    below = known(checks.BENCH) | checks.BELOW_THE_PLANT
    case.when(hand(supervision, old, NEW, TODAY), consulted=below).refuses(supervision.SuccessorFromSupervisedUnit)
    handed = case.when(hand(supervision, old, NEW, TODAY), consulted=known())
    assert handed.state.team[NEW] == GROUP
    assert old not in handed.state.team
    assert case.state.supervised_unit == PLANT


def test_a_team_that_changes_is_still_of_two_trades_and_says_of_which_the_new_member_is() -> None:
    case = given(SUPERVISION, checks.checking())
    left = next(each for each in case.state.scope.assigned if each != first_named(case))
    same = hand(supervision, left, NEW, TODAY, Trade.ENGINEERING)
    case.when(same, consulted=known()).refuses(TeamOfOneTrade)
    handed = case.when(hand(supervision, left, NEW, TODAY, Trade.FRONT_LINE), consulted=known())
    assert handed.state.trades[NEW] is Trade.FRONT_LINE
    assert left not in handed.state.trades


def test_the_place_of_the_leader_goes_to_somebody_who_leads_teams() -> None:
    case = given(SUPERVISION, checks.checking())
    leader = case.state.leader
    assert leader is not None
    member = {NEW: holder(GROUP, Role.TEAM_MEMBER)}
    asked = hand(supervision, leader, NEW, TODAY)
    case.when(asked, consulted=member).refuses(supervision.SuccessorLeadsNoTeam, officer=NEW)
    assert case.when(asked, consulted=known()).state.leader == NEW
    other = next(each for each in case.state.scope.assigned if each != leader)
    assert case.when(hand(supervision, other, NEW, TODAY), consulted=member).state.leader == leader


def test_nobody_joins_who_leads_the_supervised_unit_from_above_or_speaks_for_it() -> None:
    case = given(SUPERVISION, checks.checking())
    asked = hand(supervision, first_named(case), NEW, TODAY)
    leaders = Growing[OfficerRef, None]({NEW: None})
    led = known() | {PLANT: Unit(UnitStatus.ACTIVE, "HS01", date(2000, 1, 1), GROUP, leaders)}
    case.when(asked, consulted=led).refuses(MemberLeadsTheUnit, officer=NEW)
    speaks = Growing({**known()[NEW].roles, Held(Role.SUPERVISED, PLANT): (Term(date(2000, 1, 1), None),)})
    contact = {NEW: Officer(OfficerStatus.APPOINTED, GROUP, speaks)}
    case.when(asked, consulted=contact).refuses(MemberSpeaksForTheUnit, officer=NEW)
