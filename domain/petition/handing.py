"""Handing over petitions from one handler to another."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from domain.cases import handing
from domain.kernel import Desk, Event, Rejected
from domain.petition.codes import OPEN
from domain.petition.events import HandedOver
from domain.petition.handling import had_no_part_in_a_review
from domain.petition.serving import HANDLER
from domain.petition.state import Petition
from domain.values import OfficerRef


class ReviewIsNotHandedOver(Rejected):
    code = "review_is_not_handed_over"
    says = "Who reviews is replaced by the head of the petition office of the unit that was asked, not handed over."


@dataclass(frozen=True, slots=True, repr=False)
class HandOver(handing.HandOver[Petition]):
    allowed_in: ClassVar = OPEN
    handed: ClassVar = HandedOver
    records: ClassVar[tuple[type[Event], ...]] = (HandedOver,)
    handed_to: Annotated[OfficerRef, HANDLER]

    def decide(self, state: Petition, desk: Desk) -> tuple[Event, ...]:
        if self.concerned in state.reviewers:
            raise ReviewIsNotHandedOver(field="concerned")
        had_no_part_in_a_review([self.handed_to], state, "handed_to")
        return handing.HandOver.decide(self, state, desk)
