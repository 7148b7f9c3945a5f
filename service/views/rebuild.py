"""Building views anew beside the old ones, comparing both at the same position, and swapping them."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from psycopg import Connection
from psycopg.rows import tuple_row

from projections.projection import Projection
from service.machine.database import Database
from service.views import counting, positions, tables
from service.views.engine import Engine, open_to_readers
from service.views.naming import Slot, table_name, table_of
from service.views.positions import FOLLOWING
from service.views.streams import spans
from service.views.tables import Differing, Digest

REBUILDING = 0x7265_6275_696C_64
"""The advisory lock of the one rebuild at a time."""

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
    kept_rows: int
    kept_digest: str
    rebuilt_rows: int
    rebuilt_digest: str
    is_comparable: bool
    differing_rows: int = 0
    differing: tuple[str, ...] = ()

    @property
    def is_equal(self) -> bool:
        """Whether following the log step by step and building anew gave the same."""
        return (self.kept_rows, self.kept_digest) == (self.rebuilt_rows, self.rebuilt_digest)


class _Kept(NamedTuple):
    """The kept view in one snapshot: where it stood, and its digest where it can be compared."""

    position: int
    digest: Digest | None


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
        """New tables, filled and indexed, beside what one snapshot showed of the kept ones, each where it stood."""
        seed = secrets.randbits(63)
        with self._unhurried() as snapshot:
            snapshot.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            kept = [self._kept(snapshot, view, seed) for view in views]
        for view in views:
            self._begin(view)
        for position in sorted({each.position for each in kept}):
            fill([view for view, each in zip(views, kept, strict=True) if each.position == position], position)
        return [self._compared(view, each, seed) for view, each in zip(views, kept, strict=True)]

    def _begin(self, view: Projection) -> None:
        with self._database.get_connection() as connection, connection.transaction():
            _drop(connection, view, Slot.BESIDE)
            tables.create(connection, view, table_of(view, Slot.BESIDE))
            counting.create(connection, view, table_of(view, Slot.BESIDE))

    def _compared(self, view: Projection, kept: _Kept, seed: int) -> Rebuilt:
        """The new table made ready to be read as fast as the old one from its first moment, and compared with it."""
        table = table_of(view, Slot.BESIDE)
        with self._unhurried() as connection:
            tables.index(connection, view, table)
            connection.execute(f"ANALYZE {table}")
            rebuilt = _digest(connection, view, Slot.BESIDE, seed)
        known = kept.digest or Digest(0, "")
        return Rebuilt(view.name, kept.position, *known, *rebuilt, is_comparable=kept.digest is not None)

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

    def _kept(self, snapshot: Connection[Any], view: Projection, seed: int) -> _Kept:
        standing, _end = positions.places(snapshot, [view])
        for place in standing:
            if place.slot is Slot.LIVE:
                return _Kept(place.position, _digest(snapshot, view, Slot.LIVE, seed))
        return _Kept(self._furthest(), None)

    def _furthest(self) -> int:
        """How far any view has come: nothing can appear before that."""
        return max((standing.position for standing in self._engine.standings()), default=0)

    @contextmanager
    def _unhurried(self) -> Iterator[Connection[Any]]:
        """A transaction in which a statement may take as long as a large view needs."""
        with self._database.get_connection() as connection, connection.transaction():
            connection.execute("SET LOCAL statement_timeout = 0")
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
                counting.drop(connection, table)
                positions.forget(connection, view, version, slot)
            return [table_name(*each) for each in found]


def _digest(connection: Connection[Any], view: Projection, slot: Slot, seed: int) -> Digest:
    """The number of rows, and a digest of them and of what is counted of them."""
    rows, hashes = tables.digest(connection, view, table_of(view, slot), seed)
    return Digest(rows, hashes + counting.digest(connection, view, table_of(view, slot)))


def _position(connection: Connection[Any], view: Projection, lock: str) -> int:
    """Where the old table stands, also where it was set aside; locked, the worker moves it no further."""
    query = "SELECT position FROM views.positions WHERE view = %s AND version = %s ORDER BY slot"
    with connection.cursor(row_factory=tuple_row) as cursor:
        rows = cursor.execute(f"{query} {lock}", (view.name, view.version)).fetchall()
    return max((row[0] for row in rows), default=0)


def _drop(connection: Connection[Any], view: Projection, slot: Slot) -> None:
    connection.execute(f"DROP TABLE IF EXISTS {table_of(view, slot)}")
    counting.drop(connection, table_of(view, slot))
    positions.forget(connection, view.name, view.version, slot)
