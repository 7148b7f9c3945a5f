"""The supervision case as a whole: its events, its commands and its statuses."""

from domain.cases.second import Held
from domain.cases.waiting import keeping
from domain.kernel import Aggregate, events_of
from domain.supervision import (
    asking,
    checking,
    ending,
    finding,
    handing,
    leading,
    mending,
    noticing,
    noting,
    numbering,
    preparing,
    reacting,
    rectifying,
    recusing,
)
from domain.supervision.codes import Status
from domain.supervision.events import SupervisionEvent
from domain.supervision.state import Supervision, evolve

SUPERVISION = Aggregate(
    kind="supervision",
    initial=Supervision(),
    starts=Status.NEW,
    statuses=Status,
    events=events_of(SupervisionEvent),
    commands=(
        leading.RecordLead,
        leading.Register,
        leading.Dismiss,
        leading.Triage,
        asking.AskParty,
        preparing.ApprovePlan,
        preparing.AssignTeam,
        preparing.StartCheck,
        checking.AddEvidence,
        checking.LogTalk,
        finding.DraftFindings,
        finding.HearUnit,
        finding.Finalise,
        noticing.IssueNotice,
        noticing.RecordDelivery,
        noticing.Reply,
        rectifying.SubmitRectification,
        rectifying.VerifyItem,
        rectifying.AcceptOpenItem,
        ending.Report,
        ending.Close,
        noting.WriteNote,
        recusing.DeclareTie,
        recusing.AskRecusal,
        recusing.OrderRecusal,
        recusing.DecideRecusal,
        handing.HandOver,
        mending.Confirm,
        mending.Contest,
        mending.Correct,
        mending.Void,
        numbering.NumberDocument,
        numbering.VoidNumber,
        ending.SettleClocks,
        reacting.TakeDueSteps,
    ),
    evolve=keeping(evolve),
    status_of=lambda state: state.status,
    reactions=reacting.REACTIONS,
    held=Held(mending.SECONDS),
)
