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
    return {NEW: holder(unit, Role.HANDLER, Role.TEAM_MEMBER)}


def first_named(case: Given) -> OfficerRef:
    named: OfficerRef = next(iter(case.state.scope.assigned))
    return named


@each_kind
def test_a_case_goes_from_one_officer_to_another(
    kind: Aggregate[Any], commands: Any, recusals: Any, history: tuple[Event, ...], before: tuple[Event, ...]
) -> None:
    case = given(kind, history)
    old, named = first_named(case), case.state.scope.assigned
    handed = case.when(commands.HandOver(old, NEW, TODAY), consulted=known() | {old: holder(GROUP)})
    assert tuple(handed.state.scope.assigned) == (*(each for each in named if each != old), NEW)
    (fact,) = handed.happened
    assert (fact.concerned, fact.handed_to, fact.unit) == (old, NEW, GROUP)
    again = commands.HandOver(old, OUTSIDER, TODAY)
    handed.when(again, consulted=known()).refuses(NotNamedForTheCase, officer=old)
    left = next(iter(handed.state.scope.assigned))
    if left != NEW:
        handed.when(commands.HandOver(left, NEW, TODAY), consulted=known()).refuses(NamedAlready, officer=NEW)
    case.when(commands.HandOver(old, old, TODAY)).refuses(NamedAlready)
    case.when(commands.HandOver(old, NEW, TODAY + timedelta(days=1)), consulted=known()).refuses(FactInTheFuture)
    given(kind, before).when(commands.HandOver(old, NEW, TODAY), consulted=known()).refuses(NobodyToHandFrom)


@each_kind
def test_a_place_is_handed_over_once_and_never_from_whoever_had_none(
    kind: Aggregate[Any], commands: Any, recusals: Any, history: tuple[Event, ...], before: tuple[Event, ...]
) -> None:
    case = given(kind, history)
    old = first_named(case)
    tied = case.when(recusals.DeclareTie(Tie.INTEREST, TODAY), by=old)
    handed = tied.when(commands.HandOver(old, NEW, TODAY), consulted=known())
    again = commands.HandOver(old, OUTSIDER, TODAY)
    handed.when(again, consulted=known()).refuses(NotNamedForTheCase, officer=old)
    stranger = case.when(recusals.DeclareTie(Tie.INTEREST, TODAY), by=OUTSIDER)
    stranger.when(commands.HandOver(OUTSIDER, NEW, TODAY), consulted=known()).refuses(NotNamedForTheCase)


@each_kind
def test_after_a_recusal_somebody_else_is_named_and_never_who_is_recused(
    kind: Aggregate[Any], commands: Any, recusals: Any, history: tuple[Event, ...], before: tuple[Event, ...]
) -> None:
    case = given(kind, history)
    old = first_named(case)
    tied = case.when(recusals.DeclareTie(Tie.INTEREST, TODAY), by=old)
    taken = tied.when(commands.HandOver(old, NEW, TODAY), consulted=known())
    assert NEW in taken.state.scope.assigned
    assert old not in taken.state.scope.assigned
    tied.when(commands.HandOver(old, old, TODAY)).refuses(OfficerRecused, officer=old)


@each_kind
def test_who_was_followed_by_another_is_not_named_anew_where_a_recusal_is_refused(
    kind: Aggregate[Any], commands: Any, recusals: Any, history: tuple[Event, ...], before: tuple[Event, ...]
) -> None:
    case = given(kind, history)
    old = first_named(case)
    tied = case.when(recusals.DeclareTie(Tie.INTEREST, TODAY), by=old)
    handed = tied.when(commands.HandOver(old, NEW, TODAY), consulted=known())
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
    case.when(supervision.HandOver(old, NEW, TODAY), consulted=inside).refuses(supervision.SuccessorFromSupervisedUnit)
    below = known(checks.BENCH) | checks.BELOW_THE_PLANT
    case.when(supervision.HandOver(old, NEW, TODAY), consulted=below).refuses(supervision.SuccessorFromSupervisedUnit)
    handed = case.when(supervision.HandOver(old, NEW, TODAY), consulted=known())
    assert handed.state.team[NEW] == GROUP
    assert old not in handed.state.team
    assert case.state.supervised_unit == PLANT
