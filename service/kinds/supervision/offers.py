"""The commands of a supervision case as they are offered, in the order of the procedure."""

from domain.roles import Role
from domain.supervision import (
    checking,
    ending,
    finding,
    handing,
    leading,
    noticing,
    noting,
    preparing,
    rectifying,
    recusing,
)
from service.kinds.offer import Offer
from service.kinds.organisation.roles import OPERATOR
from service.kinds.supervision.roles import CHAIR, COMMITTEE, LEAD, SUPERVISED, TEAM

OFFERS = (
    Offer(leading.RecordLead, "", TEAM | {Role.INTAKE, Role.UNION_BASE}),
    Offer(leading.Register, "registration", LEAD),
    Offer(leading.Dismiss, "dismissal", LEAD | COMMITTEE),
    Offer(leading.Triage, "triage", LEAD | COMMITTEE),
    Offer(preparing.ApprovePlan, "plan", COMMITTEE),
    Offer(preparing.AssignTeam, "team", LEAD | COMMITTEE),
    Offer(preparing.StartCheck, "start", LEAD),
    Offer(checking.AddEvidence, "evidence", TEAM, aside=True),
    Offer(checking.LogTalk, "talk", TEAM, aside=True),
    Offer(finding.DraftFindings, "finding", TEAM),
    Offer(finding.HearUnit, "hearing", TEAM, meets=("D-S05",)),
    Offer(finding.Finalise, "conclusion", LEAD),
    Offer(noticing.IssueNotice, "notice", COMMITTEE),
    Offer(noticing.RecordDelivery, "delivery", TEAM | COMMITTEE),
    Offer(noticing.Reply, "reply", SUPERVISED, meets=("D-S06",)),
    Offer(rectifying.SubmitRectification, "rectification", SUPERVISED, meets=("D-S07",)),
    Offer(rectifying.VerifyItem, "verification", TEAM, meets=("D-S07",)),
    Offer(rectifying.AcceptOpenItem, "open-item", COMMITTEE, aside=True),
    Offer(ending.Report, "report", LEAD),
    Offer(ending.Close, "closing", LEAD | COMMITTEE),
    Offer(noting.WriteNote, "note", TEAM | COMMITTEE, aside=True),
    Offer(recusing.DeclareTie, "tie", TEAM | COMMITTEE | CHAIR, aside=True, settles=True),
    Offer(recusing.AskRecusal, "recusal-request", TEAM | COMMITTEE | SUPERVISED, aside=True),
    Offer(recusing.OrderRecusal, "recusal", CHAIR, aside=True, settles=True),
    Offer(recusing.DecideRecusal, "recusal-decision", CHAIR, meets=("D-C01",), settles=True),
    Offer(handing.HandOver, "handover", LEAD | COMMITTEE | CHAIR, aside=True, settles=True),
    Offer(ending.SettleClocks, None, OPERATOR),
)
