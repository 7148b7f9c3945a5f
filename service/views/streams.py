"""New tables of views filled from the log stream by stream: each row is folded whole and written once."""

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain, groupby, pairwise
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import tuple_row

from domain.catalogue import BY_EVENT
from domain.kernel import Recorded
from projections.projection import Projection, rows_told, story_of
from service.machine.database import Database
from service.sealing.vault import Opening
from service.store.codec import Codec
from service.store.tail import Stored
from service.views import tables
from service.views.beside import Beside
from service.views.folding import Shown, news_of, shown_by
from service.views.naming import Slot, table_of
from service.views.searching import Row, add_terms
from service.views.states import state_after

AT_ONCE = 5_000
"""Events, about, whose rows are held in memory until they are copied."""
STREAMS = """
    SELECT notification_id, uuid_send(originator_id), originator_version, topic, state FROM events
    WHERE originator_id BETWEEN %s AND %s AND notification_id <= %s ORDER BY originator_id, originator_version
"""


class Span(NamedTuple):
    """A range of stream ids, both ends included."""

    first: UUID
    last: UUID


def spans(count: int) -> list[Span]:
    """All ids in so many ranges, which hold about equally many streams: ids are random."""
    bounds = [(number << 128) // count for number in range(count + 1)]
    return [Span(UUID(int=first), UUID(int=beyond - 1)) for first, beyond in pairwise(bounds)]


def fill(
    database: Database, codec: Codec, opening: Opening, views: Sequence[Projection], upto: int, span: Span
) -> None:
    """Copies into the tables beside the kept ones what follows from the span's streams up to a position.

    Nothing may appear in the log before the position any more.
    """
    shows = _shown_by_kind(views)

    def copied(histories: Sequence[list[Recorded]]) -> None:
        """Written beside the reading: the database takes rows in while the next are being folded."""
        told = _told(shows, histories)
        for view in views:
            _copied(writing, view, told[view.name], opening)

    with (
        _without_collection(),
        database.get_connection() as reading,
        database.get_connection() as writing,
        ThreadPoolExecutor(1) as writer,
    ):
        written: Future[None] | None = None
        for histories in _in_parts(_histories(reading, codec, shown_by(views), upto, span)):
            if written is not None:
                written.result()
            written = writer.submit(copied, histories)
        if written is not None:
            written.result()


def _shown_by_kind(views: Iterable[Projection]) -> Mapping[str, Sequence[Projection]]:
    """By kind of stream the views that show something of it."""
    shows: dict[str, list[Projection]] = defaultdict(list)
    for view in views:
        for kind in {BY_EVENT[event].kind for event in view.on}:
            shows[kind].append(view)
    return shows


def _told(shows: Mapping[str, Sequence[Projection]], histories: Iterable[list[Recorded]]) -> Mapping[str, list[Row]]:
    """By view the rows of the streams: each is folded once, and then shown by every view."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for history in histories:
        story, state = story_of(history), state_after(history)
        for view in shows.get(BY_EVENT[type(history[0].event)].kind, ()):
            rows[view.name] += rows_told(view, story, state).values()
    return rows


def _copied(connection: Connection[Any], view: Projection, rows: Sequence[Row], opening: Opening) -> None:
    add_terms(connection, view, rows, opening)
    tables.copy(connection, view, table_of(view, Slot.BESIDE), rows)
    booked = Beside(view)
    for row in rows:
        booked.add(row)
    booked.book(connection, table_of(view, Slot.BESIDE)).settle(connection)


def _histories(
    connection: Connection[Any], codec: Codec, shown: Shown, upto: int, span: Span
) -> Iterator[list[Recorded]]:
    """What each stream tells the views, from a cursor that the database holds."""
    with connection.transaction(), connection.cursor("streams", binary=True, row_factory=tuple_row) as cursor:
        connection.execute("SET LOCAL statement_timeout = 0")
        connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute(STREAMS, (*span, upto))
        read = chain.from_iterable(iter(lambda: cursor.fetchmany(AT_ONCE), []))
        for key, rows in groupby(read, key=itemgetter(1)):
            if history := news_of(codec, _stored(UUID(bytes=key), rows), shown):
                yield history


def _stored(stream: UUID, rows: Iterable[tuple[Any, ...]]) -> Iterator[Stored]:
    """The rows of one stream, which all hold the same object for it: it is compared at every look-up."""
    for position, _key, version, topic, state in rows:
        yield Stored(position, stream, version, topic, state)


def _in_parts(histories: Iterator[list[Recorded]]) -> Iterator[list[list[Recorded]]]:
    part: list[list[Recorded]] = []
    events = 0
    for history in histories:
        part.append(history)
        events += len(history)
        if events >= AT_ONCE:
            yield part
            part, events = [], 0
    yield part


@contextmanager
def _without_collection() -> Iterator[None]:
    """No search for cycles among millions of rows that hold none."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
