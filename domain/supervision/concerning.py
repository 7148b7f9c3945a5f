"""Officers whose own matter a supervision case is, named once that is known."""

from dataclasses import dataclass
from typing import ClassVar

from domain.cases import concerning
from domain.kernel import Event
from domain.supervision.codes import Status
from domain.supervision.events import OfficersConcerned
from domain.supervision.state import Supervision


@dataclass(frozen=True, slots=True, repr=False)
class NameConcerned(concerning.NameConcerned[Supervision]):
    allowed_in: ClassVar = frozenset(Status) - {Status.NEW, Status.VOID}
    fact: ClassVar = OfficersConcerned
    records: ClassVar[tuple[type[Event], ...]] = (OfficersConcerned,)
