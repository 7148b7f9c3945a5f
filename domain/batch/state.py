"""How a batch follows from its facts."""

from dataclasses import dataclass, field, replace
from typing import assert_never

from domain.batch.codes import BatchStatus
from domain.batch.events import BatchEvent, BatchItem, ItemsTried, ItemTried, Opened
from domain.growing import Growing
from domain.scopes import NOWHERE, Openness, Scope
from domain.values import SubjectRef


@dataclass(frozen=True, slots=True)
class Batch:
    """What is read of a batch; `tried` holds what became of its items, by number from 1."""

    status: BatchStatus = BatchStatus.NEW
    subject: SubjectRef | None = None
    entries: tuple[BatchItem, ...] = ()
    tried: Growing[int, ItemTried] = field(default_factory=Growing)
    scope: Scope = NOWHERE


def evolve(state: Batch, event: BatchEvent) -> Batch:
    """The batch after one more fact; handles every event and refuses none."""
    match event:
        case Opened():
            scope = Scope(Openness.OPEN, event.unit, recorder=event.opened_by)
            return Batch(BatchStatus.RUNNING, event.subject, event.entries, Growing(), scope)
        case ItemsTried():
            tried = state.tried
            for outcome in event.outcomes:
                tried = tried.holding(outcome.entry, outcome)
            is_done = len(tried) >= len(state.entries)
            return replace(state, tried=tried, status=BatchStatus.DONE if is_done else state.status)
    assert_never(event)
