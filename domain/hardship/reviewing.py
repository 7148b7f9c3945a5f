"""Reviewing: the grassroots union's committee proposes the category that the computation finds, or none."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from domain.deadlines.clocks import StopReason
from domain.hardship.checking import CHECK
from domain.hardship.codes import Category, Status
from domain.hardship.eligibility import Expense, Fen, Finding, HouseholdAccount, Income, finding
from domain.hardship.events import Refused, Reviewed
from domain.hardship.state import Hardship, evolve
from domain.hardship.stated import Exclusions
from domain.kernel import Command, Desk, Rejected
from domain.values import (
    MORE,
    MOST_FEN,
    LongText,
    Sensitive,
    Several,
    SubjectRef,
    Text,
    Whole,
    sensitive,
    sensitive_lines,
    written,
)


@dataclass(frozen=True, slots=True)
class VerifiedMeans:
    """What was verified of the twelve months before application; the members were counted when it was verified."""

    incomes: Annotated[tuple[Income, ...], Several(0, 60)]
    expenses: Annotated[tuple[Expense, ...], Several(0, 60)]
    dibao_line_fen: Annotated[int, Whole(1, 100_000_000)]
    loss_year_fen: Annotated[Fen, MORE] = 0
    income_year_fen: Annotated[int | None, Whole(0, MOST_FEN), MORE] = None
    provincial_income_fen: Annotated[int | None, Whole(1, MOST_FEN), MORE] = None

    def account(self, members: int) -> HouseholdAccount:
        """The inputs of the computation for so many members."""
        return HouseholdAccount(
            members=members,
            incomes=self.incomes,
            expenses=self.expenses,
            dibao_line_fen=self.dibao_line_fen,
            loss_year_fen=self.loss_year_fen,
            income_year_fen=self.income_year_fen,
            provincial_income_fen=self.provincial_income_fen,
        )


class ProvincialIncomeMissing(Rejected):
    code = "provincial_income_missing"
    says = "This place compares with last year's provincial income per head. Give that amount."


class CategoryNotComputed(Rejected):
    """The result is changed by changing a rule, never by hand."""

    code = "category_not_computed"
    says = (
        "The computation finds {computed}, not {proposed}. Correct an amount that is wrong; no result is set by hand."
    )


class ExclusionApplies(Rejected):
    code = "exclusion_applies"
    says = "An exclusion was answered with yes. Propose H0, or give the grounds of an exception."


@dataclass(frozen=True, slots=True, repr=False)
class ReviewEligibility(Command[Hardship]):
    """The category proposed is the one computed; a result is changed by a rule, never by hand.

    Beside it stand only an accident that the local list of events knows, with its evidence, and H0 where an
    exclusion applies. An exclusion gives way only to written grounds of an exception.
    """

    allowed_in: ClassVar = frozenset({Status.VERIFIED})
    category: Category
    means: VerifiedMeans
    exclusions: Exclusions
    reviewed_on: date
    reasons: Annotated[str | None, Text(most=5_000, long=True)] = None
    local_event: Annotated[str | None, Text(most=5_000, long=True), MORE] = None
    exception_grounds: Annotated[str | None, Text(most=5_000, long=True), MORE] = None

    def decide(self, state: Hardship, desk: Desk) -> tuple[Reviewed | Refused, ...]:
        found = self._found(state, desk)
        self._may_propose(found)
        reviewed = self._reviewed(found, state.known_subject, state, desk)
        if self.category is not Category.H0:
            without_reasons(self.reasons)
            return (reviewed,)
        return (reviewed, refused(self.reasons, evolve(state, reviewed), reviewed.reviewed_on, desk))

    def _found(self, state: Hardship, desk: Desk) -> Finding:
        asked = desk.parameters(state.applied_on).has_income_precondition
        if asked and self.means.provincial_income_fen is None:
            raise ProvincialIncomeMissing
        return finding(self.means.account(state.member_count), desk.profile, state.applied_on)

    def _may_propose(self, found: Finding) -> None:
        if self.category is Category.H0 and self.exclusions.any:
            return
        if self.category is not found.category and not self._is_accident(found):
            raise CategoryNotComputed(computed=found.category, proposed=self.category)
        if self.exclusions.any and not self.exception_grounds:
            raise ExclusionApplies

    def _is_accident(self, found: Finding) -> bool:
        has_evidence = found.is_accident or bool(self.local_event)
        return self.category is Category.H3 and found.meets_precondition and has_evidence

    def _reviewed(self, found: Finding, subject: SubjectRef, state: Hardship, desk: Desk) -> Reviewed:
        day = desk.happened("reviewed_on", self.reviewed_on, not_before=state.stepped_on)
        return Reviewed(
            category=self.category,
            profile=found.profile,
            as_of=found.as_of,
            rule_version=found.rule_version,
            dibao_line_fen=self.means.dibao_line_fen,
            snapshot=sensitive_lines(subject, "snapshot", found.steps),
            exclusions=Sensitive(subject, "exclusions", self.exclusions),
            exception_grounds=sensitive(subject, "exception_grounds", self.exception_grounds),
            local_event=sensitive(subject, "local_event", self.local_event),
            reviewed_by=desk.officer,
            reviewed_on=day,
            stopped=state.stops(day, CHECK),
        )


class ReasonsNotKept(Rejected):
    code = "reasons_not_kept"
    says = "Written reasons are kept with a refusal only. Leave them empty here."


def without_reasons(reasons: LongText | None) -> None:
    """Nothing that somebody wrote falls under the table: what would not be kept is refused."""
    if reasons:
        raise ReasonsNotKept


class ReasonsMissing(Rejected):
    code = "reasons_missing"
    says = "A refusal needs written reasons for the applicant."


def refused(reasons: LongText | None, state: Hardship, day: date, desk: Desk) -> Refused:
    """Not eligible, with the written reasons that every refusal needs; ends whatever runs."""
    if not reasons:
        raise ReasonsMissing
    ended = state.stops(day, why=StopReason.ENDED)
    return Refused(written(state.known_subject, "reasons", reasons), desk.officer, day, ended)
