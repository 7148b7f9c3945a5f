"""The commands of a supervision case as they are offered, in the order of the procedure."""

from domain.roles import Role
from domain.supervision.checking import AddEvidence, LogTalk
from domain.supervision.ending import Close, Report, SettleClocks
from domain.supervision.finding import DraftFindings, Finalise, HearUnit
from domain.supervision.leading import Dismiss, RecordLead, Register, Triage
from domain.supervision.noticing import IssueNotice, RecordDelivery, Reply
from domain.supervision.preparing import ApprovePlan, AssignTeam, StartCheck
from domain.supervision.rectifying import AcceptOpenItem, SubmitRectification, VerifyItem
from service.kinds.offer import Offer
from service.kinds.organisation.roles import OPERATOR
from service.kinds.supervision.roles import COMMITTEE, LEAD, SUPERVISED, TEAM

OFFERS = (
    Offer(RecordLead, "", TEAM | {Role.INTAKE, Role.UNION_BASE}),
    Offer(Register, "registration", LEAD),
    Offer(Dismiss, "dismissal", LEAD | COMMITTEE),
    Offer(Triage, "triage", LEAD | COMMITTEE),
    Offer(ApprovePlan, "plan", COMMITTEE),
    Offer(AssignTeam, "team", LEAD | COMMITTEE),
    Offer(StartCheck, "start", LEAD),
    Offer(AddEvidence, "evidence", TEAM, aside=True),
    Offer(LogTalk, "talk", TEAM, aside=True),
    Offer(DraftFindings, "finding", TEAM),
    Offer(HearUnit, "hearing", TEAM, meets=("D-S05",)),
    Offer(Finalise, "conclusion", LEAD),
    Offer(IssueNotice, "notice", COMMITTEE),
    Offer(RecordDelivery, "delivery", TEAM | COMMITTEE),
    Offer(Reply, "reply", SUPERVISED, meets=("D-S06",)),
    Offer(SubmitRectification, "rectification", SUPERVISED, meets=("D-S07",)),
    Offer(VerifyItem, "verification", TEAM, meets=("D-S07",)),
    Offer(AcceptOpenItem, "open-item", COMMITTEE, aside=True),
    Offer(Report, "report", LEAD),
    Offer(Close, "closing", LEAD | COMMITTEE),
    Offer(SettleClocks, None, OPERATOR),
)
