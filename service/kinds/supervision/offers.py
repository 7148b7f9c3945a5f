"""The commands of a supervision case as they are offered, in the order of the procedure."""

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
    referring,
)
from domain.supervision.codes import Status
from service.kinds.offer import Offer
from service.kinds.organisation.roles import OPERATING
from service.kinds.supervision.roles import (
    THE_CHAIR,
    THE_OFFICE,
    THE_PARTY,
    THE_TEAM,
    THE_UNION,
    THE_UNIT,
    WHO_DECIDES,
    WHO_LEADS,
    WHO_RECORDS,
    WHO_REFERS,
)

OWED = frozenset({Status.RECTIFYING})
"""Where the terms count of items that are still to be put right; of those that were handed in the team verifies."""

OFFERS = (
    Offer(leading.RecordLead, "", WHO_RECORDS),
    Offer(leading.Register, "registration", THE_UNION | THE_CHAIR),
    Offer(leading.Dismiss, "dismissal", THE_UNION | THE_CHAIR),
    Offer(leading.Triage, "triage", THE_UNION | THE_CHAIR),
    Offer(referring.Refer, "referral", WHO_REFERS, aside=True, meets=("D-S02",), settles=True),
    Offer(referring.SignForReferral, "referral-receipt", WHO_REFERS | THE_OFFICE, aside=True, meets=("D-S02",)),
    Offer(referring.TellFeedback, "referral-feedback", WHO_REFERS | THE_OFFICE, aside=True, meets=("D-S03",)),
    Offer(asking.AskParty, "paper", THE_CHAIR | THE_UNION | WHO_LEADS, aside=True, settles=True),
    Offer(preparing.ApprovePlan, "plan", THE_CHAIR | THE_PARTY),
    Offer(preparing.AssignTeam, "team", THE_CHAIR),
    Offer(preparing.StartCheck, "start", WHO_LEADS),
    Offer(checking.AddEvidence, "evidence", THE_TEAM, aside=True),
    Offer(checking.LogTalk, "talk", THE_TEAM, aside=True),
    Offer(finding.DraftFindings, "finding", THE_TEAM),
    Offer(finding.HearUnit, "hearing", WHO_LEADS | THE_UNIT, meets=("D-S05",)),
    Offer(finding.Finalise, "conclusion", WHO_LEADS),
    Offer(noticing.IssueNotice, "notice", THE_CHAIR),
    Offer(noticing.RecordDelivery, "delivery", THE_TEAM | THE_CHAIR),
    Offer(noticing.Reply, "reply", THE_UNIT | THE_TEAM, meets=("D-S06",)),
    Offer(rectifying.SubmitRectification, "rectification", THE_UNIT | THE_TEAM, meets=("D-S07",), while_at=OWED),
    Offer(rectifying.VerifyItem, "verification", THE_TEAM, meets=("D-S07",)),
    Offer(rectifying.AcceptOpenItem, "open-item", THE_CHAIR, aside=True),
    Offer(ending.Report, "report", WHO_LEADS | THE_PARTY),
    Offer(ending.Close, "closing", THE_CHAIR),
    Offer(noting.WriteNote, "note", THE_UNION | THE_TEAM | THE_CHAIR, aside=True),
    Offer(recusing.DeclareTie, "tie", THE_UNION | THE_TEAM | THE_CHAIR | THE_PARTY, aside=True, settles=True),
    Offer(recusing.AskRecusal, "recusal-request", THE_UNION | THE_TEAM | THE_UNIT, aside=True),
    Offer(recusing.OrderRecusal, "recusal", WHO_DECIDES, aside=True, settles=True),
    Offer(recusing.DecideRecusal, "recusal-decision", WHO_DECIDES, meets=("D-C01",), settles=True),
    Offer(handing.HandOver, "handover", WHO_LEADS | THE_CHAIR, aside=True, settles=True),
    Offer(mending.Confirm, "confirmation", THE_UNION | THE_CHAIR | THE_TEAM, aside=True),
    Offer(mending.Contest, "contest", THE_UNION | THE_CHAIR | THE_TEAM, aside=True),
    Offer(mending.Correct, "correction", THE_UNION | THE_CHAIR | THE_TEAM, aside=True),
    Offer(mending.Void, "void", THE_UNION | THE_CHAIR | WHO_LEADS, aside=True),
    Offer(numbering.NumberDocument, "document-number", THE_CHAIR | WHO_LEADS, aside=True),
    Offer(numbering.VoidNumber, "document-number-void", THE_CHAIR | WHO_LEADS, aside=True),
    Offer(ending.SettleClocks, None, OPERATING),
    Offer(reacting.TakeDueSteps, None, OPERATING),
)
