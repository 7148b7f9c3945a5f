"""Handing over: somebody is named for a case in another one's place, who leaves, is recused or has too much in hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from domain.cases.recusal import Recusable, waits_for_decision
from domain.cases.recusing import OfficerRecused, R
from domain.kernel import Command, Desk, Event, Rejected
from domain.officers import Officer, Serving
from domain.scopes import Scope
from domain.values import OfficerRef, UnitRef

NAMED_BEFORE = Serving(among="named_before", former=True)
"""Whoever is named for the case or was until they were recused, even where their roles have ended."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """`unit` is the one in which the successor works."""

    NAME: ClassVar[str]
    VERSION: ClassVar[int]
    concerned: OfficerRef
    handed_to: OfficerRef
    unit: UnitRef
    handed_on: date

    def rescoped(self, scope: Scope) -> Scope:
        return scope.releasing(self.concerned).assigning(self.handed_to)


class NobodyToHandFrom(Rejected):
    code = "nobody_to_hand_from"
    says = "Nobody is named for this case yet, so that there is nobody to hand it over from."
    is_moot = True


class NotNamedForTheCase(Rejected):
    code = "not_named_for_the_case"
    says = "The officer {officer} is not named for this case, and was not recused from it."


class NamedAlready(Rejected):
    code = "named_already"
    says = "The officer {officer} is named for this case already. Choose somebody else."


def named_before(state: Recusable) -> tuple[OfficerRef, ...]:
    """Whoever the case can be handed over from: who is named for it, and who was and left a place by a recusal."""
    assigned = state.scope.assigned
    return (*assigned, *(each for each in state.recusals.vacant if each not in assigned))


@dataclass(frozen=True, slots=True, repr=False)
class HandOver(Command[R]):
    """From whoever is named for the case, or was until they were recused, to another officer."""

    handed: ClassVar[type[HandedOver]]
    beside: ClassVar[bool] = True
    concerned: Annotated[OfficerRef, NAMED_BEFORE]
    handed_to: OfficerRef
    handed_on: date

    @classmethod
    def barred(cls, state: R, desk: Desk) -> Iterator[Rejected]:
        if not named_before(state):
            yield NobodyToHandFrom()

    def decide(self, state: R, desk: Desk) -> tuple[Event, ...]:
        if self.concerned not in named_before(state):
            raise NotNamedForTheCase(officer=self.concerned)
        if self.handed_to in state.scope.assigned:
            raise NamedAlready(officer=self.handed_to)
        if self.handed_to in state.recusals.since or waits_for_decision(state, self.handed_to):
            raise OfficerRecused(officer=self.handed_to)
        day = desk.happened("handed_on", self.handed_on)
        return (self.handed(self.concerned, self.handed_to, works_in(self.handed_to, desk), day),)


def works_in(handed_to: OfficerRef, desk: Desk) -> UnitRef:
    """The unit in which a named officer works."""
    officer = desk.consulted[handed_to]
    if not isinstance(officer, Officer) or officer.unit is None:
        raise LookupError("an officer who was appointed works in a unit")
    return officer.unit
