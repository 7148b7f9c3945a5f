"""The facts of a supervision case, as the log keeps them for ever."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.cases import concerning, facts, handing, numbering, overdue, recusal
from domain.deadlines.clocks import Clock, ClockStopped
from domain.roles import Role
from domain.scopes import Openness, Scope
from domain.supervision.codes import (
    AmountKind,
    Answer,
    ApprovingBody,
    CheckKind,
    ClosingGround,
    Conflict,
    DeliveryWay,
    EvidenceClass,
    EvidenceKind,
    Means,
    Outcome,
    Paper,
    ReportTo,
    Severity,
    SignerPost,
    Source,
    SubjectCode,
    Trade,
    TriageDecision,
    VerificationMethod,
)
from domain.supervision.escalations import EscalationFact
from domain.supervision.referrals import ReferralFact
from domain.values import Content, Identity, OfficerRef, SubjectRef, UnitRef


@dataclass(frozen=True, slots=True)
class LeadRecorded:
    """`source` and `source_ref` are always sealed as identity, so that nothing tells a petition from a yearly plan."""

    NAME: ClassVar = "supervision.lead_recorded"
    VERSION: ClassVar = 1
    case_no: str
    unit: UnitRef
    supervised_unit: UnitRef
    subject: SubjectRef
    subjects: tuple[SubjectCode, ...]
    title: Content[str]
    text: Content[str]
    source: Identity[Source]
    source_ref: Identity[str] | None
    alleges_person_violation: bool
    recorded_by: OfficerRef
    confirmed_by: OfficerRef
    recorded_on: date
    clock: Clock

    def rescoped(self, _scope: Scope) -> Scope:
        """Of the union that leads, the leaders of whose teams are asked, and of whoever wrote it down."""
        scope = Scope(Openness.OPEN, self.unit, recorder=self.recorded_by, supervised=self.supervised_unit)
        return scope.asking(Role.TEAM_LEAD)


@dataclass(frozen=True, slots=True)
class Registered:
    NAME: ClassVar = "supervision.registered"
    VERSION: ClassVar = 1
    registered_by: OfficerRef
    registered_on: date


@dataclass(frozen=True, slots=True)
class Dismissed:
    NAME: ClassVar = "supervision.dismissed"
    VERSION: ClassVar = 1
    ground: ClosingGround
    reason: Content[str]
    dismissed_by: OfficerRef
    dismissed_on: date
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True)
class Triaged:
    NAME: ClassVar = "supervision.triaged"
    VERSION: ClassVar = 1
    decision: TriageDecision
    alleges_person_violation: bool
    reason: Content[str] | None
    triaged_by: OfficerRef
    triaged_on: date
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True)
class PutBeforeParty:
    """The party organisation is asked: it knows of the check from now on until what it was asked for is done."""

    NAME: ClassVar = "supervision.put_before_party"
    VERSION: ClassVar = 1
    paper: Paper
    text: Content[str]
    put_on: date

    def rescoped(self, scope: Scope) -> Scope:
        return scope.asking(Role.PARTY_COMMITTEE)


@dataclass(frozen=True, slots=True)
class PlanApproved:
    NAME: ClassVar = "supervision.plan_approved"
    VERSION: ClassVar = 1
    body: ApprovingBody
    kind: CheckKind
    questions: Content[str]
    means: tuple[Means, ...]
    materials: Content[str]
    begins_on: date
    ends_on: date
    notice_days: int
    approved_by: OfficerRef
    approved_on: date

    def rescoped(self, scope: Scope) -> Scope:
        return scope.asking_no_more(Role.PARTY_COMMITTEE)


@dataclass(frozen=True, slots=True)
class TeamMember:
    """A member with the declaration that was made; `unit` is where the member works."""

    officer: OfficerRef
    unit: UnitRef
    trade: Trade
    conflict: Conflict


@dataclass(frozen=True, slots=True)
class TeamAssigned:
    NAME: ClassVar = "supervision.team_assigned"
    VERSION: ClassVar = 1
    members: tuple[TeamMember, ...]
    leader: OfficerRef
    votes: bool
    assigned_by: OfficerRef
    assigned_on: date

    def rescoped(self, scope: Scope) -> Scope:
        named = (member.officer for member in self.members)
        return scope.asking_no_more(Role.TEAM_LEAD).assigning_alone(*named)


@dataclass(frozen=True, slots=True)
class Started:
    """The unit was told of the check, as 日常监督, and the members' work time is released."""

    NAME: ClassVar = "supervision.started"
    VERSION: ClassVar = 1
    notified_on: date
    started_on: date

    def rescoped(self, scope: Scope) -> Scope:
        """From now on the supervised unit knows of the check."""
        return scope if scope.supervised is None else scope.before(scope.supervised)


