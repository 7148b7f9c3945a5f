"""Recusals hold in every kind of case: at once where declared, after the decision where asked for, told for ever."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.actors import OfficerActing
from domain.cases.codes import AskedBy, Tie
from domain.cases.recusal import DECISION
from domain.cases.recusing import (
    WATCHING,
    AlreadyRecused,
    NoRecusalToDecide,
    OfficerRecused,
    OwnRecusal,
    RecusalDecidedAbove,
    RecusalDecidedByAnother,
    RecusalUndecided,
    WatcherNotRecused,
)
from domain.deadlines.clocks import stopped
from domain.deciding import Recused, WaitsForRecusal
from domain.growing import Growing
from domain.hardship import noting as hardship_notes
from domain.hardship import recusing as hardship
from domain.hardship.aggregate import HARDSHIP
from domain.kernel import Aggregate, Event, FactInTheFuture
from domain.officers import Officer, OfficerStatus
from domain.petition import noting as petition_notes
from domain.petition import recusing as petition
from domain.petition.aggregate import PETITION
from domain.petition.handling import RecordTalk, Talk
from domain.roles import Held, Role, Term
from domain.supervision import noting as supervision_notes
from domain.supervision import recusing as supervision
from domain.supervision.aggregate import SUPERVISION
from domain.units import Unit, UnitStatus
from domain.values import OfficerRef, UnitRef
from tests.support import hardships, petitions
from tests.support import supervision as checks
from tests.support.given import HANDLER, SECOND, TODAY, Decided, given, ref

ABOVE = UnitRef(ref("above"))
TIED, DECIDING, ANOTHER = (OfficerRef(ref(name)) for name in ("tied", "deciding", "another"))
LONG_AGO = TODAY - timedelta(days=9_000)


@dataclass(frozen=True)
class Of:
    """A kind of case with a history of it, and who decides on its staff."""

    aggregate: Aggregate[Any]
    commands: Any
    notes: Any
    history: tuple[Event, ...]
    decider: Role
    staff: Role

    @property
    def unit(self) -> UnitRef:
        unit: UnitRef = given(self.aggregate, self.history).state.unit
        return unit


KINDS = [
    Of(PETITION, petition, petition_notes, petitions.handling(), Role.PET_HEAD, Role.HANDLER),
    Of(SUPERVISION, supervision, supervision_notes, checks.registered(), Role.UNION_CHAIR, Role.TEAM_MEMBER),
    Of(HARDSHIP, hardship, hardship_notes, hardships.applied(), Role.UNION_CHAIR, Role.UNION_BASE),
]
each_kind = pytest.mark.parametrize("of", KINDS, ids=lambda of: of.aggregate.kind)


def known(of: Of, *roles: Role, held_for: UnitRef | None = None) -> dict[UUID, Any]:
    """The unit of the case below another one, and the officer who is tied with these roles."""
    held = Growing({Held(role, held_for or of.unit): (Term(LONG_AGO, None),) for role in roles or (of.staff,)})
    return {
        of.unit: Unit(UnitStatus.ACTIVE, "HS09", LONG_AGO, parent=ABOVE),
        ABOVE: Unit(UnitStatus.ACTIVE, "HS", LONG_AGO),
        TIED: Officer(OfficerStatus.APPOINTED, of.unit, held),
    }


def in_role(role: Role, unit: UnitRef, officer: OfficerRef = DECIDING) -> OfficerActing:
    return OfficerActing(officer, role, unit)


def declared(of: Of) -> Decided:
    return given(of.aggregate, of.history).when(
        of.commands.DeclareTie(Tie.RELATIVE, TODAY, "the applicant's cousin"), by=TIED
    )


def asked(of: Of, history: Any = None) -> Decided:
    ask = of.commands.AskRecusal(TIED, Tie.INTEREST, AskedBy.PETITIONER, "they are neighbours", TODAY)
    return given(of.aggregate, history or of.history).when(ask, by=ANOTHER, consulted=known(of))


def decide(of: Of, *, confirms: bool) -> Any:
    return of.commands.DecideRecusal(TIED, confirms, "looked into", TODAY)


@each_kind
def test_a_declared_tie_holds_at_once_and_waits_for_its_decision_for_three_working_days(of: Of) -> None:
    stated = declared(of)
    assert tuple(stated.state.scope.barred) == (TIED,)
    clock = stated.state.clocks[(DECISION, "1")]
    assert (clock.length, clock.item, clock.started_on) == (3, "1", TODAY)
    stated.when(of.notes.WriteNote("after it", TODAY), by=TIED).refuses(Recused)
    stated.when(of.notes.WriteNote("by others", TODAY), by=ANOTHER).then_only(of.aggregate.events[_noted(of)])


def _noted(of: Of) -> int:
    return next(n for n, event in enumerate(of.aggregate.events) if event.NAME.endswith(".noted"))


@each_kind
def test_a_confirmed_recusal_stays_and_ends_its_term(of: Of) -> None:
    by = in_role(of.decider, of.unit)
    confirmed = declared(of).when(decide(of, confirms=True), by=by, consulted=known(of))
    assert tuple(confirmed.state.scope.barred) == (TIED,)
    assert (DECISION, "1") not in confirmed.state.clocks
    confirmed.when(decide(of, confirms=True), by=by, consulted=known(of)).refuses(NoRecusalToDecide)
    asked(of, confirmed.history).refuses(AlreadyRecused)


@each_kind
def test_a_tie_that_is_refused_is_kept_and_bars_nobody(of: Of) -> None:
    stated = declared(of)
    refused = stated.when(decide(of, confirms=False), by=in_role(of.decider, of.unit), consulted=known(of))
    assert tuple(refused.state.scope.barred) == ()
    (told,) = refused.happened
    assert isinstance(told, of.commands.FACTS.refused)
    assert told.stopped == (stopped(stated.state.clocks[(DECISION, "1")], TODAY),)
    refused.when(of.notes.WriteNote("again", TODAY), by=TIED)
    again = refused.when(of.commands.DeclareTie(Tie.OTHER, TODAY), by=TIED)
    assert again.happened[0].recusal == 2


@each_kind
def test_who_is_asked_to_take_no_part_takes_no_step_until_it_is_decided(of: Of) -> None:
    stated = asked(of)
    assert tuple(stated.state.scope.barred) == ()
    stated.when(of.notes.WriteNote("meanwhile", TODAY), by=TIED).refuses(WaitsForRecusal)
    asked(of, stated.history).refuses(RecusalUndecided)
    stepped_back = stated.when(of.commands.DeclareTie(Tie.INTEREST, TODAY), by=TIED)
    assert tuple(stepped_back.state.scope.barred) == (TIED,)
    assert stepped_back.state.clocks[(DECISION, "1")] == stated.state.clocks[(DECISION, "1")]
    by = in_role(of.decider, of.unit)
    free = stated.when(decide(of, confirms=False), by=by, consulted=known(of))
    free.when(of.notes.WriteNote("afterwards", TODAY), by=TIED).then_only(of.aggregate.events[_noted(of)])
    gone = stated.when(decide(of, confirms=True), by=by, consulted=known(of))
    gone.when(of.notes.WriteNote("afterwards", TODAY), by=TIED).refuses(Recused)


@each_kind
def test_a_recusal_is_ordered_by_whoever_decides_and_ends_one_that_waits(of: Of) -> None:
    order = of.commands.OrderRecusal(TIED, Tie.WITNESS, "was there", TODAY)
    by = in_role(of.decider, of.unit)
    ordered = asked(of).when(order, by=by, consulted=known(of))
    assert tuple(ordered.state.scope.barred) == (TIED,)
    assert (DECISION, "1") not in ordered.state.clocks
    before = given(of.aggregate, of.history)
    before.when(order, by=in_role(Role.INTAKE, of.unit), consulted=known(of)).refuses(RecusalDecidedByAnother)
    before.when(order, by=in_role(of.decider, of.unit, TIED), consulted=known(of)).refuses(OwnRecusal)
    ordered.when(order, by=by, consulted=known(of)).refuses(AlreadyRecused)


@each_kind
def test_it_is_decided_for_the_unit_of_the_case_or_above_it_and_by_nobody_on_their_own(of: Of) -> None:
    stated, confirm = declared(of), decide(of, confirms=True)
    stated.when(confirm, by=in_role(of.decider, ABOVE), consulted=known(of)).then_only(of.commands.FACTS.confirmed)
    elsewhere = in_role(of.decider, UnitRef(ref("elsewhere")))
    stated.when(confirm, by=elsewhere, consulted=known(of)).refuses(RecusalDecidedByAnother, role=_deciders(of))
    asked(of).when(confirm, by=in_role(of.decider, of.unit, TIED), consulted=known(of)).refuses(WaitsForRecusal)
    late = of.commands.DecideRecusal(TIED, True, "looked into", TODAY + timedelta(days=1))
    stated.when(late, by=in_role(of.decider, of.unit), consulted=known(of)).refuses(FactInTheFuture)


def _deciders(of: Of) -> str:
    return ", ".join(sorted(of.commands.LADDER[-1].deciders))


@pytest.mark.parametrize(
    ("of", "role", "above"),
    [
        (KINDS[0], Role.UNIT_LEAD, Role.UNIT_LEAD),
        (KINDS[1], Role.UNION_CHAIR, Role.UNION_CHAIR),
        (KINDS[2], Role.UNION_CHAIR, Role.UNION_CHAIR),
        (KINDS[2], Role.UNIT_LEAD, Role.UNIT_LEAD),
    ],
)
def test_of_who_leads_the_unit_above_decides(of: Of, role: Role, above: Role) -> None:
    stated, confirm, leads = declared(of), decide(of, confirms=True), known(of, of.staff, role)
    stated.when(confirm, by=in_role(above, of.unit), consulted=leads).refuses(RecusalDecidedAbove, role=above)
    stated.when(confirm, by=in_role(Role.PET_HEAD, ABOVE), consulted=leads).refuses(RecusalDecidedByAnother)
    stated.when(confirm, by=in_role(above, ABOVE), consulted=leads).then_only(of.commands.FACTS.confirmed)
    at_the_top = known(of, role, held_for=ABOVE)
    stated.when(confirm, by=in_role(above, ABOVE), consulted=at_the_top).refuses(RecusalDecidedAbove)
    leads_both = replace(leads[TIED], roles=Growing({**leads[TIED].roles, **at_the_top[TIED].roles}))
    both = {**leads, TIED: leads_both}
    stated.when(confirm, by=in_role(above, ABOVE), consulted=both).refuses(RecusalDecidedAbove)


@each_kind
@pytest.mark.parametrize("role", sorted(WATCHING))
def test_who_watches_is_kept_from_no_case_by_those_who_are_watched(of: Of, role: Role) -> None:
    case, watching = given(of.aggregate, of.history), known(of, role)
    order = of.commands.OrderRecusal(TIED, Tie.OTHER, "x", TODAY)
    case.when(order, by=in_role(of.decider, of.unit), consulted=watching).refuses(WatcherNotRecused, officer=TIED)
    ask = of.commands.AskRecusal(TIED, Tie.OTHER, AskedBy.PETITIONER, "x", TODAY)
    case.when(ask, by=ANOTHER, consulted=watching).refuses(WatcherNotRecused)
    declared(of)


@each_kind
def test_nobody_is_recused_by_a_unit_below_the_one_that_they_act_for(of: Of) -> None:
    case, above = given(of.aggregate, of.history), known(of, held_for=ABOVE)
    order = of.commands.OrderRecusal(TIED, Tie.OTHER, "x", TODAY)
    case.when(order, by=in_role(of.decider, of.unit), consulted=above).refuses(RecusalDecidedByAnother)
    case.when(order, by=in_role(of.decider, ABOVE), consulted=above).then_only(of.commands.FACTS.ordered)


@pytest.mark.parametrize(
    ("of", "role"), [(KINDS[0], Role.PET_HEAD), (KINDS[0], Role.OWNER_LEAD), (KINDS[2], Role.PAYER)]
)
def test_the_units_leader_decides_on_the_heads_of_offices_and_on_who_pays(of: Of, role: Role) -> None:
    stated, confirm = declared(of), decide(of, confirms=True)
    others = in_role(of.decider, of.unit)
    stated.when(confirm, by=others, consulted=known(of, role)).refuses(RecusalDecidedByAnother, role="UNIT_LEAD")
    lead = in_role(Role.UNIT_LEAD, of.unit)
    stated.when(confirm, by=lead, consulted=known(of, role)).then_only(of.commands.FACTS.confirmed)


def test_a_handler_leaves_the_case_with_the_declaration_and_is_named_anew_where_it_is_refused() -> None:
    of = KINDS[0]
    tied = given(PETITION, of.history).when(petition.DeclareTie(Tie.RELATIVE, TODAY), by=HANDLER)
    assert HANDLER not in tied.state.scope.assigned
    refuse = petition.DecideRecusal(HANDLER, False, "a namesake", TODAY)
    head = in_role(Role.PET_HEAD, of.unit)
    back = tied.when(refuse, by=head, consulted=known(of) | {HANDLER: known(of)[TIED]})
    assert HANDLER in back.state.scope.assigned


def test_nobody_is_named_for_what_happened_after_they_stepped_back() -> None:
    of = KINDS[0]
    tied = given(PETITION, of.history).when(petition.DeclareTie(Tie.RELATIVE, TODAY), by=SECOND)
    talked = Talk(TODAY, (HANDLER, SECOND), "what was said")
    tied.when(RecordTalk(talked, with_petitioner=True)).refuses(OfficerRecused, officer=SECOND)
    earlier = Talk(TODAY - timedelta(days=1), (HANDLER, SECOND), "what was said")
    assert tied.when(RecordTalk(earlier, with_petitioner=True)).rejection is None


def test_who_is_recused_is_no_member_of_the_team() -> None:
    history = checks.checking()
    member = next(iter(given(SUPERVISION, history).state.team))
    tied = given(SUPERVISION, history).when(supervision.DeclareTie(Tie.INTEREST, TODAY), by=member)
    assert member not in tied.state.team
    assert member not in tied.state.scope.assigned


def test_a_member_of_whom_a_recusal_is_refused_has_the_place_in_the_team_again() -> None:
    of, before = KINDS[1], given(SUPERVISION, checks.checking())
    member = next(iter(before.state.team))
    tied = before.when(supervision.DeclareTie(Tie.INTEREST, TODAY), by=member)
    refuse = supervision.DecideRecusal(member, False, "a namesake", TODAY)
    chair = in_role(Role.UNION_CHAIR, of.unit)
    back = tied.when(refuse, by=chair, consulted=known(of) | {member: known(of)[TIED]})
    assert back.state.team == before.state.team
    assert set(back.state.team) == set(back.state.scope.assigned)


@each_kind
def test_the_term_of_a_recusal_that_had_been_ordered_before_it_was_asked_for_ends_when_it_began(of: Of) -> None:
    waiting = asked(of)
    order = of.commands.OrderRecusal(TIED, Tie.INTEREST, "seen at once", TODAY - timedelta(days=2))
    ordered = waiting.when(order, by=in_role(of.decider, of.unit), consulted=known(of))
    assert ordered.happened[0].stopped == (stopped(waiting.state.clocks[(DECISION, "1")], TODAY),)
