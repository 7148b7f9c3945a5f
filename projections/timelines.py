"""Timelines: one row per event of a case, with its data as readable JSON and every personal value sealed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import domain.catalogue as catalogue
from domain.kernel import Event, Recorded
from projections.projection import Changes, Projection, Rows, stream_of


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One step in the life of a case."""

    position: int
    case_id: UUID
    version: int
    event: str
    by_officer: UUID
    recorded_at: datetime
    facts: Event


def _told(rows: Rows, recorded: Recorded) -> Changes:
    return {
        recorded.position: {
            "position": recorded.position,
            "case_id": recorded.stream,
            "version": recorded.version,
            "event": recorded.event.NAME,
            "by_officer": recorded.by,
            "recorded_at": recorded.at,
            "facts": recorded.event,
        }
    }


TIMELINES = Projection(
    name="timelines",
    version=1,
    row=TimelineRow,
    id_column="position",
    key_column="case_id",
    key=stream_of,
    on={event: _told for aggregate in catalogue.CASES for event in aggregate.events},
    indexes=("case_id, version",),
    reads_rows=False,
)
