"""The batches view: one row per act over many records, with how many of its items were done and refused."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from domain.batch import events as e
from domain.batch.codes import BatchStatus
from domain.kernel import Recorded
from projections.projection import Projection, Row, in_order, one_row


@dataclass(frozen=True, slots=True)
class BatchRow:
    """An act over so many records of a kind; `done` and `refused` of them were tried so far."""

    batch: UUID
    batch_no: str
    unit: UUID
    opened_by: UUID
    kind: str
    command: str
    opened_on: date
    status: str
    entries: int
    done: int
    refused: int
    version: int


def _batch(row: Row | None, recorded: Recorded) -> dict[str, Any]:
    event: Any = recorded.event
    if isinstance(event, e.Opened):
        named = {name: getattr(event, name) for name in ("batch_no", "unit", "opened_by", "kind", "command")}
        return {
            **named,
            "batch": recorded.stream,
            "opened_on": event.opened_on,
            "status": BatchStatus.RUNNING,
            "entries": len(event.entries),
            "done": 0,
            "refused": 0,
            "version": recorded.version,
        }
    return {**_tried(row or {}, event), "version": recorded.version}


def _tried(row: Row, event: e.ItemsTried) -> dict[str, Any]:
    refused = sum(outcome.refusal is not None for outcome in event.outcomes)
    done = row["done"] + len(event.outcomes) - refused
    is_done = done + row["refused"] + refused >= row["entries"]
    status = BatchStatus.DONE if is_done else BatchStatus.RUNNING
    return {"done": done, "refused": row["refused"] + refused, "status": status}


BATCHES = Projection(
    name="batches",
    version=1,
    row=BatchRow,
    id_column="batch",
    key_column="batch",
    on=dict.fromkeys(e.BatchEvent.__args__, one_row(_batch)),
    indexes=in_order("batch", ("opened_on",), ("opened_by",)),
)
