"""What imports have created: each case with the register and the number that it was carried over from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from domain.petition.events import CarriedOver
from domain.recording import RecordedAt
from projections.petitions import PETITIONS
from service.machine.database import Database
from service.store.codec import Codec
from service.store.recorder import Recorder
from service.store.stored_actors import told_actor
from service.views.engine import Engine
from service.views.naming import table_of
from service.views.queries import Queries
from service.views.standing import bring_up

BATCH = 500


@dataclass(frozen=True, slots=True)
class Imported:
    """One case: where it came from, what stands of it now, and when and by whom it was recorded."""

    source: str
    external_id: str
    case: UUID
    case_no: str
    status: str
    received_on: date
    recorded_at: RecordedAt
    by: Mapping[str, Any]


def imported(engine: Engine, reading: Database, recorder: Recorder, codec: Codec) -> Iterator[Imported]:
    """Every case that was carried over, by day of receipt. Raises ViewsStandStill."""
    bring_up(engine, (PETITIONS,))
    query = (
        f"SELECT case_id, status FROM {table_of(PETITIONS)} "  # noqa: S608 -- our own name
        "WHERE external_id IS NOT NULL ORDER BY received_on, case_id"
    )
    rows = iter(Queries(reading).rows(query, ()))
    while batch := list(islice(rows, BATCH)):
        loaded = recorder.load(row["case_id"] for row in batch).streams
        for row in batch:
            first = codec.decode(*loaded[row["case_id"]][0])
            event = first.event
            if isinstance(event, CarriedOver):
                yield Imported(
                    source=event.source,
                    external_id=event.external_id,
                    case=row["case_id"],
                    case_no=event.case_no,
                    status=row["status"],
                    received_on=event.received_on,
                    recorded_at=first.at,
                    by=told_actor(first.by),
                )
