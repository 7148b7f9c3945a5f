"""The commands of a hardship request as they are offered, in the order of the procedure."""

from domain.hardship.aiding import ApproveAid, CancelAid, PlanAid
from domain.hardship.application import Apply, AuthoriseCheck, RecordAccount
from domain.hardship.approving import ApproveFile, RefuseFile
from domain.hardship.checking import ArrangeVisit, AskSupplement, ReceiveSupplement, RecordHomeVisit, VerifyData
from domain.hardship.emergency import ApproveEmergencyAid, ProposeEmergencyAid
from domain.hardship.ending import SettleClocks, WithdrawRequest
from domain.hardship.paying import ConfirmReceipt, PayAid, ReportNoReceipt
from domain.hardship.publicity import EndPublicity, Publish, RaiseObjection, ResolveObjection
from domain.hardship.reviewing import ReviewEligibility
from domain.roles import Role
from service.kinds.hardship.roles import APPROVER, BASE, CENTRE, PAYER
from service.kinds.offer import Offer
from service.kinds.organisation.roles import OPERATOR

OFFERS = (
    Offer(Apply, "", BASE | CENTRE),
    Offer(AuthoriseCheck, "authorisation", BASE | CENTRE, aside=True),
    Offer(RecordAccount, "account", BASE | CENTRE, aside=True),
    Offer(AskSupplement, "supplement-request", BASE | CENTRE, aside=True),
    Offer(ReceiveSupplement, "supplement", BASE | CENTRE),
    Offer(ArrangeVisit, "visit-arrangement", BASE),
    Offer(RecordHomeVisit, "visit", BASE),
    Offer(VerifyData, "verification", BASE | CENTRE),
    Offer(ReviewEligibility, "review", BASE),
    Offer(Publish, "publicity", BASE),
    Offer(RaiseObjection, "objection", BASE | CENTRE | {Role.INTAKE}, aside=True),
    Offer(ResolveObjection, "objection-outcome", BASE | CENTRE, meets=("D-H03",)),
    Offer(EndPublicity, "publicity-end", BASE | CENTRE, meets=("D-H03",)),
    Offer(ApproveFile, "approval", CENTRE | APPROVER, meets=("D-H03", "D-H04")),
    Offer(RefuseFile, "refusal", CENTRE | APPROVER, meets=("D-H04",)),
    Offer(PlanAid, "plan", BASE | CENTRE),
    Offer(ApproveAid, "aid-approval", APPROVER),
    Offer(CancelAid, "aid-cancellation", CENTRE | APPROVER, aside=True),
    Offer(PayAid, "payment", PAYER, meets=("D-H05",)),
    Offer(ConfirmReceipt, "receipt", PAYER | BASE),
    Offer(ReportNoReceipt, "missing-receipt", PAYER | BASE, aside=True),
    Offer(ProposeEmergencyAid, "emergency-aid", BASE, aside=True),
    Offer(ApproveEmergencyAid, "emergency-approval", frozenset({Role.UNIT_LEAD})),
    Offer(WithdrawRequest, "withdrawal", BASE | CENTRE, aside=True),
    Offer(SettleClocks, None, OPERATOR),
)
