"""Ending: the applicant withdraws; and terms are counted anew."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from domain.deadlines.clocks import StopReason, settled_anew
from domain.hardship.codes import OPEN
from domain.hardship.events import ClocksSettled, Withdrawn
from domain.hardship.state import Hardship
from domain.kernel import Command, Desk, NothingToSettle, Rejected
from domain.values import Text, written


@dataclass(frozen=True, slots=True, repr=False)
class WithdrawRequest(Command[Hardship]):
    """The applicant ends the request or leaves the file; what was not paid falls away."""

    allowed_in: ClassVar = OPEN
    statement: Annotated[str, Text(most=2_000, long=True)]
    withdrawn_on: date

    def decide(self, state: Hardship, desk: Desk) -> tuple[Withdrawn, ...]:
        day = desk.happened("withdrawn_on", self.withdrawn_on, not_before=state.applied_on)
        ended = state.stops(day, why=StopReason.WITHDRAWN)
        return (Withdrawn(written(state.known_subject, "statement", self.statement), day, ended),)


@dataclass(frozen=True, slots=True, repr=False)
class SettleClocks(Command[Hardship]):
    """A holiday plan was recorded: every running term whose counted days changed is counted anew."""

    allowed_in: ClassVar = OPEN
    beside: ClassVar[bool] = True

    @classmethod
    def barred(cls, state: Hardship, desk: Desk) -> Iterator[Rejected]:
        if not settled_anew(state.clocks, desk.calendar):
            yield NothingToSettle()

    def decide(self, state: Hardship, desk: Desk) -> tuple[ClocksSettled, ...]:
        return (ClocksSettled(settled_anew(state.clocks, desk.calendar), desk.calendar.version),)
