"""Which day of a fact of a supervision case may not lie before which, as its commands ask and its corrections."""

from datetime import date

from domain.cases.ordering import STEPPED, Order, since, since_part
from domain.supervision import events as e
from domain.supervision.escalations import Escalated, EscalationDecided, ItemsHandedOver
from domain.supervision.referrals import FeedbackGiven, ReferralReceived
from domain.supervision.state import Supervision


def _told_and_stepped(state: Supervision, fact: e.Started) -> date:
    return max(fact.notified_on, state.stepped_on)


def _item(state: Supervision, fact: e.RectificationSubmitted | e.ItemAcceptedOpen) -> date:
    return max(state.items[fact.item].stepped_on, state.replied_on)


STARTED = since("started_on")
ITEM = since_part("items", "item", "stepped_on")
ORDER: Order = {
    e.Registered: {"registered_on": STEPPED},
    e.Dismissed: {"dismissed_on": STEPPED},
    e.Triaged: {"triaged_on": STEPPED},
    e.PlanApproved: {"approved_on": STEPPED},
    e.TeamAssigned: {"assigned_on": STEPPED},
    e.Started: {"notified_on": since("approved_on"), "started_on": _told_and_stepped},
    e.EvidenceAdded: {"obtained_on": STARTED},
    e.TalkLogged: {"talked_on": STARTED},
    e.FindingsDrafted: {"drafted_on": STEPPED},
    e.PutBeforeParty: {"put_on": STEPPED},
    e.UnitHeard: {"heard_on": STEPPED},
    e.FindingsFinalised: {"finalised_on": STEPPED},
    e.NoticeIssued: {"issued_on": STEPPED},
    e.NoticeDelivered: {"delivered_on": STEPPED},
    e.Replied: {"replied_on": STEPPED},
    e.RectificationSubmitted: {"submitted_on": _item},
    e.ItemVerified: {"verified_on": ITEM},
    e.ItemReopened: {"verified_on": ITEM},
    e.ItemAcceptedOpen: {"accepted_on": _item},
    e.Reported: {"reported_on": STEPPED},
    e.Closed: {"closed_on": STEPPED},
    Escalated: {"escalated_on": STEPPED},
    EscalationDecided: {"decided_on": STEPPED},
    ItemsHandedOver: {"handed_over_on": STEPPED},
    ReferralReceived: {"received_on": since_part("referrals", "referral", "referred_on")},
    FeedbackGiven: {"feedback_on": since_part("referrals", "referral", "received_on")},
}
