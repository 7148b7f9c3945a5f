"""The facts of a petition, as the log keeps them for ever."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.cases import concerning, facts, handing, numbering, overdue, recusal
from domain.changing import changed
from domain.deadlines.clocks import Clock, ClockStopped
from domain.growing import Growing
from domain.petition.accusations import AccusationFact
from domain.petition.codes import (
    Channel,
    ClosingGround,
    Delivery,
    EvidenceKind,
    Issue,
    NamedStatus,
    NotAcceptedReason,
    Outcome,
    PersonStatus,
    Procedure,
    Purpose,
    Route,
    Status,
)
from domain.petition.links import LinkFact
from domain.petition.oversight import OversightFact
from domain.petition.results import DemandResult
from domain.petition.reviews import ReviewFact
from domain.petition.splits import Split
from domain.petition.unsealings import UnsealingFact
from domain.roles import Role
from domain.scopes import NOWHERE, Openness, Scope
from domain.values import Content, Guarded, Identity, OfficerRef, Sensitive, SubjectRef, UnitRef


@dataclass(frozen=True, slots=True)
class Received:
    NAME: ClassVar = "petition.received"
    VERSION: ClassVar = 1
    case_no: str
    unit: UnitRef
    subject: SubjectRef
    channel: Channel
    received_on: date
    origin_ref: str | None
    clock: Clock

    def rescoped(self, _scope: Scope) -> Scope:
        """Of the receiving desk alone."""
        return NOWHERE.before_alone(self.unit)


@dataclass(frozen=True, slots=True)
class RegisteredDemand:
    """One demand: what is asked, for which purpose, about which issue."""

    purpose: Purpose
    issue: Issue
    text: Guarded[str]


@dataclass(frozen=True, slots=True)
class Registered:
    NAME: ClassVar = "petition.registered"
    VERSION: ClassVar = 1
    registered_by: OfficerRef
    title: Guarded[str]
    demands: tuple[RegisteredDemand, ...]
    facts: Guarded[str] | None
    brief_draft: Guarded[str] | None
    named_status: Identity[NamedStatus]
    has_contact: bool
    name: Identity[str] | None
    contact: Identity[str] | None
    address: Identity[str] | None
    person_status: Sensitive[PersonStatus] | None
    group_size: int
    is_collective: bool
    representatives: tuple[Identity[str], ...]
    confidentiality_requested: bool
    other_procedure: Procedure
    accessibility: Content[str] | None
    stopped: tuple[ClockStopped, ...]

    def rescoped(self, scope: Scope) -> Scope:
        """An accusation is sealed from its registration on; of what was filed in confidence the keeper knows."""
        accuses = any(demand.purpose is Purpose.P3 for demand in self.demands)
        sealed = changed(scope, openness=Openness.SEALED) if accuses else scope
        return sealed.asking(Role.ID_CUSTODIAN) if self.confidentiality_requested else sealed


@dataclass(frozen=True, slots=True)
class KeptAsContact:
    """An enquiry or thanks and nothing else: a note that somebody was in contact, which owes nobody anything."""

    NAME: ClassVar = "petition.kept_as_contact"
    VERSION: ClassVar = 1
    kept_on: date
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True)
class NoticeSent:
    """The first written notice to the petitioner: received, route and procedure; 信访工作条例 §23."""

    NAME: ClassVar = "petition.notice_sent"
    VERSION: ClassVar = 1
    method: Delivery
    sent_on: date
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True)
class Screened:
    NAME: ClassVar = "petition.screened"
    VERSION: ClassVar = 1
    screened_on: date
    brief: Guarded[str] | None

    def rescoped(self, scope: Scope) -> Scope:
        """Once screened it exists for others than the desk, unless it accuses somebody."""
        return scope if scope.openness is Openness.SEALED else changed(scope, openness=Openness.OPEN)


@dataclass(frozen=True, slots=True)
class Forwarded:
    NAME: ClassVar = "petition.forwarded"
    VERSION: ClassVar = 1
    to_unit: UnitRef
    forwarded_on: date
    owner_received_on: date
    report_by: date | None
    clock: Clock | None
    stopped: tuple[ClockStopped, ...]

    def rescoped(self, scope: Scope) -> Scope:
        """The owner's from now on, and of its desk too."""
        return changed(scope.before(self.to_unit), owner=self.to_unit)


