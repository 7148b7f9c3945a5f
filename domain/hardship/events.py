"""The facts of a hardship request and of its household's one file, as the log keeps them for ever.

What tells of the family's life is sealed. The category, the kinds and amounts of aid, the size of the household
and the published dibao line stand plain, because rules read them: caps, kinds allowed and the computation.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from domain.cases import concerning, facts, numbering, overdue, recusal
from domain.deadlines.clocks import Clock, ClockStopped
from domain.deadlines.pauses import PauseReason, Pauses, Resumes
from domain.hardship.codes import (
    AidKind,
    Alternative,
    Category,
    Cause,
    CheckedSource,
    DibaoStatus,
    ObjectionOutcome,
    PaymentMethod,
    Place,
    ReceiptProof,
    Standing,
)
from domain.hardship.eligibility import Expense, Income, Step
from domain.hardship.stated import Assets, Exclusions, Member
from domain.marks import Mark
from domain.roles import Role
from domain.scopes import Excerpt, Laid, Openness, Scope
from domain.values import Content, FundRef, HouseholdRef, Identity, OfficerRef, Sensitive, SubjectRef, UnitRef


@dataclass(frozen=True, slots=True)
class Applied:
    """The members, incomes, expenses and assets are as the applicant states them; `emergency` sorts the queue."""

    NAME: ClassVar = "hardship.applied"
    VERSION: ClassVar = 1
    case_no: str
    unit: UnitRef
    subject: SubjectRef
    household: HouseholdRef
    on_behalf: bool
    consented_on: date
    consent_version: int
    identity_checked: bool
    name: Identity[str]
    contact: Identity[str]
    standing: Sensitive[Standing]
    members: tuple[Sensitive[Member], ...]
    incomes: tuple[Sensitive[Income], ...]
    expenses: tuple[Sensitive[Expense], ...]
    assets: Sensitive[Assets]
    causes: tuple[Sensitive[Cause], ...]
    since: Sensitive[date]
    dibao_status: Sensitive[DibaoStatus]
    situation: Sensitive[str] | None
    member_count: int
    emergency: bool
    emergency_note: Sensitive[str] | None
    applied_on: date
    clock: Clock

    def rescoped(self, _scope: Scope) -> Scope:
        return Scope(Openness.OPEN, self.unit)


@dataclass(frozen=True, slots=True)
class CheckAuthorised:
    """The family's written authorisation to check its data; 浙江省社会救助条例."""

    NAME: ClassVar = "hardship.check_authorised"
    VERSION: ClassVar = 1
    scope: Sensitive[str]
    signed_on: date
    valid_until: date


@dataclass(frozen=True, slots=True)
class AccountRecorded:
    NAME: ClassVar = "hardship.account_recorded"
    VERSION: ClassVar = 1
    account: Sensitive[str]
    recorded_on: date


@dataclass(frozen=True, slots=True)
class SupplementAsked:
    NAME: ClassVar = "hardship.supplement_asked"
    VERSION: ClassVar = 1
    missing: tuple[Content[str], ...]
    asked_on: date
    answer_by: date
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True)
class SupplementReceived:
    NAME: ClassVar = "hardship.supplement_received"
    VERSION: ClassVar = 1
    note: Content[str] | None
    received_on: date
    clock: Clock


@dataclass(frozen=True, slots=True)
class VisitArranged:
    """The papers are complete and the visit is agreed."""

    NAME: ClassVar = "hardship.visit_arranged"
    VERSION: ClassVar = 1
    arranged_on: date
    visit_on: date
    clock: Clock
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True)
class Visited:
    NAME: ClassVar = "hardship.visited"
    VERSION: ClassVar = 1
    visitors: tuple[OfficerRef, ...]
    union_visitor: OfficerRef
    findings: Sensitive[str]
    visited_on: date
    clock: Clock | None
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True)
class Verified:
    NAME: ClassVar = "hardship.verified"
    VERSION: ClassVar = 1
    sources: tuple[CheckedSource, ...]
    findings: Sensitive[str]
    member_count: int
    verified_by: OfficerRef
    verified_on: date


