"""The addresses of commands: one line per command, named by the noun that it creates."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain.fund import commands as fund_commands
from domain.fund.aggregate import FUND
from domain.funds import fund_stream
from domain.hardship import aiding, application, approving, emergency, paying, publicity, reviewing
from domain.hardship import checking as hardship_checking
from domain.hardship import ending as hardship_ending
from domain.hardship.aggregate import HARDSHIP
from domain.kernel import Aggregate, Command
from domain.organisation.officer import OFFICER, AppointOfficer, EndRole, GrantRole
from domain.organisation.unit import UNIT, DissolveUnit, FoundUnit, unit_ref
from domain.petition import deciding, ending, handling, reception, routing
from domain.petition.aggregate import PETITION
from domain.supervision import checking, finding, leading, noticing, preparing, rectifying
from domain.supervision import ending as supervision_ending
from domain.supervision.aggregate import SUPERVISION
from projections.catalogue import ACCESS_VIEWS
from projections.projection import Projection


@dataclass(frozen=True, slots=True)
class Address:
    """Where a command is posted to: `/{collection}` for one that creates, else `/{collection}/{id}/{noun}`."""

    command: type[Command[Any]]
    noun: str = ""


@dataclass(frozen=True, slots=True)
class Collection:
    """One kind of resource and the addresses of its commands.

    `stream_of` names the stream that a creating command opens, where it follows from the command and not from the
    caller's key; `settles` are the views that are brought up to date before a command is answered.
    """

    name: str
    aggregate: Aggregate[Any]
    addresses: tuple[Address, ...]
    stream_of: Callable[[Any], UUID] | None = None
    settles: tuple[Projection, ...] = ()

    def address_of(self, noun: str) -> Address | None:
        """The address with that noun."""
        return next((address for address in self.addresses if address.noun == noun), None)


PETITIONS = Collection(
    "petitions",
    PETITION,
    (
        Address(reception.Receive),
        Address(reception.Register, "registration"),
        Address(reception.SendNotice, "notice"),
        Address(reception.Screen, "screening"),
        Address(routing.Forward, "forwarding"),
        Address(routing.Accept, "acceptance"),
        Address(routing.ProposeNonAcceptance, "non-acceptance"),
        Address(routing.ApproveNonAcceptance, "non-acceptance-approval"),
        Address(handling.StartHandling, "handling"),
        Address(handling.AskSubmitter, "question"),
        Address(handling.RecordTalk, "talk"),
        Address(handling.AddEvidence, "evidence"),
        Address(handling.RequestExtension, "extension"),
        Address(handling.ApproveExtension, "extension-approval"),
        Address(handling.RefuseExtension, "extension-refusal"),
        Address(handling.TellExtension, "extension-notice"),
        Address(deciding.ProposeDecision, "decision"),
        Address(deciding.ApproveDecision, "decision-approval"),
        Address(deciding.ReturnDecision, "decision-return"),
        Address(deciding.RecordDelivery, "delivery"),
        Address(ending.OpenImplementation, "implementation"),
        Address(ending.ConfirmImplementation, "implementation-confirmation"),
        Address(ending.Close, "closing"),
        Address(ending.CloseContent, "contentment"),
        Address(ending.Withdraw, "withdrawal"),
    ),
)
SUPERVISION_CASES = Collection(
    "supervision-cases",
    SUPERVISION,
    (
        Address(leading.RecordLead),
        Address(leading.Register, "registration"),
        Address(leading.Dismiss, "dismissal"),
        Address(leading.Triage, "triage"),
        Address(preparing.ApprovePlan, "plan"),
        Address(preparing.AssignTeam, "team"),
        Address(preparing.StartCheck, "start"),
        Address(checking.AddEvidence, "evidence"),
        Address(checking.LogTalk, "talk"),
        Address(finding.DraftFindings, "finding"),
        Address(finding.HearUnit, "hearing"),
        Address(finding.Finalise, "conclusion"),
        Address(noticing.IssueNotice, "notice"),
        Address(noticing.RecordDelivery, "delivery"),
        Address(noticing.Reply, "reply"),
        Address(rectifying.SubmitRectification, "rectification"),
        Address(rectifying.VerifyItem, "verification"),
        Address(rectifying.AcceptOpenItem, "open-item"),
        Address(supervision_ending.Report, "report"),
        Address(supervision_ending.Close, "closing"),
    ),
)
HARDSHIP_REQUESTS = Collection(
    "hardship-requests",
    HARDSHIP,
    (
        Address(application.Apply),
        Address(application.AuthoriseCheck, "authorisation"),
        Address(application.RecordAccount, "account"),
        Address(hardship_checking.AskSupplement, "supplement-request"),
        Address(hardship_checking.ReceiveSupplement, "supplement"),
        Address(hardship_checking.ArrangeVisit, "visit-arrangement"),
        Address(hardship_checking.RecordHomeVisit, "visit"),
        Address(hardship_checking.VerifyData, "verification"),
        Address(reviewing.ReviewEligibility, "review"),
        Address(publicity.Publish, "publicity"),
        Address(publicity.RaiseObjection, "objection"),
        Address(publicity.ResolveObjection, "objection-outcome"),
        Address(publicity.EndPublicity, "publicity-end"),
        Address(approving.ApproveFile, "approval"),
        Address(approving.RefuseFile, "refusal"),
        Address(aiding.PlanAid, "plan"),
        Address(aiding.ApproveAid, "aid-approval"),
        Address(aiding.CancelAid, "aid-cancellation"),
        Address(paying.PayAid, "payment"),
        Address(paying.ConfirmReceipt, "receipt"),
        Address(paying.ReportNoReceipt, "missing-receipt"),
        Address(emergency.ProposeEmergencyAid, "emergency-aid"),
        Address(emergency.ApproveEmergencyAid, "emergency-approval"),
        Address(hardship_ending.WithdrawRequest, "withdrawal"),
    ),
)
FUNDS = Collection(
    "funds",
    FUND,
    (
        Address(fund_commands.OpenFund),
        Address(fund_commands.Allocate, "allocation"),
        Address(fund_commands.CloseFund, "closing"),
    ),
    stream_of=lambda command: fund_stream(command.unit, command.source, command.period),
)
UNITS = Collection(
    "units",
    UNIT,
    (Address(FoundUnit), Address(DissolveUnit, "dissolution")),
    stream_of=lambda command: unit_ref(command.code),
    settles=ACCESS_VIEWS,
)
OFFICERS = Collection(
    "officers",
    OFFICER,
    (Address(AppointOfficer), Address(GrantRole, "role"), Address(EndRole, "role-end")),
    settles=ACCESS_VIEWS,
)

CASES: tuple[Collection, ...] = (PETITIONS, SUPERVISION_CASES, HARDSHIP_REQUESTS)
COLLECTIONS: tuple[Collection, ...] = (*CASES, FUNDS, UNITS, OFFICERS)
