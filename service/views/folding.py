"""Folding a batch of events into the rows of one view."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from psycopg import Connection

from domain.kernel import Event, Recorded
from projections.projection import Projection, apply
from service.sealing.vault import Opening
from service.store.codec import Codec
from service.store.tail import Stored
from service.views import tables
from service.views.beside import Beside
from service.views.searching import add_terms

Shown = frozenset[type[Event]]


def shown_by(views: Iterable[Projection]) -> Shown:
    """The events that some of the views show."""
    return frozenset(event for view in views for event in view.on)


def news_of(codec: Codec, rows: Iterable[Stored], shown: Shown) -> list[Recorded]:
    """Those of the events that are shown; others are not decoded. Raises Undecodable, also for an unknown form."""
    forms = ((row, codec.form_of(row.topic)) for row in rows)
    return [codec.decode(*row) for row, form in forms if form is None or form in shown]


def write(
    connection: Connection[Any], view: Projection, table: str, news: Sequence[Recorded], opening: Opening
) -> None:
    """Folds the events in memory and writes every row that they touched once."""
    if not news:
        return
    keys = {recorded.stream for recorded in news}
    held: dict[UUID, dict[Any, dict[str, Any]]] = {key: {} for key in keys}
    if view.reads_rows:
        held = tables.rows_by_key(connection, view, table, keys)
    touched: dict[Any, dict[str, Any] | None] = {}
    renamed: set[Any] = set()
    known, spread = {key for key, rows in held.items() if rows}, set()
    booked = Beside(view)
    for recorded in news:
        rows = held[recorded.stream]
        for row_id, changed in view.on[type(recorded.event)](rows, recorded).items():
            if view.search and changed and (row_id not in rows or view.search.columns & changed.keys()):
                renamed.add(row_id)
            if row_id not in touched:
                booked.take(rows.get(row_id))
            if row_id in rows and changed and changed.keys() & set(view.of_stream):
                spread.add(recorded.stream)
            touched[row_id] = apply(rows, row_id, changed)
    tables.remove(connection, view, table, [row_id for row_id, row in touched.items() if row is None])
    add_terms(connection, view, [row for row_id in renamed if (row := touched[row_id]) is not None], opening)
    left = [row for row in touched.values() if row is not None]
    tables.write(connection, view, table, left)
    tables.spread(connection, view, table, [next(reversed(held[key].values())) for key in spread & known])
    for row in left:
        booked.add(row)
    booked.book(connection, table)
