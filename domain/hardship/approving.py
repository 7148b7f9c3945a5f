"""Approving: the upper union takes the household on file after the notice has stood, or refuses with reasons."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.hardship.checking import no_relative_takes_part
from domain.hardship.codes import EMERGENCY_CHECK, Status
from domain.hardship.events import FileApproved, PublicityEnded, Refused
from domain.hardship.publicity import APPROVAL, publicity_ended, publicity_over
from domain.hardship.reviewing import refused
from domain.hardship.state import Hardship, evolve
from domain.kernel import Command, Desk, Rejected
from domain.separation import SameOfficerProposesAndApproves
from domain.values import Declaration, LongText

DECIDED_IN = frozenset({Status.PUBLICITY, Status.OBJECTION, Status.APPROVAL})


def _not_yet(state: Hardship, desk: Desk) -> Iterator[Rejected]:
    yield from publicity_over(state, desk, desk.today)
    if state.reviewed_by == desk.officer:
        yield SameOfficerProposesAndApproves()


def _ended(state: Hardship, on: date, desk: Desk) -> tuple[PublicityEnded, ...]:
    """The end of the notice, where nobody has recorded it; tried against the day of the decision."""
    for rejection in publicity_over(state, desk, on):
        raise rejection
    return (publicity_ended(state, desk),) if state.status is Status.PUBLICITY else ()


@dataclass(frozen=True, slots=True, repr=False)
class ApproveFile(Command[Hardship]):
    """The household goes on file: 先建档、后帮扶."""

    allowed_in: ClassVar = DECIDED_IN
    approved_on: date
    no_relative: Declaration

    @classmethod
    def barred(cls, state: Hardship, desk: Desk) -> Iterator[Rejected]:
        yield from _not_yet(state, desk)

    def decide(self, state: Hardship, desk: Desk) -> tuple[PublicityEnded | FileApproved, ...]:
        no_relative_takes_part(self.no_relative)
        ended = _ended(state, self.approved_on, desk)
        after = evolve(state, ended[0]) if ended else state
        day = desk.happened("approved_on", self.approved_on, not_before=after.stepped_on)
        return (*ended, FileApproved(desk.officer, day, after.stops(day, APPROVAL, EMERGENCY_CHECK)))


@dataclass(frozen=True, slots=True, repr=False)
class RefuseFile(Command[Hardship]):
    """Not eligible after all, with written reasons."""

    allowed_in: ClassVar = DECIDED_IN
    refused_on: date
    reasons: LongText
    no_relative: Declaration

    @classmethod
    def barred(cls, state: Hardship, desk: Desk) -> Iterator[Rejected]:
        yield from _not_yet(state, desk)

    def decide(self, state: Hardship, desk: Desk) -> tuple[PublicityEnded | Refused, ...]:
        no_relative_takes_part(self.no_relative)
        ended = _ended(state, self.refused_on, desk)
        after = evolve(state, ended[0]) if ended else state
        day = desk.happened("refused_on", self.refused_on, not_before=after.stepped_on)
        return (*ended, refused(self.reasons, after, day, desk))