@dataclass(frozen=True, slots=True)
class Reviewed:
    """`snapshot` holds every input and every comparison, one step each; with the answered exclusions."""

    NAME: ClassVar = "hardship.reviewed"
    VERSION: ClassVar = 1
    category: Category
    profile: str
    as_of: date
    rule_version: int
    dibao_line_fen: int
    snapshot: tuple[Sensitive[Step], ...]
    exclusions: Sensitive[Exclusions]
    exception_grounds: Sensitive[str] | None
    local_event: Sensitive[str] | None
    reviewed_by: OfficerRef
    reviewed_on: date
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """Not eligible, with written reasons; ends the request and frees the household."""

    NAME: ClassVar = "hardship.refused"
    VERSION: ClassVar = 1
    reasons: Content[str]
    refused_by: OfficerRef
    refused_on: date
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """The masked notice, which can hold nothing else: no illness, no child; taken down by `take_down_on` at last."""

    NAME: ClassVar = "hardship.published"
    VERSION: ClassVar = 1
    CONFIRM: ClassVar = ("alternative_approved_by", "surname_confirmed_by")
    masked_name: Identity[str] | None
    unit: UnitRef
    category: Category
    aid_kind: AidKind
    place: Place
    alternative: Alternative | None
    alternative_approved_by: OfficerRef | None
    surname_confirmed_by: OfficerRef | None
    posted_on: date
    take_down_on: date
    clock: Clock
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True)
class Objected:
    """Somebody objects; who it is, is sealed under a reference of its own and no reader of the file sees it."""

    NAME: ClassVar = "hardship.objected"
    VERSION: ClassVar = 1
    PAUSES: ClassVar = Pauses("D-H03", PauseReason.OBJECTION, since="objected_on")
    objection: int
    objector: Identity[str] | None
    reason: Content[str]
    objected_on: date


@dataclass(frozen=True, slots=True)
class ObjectionResolved:
    """Checked by two persons; the outcome was told to both sides without naming either."""

    NAME: ClassVar = "hardship.objection_resolved"
    VERSION: ClassVar = 1
    RESUMES: ClassVar = Resumes("D-H03", until="resolved_on")
    objection: int
    outcome: ObjectionOutcome
    checked_by: tuple[OfficerRef, ...]
    findings: Content[str]
    resolved_on: date
    told_on: date
    clocks: tuple[Clock, ...]
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True)
class PublicityEnded:
    """The notice stood to its last day and nobody's objection is open."""

    NAME: ClassVar = "hardship.publicity_ended"
    VERSION: ClassVar = 1
    ended_on: date
    clock: Clock
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True)
class NoticeReopened:
    """Somebody had objected while the notice stood, and that was recorded after it had come down."""

    NAME: ClassVar = "hardship.notice_reopened"
    VERSION: ClassVar = 1
    objected_on: date
    clock: Clock
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True)
class FileApproved:
    NAME: ClassVar = "hardship.file_approved"
    VERSION: ClassVar = 1
    approved_by: OfficerRef
    approved_on: date
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True)
class AidPlanned:
    """`basis_fen` is what the amount is measured by: the own share of bills, or the loss after compensation.

    `asks` is the role at whose level it waits for approval, by its amount. `fund_unit` is the unit whose fund pays it;
    facts of before it was recorded do not tell it.
    """

    NAME: ClassVar = "hardship.aid_planned"
    VERSION: ClassVar = 2
    aid: int
    kind: AidKind
    amount_fen: int
    fund: FundRef
    fund_unit: UnitRef | None
    basis_fen: Sensitive[int] | None
    grounds: Content[str]
    is_emergency: bool
    asks: Role
    planned_by: OfficerRef
    planned_on: date


@dataclass(frozen=True, slots=True)
class AidApproved:
    NAME: ClassVar = "hardship.aid_approved"
    VERSION: ClassVar = 1
    aid: int
    approved_by: OfficerRef
    approved_on: date
    clock: Clock


@dataclass(frozen=True, slots=True)
class AidCancelled:
    NAME: ClassVar = "hardship.aid_cancelled"
    VERSION: ClassVar = 1
    aid: int
    reason: Content[str]
    cancelled_on: date
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True)
class AidPaid:
    """Paid to the applicant's own account; `clock` runs where the full check is still to come."""

    NAME: ClassVar = "hardship.aid_paid"
    VERSION: ClassVar = 1
    aid: int
    kind: AidKind
    amount_fen: int
    fund: FundRef
    method: PaymentMethod
    paid_by: OfficerRef
    paid_on: date
    clock: Clock | None
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True)
class AidReceipted:
    NAME: ClassVar = "hardship.aid_receipted"
    VERSION: ClassVar = 1
    aid: int
    proof: ReceiptProof
    receipted_on: date


@dataclass(frozen=True, slots=True)
class AidHeld:
    """No receipt came; the matter waits until it is clear where the money is."""

    NAME: ClassVar = "hardship.aid_held"
    VERSION: ClassVar = 1
    aid: int
    findings: Content[str]
    held_on: date


