"""What days ask of the service in a supervision case: overdue duties."""

from dataclasses import dataclass
from typing import ClassVar

from domain.cases import reacting
from domain.cases.overdue import finding_overdue
from domain.kernel import Reaction
from domain.supervision.codes import OPEN
from domain.supervision.events import FoundOverdue
from domain.supervision.state import Supervision, evolve

REACTIONS: tuple[Reaction[Supervision], ...] = (finding_overdue(FoundOverdue, OPEN),)


@dataclass(frozen=True, slots=True, repr=False)
class TakeDueSteps(reacting.TakeDueSteps[Supervision]):
    allowed_in: ClassVar = OPEN
    reactions: ClassVar = REACTIONS
    evolve: ClassVar = staticmethod(evolve)
    records: ClassVar = (FoundOverdue,)