@dataclass(frozen=True, slots=True)
class EvidenceAdded:
    """`sha256` is 64 hexadecimal digits of the file's contents."""

    NAME: ClassVar = "supervision.evidence_added"
    VERSION: ClassVar = 1
    number: int
    kind: EvidenceKind
    confidentiality: EvidenceClass
    description: Content[str]
    origin: Content[str]
    collectors: tuple[OfficerRef, ...]
    sha256: str | None
    obtained_on: date


@dataclass(frozen=True, slots=True)
class TalkLogged:
    NAME: ClassVar = "supervision.talk_logged"
    VERSION: ClassVar = 1
    TOGETHER: ClassVar = "officers"
    means: Means
    officers: tuple[OfficerRef, ...]
    minutes: Content[str]
    talked_on: date


@dataclass(frozen=True, slots=True)
class DraftedFinding:
    """One finding on a unit, never on a person; `amount_fen` with `amount_kind` where money is concerned."""

    number: int
    category: SubjectCode
    severity: Severity
    responsible_unit: UnitRef
    outcome: Outcome
    fact: Content[str]
    standard: Content[str]
    evidence: tuple[int, ...]
    scope: Content[str] | None
    cause: Content[str] | None
    amount_fen: int | None
    amount_kind: AmountKind | None


@dataclass(frozen=True, slots=True)
class FindingsDrafted:
    """The draft goes to the unit on the same day."""

    NAME: ClassVar = "supervision.findings_drafted"
    VERSION: ClassVar = 1
    findings: tuple[DraftedFinding, ...]
    drafted_by: OfficerRef
    drafted_on: date
    clock: Clock


@dataclass(frozen=True, slots=True)
class UnitHeard:
    """The unit's view of the draft; without one it let its time pass."""

    NAME: ClassVar = "supervision.unit_heard"
    VERSION: ClassVar = 1
    view: Content[str] | None
    heard_on: date
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True)
class FindingOutcome:
    """The outcome that the team agreed on for one finding."""

    finding: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class FindingsFinalised:
    """Every finding with its final outcome; `has_problem` is false where none of them is founded."""

    NAME: ClassVar = "supervision.findings_finalised"
    VERSION: ClassVar = 1
    outcomes: tuple[FindingOutcome, ...]
    has_problem: bool
    present: tuple[OfficerRef, ...]
    dissent: Content[str] | None
    finalised_on: date


@dataclass(frozen=True, slots=True)
class ItemDemanded:
    """One rectification item, with the number of days it was given."""

    number: int
    finding: int
    category: SubjectCode
    demand: Content[str]
    responsible_unit: UnitRef
    days: int
    method: VerificationMethod


@dataclass(frozen=True, slots=True)
class NoticeIssued:
    """监督意见书, signed; it shows 日常监督 and holds nothing of the source."""

    NAME: ClassVar = "supervision.notice_issued"
    VERSION: ClassVar = 1
    notice_no: str | None
    items: tuple[ItemDemanded, ...]
    signed_by: OfficerRef
    signer_post: SignerPost
    issued_on: date


@dataclass(frozen=True, slots=True)
class NoticeDelivered:
    NAME: ClassVar = "supervision.notice_delivered"
    VERSION: ClassVar = 1
    way: DeliveryWay
    delivered_on: date
    clocks: tuple[Clock, ...]


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """What the unit answers on one item."""

    item: int
    answer: Answer
    text: Content[str]


@dataclass(frozen=True, slots=True)
class Replied:
    NAME: ClassVar = "supervision.replied"
    VERSION: ClassVar = 1
    answers: tuple[ItemAnswer, ...]
    replied_on: date
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True)
class RectificationSubmitted:
    NAME: ClassVar = "supervision.rectification_submitted"
    VERSION: ClassVar = 1
    item: int
    evidence: Content[str]
    submitted_by: OfficerRef
    submitted_on: date


@dataclass(frozen=True, slots=True)
class Verifier:
    """Who verified, and the unit where they work."""

    officer: OfficerRef
    unit: UnitRef


@dataclass(frozen=True, slots=True)
class ItemVerified:
    """销号; `stopped` tells how late the item was."""

    NAME: ClassVar = "supervision.item_verified"
    VERSION: ClassVar = 1
    item: int
    verifiers: tuple[Verifier, ...]
    on_site: bool
    notes: Content[str]
    verified_on: date
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True)
class ItemReopened:
    """Verification failed: the clock runs on to its first due day; `late_days` is how overdue the item was by then."""

    NAME: ClassVar = "supervision.item_reopened"
    VERSION: ClassVar = 1
    item: int
    verifiers: tuple[Verifier, ...]
    on_site: bool
    notes: Content[str]
    verified_on: date
    due_on: date
    late_days: int


