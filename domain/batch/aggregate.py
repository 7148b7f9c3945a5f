"""The batch as a whole: its events, its commands and its statuses."""

from domain.batch.codes import BatchStatus
from domain.batch.commands import OpenBatch, RecordTried
from domain.batch.events import BatchEvent
from domain.batch.state import Batch, evolve
from domain.kernel import Aggregate, events_of

BATCH = Aggregate(
    kind="batch",
    initial=Batch(),
    starts=BatchStatus.NEW,
    statuses=BatchStatus,
    events=events_of(BatchEvent),
    commands=(OpenBatch, RecordTried),
    evolve=evolve,
    status_of=lambda state: state.status,
)
