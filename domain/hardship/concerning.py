"""Officers whose own matter a hardship request is, named once that is known."""

from dataclasses import dataclass
from typing import ClassVar

from domain.cases import concerning
from domain.hardship.codes import Status
from domain.hardship.events import OfficersConcerned
from domain.hardship.state import Hardship
from domain.kernel import Event


@dataclass(frozen=True, slots=True, repr=False)
class NameConcerned(concerning.NameConcerned[Hardship]):
    allowed_in: ClassVar = frozenset(Status) - {Status.NEW, Status.VOID}
    fact: ClassVar = OfficersConcerned
    records: ClassVar[tuple[type[Event], ...]] = (OfficersConcerned,)
