"""Unsealing: what is sealed opens for one officer and some hours, where a second one approves and a third releases."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, ClassVar

from domain.kernel import Command, Desk, Rejected
from domain.levels import ReadFor
from domain.petition.codes import OPEN, Status, UnsealedField
from domain.petition.state import Petition
from domain.petition.unsealings import (
    IdentityReleased,
    SamePersonAnswered,
    SamePersonAsked,
    Unsealing,
    UnsealingApproved,
    UnsealingRefused,
    UnsealingRequested,
)
from domain.values import Code, Several, Text, Whole, YesOrNo, written

LONGEST = 24
"""Hours for which something is unsealed at most."""
WHILE_KEPT = OPEN | {Status.REFERRED_DI}

Reason = Annotated[str, Text(most=2_000, long=True)]
Number = Annotated[int, Whole(1, 10_000)]


class NothingIsSealed(Rejected):
    code = "nothing_is_sealed"
    says = "The matter accuses nobody and was not filed in confidence: who may read it reads who filed it."
    is_moot = True


class UnsealingWaits(Rejected):
    code = "unsealing_waits"
    says = "You have asked to unseal this matter already, and that is to be decided or released first."


class NoUnsealingAsked(Rejected):
    code = "no_unsealing_asked"
    says = "No unsealing of that number waits for this step."
    is_moot = True


class UnsealingByThree(Rejected):
    """信访工作条例 §30: what is sealed opens where three persons act, each with a sign-in of their own."""

    code = "unsealing_by_three"
    says = "Who asks for an unsealing, who approves it and who releases it are three persons."


class NoQuestionAsked(Rejected):
    code = "no_question_asked"
    says = "No question of that number waits to be answered."
    is_moot = True


def _is_sealed(state: Petition) -> Iterator[Rejected]:
    if not (state.is_confidential or state.sealing.count):
        yield NothingIsSealed()


def _waiting(state: Petition, *, approved: bool) -> list[int]:
    """The numbers of requests that nobody released yet, approved or not."""
    kept = state.unsealings.kept.items()
    return [number for number, one in kept if one.until is None and (one.approved_by is not None) == approved]


def _asked(number: int, state: Petition, *, approved: bool) -> Unsealing:
    """The request of that number that waits for the step. Raises NoUnsealingAsked."""
    if number not in _waiting(state, approved=approved):
        raise NoUnsealingAsked
    return state.unsealings.kept[number]


@dataclass(frozen=True, slots=True, repr=False)
class RequestUnsealing(Command[Petition]):
    """Asks to read what is sealed, for a purpose, what of it, and for how many hours."""

    allowed_in: ClassVar = WHILE_KEPT
    fields: Annotated[tuple[UnsealedField, ...], Several(1, 3)]
    purpose: ReadFor
    hours: Annotated[int, Whole(1, LONGEST)]
    reason: Reason
    requested_on: date

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        yield from _is_sealed(state)
        if any(one.by == desk.officer and one.until is None for one in state.unsealings.kept.values()):
            yield UnsealingWaits()

    def decide(self, state: Petition, desk: Desk) -> tuple[UnsealingRequested, ...]:
        number = state.unsealings.count + 1
        day = desk.happened("requested_on", self.requested_on, not_before=state.received_on)
        reason = written(state.known_subject, f"reason/{number}", self.reason)
        fields = tuple(sorted(set(self.fields)))
        return (UnsealingRequested(number, fields, self.purpose, self.hours, reason, desk.officer, day),)


@dataclass(frozen=True, slots=True, repr=False)
class ApproveUnsealing(Command[Petition]):
    allowed_in: ClassVar = WHILE_KEPT
    unsealing: Number
    approved_on: date

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        if not _waiting(state, approved=False):
            yield NoUnsealingAsked()

    def decide(self, state: Petition, desk: Desk) -> tuple[UnsealingApproved, ...]:
        asked = _asked(self.unsealing, state, approved=False)
        if asked.by == desk.officer:
            raise UnsealingByThree
        day = desk.happened("approved_on", self.approved_on, not_before=asked.requested_on)
        return (UnsealingApproved(self.unsealing, desk.officer, day),)


@dataclass(frozen=True, slots=True, repr=False)
class RefuseUnsealing(Command[Petition]):
    """By whoever would approve it, or by the keeper of identities who would release it."""

    allowed_in: ClassVar = WHILE_KEPT
    unsealing: Number
    grounds: Reason
    refused_on: date

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        if not (_waiting(state, approved=False) or _waiting(state, approved=True)):
            yield NoUnsealingAsked()

    def decide(self, state: Petition, desk: Desk) -> tuple[UnsealingRefused, ...]:
        asked = state.unsealings.kept.get(self.unsealing)
        if asked is None or asked.until is not None:
            raise NoUnsealingAsked
        if asked.by == desk.officer:
            raise UnsealingByThree
        day = desk.happened("refused_on", self.refused_on, not_before=asked.requested_on)
        grounds = written(state.known_subject, f"grounds/{self.unsealing}", self.grounds)
        return (UnsealingRefused(self.unsealing, grounds, desk.officer, day),)


@dataclass(frozen=True, slots=True, repr=False)
class Unseal(Command[Petition]):
    """Opens what was asked for and approved, from this moment on; it closes by itself when the hours are over."""

    allowed_in: ClassVar = WHILE_KEPT
    unsealing: Number

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        if not _waiting(state, approved=True):
            yield NoUnsealingAsked()

    def decide(self, state: Petition, desk: Desk) -> tuple[IdentityReleased, ...]:
        asked = _asked(self.unsealing, state, approved=True)
        if desk.officer in (asked.by, asked.approved_by):
            raise UnsealingByThree
        return (IdentityReleased(self.unsealing, desk.officer, desk.at + timedelta(hours=asked.hours)),)


@dataclass(frozen=True, slots=True, repr=False)
class AskSamePerson(Command[Petition]):
    """Asks whether the matter of another number was filed by the same person, which the keeper of identities sees."""

    allowed_in: ClassVar = WHILE_KEPT
    other_no: Code
    asked_on: date

    def decide(self, state: Petition, desk: Desk) -> tuple[SamePersonAsked, ...]:
        number = state.unsealings.questions + 1
        day = desk.happened("asked_on", self.asked_on, not_before=state.received_on)
        other = written(state.known_subject, f"other_no/{number}", self.other_no)
        return (SamePersonAsked(number, other, desk.officer, day),)


@dataclass(frozen=True, slots=True, repr=False)
class AnswerSamePerson(Command[Petition]):
    """Yes or no: nothing else leaves the keeper of identities."""

    allowed_in: ClassVar = WHILE_KEPT
    question: Number
    is_same: YesOrNo
    answered_on: date

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        if not state.unsealings.unanswered:
            yield NoQuestionAsked()

    def decide(self, state: Petition, desk: Desk) -> tuple[SamePersonAnswered, ...]:
        asked_on = state.unsealings.unanswered.get(self.question)
        if asked_on is None:
            raise NoQuestionAsked
        day = desk.happened("answered_on", self.answered_on, not_before=asked_on)
        return (SamePersonAnswered(self.question, self.is_same, desk.officer, day),)
