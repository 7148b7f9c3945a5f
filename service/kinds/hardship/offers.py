"""The commands of a hardship request as they are offered, in the order of the procedure."""

from domain.hardship import (
    aiding,
    application,
    approving,
    checking,
    emergency,
    ending,
    noting,
    objecting,
    paying,
    publicity,
    recusing,
    reviewing,
)
from domain.roles import Role
from service.kinds.fund.roles import CENTRE
from service.kinds.hardship.roles import APPROVER, BASE, DECIDING, PAYER, STAFF
from service.kinds.offer import Offer
from service.kinds.organisation.roles import OPERATOR

OFFERS = (
    Offer(application.Apply, "", BASE | CENTRE),
    Offer(application.AuthoriseCheck, "authorisation", BASE | CENTRE, aside=True),
    Offer(application.RecordAccount, "account", BASE | CENTRE, aside=True),
    Offer(checking.AskSupplement, "supplement-request", BASE | CENTRE, aside=True),
    Offer(checking.ReceiveSupplement, "supplement", BASE | CENTRE),
    Offer(checking.ArrangeVisit, "visit-arrangement", BASE),
    Offer(checking.RecordHomeVisit, "visit", BASE),
    Offer(checking.VerifyData, "verification", BASE | CENTRE),
    Offer(reviewing.ReviewEligibility, "review", BASE),
    Offer(publicity.Publish, "publicity", BASE),
    Offer(objecting.RaiseObjection, "objection", BASE | CENTRE | {Role.INTAKE}, aside=True),
    Offer(objecting.ResolveObjection, "objection-outcome", BASE | CENTRE, meets=("D-H03",)),
    Offer(publicity.EndPublicity, "publicity-end", BASE | CENTRE, meets=("D-H03",)),
    Offer(approving.ApproveFile, "approval", CENTRE | APPROVER, meets=("D-H03", "D-H04")),
    Offer(approving.RefuseFile, "refusal", CENTRE | APPROVER, meets=("D-H04",)),
    Offer(aiding.PlanAid, "plan", BASE | CENTRE),
    Offer(aiding.ApproveAid, "aid-approval", APPROVER),
    Offer(aiding.CancelAid, "aid-cancellation", CENTRE | APPROVER, aside=True),
    Offer(paying.PayAid, "payment", PAYER, meets=("D-H05",), is_proven=True),
    Offer(paying.ConfirmReceipt, "receipt", PAYER | BASE),
    Offer(paying.ReportNoReceipt, "missing-receipt", PAYER | BASE, aside=True),
    Offer(emergency.ProposeEmergencyAid, "emergency-aid", BASE, aside=True),
    Offer(emergency.ApproveEmergencyAid, "emergency-approval", frozenset({Role.UNIT_LEAD})),
    Offer(ending.WithdrawRequest, "withdrawal", BASE | CENTRE, aside=True),
    Offer(noting.WriteNote, "note", STAFF, aside=True),
    Offer(recusing.DeclareTie, "tie", STAFF | PAYER | DECIDING, aside=True, settles=True),
    Offer(recusing.AskRecusal, "recusal-request", BASE | CENTRE, aside=True),
    Offer(recusing.OrderRecusal, "recusal", DECIDING, aside=True, settles=True),
    Offer(recusing.DecideRecusal, "recusal-decision", DECIDING, meets=("D-C01",), settles=True),
    Offer(ending.SettleClocks, None, OPERATOR),
)