@dataclass(frozen=True, slots=True)
class Accepted:
    NAME: ClassVar = "petition.accepted"
    VERSION: ClassVar = 1
    route: Route
    owner_unit: UnitRef
    accepted_on: date
    clock: Clock

    def rescoped(self, scope: Scope) -> Scope:
        return changed(scope, owner=self.owner_unit)


@dataclass(frozen=True, slots=True)
class NonAcceptanceProposed:
    NAME: ClassVar = "petition.non_acceptance_proposed"
    VERSION: ClassVar = 1
    reason: NotAcceptedReason
    directions: Content[str]
    proposed_by: OfficerRef
    proposed_on: date


@dataclass(frozen=True, slots=True)
class NotAccepted:
    NAME: ClassVar = "petition.not_accepted"
    VERSION: ClassVar = 1
    reason: NotAcceptedReason
    approved_by: OfficerRef
    told_on: date
    method: Delivery
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True)
class HandlingStarted:
    NAME: ClassVar = "petition.handling_started"
    VERSION: ClassVar = 1
    handlers: tuple[OfficerRef, ...]
    started_on: date

    def rescoped(self, scope: Scope) -> Scope:
        return scope.assigning_alone(*self.handlers)


@dataclass(frozen=True, slots=True)
class SubmitterAsked:
    NAME: ClassVar = "petition.submitter_asked"
    VERSION: ClassVar = 1
    question: Content[str]
    asked_on: date


@dataclass(frozen=True, slots=True)
class TalkRecorded:
    NAME: ClassVar = "petition.talk_recorded"
    VERSION: ClassVar = 1
    TOGETHER: ClassVar = "officers"
    with_petitioner: bool
    officers: tuple[OfficerRef, ...]
    minutes: Content[str]
    talked_on: date


@dataclass(frozen=True, slots=True)
class EvidenceAdded:
    NAME: ClassVar = "petition.evidence_added"
    VERSION: ClassVar = 1
    kind: EvidenceKind
    description: Content[str]
    obtained_on: date


@dataclass(frozen=True, slots=True)
class ExtensionRequested:
    NAME: ClassVar = "petition.extension_requested"
    VERSION: ClassVar = 1
    days: int
    reason: Content[str]
    requested_by: OfficerRef
    requested_on: date


@dataclass(frozen=True, slots=True)
class ExtensionApproved:
    """Decided, and without effect until the petitioner was told or telling was tried; 信访工作条例 §34."""

    NAME: ClassVar = "petition.extension_approved"
    VERSION: ClassVar = 1
    days: int
    approved_by: OfficerRef
    approved_on: date
    due_on_if_told: date


@dataclass(frozen=True, slots=True)
class ExtensionRefused:
    NAME: ClassVar = "petition.extension_refused"
    VERSION: ClassVar = 1
    grounds: Content[str]
    refused_on: date


@dataclass(frozen=True, slots=True)
class Extended:
    """The petitioner was told, so the longer term runs; `stopped` holds the shorter one where that had ended before."""

    NAME: ClassVar = "petition.extended"
    VERSION: ClassVar = 1
    method: Delivery
    told_on: date
    clock: Clock
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True)
class DecisionProposed:
    NAME: ClassVar = "petition.decision_proposed"
    VERSION: ClassVar = 1
    results: tuple[DemandResult, ...]
    claim: Content[str]
    findings: Content[str]
    opinion: Content[str]
    legal_basis: Content[str]
    remedy: Content[str] | None
    proposed_by: OfficerRef
    proposed_on: date


