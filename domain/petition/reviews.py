"""The review of an answer by the next higher unit: its facts, and what they leave to decide; 信访工作条例 §35."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.changing import changed
from domain.deadlines.clocks import Clock, ClockStopped
from domain.petition.codes import ReviewResult
from domain.petition.results import DemandResult
from domain.scopes import Openness, Scope
from domain.values import Content, Guarded, OfficerRef, UnitRef


@dataclass(frozen=True, slots=True)
class ReviewRequested:
    """The petitioner asked the next higher unit for a review; a late request tells why it was taken."""

    NAME: ClassVar = "petition.review_requested"
    VERSION: ClassVar = 1
    to_unit: UnitRef
    request: Guarded[str]
    late_because: Guarded[str] | None
    requested_on: date
    clock: Clock
    stopped: tuple[ClockStopped, ...]

    def rescoped(self, scope: Scope) -> Scope:
        """What was answered exists for the offices above, one of which names who reviews it."""
        return scope if scope.openness is Openness.SEALED else changed(scope, openness=Openness.OPEN)


@dataclass(frozen=True, slots=True)
class ReviewerNamed:
    """Who reviews, and in whose place, where somebody was named before."""

    NAME: ClassVar = "petition.reviewer_named"
    VERSION: ClassVar = 1
    reviewer: OfficerRef
    replaced: OfficerRef | None
    reviewer_named_on: date

    def rescoped(self, scope: Scope) -> Scope:
        return (scope.releasing(self.replaced) if self.replaced else scope).assigning(self.reviewer)


@dataclass(frozen=True, slots=True)
class ReviewDecided:
    """The written opinion of the review; `clock` is the term for handling the matter again, where it is ordered."""

    NAME: ClassVar = "petition.review_decided"
    VERSION: ClassVar = 1
    result: ReviewResult
    results: tuple[DemandResult, ...]
    findings: Content[str]
    opinion: Content[str]
    legal_basis: Content[str]
    remedy: Content[str] | None
    decided_by: OfficerRef
    decided_on: date
    dispatched_on: date
    clock: Clock | None
    stopped: tuple[ClockStopped, ...]

    def rescoped(self, scope: Scope) -> Scope:
        """Who reviewed is done with it, and takes no part in what is handled again."""
        return scope.releasing(self.decided_by)


ReviewFact = ReviewRequested | ReviewerNamed | ReviewDecided


@dataclass(frozen=True, slots=True)
class Review:
    """What is known of the review that was asked for last: the unit that reviews, and who is named for it since when.

    `named_on` stays after the opinion, when nobody is named any more.
    """

    unit: UnitRef
    requested_on: date
    reviewer: OfficerRef | None = None
    named_on: date | None = None
