"""Referring: what a team does not look into goes sealed to the organ that does, which signs for it and tells a day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from domain.deadlines.clocks import Clock, ClockStopped, started, stopped
from domain.kernel import Command, Desk, Rejected
from domain.officers import stands_over
from domain.supervision.codes import Organ, Status
from domain.supervision.referrals import FeedbackGiven, Referral, ReferralReceived, Referred
from domain.supervision.state import FEEDBACK, HANDING_OVER, Supervision
from domain.units import active_unit
from domain.values import MORE, Known, Text, UnitRef, Whole, content, guarded

BEFORE_REPORT = frozenset(
    {
        Status.TRIAGED,
        Status.REFERRED,
        Status.PLANNED,
        Status.TEAM_READY,
        Status.CHECKING,
        Status.FINDINGS_DRAFT,
        Status.UNIT_HEARD,
        Status.FINDINGS_FINAL,
        Status.NOTICE_ISSUED,
        Status.RECTIFYING,
        Status.VERIFYING,
        Status.VERIFIED,
    }
)
SENT = BEFORE_REPORT | {Status.REPORTED, Status.CLOSED, Status.NO_PROBLEM}
"""Where something may have been handed over."""

OneReferral = Annotated[int, Whole(1, 100_000), Known("referral_numbers")]


class OfficeOfTheUnit(Rejected):
    """检举控告工作规则 §15, by analogy: no office of the unit that is looked into has the package."""

    code = "office_of_the_unit"
    says = "The office of {unit} belongs to the supervised unit or stands below it. Send the package to one above."


class OfficeNotNamed(Rejected):
    code = "office_not_named"
    says = "A package for a discipline office names the unit that it belongs to."


class OfficeNotHere(Rejected):
    code = "office_not_here"
    says = "Only discipline offices find packages here. Leave the unit out, and record the receipt from the paper."


@dataclass(frozen=True, slots=True, repr=False)
class Refer(Command[Supervision]):
    """What concerns a person, a loss or another authority is handed over; the rest of the check goes on.

    Also where the check found no problem: what was to be handed over before it began still is.
    """

    allowed_in: ClassVar = BEFORE_REPORT | {Status.NO_PROBLEM}
    organ: Organ
    package: Annotated[str, Text(most=10_000, long=True)]
    referred_on: date
    found_on: date | None = None
    to_unit: UnitRef | None = None

    @classmethod
    def asks(cls, state: Supervision) -> Mapping[str, bool]:
        return {"found_on": False} if state.clock(HANDING_OVER) else {}

    def consults(self) -> Sequence[tuple[str, UUID]]:
        return () if self.to_unit is None else (("unit", self.to_unit),)

    def lines(self, state: Supervision) -> Sequence[UUID]:
        return () if self.to_unit is None else (self.to_unit,)

    def decide(self, state: Supervision, desk: Desk) -> tuple[Referred, ...]:
        self._office_fits(state, desk)
        day = desk.happened("referred_on", self.referred_on, not_before=state.triaged_on)
        number = len(state.referrals) + 1
        package = guarded(state.known_subject, f"package/{number}", self.package, is_protected=True)
        feedback = started(FEEDBACK, day, desk.calendar, desk.profile, item=str(number))
        term = self._term(state, day, desk)
        about = state.unit_looked_into
        return (Referred(number, self.organ, self.to_unit, about, package, desk.officer, day, term, feedback),)

    def _office_fits(self, state: Supervision, desk: Desk) -> None:
        is_discipline = self.organ is Organ.DISCIPLINE
        if self.to_unit is None:
            if is_discipline:
                raise OfficeNotNamed
            return
        if not is_discipline:
            raise OfficeNotHere
        unit = active_unit(desk, self.to_unit)
        if stands_over(state.unit_looked_into, self.to_unit, desk.consulted):
            raise OfficeOfTheUnit(unit=unit.code)

    def _term(self, state: Supervision, referred_on: date, desk: Desk) -> Clock | None:
        """The term until the receipt, from the day on which it was found where none runs from a decision."""
        if state.clock(HANDING_OVER):
            return None
        found = desk.happened("found_on", self.found_on or referred_on, not_before=state.triaged_on)
        if found > referred_on:
            raise FoundAfterReferral(day=found, referred_on=referred_on)
        return started(HANDING_OVER, found, desk.calendar, desk.profile)


class FoundAfterReferral(Rejected):
    code = "found_after_referral"
    says = "The day {day} on which it was found lies after {referred_on}, on which it was handed over."


class NoSuchReferral(Rejected):
    code = "no_such_referral"
    says = "Nothing of that number was handed over."


class NothingReferred(Rejected):
    code = "nothing_referred"
    says = "Nothing of this case was handed to another organ."
    is_moot = True


class ReceiptInAlready(Rejected):
    code = "receipt_in_already"
    says = "The receipt for everything that was handed over is recorded already."
    is_moot = True


class ReceiptMissing(Rejected):
    code = "receipt_missing"
    says = "The organ has not signed for it yet."


class FeedbackInAlready(Rejected):
    code = "feedback_in_already"
    says = "The organ has told already what became of it."
    is_moot = True


@dataclass(frozen=True, slots=True, repr=False)
class SignForReferral(Command[Supervision]):
    """The organ signs for what it received: a discipline office here, any other one on paper."""

    allowed_in: ClassVar = SENT
    referral: OneReferral
    received_on: date
    receipt_no: Annotated[str | None, Text(most=60), MORE] = None

    @classmethod
    def barred(cls, state: Supervision, desk: Desk) -> Iterator[Rejected]:
        yield from _nothing_sent(state)
        if all(each.is_received for each in state.referrals.values()):
            yield ReceiptInAlready()

    def decide(self, state: Supervision, desk: Desk) -> tuple[ReferralReceived, ...]:
        sent = _one(state, self.referral)
        if sent.is_received:
            raise ReceiptInAlready
        day = desk.happened("received_on", self.received_on, not_before=sent.referred_on)
        number = content(state.known_subject, f"receipt/{sent.number}", self.receipt_no)
        return (ReferralReceived(sent.number, number, day, self._ended(state, day)),)

    def _ended(self, state: Supervision, day: date) -> tuple[ClockStopped, ...]:
        """The term ends once all is signed for."""
        others = (each for each in state.referrals.values() if each.number != self.referral)
        clock = state.clock(HANDING_OVER)
        return (stopped(clock, day),) if clock and all(each.is_received for each in others) else ()


@dataclass(frozen=True, slots=True, repr=False)
class TellFeedback(Command[Supervision]):
    """The organ has told what became of the matter; only the day is kept here."""

    allowed_in: ClassVar = SENT
    referral: OneReferral
    feedback_on: date

    @classmethod
    def barred(cls, state: Supervision, desk: Desk) -> Iterator[Rejected]:
        yield from _nothing_sent(state)
        if all(each.has_feedback for each in state.referrals.values()):
            yield FeedbackInAlready()
        elif not any(each.is_received and not each.has_feedback for each in state.referrals.values()):
            yield ReceiptMissing()

    def decide(self, state: Supervision, desk: Desk) -> tuple[FeedbackGiven, ...]:
        sent = _one(state, self.referral)
        if not sent.is_received:
            raise ReceiptMissing
        if sent.has_feedback:
            raise FeedbackInAlready
        day = desk.happened("feedback_on", self.feedback_on, not_before=sent.received_on)
        clock = state.clock(FEEDBACK, str(sent.number))
        return (FeedbackGiven(sent.number, day, (stopped(clock, day),) if clock else ()),)


def _nothing_sent(state: Supervision) -> Iterator[Rejected]:
    if not state.referrals:
        yield NothingReferred()


def _one(state: Supervision, number: int) -> Referral:
    found = state.referrals.get(number)
    if found is None:
        raise NoSuchReferral
    return found
