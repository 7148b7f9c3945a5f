"""Timelines: one row per event of a case, with its data as readable JSON and every personal value sealed."""

from dataclasses import dataclass
from uuid import UUID

import domain.catalogue as catalogue
from domain.kernel import Event, Recorded
from projections.acted import Acted, acted
from projections.projection import Changes, Projection, Rows, stream_of


@dataclass(frozen=True, slots=True)
class TimelineRow(Acted):
    """One step in the life of a case."""

    position: int
    case_id: UUID
    version: int
    event: str
    facts: Event


def _told(rows: Rows, recorded: Recorded) -> Changes:
    return {
        recorded.position: {
            "position": recorded.position,
            "case_id": recorded.stream,
            "version": recorded.version,
            "event": recorded.event.NAME,
            **acted(recorded),
            "facts": recorded.event,
        }
    }


TIMELINES = Projection(
    name="timelines",
    version=2,
    row=TimelineRow,
    id_column="position",
    key_column="case_id",
    key=stream_of,
    on={event: _told for aggregate in catalogue.CASES for event in aggregate.events},
    indexes=("case_id, version",),
    reads_rows=False,
)