@dataclass(frozen=True, slots=True)
class ItemAcceptedOpen:
    """An item that stays open beyond the case, with the officer who owns it from now on."""

    NAME: ClassVar = "supervision.item_accepted_open"
    VERSION: ClassVar = 1
    item: int
    owner: OfficerRef
    reason: Content[str]
    accepted_by: OfficerRef
    accepted_on: date
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True)
class Reported:
    NAME: ClassVar = "supervision.reported"
    VERSION: ClassVar = 1
    to: ReportTo
    summary: Content[str]
    reported_by: OfficerRef
    reported_on: date

    def rescoped(self, scope: Scope) -> Scope:
        return scope.asking_no_more(Role.PARTY_COMMITTEE)


@dataclass(frozen=True, slots=True)
class Closed:
    NAME: ClassVar = "supervision.closed"
    VERSION: ClassVar = 1
    ground: ClosingGround
    closed_by: OfficerRef
    closed_on: date

    def rescoped(self, scope: Scope) -> Scope:
        return scope.asking(Role.ARCHIVIST)


@dataclass(frozen=True, slots=True)
class Noted:
    """What one officer leaves for the others who work on it; it moves nothing."""

    NAME: ClassVar = "supervision.noted"
    VERSION: ClassVar = 1
    note: Content[str]
    noted_on: date


@dataclass(frozen=True, slots=True)
class ClocksSettled:
    """Running terms counted anew, after the plan that stands at that version of the stream of holiday plans."""

    NAME: ClassVar = "supervision.clocks_settled"
    VERSION: ClassVar = 1
    clocks: tuple[Clock, ...]
    calendar_version: int


@dataclass(frozen=True, slots=True)
class TieDeclared(recusal.TieDeclared):
    NAME: ClassVar = "supervision.tie_declared"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class RecusalAsked(recusal.RecusalAsked):
    NAME: ClassVar = "supervision.recusal_asked"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class RecusalOrdered(recusal.RecusalOrdered):
    NAME: ClassVar = "supervision.recusal_ordered"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class RecusalConfirmed(recusal.RecusalConfirmed):
    NAME: ClassVar = "supervision.recusal_confirmed"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class RecusalRefused(recusal.RecusalRefused):
    NAME: ClassVar = "supervision.recusal_refused"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class HandedOver(handing.HandedOver):
    NAME: ClassVar = "supervision.handed_over"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class FoundOverdue(overdue.FoundOverdue):
    NAME: ClassVar = "supervision.found_overdue"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class DocumentNumbered(numbering.DocumentNumbered):
    NAME: ClassVar = "supervision.document_numbered"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class NumberVoided(numbering.NumberVoided):
    NAME: ClassVar = "supervision.number_voided"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class OfficersConcerned(concerning.OfficersConcerned):
    NAME: ClassVar = "supervision.officers_concerned"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class Stated(facts.Stated):
    NAME: ClassVar = "supervision.stated"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class Confirmed(facts.Confirmed):
    NAME: ClassVar = "supervision.confirmed"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class Contested(facts.Contested):
    NAME: ClassVar = "supervision.contested"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class Remarked(facts.Remarked):
    NAME: ClassVar = "supervision.remarked"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class Corrected(facts.Corrected):
    NAME: ClassVar = "supervision.corrected"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class Voided(facts.Voided):
    NAME: ClassVar = "supervision.voided"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class TradeTold:
    """The trade of a member who took a place over."""

    NAME: ClassVar = "supervision.trade_told"
    VERSION: ClassVar = 1
    officer: OfficerRef
    trade: Trade


SupervisionEvent = (
    LeadRecorded
    | Registered
    | Dismissed
    | Triaged
    | PlanApproved
    | TeamAssigned
    | Started
    | EvidenceAdded
    | TalkLogged
    | FindingsDrafted
    | UnitHeard
    | FindingsFinalised
    | NoticeIssued
    | NoticeDelivered
    | Replied
    | RectificationSubmitted
    | ItemVerified
    | ItemReopened
    | ItemAcceptedOpen
    | Reported
    | Closed
    | ClocksSettled
    | Noted
    | TieDeclared
    | RecusalAsked
    | RecusalOrdered
    | RecusalConfirmed
    | RecusalRefused
    | HandedOver
    | FoundOverdue
    | DocumentNumbered
    | NumberVoided
    | OfficersConcerned
    | Stated
    | Confirmed
    | Contested
    | Remarked
    | Corrected
    | Voided
    | TradeTold
    | PutBeforeParty
    | ReferralFact
    | EscalationFact
)
