"""Officers whose own matter a petition is, named once that is known."""

from dataclasses import dataclass
from typing import ClassVar

from domain.cases import concerning
from domain.kernel import Event
from domain.petition.codes import Status
from domain.petition.events import OfficersConcerned
from domain.petition.state import Petition


@dataclass(frozen=True, slots=True, repr=False)
class NameConcerned(concerning.NameConcerned[Petition]):
    allowed_in: ClassVar = frozenset(Status) - {Status.NEW, Status.VOID}
    fact: ClassVar = OfficersConcerned
    records: ClassVar[tuple[type[Event], ...]] = (OfficersConcerned,)
