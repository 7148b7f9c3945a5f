"""Building views anew beside the old ones, comparing both at the same position, and swapping them."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from psycopg import Connection
from psycopg.rows import tuple_row

from projections.projection import Projection
from service.machine.database import Database
from service.views import beside, positions, tables
from service.views.engine import Engine, open_to_readers
from service.views.naming import Slot, table_name, table_of
from service.views.positions import FOLLOWING
from service.views.streams import spans
from service.views.tables import Differing, Digest

REBUILDING = 0x7265_6275_696C_64
"""The advisory lock of the one rebuild at a time."""
SIDE_BY_SIDE = 2
"""Tables that are indexed at the same time: each sorts alone for the most part."""
SORTING = "256MB"
"""Memory of the database for each of them: what does not fit is sorted on disk."""
FOLDING = "10min"
"""How long rows may be folded between two statements, also on a machine that hardly gives us any time."""
NOTHING = Digest(0, "")

Filling = Callable[[Sequence[Projection], int], None]
"""Fills the tables beside the kept ones with what follows from the whole log up to a position."""


class RebuildRunning(Exception):
    """Another rebuild is at work: two of them would build in one place."""

    def __init__(self) -> None:
        super().__init__("another rebuild is at work: wait until it is done, then try again")


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A view as kept and as built anew: rows and digest of both, at the same position of the log.

    `is_comparable` is False where the kept view was of another version or had been set aside. Of the rows that differ
    the first are named by their ids.
    """

    view: str
    position: int
    is_comparable: bool
    kept_rows: int
    kept_digest: str
    rebuilt_rows: int
    rebuilt_digest: str
    differing_rows: int = 0
    differing: tuple[str, ...] = ()

    @property
    def is_equal(self) -> bool:
        """Whether following the log step by step and building anew gave the same."""
        return (self.kept_rows, self.kept_digest) == (self.rebuilt_rows, self.rebuilt_digest)


class _Stood(NamedTuple):
    """Where the kept view stood in one snapshot, and whether it can be compared."""

    position: int
    is_comparable: bool


