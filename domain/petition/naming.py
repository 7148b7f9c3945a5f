"""Naming who reviews: the head of the unit that was asked names an officer who had no part in the matter."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from domain.actors import unit_of
from domain.cases.recusal import waits_for_decision
from domain.cases.recusing import OfficerRecused
from domain.kernel import Command, Desk, Rejected
from domain.officers import Officer, Serving, line_above
from domain.petition.reviews import ReviewerNamed
from domain.petition.stages import REVIEW
from domain.petition.state import Petition
from domain.roles import Role
from domain.values import OfficerRef

REVIEWER = Serving(frozenset({Role.REVIEWER}), of="reviewing_unit")
"""Officers who review for the unit that was asked."""


class OwnOpinionUnderReview(Rejected):
    """信访工作条例 §35: the next higher organ reviews, not the one that answered."""

    code = "own_opinion_under_review"
    says = "The opinion under review is one of your unit. The head of the next higher unit names who reviews it."


class ReviewerNamedAlready(Rejected):
    code = "reviewer_named_already"
    says = "Who reviews is named already."
    is_moot = True


class NobodyNamedYet(Rejected):
    code = "no_reviewer_named"
    says = "Nobody is named for the review yet. The head of the petition office of the unit that was asked names one."
    is_moot = True


class SameReviewerAgain(Rejected):
    code = "same_reviewer_again"
    says = "The officer {officer} is the one named for the review now. Choose somebody else."


class ReviewerTookPart(Rejected):
    """信访工作条例 §35 with the separation of a review from the first handling."""

    code = "reviewer_took_part"
    says = "The officer {officer} took part in the handling that is under review. Choose somebody else."


class ReviewerOfAnotherUnit(Rejected):
    code = "reviewer_of_another_unit"
    says = "The officer {officer} does not review for the unit that was asked, nor for one above it."


def _names_from_above(state: Petition, desk: Desk) -> Iterator[Rejected]:
    if unit_of(desk.by) == state.unit:
        yield OwnOpinionUnderReview()


@dataclass(frozen=True, slots=True, repr=False)
class NameReviewer(Command[Petition]):
    """The head of the petition office of the unit that was asked names an officer who had no part in the matter."""

    allowed_in: ClassVar = frozenset({REVIEW.asked})
    reviewer: Annotated[OfficerRef, REVIEWER]
    reviewer_named_on: date

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        if state.named_reviewer is not None:
            yield ReviewerNamedAlready()
        yield from _names_from_above(state, desk)

    def lines(self, state: Petition) -> Sequence[UUID]:
        return () if state.reviewing_unit is None else (state.reviewing_unit,)

    def decide(self, state: Petition, desk: Desk) -> tuple[ReviewerNamed, ...]:
        return (_named(self.reviewer, self.reviewer_named_on, state, desk),)


@dataclass(frozen=True, slots=True, repr=False)
class ReplaceReviewer(Command[Petition]):
    """Somebody else is named, where who was named leaves or has too much in hand."""

    allowed_in: ClassVar = frozenset({REVIEW.asked})
    reviewer: Annotated[OfficerRef, REVIEWER]
    reviewer_named_on: date

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        if state.named_reviewer is None:
            yield NobodyNamedYet()
        yield from _names_from_above(state, desk)

    def lines(self, state: Petition) -> Sequence[UUID]:
        return () if state.reviewing_unit is None else (state.reviewing_unit,)

    def decide(self, state: Petition, desk: Desk) -> tuple[ReviewerNamed, ...]:
        return (_named(self.reviewer, self.reviewer_named_on, state, desk),)


def _named(reviewer: OfficerRef, on: date, state: Petition, desk: Desk) -> ReviewerNamed:
    """The naming. Raises SameReviewerAgain, ReviewerTookPart, OfficerRecused, ReviewerOfAnotherUnit."""
    if reviewer == state.named_reviewer:
        raise SameReviewerAgain(officer=reviewer, field="reviewer")
    if reviewer in state.took_part:
        raise ReviewerTookPart(officer=reviewer, field="reviewer")
    if reviewer in state.recusals.since or waits_for_decision(state, reviewer):
        raise OfficerRecused(officer=reviewer, field="reviewer")
    if not _reviews_there(reviewer, state, desk):
        raise ReviewerOfAnotherUnit(officer=reviewer, field="reviewer")
    since = state.review.requested_on if state.review else None
    day = desk.happened("reviewer_named_on", on, not_before=since)
    return ReviewerNamed(reviewer, state.named_reviewer, day)


def _reviews_there(reviewer: OfficerRef, state: Petition, desk: Desk) -> bool:
    officer, unit = desk.consulted.get(reviewer), state.reviewing_unit
    if not isinstance(officer, Officer) or unit is None:
        return False
    line = line_above(unit, desk.consulted)
    return any(
        held.role is Role.REVIEWER and held.unit in line and any(term.holds(desk.today) for term in terms)
        for held, terms in officer.roles.items()
    )
