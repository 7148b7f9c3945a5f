"""What ends the escalated stage, and what is left of it for the unit."""

from collections.abc import Iterator
from datetime import date

from domain.deadlines.clocks import ClockStopped, StopReason, stopped
from domain.kernel import Rejected
from domain.supervision.escalations import STAGE
from domain.supervision.state import ANSWER, Supervision


class NothingLeftToTheUnit(Rejected):
    code = "nothing_left_to_the_unit"
    says = "Nothing is demanded of the unit any more: the competent authority has what was left."
    is_moot = True


class ItemsLeftToTheUnit(Rejected):
    code = "items_left_to_the_unit"
    says = "Items are still demanded of the unit. An answer, a decision or a proposal ends this stage first."


def is_settled(state: Supervision) -> bool:
    """Whether nothing more is demanded in this case."""
    return all(item.is_settled for item in state.items.values())


def nothing_left(state: Supervision) -> Iterator[Rejected]:
    """Refuses once the competent authority has what was left."""
    if state.items and is_settled(state):
        yield NothingLeftToTheUnit()


def stage_ended(state: Supervision, on: date, answered: StopReason = StopReason.ENDED) -> Iterator[ClockStopped]:
    """The terms of the answer and of the escalated stage, as far as they run; without an answer none is waited for."""
    if answer := state.clock(ANSWER):
        yield stopped(answer, on, answered)
    if stage := state.clock(STAGE):
        yield stopped(stage, on)