@dataclass(frozen=True, slots=True)
class DecisionReturned:
    """`returned_by` is not known of what was returned before version 2."""

    NAME: ClassVar = "petition.decision_returned"
    VERSION: ClassVar = 2
    grounds: Content[str]
    returned_by: OfficerRef | None
    returned_on: date


@dataclass(frozen=True, slots=True)
class DecisionIssued:
    NAME: ClassVar = "petition.decision_issued"
    VERSION: ClassVar = 1
    outcomes: tuple[Outcome, ...]
    approved_by: OfficerRef
    issued_on: date
    dispatched_on: date
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True)
class DecisionDelivered:
    NAME: ClassVar = "petition.decision_delivered"
    VERSION: ClassVar = 1
    method: Delivery
    proof: Content[str] | None
    delivered_on: date
    clock: Clock


@dataclass(frozen=True, slots=True)
class ImplementationOpened:
    NAME: ClassVar = "petition.implementation_opened"
    VERSION: ClassVar = 1
    task: Content[str]
    responsible_unit: UnitRef
    opened_on: date
    clock: Clock


@dataclass(frozen=True, slots=True)
class ImplementationConfirmed:
    NAME: ClassVar = "petition.implementation_confirmed"
    VERSION: ClassVar = 1
    evidence: Content[str]
    done_on: date
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True)
class Closed:
    NAME: ClassVar = "petition.closed"
    VERSION: ClassVar = 1
    ground: ClosingGround
    closed_on: date
    stopped: tuple[ClockStopped, ...]

    def rescoped(self, scope: Scope) -> Scope:
        return scope.asking(Role.ARCHIVIST)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    NAME: ClassVar = "petition.withdrawn"
    VERSION: ClassVar = 1
    statement: Content[str]
    withdrawn_on: date
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """What an old register says of a case, and nothing more; the case goes on from there."""

    NAME: ClassVar = "petition.carried_over"
    VERSION: ClassVar = 1
    case_no: str
    unit: UnitRef
    subject: SubjectRef
    source: str
    external_id: str
    status: Status
    channel: Channel | None
    purpose: Purpose | None
    issue: Issue | None
    title: Guarded[str]
    summary: Guarded[str] | None
    group_size: int | None
    received_on: date
    stated_due_on: date | None
    accepted_on: date | None
    replied_on: date | None
    closed_on: date | None
    outcome: Outcome | None
    reply: Guarded[str] | None
    clocks: tuple[Clock, ...]
    stopped: tuple[ClockStopped, ...]

    def rescoped(self, _scope: Scope) -> Scope:
        """Screened as far as the old register shows it: what went on there and was no accusation exists for others."""
        scope = changed(NOWHERE.before_alone(self.unit), openness=self._openness)
        return scope.asking(Role.ID_CUSTODIAN) if self.purpose is Purpose.P3 else scope

    @property
    def _openness(self) -> Openness:
        if self.purpose is Purpose.P3:
            return Openness.SEALED
        went_on = self.purpose is not None and self.status is not Status.RECEIVED
        return Openness.OPEN if went_on else Openness.CLOSED


@dataclass(frozen=True, slots=True)
class Noted:
    """What one officer leaves for the others who work on it; it moves nothing."""

    NAME: ClassVar = "petition.noted"
    VERSION: ClassVar = 1
    note: Content[str]
    noted_on: date


@dataclass(frozen=True, slots=True)
class ClocksSettled:
    """Running terms counted anew, after the plan that stands at that version of the stream of holiday plans."""

    NAME: ClassVar = "petition.clocks_settled"
    VERSION: ClassVar = 1
    clocks: tuple[Clock, ...]
    calendar_version: int


