"""Reviewing: the petitioner asks the next higher unit, whose head names a reviewer, who decides; 信访工作条例 §35."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from domain.actors import unit_of
from domain.cases.recusal import waits_for_decision
from domain.cases.recusing import OfficerRecused
from domain.deadlines.clocks import Clock, ClockStopped, StopReason, in_time, settled, started, stopped
from domain.kernel import Command, Desk, Rejected
from domain.officers import Officer, Serving, line_above
from domain.petition.accused import units_above
from domain.petition.codes import ReviewResult, Route, Status
from domain.petition.deciding import (
    DemandsWithoutResult,
    RemedyMissing,
    Result,
)
from domain.petition.ending import REVIEW_WINDOW, NotDeliveredYet
from domain.petition.reacting import EXECUTION
from domain.petition.results import DemandResult
from domain.petition.reviews import ReviewDecided, ReviewerNamed, ReviewRequested
from domain.petition.sealing import UNNAMED
from domain.petition.silence import REDOING
from domain.petition.state import Petition
from domain.roles import Role
from domain.units import Unit
from domain.values import LongText, OfficerRef, Several, Text, UnitRef, Whole, content, written

REVIEWING = "D-P07"
REVIEWER = Serving(frozenset({Role.REVIEWER}), of="reviewing_unit")
"""Officers who review for the unit that was asked."""


class NoReviewOfThisRoute(Rejected):
    """信访工作条例 §§31(6), 35: only an opinion of the petition procedure proper is reviewed."""

    code = "no_review_of_this_route"
    says = "Only the opinion on a petition of route R6 can be reviewed."
    is_moot = True


class RequestAfterWindow(Rejected):
    """信访工作条例 §35; a good cause for being late is taken by design."""

    code = "request_after_window"
    says = (
        "A review could be requested until {due_on}. A later request is taken with the reason why it comes late, "
        "which the head of the petition office accepts."
    )


class NoUnitAbove(Rejected):
    """信访工作条例 §35: the next higher organ reviews."""

    code = "no_unit_above"
    says = (
        "The opinion is one of the top unit {unit}: no unit of this service reviews it. Hand the request to the "
        "superior authority of that unit ({superior})."
    )


@dataclass(frozen=True, slots=True, repr=False)
class RequestReview(Command[Petition]):
    """The petitioner's request, as the desk that answered takes it in; within thirty days of the answer."""

    allowed_in: ClassVar = frozenset({Status.REPLIED})
    requested_on: date
    request: LongText
    late_because: Annotated[str | None, Text(most=2_000, long=True)] = None

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        if state.route is not Route.R6:
            yield NoReviewOfThisRoute()
        elif state.delivered_on is None:
            yield NotDeliveredYet()

    def lines(self, state: Petition) -> Sequence[UUID]:
        return () if state.unit is None else (state.unit,)

    def decide(self, state: Petition, desk: Desk) -> tuple[ReviewRequested, ...]:
        day = desk.happened("requested_on", self.requested_on, not_before=state.delivered_on)
        window = state.clock(REVIEW_WINDOW)
        self._is_taken(window, day, desk)
        return (
            ReviewRequested(
                to_unit=_next_higher(state, desk),
                request=written(state.known_subject, "request", self.request),
                late_because=content(state.known_subject, "late_because", self.late_because),
                requested_on=day,
                clock=started(REVIEWING, day, desk.calendar, desk.profile),
                stopped=(stopped(window, day),) if window else (),
            ),
        )

    def _is_taken(self, window: Clock | None, day: date, desk: Desk) -> None:
        if window is None:
            return
        counted = settled(window, desk.calendar)
        is_accepted = bool(self.late_because) and desk.role is Role.PET_HEAD
        if not in_time(counted, day) and not is_accepted:
            raise RequestAfterWindow(due_on=counted.due_on, field="late_because")


def _next_higher(state: Petition, desk: Desk) -> UnitRef:
    """The unit right above the one whose opinion it is. Raises NoUnitAbove."""
    if state.unit is None:
        raise LookupError("a petition that was never received has no unit")
    above = units_above(state.unit, desk.consulted)
    if not above:
        top = desk.consulted.get(state.unit)
        raise NoUnitAbove(unit=top.code if isinstance(top, Unit) else state.unit, superior=desk.superior or UNNAMED)
    return above[0]


