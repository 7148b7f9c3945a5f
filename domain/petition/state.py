"""What the rules of a petition read, and how it follows from the facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import assert_never

from domain.cases.handing import named_before
from domain.cases.overdue import NOTHING_OVERDUE, Overdue, overdue_after
from domain.cases.recusal import NO_RECUSALS, Recusals, Undecided, decided_on, handed_on, recusals_after
from domain.cases.waiting import NO_PAST, NOTHING_WAITS, Past, Waiting
from domain.changing import changed
from domain.deadlines.clocks import NOTHING_RUNNING, Clock, Running
from domain.deadlines.running import clocks_after
from domain.growing import Growing
from domain.petition import events as e
from domain.petition.accusations import NOT_SEALED, AccusationFact, PackageSent, PassedUp, Sealing, sealing_after
from domain.petition.codes import Issue, NotAcceptedReason, Outcome, Purpose, ReviewResult, Route, Status
from domain.petition.links import NO_LINKS, LinkFact, Links, links_after
from domain.petition.reviews import Review, ReviewDecided, ReviewerNamed, ReviewFact, ReviewRequested
from domain.petition.unsealings import NO_UNSEALINGS, UnsealingFact, Unsealings, unsealings_after
from domain.scopes import NOWHERE, Scope, scope_after
from domain.values import OfficerRef, SubjectRef, UnitRef

TELLING = ("D-P01", "D-P03")
"""Terms within which the petitioner is told what becomes of the petition; 信访工作条例 §23."""


@dataclass(frozen=True, slots=True)
class NonAcceptance:
    """A proposal not to accept that nobody has approved yet."""

    reason: NotAcceptedReason
    by: OfficerRef
    on: date


@dataclass(frozen=True, slots=True)
class ExtensionAsked:
    """A request for more days that nobody has decided yet."""

    days: int
    by: OfficerRef
    on: date


@dataclass(frozen=True, slots=True)
class ExtensionUntold:
    """An approved extension of which the petitioner was not told yet."""

    days: int
    approved_on: date


@dataclass(frozen=True)
class Petition:
    """The state that decisions on a petition are taken on; columns for readers belong to views.

    `stepped_on` is the day of the last step along the procedure: whatever follows from it happened on it or later.
    `telling_term` is the last term within which the petitioner was to be told, running or not; `presumed_on` the day
    from which handling counts by silence.
    """

    status: Status = Status.NEW
    subject: SubjectRef | None = None
    unit: UnitRef | None = None
    received_on: date = date.min
    stepped_on: date = date.min
    registered_by: OfficerRef | None = None
    purposes: frozenset[Purpose] = frozenset()
    issues: frozenset[Issue] = frozenset()
    demand_count: int = 0
    has_contact: bool = False
    is_confidential: bool = False
    is_told: bool = False
    route: Route | None = None
    accepted_on: date = date.min
    heard_on: date | None = None
    non_acceptance: NonAcceptance | None = None
    extension_asked: ExtensionAsked | None = None
    extension_untold: ExtensionUntold | None = None
    is_extended: bool = False
    decision_proposed_by: OfficerRef | None = None
    outcomes: tuple[Outcome, ...] = ()
    issued_on: date | None = None
    delivered_on: date | None = None
    is_implementing: bool = False
    is_implemented: bool = False
    took_part: Growing[OfficerRef, None] = field(default_factory=Growing)
    review: Review | None = None
    sealing: Sealing = NOT_SEALED
    unsealings: Unsealings = NO_UNSEALINGS
    links: Links = NO_LINKS
    scope: Scope = NOWHERE
    recusals: Recusals = NO_RECUSALS
    clocks: Running = NOTHING_RUNNING
    overdue: Overdue = NOTHING_OVERDUE
    telling_term: Clock | None = None
    presumed_on: date | None = None
    waiting: Waiting = NOTHING_WAITS
    past: Past = field(default=NO_PAST, compare=False, repr=False)

    def clock(self, rule: str) -> Clock | None:
        """The running clock of the rule, if there is one."""
        return self.clocks.get((rule, ""))

    @property
    def demand_numbers(self) -> range:
        """The numbers of the demands."""
        return range(1, self.demand_count + 1)

    @property
    def is_protected(self) -> bool:
        """Whether the matter or whoever filed it is kept in confidence."""
        return self.is_confidential or Purpose.P3 in self.purposes

    @property
    def reviewing_unit(self) -> UnitRef | None:
        """The unit that reviews, where a review was asked for."""
        return self.review.unit if self.review else None

    @property
    def named_reviewer(self) -> OfficerRef | None:
        """Who is named for the review and was not recused from it."""
        reviewer = self.review.reviewer if self.review else None
        return reviewer if reviewer in self.scope.assigned else None

    @property
    def statement_numbers(self) -> tuple[int, ...]:
        """The numbers of what waits for a second person."""
        return tuple(self.waiting.statements)

    @property
    def undecided(self) -> Mapping[OfficerRef, Undecided]:
        """Whoever a recusal is about that nobody has decided yet."""
        return self.recusals.undecided

    @property
    def named_before(self) -> tuple[OfficerRef, ...]:
        """Whoever the case can be handed over from."""
        return named_before(self)

    @property
    def known_subject(self) -> SubjectRef:
        """The person that the case speaks of; every case that exists has one."""
        if self.subject is None:
            raise LookupError("a petition that was never received speaks of nobody")
        return self.subject


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
        case e.Received() | e.CarriedOver() | e.Registered() | e.NoticeSent() | e.Screened():
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
    | ReviewFact,
) -> Petition:
    if isinstance(event, e.Corrected):
        return changed(state, presumed_on=None) if event.stopped else state
    if isinstance(event, e.HandedOver):
        state = changed(state, recusals=handed_on(state.recusals, event.concerned))
        return _taking_part(state, event.handed_to)
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
    if isinstance(event, ReviewFact):
        return _reviewed(state, event)
    return _sealed(state, event)


def _taking_part(state: Petition, *officers: OfficerRef) -> Petition:
    """The same with these officers among those who had a part in the answer."""
    took_part = state.took_part
    for officer in officers:
        took_part = took_part if officer in took_part else took_part.holding(officer, None)
    return state if took_part is state.took_part else changed(state, took_part=took_part)


def _reviewed(state: Petition, event: ReviewFact) -> Petition:
    match event:
        case ReviewRequested():
            return changed(
                state,
                status=Status.REVIEW,
                stepped_on=event.requested_on,
                review=Review(event.to_unit, event.requested_on),
            )
        case ReviewerNamed():
            unit, since = (
                (state.review.unit, state.review.requested_on) if state.review else (None, event.reviewer_named_on)
            )
            return changed(state, review=Review(unit, since, event.reviewer)) if unit else state
        case ReviewDecided(result=ReviewResult.REVOKE_REDO):
            again = Status.HANDLING if state.scope.assigned else Status.ACCEPTED
            return changed(
                _answer_falls(state, event), status=again, outcomes=(), decision_proposed_by=None, issued_on=None
            )
        case ReviewDecided(result=ReviewResult.CHANGE):
            outcomes = tuple(each.outcome for each in event.results)
            return changed(_answer_falls(state, event), status=Status.REVIEW_REPLIED, outcomes=outcomes)
        case ReviewDecided():
            return _review_answered(state, event)
    assert_never(event)


def _review_answered(state: Petition, event: ReviewDecided) -> Petition:
    """What is to be delivered from now on is the answer of the review."""
    return changed(
        state,
        status=Status.REVIEW_REPLIED,
        stepped_on=event.dispatched_on,
        issued_on=event.decided_on,
        delivered_on=None,
    )


def _answer_falls(state: Petition, event: ReviewDecided) -> Petition:
    """What the answer ordered is carried out no more."""
    return changed(_review_answered(state, event), is_implementing=False, is_implemented=False)


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
    state: Petition, event: e.Received | e.CarriedOver | e.Registered | e.NoticeSent | e.Screened
) -> Petition:
    match event:
        case e.Received():
            return changed(
                state,
                status=Status.RECEIVED,
                subject=event.subject,
                unit=event.unit,
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
                demand_count=len(event.demands),
                has_contact=event.has_contact,
                is_confidential=event.confidentiality_requested,
            )
        case e.NoticeSent():
            return changed(state, is_told=True)
        case e.Screened():
            return changed(state, status=Status.ROUTING, stepped_on=event.screened_on)
    assert_never(event)


def _carried(state: Petition, event: e.CarriedOver) -> Petition:
    return changed(
        state,
        status=event.status,
        subject=event.subject,
        unit=event.unit,
        received_on=event.received_on,
        purposes=frozenset([event.purpose] if event.purpose else []),
        issues=frozenset([event.issue] if event.issue else []),
        demand_count=1 if event.status not in (Status.NEW, Status.RECEIVED) else 0,
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
                is_told=False,
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
            return _taking_part(changed(state, status=Status.HANDLING, stepped_on=event.started_on), *event.handlers)
        case e.TalkRecorded():
            state = _taking_part(state, *event.officers)
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
            return changed(state, extension_asked=None, extension_untold=untold, is_extended=True)
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
                took_part=_taking_part(state, event.proposed_by).took_part,
                outcomes=tuple(result.outcome for result in event.results),
                stepped_on=event.proposed_on,
            )
        case e.DecisionReturned():
            return changed(state, status=Status.HANDLING, outcomes=(), stepped_on=event.returned_on)
        case e.DecisionIssued():
            return _taking_part(changed(state, status=Status.REPLIED, issued_on=event.issued_on), event.approved_by)
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
