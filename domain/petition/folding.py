"""How the state of a petition follows from its facts."""

from datetime import date
from typing import assert_never

from domain.cases.overdue import Overdue, overdue_after
from domain.cases.recusal import decided_on, handed_on, recusals_after
from domain.changing import changed
from domain.deadlines.clocks import Running
from domain.deadlines.running import clocks_after
from domain.petition import events as e
from domain.petition.accusations import AccusationFact, PackageSent, PassedUp, sealing_after
from domain.petition.codes import Route, Status
from domain.petition.links import NO_LINKS, LinkFact, links_after
from domain.petition.oversight import OversightFact, oversights_after
from domain.petition.reviewed import reviewed
from domain.petition.reviews import ReviewFact
from domain.petition.splits import Split, StandingDemand, issues_of, purposes_of
from domain.petition.state import TELLING, ExtensionAsked, ExtensionUntold, NonAcceptance, Petition
from domain.petition.unsealings import UnsealingFact, unsealings_after
from domain.scopes import Scope, scope_after


def evolve(state: Petition, event: e.PetitionEvent) -> Petition:
    """The state after one more fact; handles every event and refuses none."""
    clocks, scope = clocks_after(state.clocks, event), scope_after(state.scope, event)
    overdue = overdue_after(state.overdue, event)
    is_as_before = clocks is state.clocks and scope is state.scope and overdue is state.overdue
    return _follow(state if is_as_before else _around(state, clocks, scope, overdue), event)


def _around(state: Petition, clocks: Running, scope: Scope, overdue: Overdue) -> Petition:
    telling = next((clocks[rule, ""] for rule in TELLING if (rule, "") in clocks), state.telling_term)
    return changed(state, clocks=clocks, scope=scope, overdue=overdue, telling_term=telling)


def _follow(state: Petition, event: e.PetitionEvent) -> Petition:
    match event:
        case e.Received() | e.CarriedOver() | e.Registered() | e.KeptAsContact() | e.NoticeSent() | e.Screened():
            return _reception(state, event)
        case e.Forwarded() | e.Accepted() | e.NonAcceptanceProposed() | e.NotAccepted():
            return _routing(state, event)
        case e.HandlingStarted() | e.SubmitterAsked() | e.TalkRecorded() | e.EvidenceAdded():
            return _handling(state, event)
        case e.ExtensionRequested() | e.ExtensionApproved() | e.ExtensionRefused() | e.Extended():
            return _extension(state, event)
        case e.DecisionProposed() | e.DecisionReturned() | e.DecisionIssued() | e.DecisionDelivered():
            return _decision(state, event)
        case e.ImplementationOpened() | e.ImplementationConfirmed() | e.Closed() | e.Withdrawn() | e.Voided():
            return _ending(state, event)
        case e.TieDeclared() | e.RecusalAsked() | e.RecusalOrdered() | e.RecusalConfirmed() | e.RecusalRefused():
            recusals = recusals_after(state.recusals, event)
            return changed(state, recusals=recusals, scope=decided_on(state.scope, recusals))
        case e.ClocksSettled() | e.Noted() | e.Stated() | e.Confirmed() | e.Contested() | e.Remarked():
            return state
    return _beside(state, event)


def _beside(
    state: Petition,
    event: e.Corrected
    | e.HandedOver
    | e.FoundOverdue
    | e.PresumedAccepted
    | e.PresumptionReplaced
    | e.ImplementationAwaited
    | e.DocumentNumbered
    | e.NumberVoided
    | e.OfficersConcerned
    | AccusationFact
    | UnsealingFact
    | LinkFact
    | ReviewFact
    | OversightFact
    | Split,
) -> Petition:
    if isinstance(event, e.Corrected):
        return changed(state, presumed_on=None) if event.stopped else state
    if isinstance(event, e.HandedOver):
        state = changed(state, recusals=handed_on(state.recusals, event.concerned))
        return state.taking_part(event.handed_to)
    if isinstance(event, e.PresumedAccepted):
        return changed(state, presumed_on=event.clock.started_on)
    if isinstance(
        event,
        e.FoundOverdue
        | e.PresumptionReplaced
        | e.ImplementationAwaited
        | e.DocumentNumbered
        | e.NumberVoided
        | e.OfficersConcerned,
    ):
        return state
    if isinstance(event, LinkFact):
        return changed(state, links=links_after(state.links, event))
    if isinstance(event, OversightFact):
        return changed(state, oversights=oversights_after(state.oversights, event))
    if isinstance(event, ReviewFact):
        return reviewed(state, event)
    if isinstance(event, Split):
        return _split(state, event)
    return _sealed(state, event)


def _split(state: Petition, event: Split) -> Petition:
    return changed(
        state,
        demands=event.remaining,
        purposes=purposes_of(event.remaining),
        issues=issues_of(event.remaining),
        split_count=state.split_count + 1,
    )


def _sealed(state: Petition, event: AccusationFact | UnsealingFact) -> Petition:
    if isinstance(event, UnsealingFact):
        return changed(state, unsealings=unsealings_after(state.unsealings, event))
    state = changed(state, sealing=sealing_after(state.sealing, event))
    match event:
        case PassedUp():
            return changed(state, unit=event.to_unit)
        case PackageSent():
            return changed(state, status=Status.REFERRED_DI, stepped_on=event.sent_on, non_acceptance=None)
    return state


