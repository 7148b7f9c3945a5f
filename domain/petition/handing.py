"""Handing over petitions from one handler to another."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from domain.cases import handing
from domain.kernel import Event
from domain.petition.codes import OPEN
from domain.petition.events import HandedOver
from domain.petition.serving import HANDLER
from domain.petition.state import Petition
from domain.values import OfficerRef


@dataclass(frozen=True, slots=True, repr=False)
class HandOver(handing.HandOver[Petition]):
    allowed_in: ClassVar = OPEN
    handed: ClassVar = HandedOver
    records: ClassVar[tuple[type[Event], ...]] = (HandedOver,)
    handed_to: Annotated[OfficerRef, HANDLER]
