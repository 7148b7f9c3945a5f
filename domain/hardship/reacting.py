"""What days ask of the service in a hardship request: overdue duties, and notices taken down at their end."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.cases import reacting
from domain.cases.overdue import finding_overdue
from domain.deadlines.calendar import ONE_DAY
from domain.deadlines.pauses import standing_still
from domain.hardship.codes import OPEN, Status
from domain.hardship.events import ClocksSettled, FoundOverdue, PublicityEnded
from domain.hardship.objecting import RaiseObjection
from domain.hardship.publicity import PUBLICITY, EndPublicity, notice_that_stands, publicity_ended
from domain.hardship.state import Hardship, evolve
from domain.kernel import Desk, Reaction


def _notice_over_from(state: Hardship) -> date | None:
    """The day after the notice, where no plan that is still to come may lengthen it and no objection holds it."""
    notice = state.clock(PUBLICITY)
    if state.status is not Status.PUBLICITY or notice is None or notice.provisional:
        return None
    return None if standing_still(state.pauses, PUBLICITY) else notice.due_on + ONE_DAY


def _taken_down(state: Hardship, desk: Desk) -> tuple[ClocksSettled | PublicityEnded, ...]:
    """The notice comes down; where a plan that came meanwhile counts more days, it stands until those are full."""
    notice = notice_that_stands(state, desk)
    if notice.provisional or notice.due_on >= desk.today:
        return (ClocksSettled((notice,), desk.calendar.version),)
    return (publicity_ended(state, desk),)


REACTIONS: tuple[Reaction[Hardship], ...] = (
    finding_overdue(FoundOverdue, OPEN),
    Reaction("publicity", _notice_over_from, _taken_down, yields_to=(EndPublicity, RaiseObjection)),
)


@dataclass(frozen=True, slots=True, repr=False)
class TakeDueSteps(reacting.TakeDueSteps[Hardship]):
    allowed_in: ClassVar = OPEN
    reactions: ClassVar = REACTIONS
    evolve: ClassVar = staticmethod(evolve)
    records: ClassVar = (FoundOverdue, ClocksSettled, PublicityEnded)
