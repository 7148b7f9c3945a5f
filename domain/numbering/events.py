"""The facts of a series of official numbers, as the log keeps them for ever."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from domain.scopes import Openness, Scope
from domain.series import Document
from domain.values import UnitRef


@dataclass(frozen=True, slots=True)
class NumberTaken:
    """The next number of the series was taken for the document that the fact of a case at that version is."""

    NAME: ClassVar = "numbering.number_taken"
    VERSION: ClassVar = 1
    document: Document
    unit: UnitRef
    year: int
    number: int
    case: UUID
    fact: int
    taken_on: date

    def rescoped(self, _scope: Scope) -> Scope:
        return Scope(Openness.OPEN, self.unit)


@dataclass(frozen=True, slots=True)
class TakenNumberVoided:
    """The number stays taken: no other document bears it, and it is seen that it was voided."""

    NAME: ClassVar = "numbering.number_voided"
    VERSION: ClassVar = 1
    number: int
    voided_on: date


NumberingFact = NumberTaken | TakenNumberVoided
