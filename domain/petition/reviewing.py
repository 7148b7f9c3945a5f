"""Reviewing: whoever is named for it decides whether the opinion stands; 信访工作条例 §35."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from domain.deadlines.clocks import ClockStopped, StopReason, started, stopped
from domain.kernel import Command, Desk, Rejected
from domain.petition.codes import ReviewResult
from domain.petition.deciding import DemandsWithoutResult, RemedyMissing, Result
from domain.petition.naming import NobodyNamedYet
from domain.petition.reacting import EXECUTION
from domain.petition.results import DemandResult
from domain.petition.reviews import ReviewDecided
from domain.petition.silence import REDOING
from domain.petition.stages import REVIEW
from domain.petition.state import Petition
from domain.values import LongText, Several, Text, Whole, content, written


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

    allowed_in: ClassVar = frozenset({REVIEW.asked})
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
        day = desk.happened("decided_on", self.decided_on, not_before=state.review.named_on if state.review else None)
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
        if review := state.clock(REVIEW.term):
            yield stopped(review, on)
        execution = state.clock(EXECUTION)
        if execution and self.result is not ReviewResult.UPHOLD:
            yield stopped(execution, on, StopReason.REPLACED)
