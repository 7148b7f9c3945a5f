"""What days ask of the service in a petition: overdue duties, silence, carrying out an answer, slips for others."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.cases import reacting
from domain.cases.overdue import finding_overdue
from domain.deadlines.clocks import started
from domain.kernel import Desk, Reaction
from domain.petition.codes import ANSWERED, OPEN, SUPPORTED, Status
from domain.petition.events import FoundOverdue, ImplementationAwaited, PresumedAccepted
from domain.petition.folding import evolve
from domain.petition.linking import LINKS, SLIP_FACTS
from domain.petition.silence import SILENCE
from domain.petition.state import Petition

EXECUTION = "D-P13"


def _awaited_from(state: Petition) -> date | None:
    """The day of delivery of an answer that supports a demand, until its term runs."""
    if state.status not in ANSWERED or state.is_implementing or state.is_implemented or state.clock(EXECUTION):
        return None
    return state.delivered_on if any(outcome in SUPPORTED for outcome in state.outcomes) else None


def execution_awaited(state: Petition, desk: Desk) -> tuple[ImplementationAwaited, ...]:
    """Carrying out is due from delivery by itself, whether or not anybody opens it; 信访工作条例 §32."""
    day = _awaited_from(state)
    if day is None:
        return ()
    return (ImplementationAwaited(day, started(EXECUTION, day, desk.calendar, desk.profile)),)


REACTIONS: tuple[Reaction[Petition], ...] = (
    finding_overdue(FoundOverdue, OPEN),
    SILENCE,
    Reaction("implementation", _awaited_from, execution_awaited),
    *LINKS,
)


@dataclass(frozen=True, slots=True, repr=False)
class TakeDueSteps(reacting.TakeDueSteps[Petition]):
    allowed_in: ClassVar = frozenset(Status) - {Status.NEW, Status.VOID}
    reactions: ClassVar = REACTIONS
    evolve: ClassVar = staticmethod(evolve)
    records: ClassVar = (FoundOverdue, PresumedAccepted, ImplementationAwaited, *SLIP_FACTS)
