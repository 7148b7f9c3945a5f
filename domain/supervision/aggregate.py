"""The supervision case as a whole: its events, its commands and its statuses."""

from domain.kernel import Aggregate
from domain.supervision import events as e
from domain.supervision.checking import AddEvidence, LogTalk
from domain.supervision.codes import Status
from domain.supervision.ending import Close, Report, SettleClocks
from domain.supervision.finding import DraftFindings, Finalise, HearUnit
from domain.supervision.leading import Dismiss, RecordLead, Register, Triage
from domain.supervision.noticing import IssueNotice, RecordDelivery, Reply
from domain.supervision.preparing import ApprovePlan, AssignTeam, StartCheck
from domain.supervision.rectifying import AcceptOpenItem, SubmitRectification, VerifyItem
from domain.supervision.state import Supervision, evolve

SUPERVISION = Aggregate(
    kind="supervision",
    initial=Supervision(),
    starts=Status.NEW,
    statuses=Status,
    events=(
        e.LeadRecorded,
        e.Registered,
        e.Dismissed,
        e.Triaged,
        e.PlanApproved,
        e.TeamAssigned,
        e.Started,
        e.EvidenceAdded,
        e.TalkLogged,
        e.FindingsDrafted,
        e.UnitHeard,
        e.FindingsFinalised,
        e.NoticeIssued,
        e.NoticeDelivered,
        e.Replied,
        e.RectificationSubmitted,
        e.ItemVerified,
        e.ItemReopened,
        e.ItemAcceptedOpen,
        e.Reported,
        e.Closed,
        e.ClocksSettled,
    ),
    commands=(
        RecordLead,
        Register,
        Dismiss,
        Triage,
        ApprovePlan,
        AssignTeam,
        StartCheck,
        AddEvidence,
        LogTalk,
        DraftFindings,
        HearUnit,
        Finalise,
        IssueNotice,
        RecordDelivery,
        Reply,
        SubmitRectification,
        VerifyItem,
        AcceptOpenItem,
        Report,
        Close,
        SettleClocks,
    ),
    evolve=evolve,
    status_of=lambda state: state.status,
)
