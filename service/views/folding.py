"""Folding a batch of events into the rows of one view."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from psycopg import Connection

from domain.kernel import Recorded
from projections.projection import Projection
from service.sealing.vault import Opening
from service.views import counting, tables
from service.views.counting import Tally
from service.views.searching import add_terms


def write(
    connection: Connection[Any], view: Projection, table: str, news: Sequence[Recorded], opening: Opening
) -> None:
    """Folds the events in memory and writes every row that they touched once."""
    if not news:
        return
    keys = {view.key(recorded) for recorded in news}
    held: dict[UUID, dict[Any, dict[str, Any]]] = {key: {} for key in keys}
    if view.reads_rows:
        held = tables.rows_by_key(connection, view, table, keys)
    touched: dict[Any, dict[str, Any] | None] = {}
    renamed: set[Any] = set()
    known, spread = {key for key, rows in held.items() if rows}, set()
    tally = Tally(view)
    for recorded in news:
        rows = held[view.key(recorded)]
        for row_id, changed in view.on[type(recorded.event)](rows, recorded).items():
            if view.search and changed and (row_id not in rows or view.search.columns & changed.keys()):
                renamed.add(row_id)
            if row_id not in touched:
                tally.take(rows.get(row_id))
            if row_id in rows and changed and changed.keys() & set(view.of_key):
                spread.add(view.key(recorded))
            touched[row_id] = _folded(rows, row_id, changed)
    tables.remove(connection, view, table, [row_id for row_id, row in touched.items() if row is None])
    add_terms(connection, view, [row for row_id in renamed if (row := touched[row_id]) is not None], opening)
    left = [row for row in touched.values() if row is not None]
    tables.write(connection, view, table, left)
    tables.spread(connection, view, table, [next(reversed(held[key].values())) for key in spread & known])
    for row in left:
        tally.add(row)
    counting.book(connection, view, table, tally)


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
