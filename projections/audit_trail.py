"""The audit trail: one row per event of the log: who recorded what, when, on which stream."""

from dataclasses import dataclass
from datetime import UTC, date
from typing import cast
from uuid import UUID

import domain.catalogue as catalogue
from domain.fund.events import FundOpened
from domain.hardship.events import HouseholdConcerned, HouseholdFileOpened
from domain.kernel import Recorded
from domain.marks import Mark
from domain.scopes import NOWHERE, Openness, Scope
from projections.acted import Acted, acted
from projections.projection import Changes, Projection, Row, Rows, Stood, in_order
from projections.scoped import HOME, SCOPE_COLUMNS, TRAILED_BY_KIND, ScopedOfKinds, scope_columns_in


@dataclass(frozen=True, slots=True)
class AuditRow(Acted, ScopedOfKinds):
    """One event, without its content; it exists for whom its case does now, or for whom its fund or file did then."""

    position: int
    stream: UUID
    kind: str
    version: int
    event: str


CASES = frozenset(aggregate.kind for aggregate in catalogue.CASES)
OWNED = frozenset(catalogue.BY_EVENT[opening].kind for opening in (HouseholdFileOpened, FundOpened))
"""The other kinds whose records are a unit's, as the event tells that opened them."""


def _audited(rows: Rows, recorded: Recorded) -> Changes:
    kind = catalogue.BY_EVENT[type(recorded.event)].kind
    scope = _owned(rows, recorded) if kind in OWNED else NOWHERE
    kept = {"kept_from": list(scope.kept_from)} if isinstance(recorded.event, HouseholdConcerned) else {}
    return {
        **(dict.fromkeys(rows, kept) if kept else {}),
        recorded.position: {
            "position": recorded.position,
            "stream": recorded.stream,
            "kind": kind,
            "version": recorded.version,
            "event": recorded.event.NAME,
            **acted(recorded),
            **({} if kind in CASES else scope_columns_in(kind, scope)),
        },
    }


def _owned(rows: Rows, recorded: Recorded) -> Scope:
    """The scope of a record of a unit's: that of the event before, unless this one names the unit or keeps it from
    more."""
    unit = getattr(recorded.event, "unit", None)
    before = cast(dict[int, Row], rows)
    last: Row = before[next(reversed(before))] if before else {"owner": unit, "kept_from": ()}
    scope = Scope(Openness.OPEN, unit or last["owner"]).keeping_from(*map(Mark, last["kept_from"]))
    return scope.keeping_from(*getattr(recorded.event, "marks", ()))


def _standing(rows: Rows, stood: Stood) -> Changes:
    """For whom the case exists now; of other records each event says it for good."""
    kind = catalogue.BY_EVENT[type(stood.last.event)].kind
    if kind not in CASES:
        return {}
    columns = scope_columns_in(kind, NOWHERE if stood.state is None else stood.state.scope)
    return dict.fromkeys(rows, columns)


def _recorded_on(row: Row) -> date:
    """The day of recording, where a moment is known that of it in UTC."""
    day: date | None = row["recorded_on"]
    return day or row["recorded_at"].astimezone(UTC).date()


AUDIT_TRAIL = Projection(
    name="audit_trail",
    version=12,
    row=AuditRow,
    id_column="position",
    key_column="stream",
    on=dict.fromkeys(catalogue.BY_EVENT, _audited),
    indexes=(
        *TRAILED_BY_KIND,
        "(stream, position)",
        f"({HOME}, position)",
        *in_order("position", ("position",), ("by_officer", "by_role", "by_unit", "event"), within="kind"),
    ),
    settle=_standing,
    of_stream=(*SCOPE_COLUMNS, "reach"),
    is_of_events=True,
    together=tuple(("kind", each) for each in ("by_officer", "by_role", "by_unit", "event")),
    day=_recorded_on,
)
