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
from domain.supervision.state import Supervision
from domain.values import Declaration, LongText, written


class SummaryNamesPersons(Rejected):
    code = "summary_names_persons"
    says = "A report names no person. Take out whatever points to one, then report."


@dataclass(frozen=True, slots=True, repr=False)
class Report(Command[Supervision]):
    """上海市职工代表大会条例 §§22, 25: the congress, the joint meeting or the party committee hears the result."""

    allowed_in: ClassVar = frozenset({Status.VERIFIED})
    to: ReportTo
    reported_on: date
    summary: LongText
    names_no_person: Declaration

    def decide(self, state: Supervision, desk: Desk) -> tuple[Reported, ...]:
        if not self.names_no_person:
            raise SummaryNamesPersons(flag_field="names_no_person")
        day = desk.happened("reported_on", self.reported_on, not_before=state.stepped_on)
        return (Reported(self.to, written(state.known_subject, "summary", self.summary), desk.officer, day),)


@dataclass(frozen=True, slots=True, repr=False)
class Close(Command[Supervision]):
    """Every item is verified or has an owner; another officer than the one who reported closes the case."""

    allowed_in: ClassVar = frozenset({Status.REPORTED})
    closed_on: date

    @classmethod
    def barred(cls, state: Supervision, desk: Desk) -> Iterator[Rejected]:
        if state.reported_by == desk.officer:
            yield SameOfficerProposesAndApproves()

    def decide(self, state: Supervision, desk: Desk) -> tuple[Closed, ...]:
        day = desk.happened("closed_on", self.closed_on, not_before=state.stepped_on)
        return (Closed(ClosingGround.REPORTED, desk.officer, day),)


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
