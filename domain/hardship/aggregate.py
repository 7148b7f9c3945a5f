"""The hardship request as a whole: its events, its commands and its statuses."""

from domain.cases.second import Held
from domain.cases.waiting import keeping
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
from domain.hardship.codes import Status
from domain.hardship.events import HardshipEvent
from domain.hardship.state import Hardship, evolve
from domain.kernel import Aggregate, events_of

HARDSHIP = Aggregate(
    kind="hardship",
    initial=Hardship(),
    starts=Status.NEW,
    statuses=Status,
    events=events_of(HardshipEvent),
    commands=(
        application.Apply,
        application.AuthoriseCheck,
        application.RecordAccount,
        checking.AskSupplement,
        checking.ReceiveSupplement,
        checking.ArrangeVisit,
        checking.RecordHomeVisit,
        checking.VerifyData,
        reviewing.ReviewEligibility,
        publicity.Publish,
        objecting.RaiseObjection,
        objecting.ResolveObjection,
        publicity.EndPublicity,
        approving.ApproveFile,
        approving.RefuseFile,
        aiding.PlanAid,
        aiding.ApproveAid,
        aiding.CancelAid,
        paying.PayAid,
        paying.ConfirmReceipt,
        paying.ReportNoReceipt,
        emergency.ProposeEmergencyAid,
        emergency.ApproveEmergencyAid,
        ending.WithdrawRequest,
        noting.WriteNote,
        recusing.DeclareTie,
        recusing.AskRecusal,
        recusing.OrderRecusal,
        recusing.DecideRecusal,
        mending.Confirm,
        mending.Contest,
        mending.Correct,
        mending.Void,
        ending.SettleClocks,
    ),
    evolve=keeping(evolve),
    status_of=lambda state: state.status,
    held=Held(mending.SECONDS),
    rescopes=True,
)