@dataclass(frozen=True, slots=True)
class TieDeclared(recusal.TieDeclared):
    NAME: ClassVar = "petition.tie_declared"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class RecusalAsked(recusal.RecusalAsked):
    NAME: ClassVar = "petition.recusal_asked"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class RecusalOrdered(recusal.RecusalOrdered):
    NAME: ClassVar = "petition.recusal_ordered"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class RecusalConfirmed(recusal.RecusalConfirmed):
    NAME: ClassVar = "petition.recusal_confirmed"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class RecusalRefused(recusal.RecusalRefused):
    NAME: ClassVar = "petition.recusal_refused"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class HandedOver(handing.HandedOver):
    NAME: ClassVar = "petition.handed_over"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class FoundOverdue(overdue.FoundOverdue):
    NAME: ClassVar = "petition.found_overdue"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class DocumentNumbered(numbering.DocumentNumbered):
    NAME: ClassVar = "petition.document_numbered"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class NumberVoided(numbering.NumberVoided):
    NAME: ClassVar = "petition.number_voided"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class OfficersConcerned(concerning.OfficersConcerned):
    NAME: ClassVar = "petition.officers_concerned"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class Stated(facts.Stated):
    NAME: ClassVar = "petition.stated"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class PresumedAccepted:
    """Handling started by silence: the term of `rule` for telling the petitioner ended, and nothing was decided.

    `presumed_on` is the day after its nominal end, from which handling counts; design, protects the petitioner.
    """

    NAME: ClassVar = "petition.presumed_accepted"
    VERSION: ClassVar = 1
    presumed_on: date
    rule: str
    clock: Clock


@dataclass(frozen=True, slots=True)
class PresumptionReplaced:
    """Who accepted the petition later did so by another route or from an earlier day: the presumed term ended."""

    NAME: ClassVar = "petition.presumption_replaced"
    VERSION: ClassVar = 1
    replaced_on: date
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True)
class ImplementationAwaited:
    """The answer that supports a demand was delivered: from that day the term for carrying it out runs by itself."""

    NAME: ClassVar = "petition.implementation_awaited"
    VERSION: ClassVar = 1
    awaited_on: date
    clock: Clock


@dataclass(frozen=True, slots=True)
class Confirmed(facts.Confirmed):
    NAME: ClassVar = "petition.confirmed"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class Contested(facts.Contested):
    NAME: ClassVar = "petition.contested"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class Remarked(facts.Remarked):
    NAME: ClassVar = "petition.remarked"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class Corrected(facts.Corrected):
    NAME: ClassVar = "petition.corrected"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class Voided(facts.Voided):
    NAME: ClassVar = "petition.voided"
    VERSION: ClassVar = 1

    def rescoped(self, scope: Scope) -> Scope:
        """None of its slips lies anywhere any more."""
        return changed(scope, papers=Growing())


PetitionEvent = (
    Received
    | Registered
    | NoticeSent
    | Screened
    | Forwarded
    | Accepted
    | NonAcceptanceProposed
    | NotAccepted
    | HandlingStarted
    | SubmitterAsked
    | TalkRecorded
    | EvidenceAdded
    | ExtensionRequested
    | ExtensionApproved
    | ExtensionRefused
    | Extended
    | DecisionProposed
    | DecisionReturned
    | DecisionIssued
    | DecisionDelivered
    | ImplementationOpened
    | ImplementationConfirmed
    | Closed
    | Withdrawn
    | CarriedOver
    | ClocksSettled
    | Noted
    | TieDeclared
    | RecusalAsked
    | RecusalOrdered
    | RecusalConfirmed
    | RecusalRefused
    | HandedOver
    | FoundOverdue
    | PresumedAccepted
    | PresumptionReplaced
    | ImplementationAwaited
    | DocumentNumbered
    | NumberVoided
    | OfficersConcerned
    | KeptAsContact
    | Stated
    | Confirmed
    | Contested
    | Remarked
    | Corrected
    | Voided
    | AccusationFact
    | UnsealingFact
    | LinkFact
    | ReviewFact
    | Split
    | OversightFact
)
