"""Handing over a place in a supervision team to another member."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from domain.cases import handing
from domain.kernel import Desk, Event, Rejected
from domain.officers import stands_over
from domain.supervision.codes import OPEN
from domain.supervision.events import HandedOver
from domain.supervision.serving import SUCCESSOR
from domain.supervision.state import Supervision
from domain.values import OfficerRef


class SuccessorFromSupervisedUnit(Rejected):
    """SD8: whoever takes a place over comes from outside: neither from the supervised unit nor from one below it."""

    code = "successor_from_supervised_unit"
    says = (
        "Whoever takes over a place in the team must not work in the supervised unit or in one below it. "
        "Choose somebody from outside."
    )


@dataclass(frozen=True, slots=True, repr=False)
class HandOver(handing.HandOver[Supervision]):
    allowed_in: ClassVar = OPEN
    handed: ClassVar = HandedOver
    records: ClassVar[tuple[type[Event], ...]] = (HandedOver,)
    handed_to: Annotated[OfficerRef, SUCCESSOR]

    def decide(self, state: Supervision, desk: Desk) -> tuple[Event, ...]:
        if stands_over(state.unit_looked_into, handing.works_in(self.handed_to, desk), desk.consulted):
            raise SuccessorFromSupervisedUnit
        return handing.HandOver.decide(self, state, desk)
