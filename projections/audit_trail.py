"""The audit trail: one row per event of the log: who recorded what, when, on which stream."""

from dataclasses import dataclass
from datetime import UTC, date
from uuid import UUID

import domain.catalogue as catalogue
from domain.kernel import Recorded
from domain.scopes import NOWHERE
from projections.acted import Acted, acted
from projections.projection import Changes, Projection, Row, Rows, Stood, in_order
from projections.scoped import SCOPE_COLUMNS, TRAILED_BY_KIND, ScopedOfKinds, scope_columns_in


@dataclass(frozen=True, slots=True)
class AuditRow(Acted, ScopedOfKinds):
    """One event, without its content; it exists for whom its record does now."""

    position: int
    stream: UUID
    kind: str
    version: int
    event: str


def _audited(_rows: Rows, recorded: Recorded) -> Changes:
    return {
        recorded.position: {
            "position": recorded.position,
            "stream": recorded.stream,
            "kind": catalogue.BY_EVENT[type(recorded.event)].kind,
            "version": recorded.version,
            "event": recorded.event.NAME,
            **acted(recorded),
        }
    }


def _standing(rows: Rows, stood: Stood) -> Changes:
    """For whom the record exists."""
    kind = catalogue.BY_EVENT[type(stood.last.event)].kind
    columns = scope_columns_in(kind, NOWHERE if stood.state is None else stood.state.scope)
    return dict.fromkeys(rows, columns)


def _recorded_on(row: Row) -> date:
    """The day of recording, where a moment is known that of it in UTC."""
    day: date | None = row["recorded_on"]
    return day or row["recorded_at"].astimezone(UTC).date()


AUDIT_TRAIL = Projection(
    name="audit_trail",
    version=6,
    row=AuditRow,
    id_column="position",
    key_column="stream",
    on=dict.fromkeys(catalogue.BY_EVENT, _audited),
    indexes=(
        *TRAILED_BY_KIND,
        "(stream, position)",
        *in_order("position", ("position",), ("by_officer", "by_role", "by_unit", "event"), within="kind"),
    ),
    settle=_standing,
    of_stream=(*SCOPE_COLUMNS, "reach"),
    together=tuple(("kind", each) for each in ("by_officer", "by_role", "by_unit", "event")),
    day=_recorded_on,
)
