"""How the state of a petition follows from the facts of its review."""

from dataclasses import replace
from typing import assert_never

from domain.cases.recusal import handed_on
from domain.changing import changed
from domain.petition.codes import ReviewResult, Status
from domain.petition.reviews import Review, ReviewDecided, ReviewerNamed, ReviewFact, ReviewRequested
from domain.petition.state import Petition


def reviewed(state: Petition, event: ReviewFact) -> Petition:
    """The state after one more fact of the review; refuses none."""
    match event:
        case ReviewRequested():
            return changed(
                state,
                status=Status.REVIEW,
                stepped_on=event.requested_on,
                review=Review(event.to_unit, event.requested_on),
            )
        case ReviewerNamed():
            return _named(state, event)
        case ReviewDecided(result=ReviewResult.REVOKE_REDO):
            again = Status.HANDLING if state.scope.assigned else Status.ACCEPTED
            return changed(
                _answer_falls(state, event),
                status=again,
                outcomes=(),
                decision_proposed_by=None,
                issued_on=None,
                extension_asked=None,
                extension_untold=None,
            )
        case ReviewDecided(result=ReviewResult.CHANGE):
            outcomes = tuple(each.outcome for each in event.results)
            return changed(_answer_falls(state, event), status=Status.REVIEW_REPLIED, outcomes=outcomes)
        case ReviewDecided():
            return _review_answered(state, event)
    assert_never(event)


def _named(state: Petition, event: ReviewerNamed) -> Petition:
    if state.review is None:
        return state
    before = state.review.reviewer
    return changed(
        state,
        review=replace(state.review, reviewer=event.reviewer, named_on=event.reviewer_named_on),
        reviewers=state.reviewers.holding(event.reviewer, None),
        recusals=handed_on(state.recusals, before) if before else state.recusals,
    )


def _review_answered(state: Petition, event: ReviewDecided) -> Petition:
    """What is to be delivered from now on is the answer of the review."""
    return changed(
        state,
        status=Status.REVIEW_REPLIED,
        stepped_on=event.dispatched_on,
        issued_on=event.decided_on,
        delivered_on=None,
        review=replace(state.review, reviewer=None) if state.review else None,
    )


def _answer_falls(state: Petition, event: ReviewDecided) -> Petition:
    """What the answer ordered is carried out no more."""
    return changed(_review_answered(state, event), is_implementing=False, is_implemented=False)