class OwnOpinionUnderReview(Rejected):
    """信访工作条例 §35: the next higher organ reviews, not the one that answered."""

    code = "own_opinion_under_review"
    says = "The opinion under review is one of your unit. The head of the next higher unit names who reviews it."


class ReviewerNamedAlready(Rejected):
    code = "reviewer_named_already"
    says = "Who reviews is named already."
    is_moot = True


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

    allowed_in: ClassVar = frozenset({Status.REVIEW})
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


class NobodyNamedYet(Rejected):
    code = "no_reviewer_named"
    says = "Nobody is named for the review yet. The head of the petition office of the unit that was asked names one."
    is_moot = True


@dataclass(frozen=True, slots=True, repr=False)
class ReplaceReviewer(Command[Petition]):
    """Somebody else is named, where who was named leaves or has too much in hand."""

    allowed_in: ClassVar = frozenset({Status.REVIEW})
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
    """The naming. Raises ReviewerTookPart, OfficerRecused, ReviewerOfAnotherUnit."""
    if reviewer in state.took_part or reviewer == state.named_reviewer:
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


class NotTheReviewer(Rejected):
    code = "not_the_reviewer"
    says = "Only the officer who is named for the review decides on it."


class ResultsOfAChangeAlone(Rejected):
    code = "results_of_a_change_alone"
    says = "Results of the demands are given where the review changes the opinion, and nowhere else."


@dataclass(frozen=True, slots=True, repr=False)
class DecideReview(Command[Petition]):
    """复查意见书: the opinion stands, is changed, or is revoked and the matter handled again; 信访工作条例 §35.

    `days` is the term for handling it again; design. What is not handled again tells how to request a second review.
    """

    allowed_in: ClassVar = frozenset({Status.REVIEW})
    decided_on: date
    result: ReviewResult
    findings: LongText
    opinion: LongText
    legal_basis: LongText
    remedy: Annotated[str | None, Text(most=2_000, long=True)] = None
    results: Annotated[tuple[Result, ...], Several(0, 20)] = ()
    days: Annotated[int, Whole(1, 365)] = 30
    dispatched_on: date | None = None

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        if state.named_reviewer is None:
            yield NobodyNamedYet()
        elif state.named_reviewer != desk.officer:
            yield NotTheReviewer()

    def decide(self, state: Petition, desk: Desk) -> tuple[ReviewDecided, ...]:
        self._is_whole(state)
        since = state.review.requested_on if state.review else None
        day = desk.happened("decided_on", self.decided_on, not_before=since)
        sent = desk.happened("dispatched_on", self.dispatched_on or day, not_before=day)
        subject, is_redone = state.known_subject, self.result is ReviewResult.REVOKE_REDO
        again = started(REDOING, sent, desk.calendar, desk.profile, length=self.days) if is_redone else None
        return (
            ReviewDecided(
                result=self.result,
                results=tuple(
                    DemandResult(each.demand, each.outcome, written(subject, f"results/{each.demand}", each.basis))
                    for each in self.results
                ),
                findings=written(subject, "findings", self.findings),
                opinion=written(subject, "opinion", self.opinion),
                legal_basis=written(subject, "legal_basis", self.legal_basis),
                remedy=content(subject, "remedy", self.remedy),
                decided_by=desk.officer,
                decided_on=day,
                dispatched_on=sent,
                clock=again,
                stopped=tuple(self._ended(state, sent)),
            ),
        )

    def _is_whole(self, state: Petition) -> None:
        given = sorted(each.demand for each in self.results)
        if self.result is ReviewResult.CHANGE and given != list(state.demand_numbers):
            raise DemandsWithoutResult(
                demands=state.demand_count, given=", ".join(str(number) for number in given), field="results"
            )
        if self.result is not ReviewResult.CHANGE and given:
            raise ResultsOfAChangeAlone(field="results")
        if self.result is not ReviewResult.REVOKE_REDO and not self.remedy:
            raise RemedyMissing(field="remedy")

    def _ended(self, state: Petition, on: date) -> Iterator[ClockStopped]:
        """The term of the review; what an opinion that falls had ordered is not carried out any more."""
        if review := state.clock(REVIEWING):
            yield stopped(review, on)
        execution = state.clock(EXECUTION)
        if execution and self.result is not ReviewResult.UPHOLD:
            yield stopped(execution, on, StopReason.REPLACED)
