"""Setting local rows: an administrator proposes one with its paper, and somebody else confirms or declines it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from domain.kernel import Command, Desk, Rejected
from domain.organisation.counting import WorkingDays, WorkingDaysStatus
from domain.organisation.granting import by_oneself
from domain.organisation.local_rows import (
    LocalRowConfirmed,
    LocalRowDeclined,
    LocalRowProposed,
    settable_numbers,
    settable_rules,
)
from domain.profiles import Profile
from domain.separation import SameOfficerProposesAndApproves
from domain.values import MOST_FEN, Code, Text, Whole

LONGEST = 3_650
"""Days, working days or months of a term."""


class RowUnknown(Rejected):
    code = "row_unknown"
    says = "{name} is neither a term nor a number that a place may set. Known are: {known}."


class RowNotAhead(Rejected):
    """What runs keeps its term, and what has begun is counted by the row of its day."""

    code = "row_not_ahead"
    says = "A local row holds from a day after today on: {in_force_from} has begun."


class RowTooLong(Rejected):
    code = "row_too_long"
    says = "A term of {value} is longer than {most}, the longest that a place may set."


class NoRowProposed(Rejected):
    code = "no_row_proposed"
    says = "No local row waits to be confirmed."
    is_moot = True


class RowNotProposed(Rejected):
    code = "row_not_proposed"
    says = "No local row with the number {number} waits to be confirmed."


@dataclass(frozen=True, slots=True, repr=False)
class ProposeLocalRow(Command[WorkingDays]):
    """`value` is the length of a term in its own unit, an amount in fen, or a plain number."""

    allowed_in: ClassVar = frozenset({WorkingDaysStatus.OPEN})
    name: Code
    value: Annotated[int, Whole(1, MOST_FEN)]
    profile: Profile
    in_force_from: date
    source: Annotated[str, Text(most=200)]

    def decide(self, state: WorkingDays, desk: Desk) -> tuple[LocalRowProposed, ...]:
        known = settable_rules() | settable_numbers()
        if self.name not in known:
            raise RowUnknown(name=self.name, known=", ".join(sorted(known)))
        if self.name in settable_rules() and self.value > LONGEST:
            raise RowTooLong(value=self.value, most=LONGEST)
        _ahead(self.in_force_from, desk)
        number = state.rows.count + 1
        return (
            LocalRowProposed(
                number, self.name, self.value, self.profile, self.in_force_from, self.source, desk.officer
            ),
        )


@dataclass(frozen=True, slots=True, repr=False)
class ConfirmLocalRow(Command[WorkingDays]):
    """By somebody else than who proposed it, signed in as themselves, who has seen the paper."""

    reads_actor: ClassVar = True
    allowed_in: ClassVar = frozenset({WorkingDaysStatus.OPEN})
    number: Annotated[int, Whole(1, 1_000_000)]

    @classmethod
    def barred(cls, state: WorkingDays, desk: Desk) -> Iterator[Rejected]:
        if not state.rows.proposed:
            yield NoRowProposed()

    def decide(self, state: WorkingDays, desk: Desk) -> tuple[LocalRowConfirmed, ...]:
        said = state.rows.proposed.get(self.number)
        if said is None:
            raise RowNotProposed(number=self.number)
        if said.proposed_by == desk.officer:
            raise SameOfficerProposesAndApproves
        by_oneself(desk)
        _ahead(said.in_force_from, desk)
        return (LocalRowConfirmed(self.number, desk.today),)


@dataclass(frozen=True, slots=True, repr=False)
class DeclineLocalRow(Command[WorkingDays]):
    """Takes a proposal back, or declines it."""

    allowed_in: ClassVar = frozenset({WorkingDaysStatus.OPEN})
    number: Annotated[int, Whole(1, 1_000_000)]

    @classmethod
    def barred(cls, state: WorkingDays, desk: Desk) -> Iterator[Rejected]:
        if not state.rows.proposed:
            yield NoRowProposed()

    def decide(self, state: WorkingDays, desk: Desk) -> tuple[LocalRowDeclined, ...]:
        if self.number not in state.rows.proposed:
            raise RowNotProposed(number=self.number)
        return (LocalRowDeclined(self.number, desk.today),)


def _ahead(in_force_from: date, desk: Desk) -> None:
    if in_force_from <= desk.today:
        raise RowNotAhead(in_force_from=in_force_from)
