"""Which day of a fact of a petition may not lie before which, as its commands ask and its corrections."""

from datetime import date

from domain.cases.ordering import STEPPED, Earliest, Order, after, since, since_part
from domain.petition import accusations as a
from domain.petition import events as e
from domain.petition import oversight as o
from domain.petition import reviews as r
from domain.petition import unsealings as u
from domain.petition.notices import FIRST_NOTICE, OWNERS_NOTICE
from domain.petition.silence import REDOING
from domain.petition.splits import Split
from domain.petition.state import Petition
from domain.petition.unsealings import Unsealing

RECEIVED, DELIVERED = since("received_on"), since("delivered_on")


def _arrived(state: Petition, _fact: object) -> date:
    """A notice follows the last arrival of which the petitioner has to be told."""
    running = [clock for rule in (FIRST_NOTICE, OWNERS_NOTICE) if (clock := state.clock(rule))]
    return max((clock.started_on for clock in running), default=state.received_on)


def _sealing(name: str) -> Earliest:
    return lambda state, _fact: getattr(state.sealing, name)


def _proposed(name: str) -> Earliest:
    """Not before the day on which it was asked for or proposed, where that is known."""
    return lambda state, _fact: getattr(getattr(state, name), "on", None)


def _approved(state: Petition, _fact: object) -> date | None:
    return state.extension_untold.approved_on if state.extension_untold else None


def _asked_for_review(state: Petition, _fact: object) -> date | None:
    return state.review.requested_on if state.review else None


def _reviewer_named(state: Petition, _fact: object) -> date | None:
    return state.review.named_on if state.review else None


def _running_since(state: Petition, _fact: object) -> date:
    """A withdrawal is of what is handled now: again, where a review had it so."""
    again = state.clock(REDOING)
    return again.started_on if again else state.received_on


def _issued(state: Petition, _fact: object) -> date:
    return state.issued_on or state.stepped_on


def _unsealing(state: Petition, fact: u.UnsealingApproved | u.UnsealingRefused) -> date | None:
    asked: Unsealing | None = state.unsealings.kept.get(fact.unsealing)
    return asked.requested_on if asked else None


def _question(state: Petition, fact: u.SamePersonAnswered) -> date | None:
    return state.unsealings.unanswered.get(fact.question)


ORDER: Order = {
    e.NoticeSent: {"sent_on": _arrived},
    e.Screened: {"screened_on": RECEIVED},
    e.Forwarded: {"forwarded_on": STEPPED, "owner_received_on": after("forwarded_on")},
    e.Accepted: {"accepted_on": STEPPED},
    e.NonAcceptanceProposed: {"proposed_on": STEPPED},
    e.NotAccepted: {"told_on": _proposed("non_acceptance")},
    e.HandlingStarted: {"started_on": STEPPED},
    e.SubmitterAsked: {"asked_on": since("accepted_on")},
    e.TalkRecorded: {"talked_on": RECEIVED},
    e.ExtensionRequested: {"requested_on": since("accepted_on")},
    e.ExtensionApproved: {"approved_on": _proposed("extension_asked")},
    e.ExtensionRefused: {"refused_on": _proposed("extension_asked")},
    e.Extended: {"told_on": _approved},
    e.DecisionProposed: {"proposed_on": STEPPED},
    e.DecisionReturned: {"returned_on": STEPPED},
    e.DecisionIssued: {"issued_on": STEPPED, "dispatched_on": after("issued_on")},
    e.DecisionDelivered: {"delivered_on": _issued},
    e.ImplementationConfirmed: {"done_on": DELIVERED},
    e.Closed: {"closed_on": DELIVERED},
    e.Withdrawn: {"withdrawn_on": _running_since},
    Split: {"split_on": RECEIVED},
    a.Sealed: {"sealed_on": RECEIVED},
    a.PackageSent: {"sent_on": STEPPED},
    a.PackageReceived: {"received_on": _sealing("sent_on")},
    a.AcceptanceTold: {"told_on": _sealing("received_on")},
    a.InquiryConcluded: {"concluded_on": _sealing("received_on")},
    a.ResultTold: {"told_on": _sealing("concluded_on")},
    u.UnsealingRequested: {"requested_on": RECEIVED},
    u.UnsealingApproved: {"approved_on": _unsealing},
    u.UnsealingRefused: {"refused_on": _unsealing},
    u.SamePersonAsked: {"asked_on": RECEIVED},
    u.SamePersonAnswered: {"answered_on": _question},
    r.ReviewRequested: {"requested_on": DELIVERED},
    r.ReviewerNamed: {"reviewer_named_on": _asked_for_review},
    r.ReviewDecided: {"decided_on": _reviewer_named, "dispatched_on": after("decided_on")},
    o.Supervised: {"supervised_on": RECEIVED},
    o.SupervisionAnswered: {"answered_on": since_part("oversights", "oversight", "supervised_on")},
}
