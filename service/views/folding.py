"""Folding a batch of events into the rows of views."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection

from domain.catalogue import BY_EVENT, CASES
from domain.kernel import Event, Recorded
from projections.projection import Changes, Projection, Row, Rows, Stood, apply, rows_told
from service.sealing.vault import Opening
from service.store.codec import Codec
from service.store.tail import Stored
from service.views import tables
from service.views.beside import Beside
from service.views.counting import Booked
from service.views.searching import add_terms
from service.views.states import Told

Shown = frozenset[type[Event]]


def shown_by(views: Iterable[Projection]) -> Shown:
    """The events that some of the views show, and those that lead to the states which they are told of."""
    shown, kinds = set[type[Event]](), set[str]()
    for view in views:
        shown.update(view.on)
        kinds.update(BY_EVENT[event].kind for event in view.on if view.settle)
    return frozenset(shown.union(*(aggregate.events for aggregate in CASES if aggregate.kind in kinds)))


def news_of(codec: Codec, rows: Iterable[Stored], shown: Shown) -> list[Recorded]:
    """Those of the events that are shown; others are not decoded. Raises Undecodable, also for an unknown form."""
    decode, form_of = codec.decode, codec.form_of
    return [decode(*row) for row in rows if (form := form_of(row.topic)) is None or form in shown]


def followed_anew(view: Projection, told: Told) -> frozenset[UUID]:
    """The streams whose rows in the view follow anew from what took effect: cases of the kinds that it shows."""
    if view.is_of_events or view.settle is None or not told.anew:
        return frozenset()
    kinds = {BY_EVENT[event].kind for event in view.on}
    first = ((stream, story.whole[0].event) for stream, story in told.anew.items())
    return frozenset(stream for stream, event in first if BY_EVENT[type(event)].kind in kinds)


class _Touched:
    """Rows of one view that a batch changes: as they were held, and as they are after it."""

    def __init__(self, view: Projection, held: dict[UUID, dict[Any, dict[str, Any]]]) -> None:
        self.view = view
        self.held = held
        self.booked = Beside(view)
        self.rows: dict[Any, dict[str, Any] | None] = {}
        self._renamed: set[Any] = set()
        self._spread: dict[UUID, frozenset[str]] = {}
        self._known = {row_id for rows in held.values() for row_id in rows}

    def take(self, stream: UUID, changes: Changes) -> None:
        """Brings the rows of the stream up to what changed."""
        rows = self.held[stream]
        for row_id, changed in changes.items():
            if changed and self._names_anew(changed, is_new=row_id not in rows):
                self._renamed.add(row_id)
            if row_id not in self.rows:
                self.booked.take(rows.get(row_id))
            if changed and row_id in self._known and (alike := changed.keys() & set(self.view.of_stream)):
                self._spread[stream] = self._spread.get(stream, frozenset()) | alike
            self.rows[row_id] = apply(rows, row_id, changed)

    @property
    def gone(self) -> list[Any]:
        """The ids of rows that are no longer there."""
        return [row_id for row_id, row in self.rows.items() if row is None]

    @property
    def left(self) -> list[dict[str, Any]]:
        """The other rows."""
        return [row for row in self.rows.values() if row is not None]

    @property
    def renamed(self) -> list[dict[str, Any]]:
        """Those of them whose search terms are made anew."""
        return [row for row_id in self._renamed if (row := self.rows[row_id]) is not None]

    @property
    def spread(self) -> Mapping[frozenset[str], list[dict[str, Any]]]:
        """The last row of each stream whose rows, also those that were not held, change alike, by what changes."""
        found: dict[frozenset[str], list[dict[str, Any]]] = {}
        for stream, alike in self._spread.items():
            found.setdefault(alike, []).append(next(reversed(self.held[stream].values())))
        return found

    def _names_anew(self, changed: Row, *, is_new: bool) -> bool:
        search = self.view.search
        return search is not None and (is_new or bool(search.columns & changed.keys()))


class Part(NamedTuple):
    """What is new to one view, the table of it that is written, and whose rows in it follow anew."""

    view: Projection
    table: str
    news: Sequence[Recorded]
    anew: frozenset[UUID]


def part_of(view: Projection, table: str, news: Iterable[Recorded], told: Told) -> Part:
    """What of the news the view shows."""
    anew = followed_anew(view, told)
    return Part(view, table, [each for each in news if type(each.event) in view.on or each.stream in anew], anew)


def write(connection: Connection[Any], parts: Iterable[Part], told: Told, opening: Opening) -> None:
    """Folds what is new to each view in memory and writes every row touched once; `told` is of the cases after it.

    The database is asked for the rows of all views at once, and told what became of all of them at once.
    """
    shown = [part for part in parts if part.news]
    touched = [_folded(part, held, told) for part, held in zip(shown, _held(connection, shown), strict=True)]
    for part, each in zip(shown, touched, strict=True):
        add_terms(connection, part.view, each.renamed, opening)
    with connection.pipeline():
        booked = [_written(connection, part, each) for part, each in zip(shown, touched, strict=True)]
    for buckets in booked:
        buckets.settle(connection)


def _written(connection: Connection[Any], part: Part, touched: _Touched) -> Booked:
    """Sends what became of the rows, and what is booked beside them, without waiting for either."""
    left = touched.left
    tables.remove(connection, part.view, part.table, touched.gone)
    tables.write(connection, part.view, part.table, left)
    for alike, last in touched.spread.items():
        tables.spread(connection, part.view, part.table, alike, last)
    for row in left:
        touched.booked.add(row)
    return touched.booked.book(connection, part.table)


def _held(connection: Connection[Any], parts: Sequence[Part]) -> list[dict[UUID, dict[Any, dict[str, Any]]]]:
    """For each view the rows of the streams that the events concern."""
    keys = [{recorded.stream for recorded in part.news} for part in parts]
    with connection.pipeline():
        asked = [
            tables.asked_by_key(connection, part.view, part.table, streams) if part.view.reads_rows else ()
            for part, streams in zip(parts, keys, strict=True)
        ]
        return [tables.by_key(part.view, streams, rows) for part, streams, rows in zip(parts, keys, asked, strict=True)]


def _folded(part: Part, held: dict[UUID, dict[Any, dict[str, Any]]], told: Told) -> _Touched:
    view = part.view
    touched = _Touched(view, held)
    step_by_step = [each for each in part.news if each.stream not in part.anew]
    for recorded in step_by_step:
        touched.take(recorded.stream, view.on[type(recorded.event)](held[recorded.stream], recorded))
    for stream in {each.stream for each in part.news} & part.anew:
        rows = rows_told(view, told.anew[stream], told.states[stream])
        touched.take(stream, _differing_anew(held[stream], rows))
    if view.settle:
        for stream, last in {recorded.stream: recorded for recorded in step_by_step}.items():
            stood = Stood(told.states.get(stream), last)
            touched.take(stream, _differing(held[stream], view.settle(held[stream], stood)))
    return touched


def _differing(rows: Rows, changes: Changes) -> Changes:
    """Those of the changes that say something else than the rows do."""
    return {row_id: changed for row_id, changed in changes.items() if changed is None or _says(changed, rows[row_id])}


def _differing_anew(rows: Rows, anew: Rows) -> Changes:
    """What makes of the rows of a stream those that follow from its whole history."""
    gone: dict[Any, dict[str, Any] | None] = {row_id: None for row_id in rows if row_id not in anew}
    known = {row_id: dict(row) for row_id, row in anew.items() if row_id not in rows or _says(row, rows[row_id])}
    return gone | known


def _says(changed: Row, row: Row) -> bool:
    return any(name not in row or row[name] != value for name, value in changed.items())