def _reception(
    state: Petition,
    event: e.Received | e.CarriedOver | e.Registered | e.KeptAsContact | e.NoticeSent | e.Screened,
) -> Petition:
    match event:
        case e.Received():
            return changed(
                state,
                status=Status.RECEIVED,
                subject=event.subject,
                unit=event.unit,
                channel=event.channel,
                received_on=event.received_on,
                stepped_on=event.received_on,
            )
        case e.CarriedOver():
            return _carried(state, event)
        case e.Registered():
            return changed(
                state,
                status=Status.REGISTERED,
                registered_by=event.registered_by,
                purposes=frozenset(demand.purpose for demand in event.demands),
                issues=frozenset(demand.issue for demand in event.demands),
                demands=tuple(
                    StandingDemand(number, each.purpose, each.issue) for number, each in enumerate(event.demands, 1)
                ),
                has_contact=event.has_contact,
                is_confidential=event.confidentiality_requested,
            )
        case e.KeptAsContact():
            return changed(state, status=Status.CLOSED)
        case e.NoticeSent():
            return changed(state, told=(event.sent_on, event.method))
        case e.Screened():
            return changed(state, status=Status.ROUTING, stepped_on=event.screened_on)
    assert_never(event)


def _carried(state: Petition, event: e.CarriedOver) -> Petition:
    return changed(
        state,
        status=event.status,
        subject=event.subject,
        unit=event.unit,
        channel=event.channel,
        received_on=event.received_on,
        purposes=frozenset([event.purpose] if event.purpose else []),
        issues=frozenset([event.issue] if event.issue else []),
        demands=(
            (StandingDemand(1, event.purpose, event.issue),)
            if event.status not in (Status.NEW, Status.RECEIVED)
            else ()
        ),
        stepped_on=event.accepted_on or event.received_on,
        accepted_on=event.accepted_on or event.received_on,
        route=Route.R6 if event.accepted_on else None,
        outcomes=(event.outcome,) if event.outcome else (),
        issued_on=event.replied_on,
    )


def _routing(state: Petition, event: e.Forwarded | e.Accepted | e.NonAcceptanceProposed | e.NotAccepted) -> Petition:
    match event:
        case e.Forwarded():
            return changed(
                state,
                status=Status.AWAITING_OWNER,
                unit=event.to_unit,
                stepped_on=event.owner_received_on,
                told=None,
                non_acceptance=None,
            )
        case e.Accepted():
            return changed(
                state,
                status=Status.ACCEPTED,
                route=event.route,
                unit=event.owner_unit,
                stepped_on=event.accepted_on,
                accepted_on=event.accepted_on,
                is_extended=event.clock.extended_by > 0,
                non_acceptance=None,
            )
        case e.NonAcceptanceProposed():
            return changed(state, non_acceptance=NonAcceptance(event.reason, event.proposed_by, event.proposed_on))
        case e.NotAccepted():
            return changed(state, status=Status.NOT_ACCEPTED)
    assert_never(event)


def _handling(
    state: Petition, event: e.HandlingStarted | e.SubmitterAsked | e.TalkRecorded | e.EvidenceAdded
) -> Petition:
    match event:
        case e.HandlingStarted():
            return changed(state, status=Status.HANDLING, stepped_on=event.started_on).taking_part(*event.handlers)
        case e.TalkRecorded():
            state = state.taking_part(*event.officers)
            return _heard(state, event.talked_on) if event.with_petitioner else state
        case e.SubmitterAsked() | e.EvidenceAdded():
            return state
    assert_never(event)


def _heard(state: Petition, on: date) -> Petition:
    return changed(state, heard_on=on if state.heard_on is None else min(on, state.heard_on))


def _extension(
    state: Petition, event: e.ExtensionRequested | e.ExtensionApproved | e.ExtensionRefused | e.Extended
) -> Petition:
    match event:
        case e.ExtensionRequested():
            return changed(state, extension_asked=ExtensionAsked(event.days, event.requested_by, event.requested_on))
        case e.ExtensionApproved():
            untold = ExtensionUntold(event.days, event.approved_on)
            took_part = state.taking_part(event.approved_by)
            return changed(took_part, extension_asked=None, extension_untold=untold, is_extended=True)
        case e.ExtensionRefused():
            return changed(state, extension_asked=None)
        case e.Extended():
            return changed(state, extension_untold=None)
    assert_never(event)


def _decision(
    state: Petition,
    event: e.DecisionProposed | e.DecisionReturned | e.DecisionIssued | e.DecisionDelivered,
) -> Petition:
    match event:
        case e.DecisionProposed():
            return changed(
                state,
                status=Status.DECISION_REVIEW,
                decision_proposed_by=event.proposed_by,
                took_part=state.taking_part(event.proposed_by).took_part,
                outcomes=tuple(result.outcome for result in event.results),
                stepped_on=event.proposed_on,
            )
        case e.DecisionReturned():
            took_part = state.taking_part(event.returned_by) if event.returned_by else state
            return changed(took_part, status=Status.HANDLING, outcomes=(), stepped_on=event.returned_on)
        case e.DecisionIssued():
            return changed(state, status=Status.REPLIED, issued_on=event.issued_on).taking_part(event.approved_by)
        case e.DecisionDelivered():
            return changed(state, delivered_on=event.delivered_on)
    assert_never(event)


def _ending(
    state: Petition,
    event: e.ImplementationOpened | e.ImplementationConfirmed | e.Closed | e.Withdrawn | e.Voided,
) -> Petition:
    match event:
        case e.ImplementationOpened():
            return changed(state, is_implementing=True)
        case e.ImplementationConfirmed():
            return changed(state, is_implementing=False, is_implemented=True)
        case e.Closed():
            return changed(state, status=Status.CLOSED)
        case e.Withdrawn():
            return changed(state, status=Status.WITHDRAWN)
        case e.Voided():
            return changed(state, status=Status.VOID, waiting=state.waiting.ended(), links=NO_LINKS)
    assert_never(event)
