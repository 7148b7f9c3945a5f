"""Folding a batch of events into the rows of one view."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from psycopg import Connection

from domain.kernel import Recorded
from projections.projection import Projection
from service.views import tables


def write(connection: Connection[Any], view: Projection, table: str, news: Sequence[Recorded]) -> None:
    """Folds the events in memory and writes every row that they touched once."""
    if not news:
        return
    keys = {view.key(recorded) for recorded in news}
    held: dict[UUID, dict[Any, dict[str, Any]]] = {key: {} for key in keys}
    if view.reads_rows:
        held = tables.rows_by_key(connection, view, table, keys)
    touched: dict[Any, Mapping[str, Any] | None] = {}
    for recorded in news:
        rows = held[view.key(recorded)]
        for row_id, changed in view.on[type(recorded.event)](rows, recorded).items():
            touched[row_id] = _folded(rows, row_id, changed)
    tables.remove(connection, view, table, [row_id for row_id, row in touched.items() if row is None])
    tables.write(connection, view, table, [row for row in touched.values() if row is not None])


def _folded(rows: dict[Any, dict[str, Any]], row_id: Any, changed: dict[str, Any] | None) -> dict[str, Any] | None:
    if changed is None:
        rows.pop(row_id, None)
        return None
    row = rows.get(row_id)
    if row is None:
        rows[row_id] = changed
        return changed
    row.update(changed)
    return row