@dataclass(frozen=True, slots=True)
class Withdrawn:
    NAME: ClassVar = "hardship.withdrawn"
    VERSION: ClassVar = 1
    statement: Content[str]
    withdrawn_on: date
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True)
class Noted:
    """What one officer leaves for the others who work on it; it moves nothing."""

    NAME: ClassVar = "hardship.noted"
    VERSION: ClassVar = 1
    note: Content[str]
    noted_on: date


@dataclass(frozen=True, slots=True)
class ClocksSettled:
    """Running terms counted anew, after the plan that stands at that version of the stream of holiday plans."""

    NAME: ClassVar = "hardship.clocks_settled"
    VERSION: ClassVar = 1
    clocks: tuple[Clock, ...]
    calendar_version: int


@dataclass(frozen=True, slots=True)
class TieDeclared(recusal.TieDeclared):
    NAME: ClassVar = "hardship.tie_declared"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class RecusalAsked(recusal.RecusalAsked):
    NAME: ClassVar = "hardship.recusal_asked"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class RecusalOrdered(recusal.RecusalOrdered):
    NAME: ClassVar = "hardship.recusal_ordered"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class RecusalConfirmed(recusal.RecusalConfirmed):
    NAME: ClassVar = "hardship.recusal_confirmed"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class RecusalRefused(recusal.RecusalRefused):
    NAME: ClassVar = "hardship.recusal_refused"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class FoundOverdue(overdue.FoundOverdue):
    NAME: ClassVar = "hardship.found_overdue"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class DocumentNumbered(numbering.DocumentNumbered):
    NAME: ClassVar = "hardship.document_numbered"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class NumberVoided(numbering.NumberVoided):
    NAME: ClassVar = "hardship.number_voided"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class OfficersConcerned(concerning.OfficersConcerned):
    NAME: ClassVar = "hardship.officers_concerned"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class Stated(facts.Stated):
    NAME: ClassVar = "hardship.stated"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class Confirmed(facts.Confirmed):
    NAME: ClassVar = "hardship.confirmed"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class Contested(facts.Contested):
    NAME: ClassVar = "hardship.contested"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class Remarked(facts.Remarked):
    NAME: ClassVar = "hardship.remarked"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class Corrected(facts.Corrected):
    NAME: ClassVar = "hardship.corrected"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class Voided(facts.Voided):
    NAME: ClassVar = "hardship.voided"
    VERSION: ClassVar = 1


@dataclass(frozen=True, slots=True)
class VoucherDrawn:
    """The voucher of an aid lies, drawn from the fund's payments, before the officer who audits the fund."""

    NAME: ClassVar = "hardship.voucher_drawn"
    VERSION: ClassVar = 1
    aid: int
    fund_unit: UnitRef
    drawn_for: OfficerRef
    drawn_on: date

    def rescoped(self, scope: Scope) -> Scope:
        return scope.laying_for(Laid(Excerpt.VOUCHER, self.aid, self.fund_unit), self.drawn_for)


HardshipEvent = (
    Applied
    | CheckAuthorised
    | AccountRecorded
    | SupplementAsked
    | SupplementReceived
    | VisitArranged
    | Visited
    | Verified
    | Reviewed
    | Refused
    | Published
    | Objected
    | ObjectionResolved
    | PublicityEnded
    | NoticeReopened
    | FileApproved
    | AidPlanned
    | AidApproved
    | AidCancelled
    | AidPaid
    | AidReceipted
    | AidHeld
    | Withdrawn
    | ClocksSettled
    | Noted
    | TieDeclared
    | RecusalAsked
    | RecusalOrdered
    | RecusalConfirmed
    | RecusalRefused
    | FoundOverdue
    | DocumentNumbered
    | NumberVoided
    | OfficersConcerned
    | VoucherDrawn
    | Stated
    | Confirmed
    | Contested
    | Remarked
    | Corrected
    | Voided
)


@dataclass(frozen=True, slots=True)
class HouseholdFileOpened:
    """The household's one file is taken by this request."""

    NAME: ClassVar = "hardship.household_file_opened"
    VERSION: ClassVar = 1
    case: UUID
    unit: UnitRef
    opened_on: date


@dataclass(frozen=True, slots=True)
class HouseholdFileReleased:
    """The request ended, so that the household may apply again."""

    NAME: ClassVar = "hardship.household_file_released"
    VERSION: ClassVar = 1
    case: UUID
    released_on: date


@dataclass(frozen=True, slots=True)
class HouseholdConcerned:
    """For whom the marks stand, the household is their own, or a request of it names them: they learn of no file."""

    NAME: ClassVar = "hardship.household_concerned"
    VERSION: ClassVar = 1
    marks: tuple[Mark, ...]
    known_on: date


HouseholdEvent = HouseholdFileOpened | HouseholdFileReleased | HouseholdConcerned