class Rebuilder:
    """Rebuilds views while the service goes on."""

    def __init__(self, database: Database, engine: Engine) -> None:
        self._database = database
        self._engine = engine

    def rebuild(self, views: Sequence[Projection], fill: Filling | None = None) -> Iterator[Rebuilt]:
        """All views built anew in one pass over the log; then each is compared and swapped. Raises RebuildRunning."""
        with self._alone():
            for view, compared in zip(views, self._built(views, fill or self._fill), strict=True):
                yield self._ended(view, compared, is_swapped=True)

    def compare(self, views: Sequence[Projection], fill: Filling | None = None) -> Iterator[Rebuilt]:
        """All views built beside the kept ones and compared; the kept ones stay. Raises RebuildRunning."""
        with self._alone():
            for view, compared in zip(views, self._built(views, fill or self._fill), strict=True):
                yield self._ended(view, compared, is_swapped=False)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keeps every other rebuild away, until the block or this process ends.

        The transaction writes nothing and reads nothing: it draws no transaction id and keeps no snapshot.
        """
        with self._database.get_connection() as connection, connection.transaction():
            connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            with connection.cursor(row_factory=tuple_row) as cursor:
                taken = cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", (REBUILDING,)).fetchone()
            if taken != (True,):
                raise RebuildRunning
            yield

    def _fill(self, views: Sequence[Projection], upto: int) -> None:
        self._engine.fill(views, upto, *spans(1))

    def _built(self, views: Sequence[Projection], fill: Filling) -> list[Rebuilt]:
        """New tables, filled and indexed, beside what one snapshot showed of the kept ones, each where it stood.

        The database goes through the kept ones while the new ones are filled.
        """
        seed = secrets.randbits(63)
        with ThreadPoolExecutor(SIDE_BY_SIDE) as several, ExitStack() as until_read:
            snapshot = until_read.enter_context(self._unhurried())
            snapshot.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            stood = [self._stood(snapshot, view) for view in views]
            comparable = [view for view, each in zip(views, stood, strict=True) if each.is_comparable]
            kept = several.submit(_digests, until_read.pop_all(), snapshot, comparable, seed)
            for view in views:
                self._begin(view)
            for position in sorted({each.position for each in stood}):
                fill([view for view, each in zip(views, stood, strict=True) if each.position == position], position)
            built = {view.name: several.submit(self._finished, view, seed) for view in self._largest_first(views)}
            return [
                Rebuilt(view.name, *each, *kept.result().get(view.name, NOTHING), *built[view.name].result())
                for view, each in zip(views, stood, strict=True)
            ]

    def _largest_first(self, views: Sequence[Projection]) -> list[Projection]:
        """Those that take longest first, so that none of them is waited for alone in the end."""
        with self._database.get_connection() as connection:
            sizes = {view.name: tables.size(connection, table_of(view, Slot.BESIDE)) for view in views}
        return sorted(views, key=lambda view: sizes[view.name], reverse=True)

    def _begin(self, view: Projection) -> None:
        with self._database.get_connection() as connection, connection.transaction():
            _drop(connection, view, Slot.BESIDE)
            tables.create(connection, view, table_of(view, Slot.BESIDE))
            beside.create(connection, view, table_of(view, Slot.BESIDE))

    def _finished(self, view: Projection, seed: int) -> Digest:
        """The new table made ready to be read as fast as the old one from its first moment; returns its digest."""
        table = table_of(view, Slot.BESIDE)
        with self._unhurried() as connection:
            connection.execute(f"SET LOCAL maintenance_work_mem = '{SORTING}'")
            tables.index(connection, view, table)
            connection.execute(f"ANALYZE {table}")
            return _digest(connection, view, Slot.BESIDE, seed)

    def _ended(self, view: Projection, compared: Rebuilt, *, is_swapped: bool) -> Rebuilt:
        """Names what differs while nobody moves the kept table on; the new one takes its place, or goes."""
        with self._unhurried() as connection:
            near = self._carried(connection, view, compared.position)
        with self._unhurried() as connection:
            reached = self._carried(connection, view, near, "FOR UPDATE")
            differing = Differing()
            if compared.is_comparable and not compared.is_equal:
                differing = tables.differing(connection, view, table_of(view), table_of(view, Slot.BESIDE))
            if is_swapped:
                for slot in FOLLOWING:
                    _drop(connection, view, slot)
                open_to_readers(connection, view, Slot.BESIDE)
                positions.place(connection, view, Slot.LIVE, reached)
            else:
                _drop(connection, view, Slot.BESIDE)
        return replace(compared, differing_rows=differing.rows, differing=differing.ids)

    def _carried(self, connection: Connection[Any], view: Projection, after: int, lock: str = "") -> int:
        """Brings the new table to where the old one stands; returns the position."""
        upto = max(after, _position(connection, view, lock))
        self._engine.carry_on(connection, view, table_of(view, Slot.BESIDE), after, upto)
        return upto

    def _stood(self, snapshot: Connection[Any], view: Projection) -> _Stood:
        standing, _end = positions.places(snapshot, [view])
        for place in standing:
            if place.slot is Slot.LIVE:
                return _Stood(place.position, is_comparable=True)
        return _Stood(self._furthest(), is_comparable=False)

    def _furthest(self) -> int:
        """How far any view has come: nothing can appear before that."""
        return max((standing.position for standing in self._engine.standings()), default=0)

    @contextmanager
    def _unhurried(self) -> Iterator[Connection[Any]]:
        """A transaction in which a statement, and folding between two, may take as long as a large view needs."""
        with self._database.get_connection() as connection, connection.transaction():
            connection.execute("SET LOCAL statement_timeout = 0")
            connection.execute(f"SET LOCAL idle_in_transaction_session_timeout = '{FOLDING}'")
            yield connection

    def drop_outdated(self) -> list[str]:
        """Drops the tables of older versions of views that are built in their present one; returns their names.

        A process of an earlier release that still reads them is told from then on that the view is being built.
        """
        with self._alone(), self._database.get_connection() as connection, connection.transaction():
            found = positions.outdated(connection, self._engine.views)
            for view, version, slot in found:
                table = f"views.{table_name(view, version, slot)}"
                connection.execute(f"DROP TABLE IF EXISTS {table}")
                beside.drop(connection, table)
                positions.forget(connection, view, version, slot)
            return [table_name(*each) for each in found]


def _digests(
    until_read: ExitStack, snapshot: Connection[Any], views: Sequence[Projection], seed: int
) -> dict[str, Digest]:
    """What the snapshot shows of the kept tables, by view; then it is let go."""
    with until_read:
        return {view.name: _digest(snapshot, view, Slot.LIVE, seed) for view in views}


def _digest(connection: Connection[Any], view: Projection, slot: Slot, seed: int) -> Digest:
    """The number of rows, and a digest of them and of what is counted of them."""
    rows, hashes = tables.digest(connection, view, table_of(view, slot), seed)
    return Digest(rows, hashes + beside.digest(connection, view, table_of(view, slot)))


def _position(connection: Connection[Any], view: Projection, lock: str) -> int:
    """Where the old table stands, also where it was set aside; locked, the worker moves it no further."""
    query = "SELECT position FROM views.positions WHERE view = %s AND version = %s ORDER BY slot"
    with connection.cursor(row_factory=tuple_row) as cursor:
        rows = cursor.execute(f"{query} {lock}", (view.name, view.version)).fetchall()
    return max((row[0] for row in rows), default=0)


def _drop(connection: Connection[Any], view: Projection, slot: Slot) -> None:
    connection.execute(f"DROP TABLE IF EXISTS {table_of(view, slot)}")
    beside.drop(connection, table_of(view, slot))
    positions.forget(connection, view.name, view.version, slot)
