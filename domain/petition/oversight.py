"""Supervision (督办) of a petition, and proposals to do better: the facts, and what they leave to answer (§40)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, assert_never

from domain.deadlines.clocks import Clock, ClockStopped
from domain.growing import Growing
from domain.petition.codes import Adoption, OversightForm, OversightGround
from domain.scopes import Scope
from domain.values import Content, OfficerRef, UnitRef

ANSWER = "D-P15"
"""The days in which a unit answers; 信访条例 (2005) §36."""


@dataclass(frozen=True, slots=True)
class Supervised:
    """A letter of supervision or a proposal reached the unit, which has its days to answer; 信访工作条例 §40."""

    NAME: ClassVar = "petition.supervised"
    VERSION: ClassVar = 1
    oversight: int
    measure: OversightForm
    lapse: OversightGround
    to_unit: UnitRef
    letter: Content[str]
    supervised_by: OfficerRef
    supervised_on: date
    clock: Clock

    def rescoped(self, scope: Scope) -> Scope:
        """Whoever supervises reads from now on what is done in the case."""
        return scope.told(self.supervised_by)


@dataclass(frozen=True, slots=True)
class SupervisionAnswered:
    """The written answer of the unit; what it does not adopt it gives reasons for."""

    NAME: ClassVar = "petition.supervision_answered"
    VERSION: ClassVar = 1
    oversight: int
    adoption: Adoption
    answer: Content[str]
    answered_by: OfficerRef
    answered_on: date
    stopped: tuple[ClockStopped, ...]


OversightFact = Supervised | SupervisionAnswered


@dataclass(frozen=True, slots=True)
class Oversight:
    """One letter or proposal; `answered_on` is `date.min` until the unit has answered."""

    number: int
    measure: OversightForm
    lapse: OversightGround
    by: OfficerRef
    supervised_on: date
    answered_on: date = date.min

    @property
    def is_answered(self) -> bool:
        return self.answered_on != date.min


Oversights = Growing[int, Oversight]
NO_OVERSIGHT: Oversights = Growing()


def oversights_after(known: Oversights, fact: OversightFact) -> Oversights:
    """The letters and proposals after one more fact."""
    match fact:
        case Supervised():
            opened = Oversight(fact.oversight, fact.measure, fact.lapse, fact.supervised_by, fact.supervised_on)
            return known.holding(fact.oversight, opened)
        case SupervisionAnswered():
            there = known.get(fact.oversight)
            answered = replace(there, answered_on=fact.answered_on) if there else None
            return known if answered is None else known.holding(fact.oversight, answered)
    assert_never(fact)
