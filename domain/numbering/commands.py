"""Taking and voiding numbers of a series; both follow from what is recorded in a case, in the same statement."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from domain.kernel import Command, Desk, Rejected
from domain.numbering.events import NumberTaken, TakenNumberVoided
from domain.series import Document, NumberSeries, SeriesStatus
from domain.values import UnitRef, Whole

MOST = 10_000
"""Numbers of a series: more papers of one kind no unit sends out in a year."""

Number = Annotated[int, Whole(1, MOST)]


class NumberOutOfTurn(Rejected):
    """Another document took the number; whoever lost the race is given the next one."""

    code = "number_out_of_turn"
    says = "The number {number} is not the next of its series, which is {next}."


class NumberNotTaken(Rejected):
    code = "number_not_taken"
    says = "The number {number} of the series was never taken."


@dataclass(frozen=True, slots=True, repr=False)
class TakeNumber(Command[NumberSeries]):
    """Takes the next number of the series and no other."""

    allowed_in: ClassVar = frozenset(SeriesStatus)
    document: Document
    unit: UnitRef
    year: Annotated[int, Whole(2000, 2999)]
    number: Number
    case: UUID
    fact: Annotated[int, Whole(1, 1_000_000)]
    taken_on: date

    def decide(self, state: NumberSeries, desk: Desk) -> tuple[NumberTaken, ...]:
        if self.number != state.last + 1:
            raise NumberOutOfTurn(number=self.number, next=state.last + 1)
        return (NumberTaken(self.document, self.unit, self.year, self.number, self.case, self.fact, self.taken_on),)


@dataclass(frozen=True, slots=True, repr=False)
class VoidTakenNumber(Command[NumberSeries]):
    allowed_in: ClassVar = frozenset({SeriesStatus.RUNNING})
    number: Number
    voided_on: date

    def decide(self, state: NumberSeries, desk: Desk) -> tuple[TakenNumberVoided, ...]:
        if self.number > state.last:
            raise NumberNotTaken(number=self.number)
        return (TakenNumberVoided(self.number, self.voided_on),)
