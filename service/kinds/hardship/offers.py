"""The commands of a hardship request as they are offered, in the order of the procedure."""

from domain.hardship import (
    aiding,
    application,
    approving,
    checking,
    emergency,
    ending,
    mending,
    noting,
    objecting,
    paying,
    publicity,
    recusing,
    reviewing,
)
from service.kinds.hardship.roles import (
    BY_LEVEL,
    THE_BASE,
    THE_CENTRE,
    THE_LEADER,
    THE_UNION,
    WHO_APPROVES,
    WHO_DECIDES,
    WHO_PAYS,
    WHO_TAKES_IN,
)
from service.kinds.offer import Offer
from service.kinds.organisation.roles import OPERATING

WHO_TAKES_PART = THE_UNION | BY_LEVEL | WHO_PAYS | THE_LEADER | WHO_DECIDES

OFFERS = (
    Offer(application.Apply, "", THE_UNION),
    Offer(application.AuthoriseCheck, "authorisation", THE_UNION, aside=True),
    Offer(application.RecordAccount, "account", THE_UNION, aside=True),
    Offer(checking.AskSupplement, "supplement-request", THE_UNION, aside=True),
    Offer(checking.ReceiveSupplement, "supplement", THE_UNION),
    Offer(checking.ArrangeVisit, "visit-arrangement", THE_BASE, meets=("D-H01",)),
    Offer(checking.RecordHomeVisit, "visit", THE_BASE, meets=("D-H01", "D-H02")),
    Offer(checking.VerifyData, "verification", THE_UNION, meets=("D-H02",)),
    Offer(reviewing.ReviewEligibility, "review", THE_BASE, meets=("D-H02",)),
    Offer(publicity.Publish, "publicity", THE_BASE),
    Offer(objecting.RaiseObjection, "objection", THE_UNION | WHO_TAKES_IN, aside=True),
    Offer(objecting.ResolveObjection, "objection-outcome", THE_UNION, meets=("D-H03",)),
    Offer(publicity.EndPublicity, "publicity-end", THE_UNION, meets=("D-H03",)),
    Offer(approving.ApproveFile, "approval", THE_CENTRE | WHO_APPROVES, meets=("D-H03", "D-H04")),
    Offer(approving.RefuseFile, "refusal", THE_CENTRE | WHO_APPROVES, meets=("D-H04",)),
    Offer(aiding.PlanAid, "plan", THE_UNION),
    Offer(aiding.ApproveAid, "aid-approval", BY_LEVEL),
    Offer(aiding.CancelAid, "aid-cancellation", THE_CENTRE | BY_LEVEL, aside=True),
    Offer(paying.PayAid, "payment", WHO_PAYS, meets=("D-H05",), is_proven=True),
    Offer(paying.ConfirmReceipt, "receipt", WHO_PAYS),
    Offer(paying.ReportNoReceipt, "missing-receipt", WHO_PAYS, aside=True),
    Offer(emergency.ProposeEmergencyAid, "emergency-aid", THE_BASE, aside=True),
    Offer(emergency.ApproveEmergencyAid, "emergency-approval", THE_LEADER),
    Offer(ending.WithdrawRequest, "withdrawal", THE_UNION, aside=True),
    Offer(noting.WriteNote, "note", THE_UNION | BY_LEVEL, aside=True),
    Offer(recusing.DeclareTie, "tie", WHO_TAKES_PART, aside=True, settles=True),
    Offer(recusing.AskRecusal, "recusal-request", THE_UNION, aside=True),
    Offer(recusing.OrderRecusal, "recusal", WHO_DECIDES, aside=True, settles=True),
    Offer(recusing.DecideRecusal, "recusal-decision", WHO_DECIDES, meets=("D-C01",), settles=True),
    Offer(mending.Confirm, "confirmation", THE_UNION | WHO_APPROVES | WHO_PAYS | THE_LEADER, aside=True),
    Offer(mending.Contest, "contest", THE_UNION | WHO_APPROVES | WHO_PAYS | THE_LEADER, aside=True),
    Offer(mending.Correct, "correction", THE_UNION | WHO_APPROVES | WHO_PAYS, aside=True),
    Offer(mending.Void, "void", THE_UNION, aside=True),
    Offer(ending.SettleClocks, None, OPERATING),
)
