"""Ending: the result is reported without naming anybody, the case is closed, and terms are counted anew."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.deadlines.clocks import settled_anew
from domain.kernel import Command, Desk, NothingToSettle, Rejected
from domain.separation import SameOfficerProposesAndApproves
from domain.supervision.codes import OPEN, ClosingGround, ReportTo, Status
from domain.supervision.events import ClocksSettled, Closed, Reported
from domain.supervision.stage import ItemsLeftToTheUnit, is_settled
from domain.supervision.state import Supervision
from domain.values import Declaration, LongText, OfficerRef, written


class SummaryNamesPersons(Rejected):
    code = "summary_names_persons"
    says = "A report names no person. Take out whatever points to one, then report."


@dataclass(frozen=True, slots=True, repr=False)
class Report(Command[Supervision]):
    """上海市职工代表大会条例 §§22, 25: the congress, the joint meeting or the party committee hears the result."""

    allowed_in: ClassVar = frozenset({Status.VERIFIED, Status.ESCALATED})
    to: ReportTo
    reported_on: date
    summary: LongText
    names_no_person: Declaration

    @classmethod
    def barred(cls, state: Supervision, desk: Desk) -> Iterator[Rejected]:
        if not is_settled(state):
            yield ItemsLeftToTheUnit()

    def decide(self, state: Supervision, desk: Desk) -> tuple[Reported, ...]:
        if not self.names_no_person:
            raise SummaryNamesPersons(flag_field="names_no_person")
        day = desk.happened("reported_on", self.reported_on, not_before=state.stepped_on)
        return (Reported(self.to, written(state.known_subject, "summary", self.summary), desk.officer, day),)


class NotReferredYet(Rejected):
    code = "not_referred_yet"
    says = "The matter has not been handed over yet. Send the package first."


class ReferralWithoutReceipt(Rejected):
    code = "referral_without_receipt"
    says = "An organ has not signed for what it was handed. Record its receipt before closing."


@dataclass(frozen=True, slots=True, repr=False)
class Close(Command[Supervision]):
    """Every item is verified or has an owner, and every organ signed for what it was handed (§3.3, row 18).

    Another officer than the one who reported, or handed over all there was, closes the case.
    """

    allowed_in: ClassVar = frozenset({Status.REPORTED, Status.REFERRED})
    closed_on: date

    @classmethod
    def barred(cls, state: Supervision, desk: Desk) -> Iterator[Rejected]:
        if state.status is Status.REFERRED and not state.referrals:
            yield NotReferredYet()
        if not all(each.is_received for each in state.referrals.values()):
            yield ReferralWithoutReceipt()
        if _proposed_by(state) == desk.officer:
            yield SameOfficerProposesAndApproves()

    def decide(self, state: Supervision, desk: Desk) -> tuple[Closed, ...]:
        day = desk.happened("closed_on", self.closed_on, not_before=state.stepped_on)
        ground = ClosingGround.REFERRED if state.status is Status.REFERRED else ClosingGround.REPORTED
        return (Closed(ground, desk.officer, day),)


def _proposed_by(state: Supervision) -> OfficerRef | None:
    if state.status is Status.REFERRED:
        return next((each.referred_by for each in reversed(tuple(state.referrals.values()))), None)
    return state.reported_by


@dataclass(frozen=True, slots=True, repr=False)
class SettleClocks(Command[Supervision]):
    """A holiday plan was recorded: every running term whose counted days changed is counted anew."""

    allowed_in: ClassVar = OPEN
    beside: ClassVar[bool] = True

    @classmethod
    def barred(cls, state: Supervision, desk: Desk) -> Iterator[Rejected]:
        if not settled_anew(state.clocks, desk.calendar):
            yield NothingToSettle()

    def decide(self, state: Supervision, desk: Desk) -> tuple[ClocksSettled, ...]:
        return (ClocksSettled(settled_anew(state.clocks, desk.calendar), desk.calendar.version),)
