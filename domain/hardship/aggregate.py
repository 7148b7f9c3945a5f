"""The hardship request as a whole: its events, its commands and its statuses."""

from domain.hardship import events as e
from domain.hardship.aiding import ApproveAid, CancelAid, PlanAid
from domain.hardship.application import Apply, AuthoriseCheck, RecordAccount
from domain.hardship.approving import ApproveFile, RefuseFile
from domain.hardship.checking import ArrangeVisit, AskSupplement, ReceiveSupplement, RecordHomeVisit, VerifyData
from domain.hardship.codes import Status
from domain.hardship.emergency import ApproveEmergencyAid, ProposeEmergencyAid
from domain.hardship.ending import SettleClocks, WithdrawRequest
from domain.hardship.paying import ConfirmReceipt, PayAid, ReportNoReceipt
from domain.hardship.publicity import EndPublicity, Publish, RaiseObjection, ResolveObjection
from domain.hardship.reviewing import ReviewEligibility
from domain.hardship.state import Hardship, evolve
from domain.kernel import Aggregate

HARDSHIP = Aggregate(
    kind="hardship",
    initial=Hardship(),
    starts=Status.NEW,
    statuses=Status,
    events=(
        e.Applied,
        e.CheckAuthorised,
        e.AccountRecorded,
        e.SupplementAsked,
        e.SupplementReceived,
        e.VisitArranged,
        e.Visited,
        e.Verified,
        e.Reviewed,
        e.Refused,
        e.Published,
        e.Objected,
        e.ObjectionResolved,
        e.PublicityEnded,
        e.FileApproved,
        e.AidPlanned,
        e.AidApproved,
        e.AidCancelled,
        e.AidPaid,
        e.AidReceipted,
        e.AidHeld,
        e.Withdrawn,
        e.ClocksSettled,
    ),
    commands=(
        Apply,
        AuthoriseCheck,
        RecordAccount,
        AskSupplement,
        ReceiveSupplement,
        ArrangeVisit,
        RecordHomeVisit,
        VerifyData,
        ReviewEligibility,
        Publish,
        RaiseObjection,
        ResolveObjection,
        EndPublicity,
        ApproveFile,
        RefuseFile,
        PlanAid,
        ApproveAid,
        CancelAid,
        PayAid,
        ConfirmReceipt,
        ReportNoReceipt,
        ProposeEmergencyAid,
        ApproveEmergencyAid,
        WithdrawRequest,
        SettleClocks,
    ),
    evolve=evolve,
    status_of=lambda state: state.status,
)
