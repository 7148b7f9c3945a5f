"""Which day of a fact of a hardship request may not lie before which, as its commands ask and its corrections."""

from datetime import date

from domain.cases.ordering import STEPPED, Order, after, since, since_part
from domain.hardship import events as e
from domain.hardship.state import Hardship

AID = since_part("aids", "aid", "stepped_on")


def _authorised(state: Hardship, _fact: object) -> date:
    return max(min(state.authorisations, default=date.min), state.stepped_on)


def _planned(state: Hardship, fact: e.AidPlanned) -> date:
    return state.applied_on if fact.is_emergency else state.stepped_on


def _paid(state: Hardship, fact: e.AidPaid) -> date:
    return max(state.aids[fact.aid].stepped_on, state.account_on or state.applied_on)


def _posted(state: Hardship, _fact: object) -> date | None:
    return state.last_notice.started_on if state.last_notice else None


ORDER: Order = {
    e.Applied: {"applied_on": after("consented_on")},
    e.AccountRecorded: {"recorded_on": since("applied_on")},
    e.SupplementAsked: {"asked_on": STEPPED},
    e.SupplementReceived: {"received_on": STEPPED},
    e.VisitArranged: {"arranged_on": STEPPED},
    e.Visited: {"visited_on": STEPPED},
    e.Verified: {"verified_on": _authorised},
    e.Reviewed: {"reviewed_on": STEPPED},
    e.Published: {"posted_on": STEPPED},
    e.NoticeReopened: {"objected_on": _posted},
    e.FileApproved: {"approved_on": STEPPED},
    e.Refused: {"refused_on": STEPPED},
    e.AidPlanned: {"planned_on": _planned},
    e.AidApproved: {"approved_on": AID},
    e.AidPaid: {"paid_on": _paid},
    e.AidCancelled: {"cancelled_on": AID},
    e.AidReceipted: {"receipted_on": AID},
    e.AidHeld: {"held_on": AID},
    e.Withdrawn: {"withdrawn_on": since("applied_on")},
}
