"""Building views anew beside the old ones, comparing both at the same position, and swapping them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

from psycopg import Connection
from psycopg.rows import tuple_row

from projections.projection import Projection
from service.machine.database import Database
from service.views import counting, positions, tables
from service.views.engine import Engine, open_to_readers
from service.views.naming import Slot, table_name, table_of
from service.views.positions import FOLLOWING

REBUILDING = 0x7265_6275_696C_64
"""The advisory lock of the one rebuild at a time."""


class RebuildRunning(Exception):
    """Another rebuild is at work: two of them would build in one place."""

    def __init__(self) -> None:
        super().__init__("another rebuild is at work: wait until it is done, then try again")


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A view as kept and as built anew: rows and digest of both, at the same position of the log.

    `is_comparable` is False where the kept view was of another version or had been set aside.
    """

    view: str
    position: int
    kept_rows: int
    kept_digest: str
    rebuilt_rows: int
    rebuilt_digest: str
    is_comparable: bool

    @property
    def is_equal(self) -> bool:
        """Whether following the log step by step and building anew gave the same."""
        return (self.kept_rows, self.kept_digest) == (self.rebuilt_rows, self.rebuilt_digest)


class _Kept(NamedTuple):
    """The kept view in one snapshot: where it stood, its rows and digest, and whether they can be compared."""

    position: int
    rows: int
    digest: str
    is_comparable: bool


class Rebuilder:
    """Rebuilds views while the service goes on."""

    def __init__(self, database: Database, engine: Engine) -> None:
        self._database = database
        self._engine = engine

    def rebuild(self, views: Sequence[Projection]) -> Iterator[Rebuilt]:
        """All views built anew in one pass over the log; then each is compared and swapped. Raises RebuildRunning."""
        with self._alone():
            for view, compared in zip(views, self._built(views), strict=True):
                self._swap(view)
                yield compared

    def compare(self, views: Sequence[Projection]) -> Iterator[Rebuilt]:
        """All views built beside the kept ones and compared; the kept ones stay. Raises RebuildRunning."""
        with self._alone():
            for view, compared in zip(views, self._built(views), strict=True):
                self._discard(view)
                yield compared

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

    def _built(self, views: Sequence[Projection]) -> list[Rebuilt]:
        for view in views:
            self._begin(view)
        with self._unhurried() as snapshot:
            kept = [self._kept(snapshot, view) for view in views]
        for position in sorted({each.position for each in kept}):
            self._build([view for view, each in zip(views, kept, strict=True) if each.position == position], position)
        for view in views:
            self._analyse(view)
        with self._unhurried() as snapshot:
            return [self._compared(snapshot, view, each) for view, each in zip(views, kept, strict=True)]

    def _analyse(self, view: Projection) -> None:
        """Statistics for the planner, so that the new table is read as fast as the old one from its first moment."""
        with self._database.get_connection() as connection:
            connection.execute(f"ANALYZE {table_of(view, Slot.BESIDE)}")

    def _begin(self, view: Projection) -> None:
        self._discard(view)
        with self._database.get_connection() as connection, connection.transaction():
            tables.create(connection, view, table_of(view, Slot.BESIDE))
            counting.create(connection, view, table_of(view, Slot.BESIDE))
            positions.place(connection, view, Slot.BESIDE)

    def _discard(self, view: Projection) -> None:
        with self._database.get_connection() as connection, connection.transaction():
            _drop(connection, view, Slot.BESIDE)

    def _compared(self, snapshot: Connection[Any], view: Projection, kept: _Kept) -> Rebuilt:
        """The kept view as one snapshot showed it, beside the new one at exactly the position of that snapshot."""
        rows, digest = _digest(snapshot, view, Slot.BESIDE)
        return Rebuilt(view.name, kept.position, kept.rows, kept.digest, rows, digest, kept.is_comparable)

    @contextmanager
    def _unhurried(self) -> Iterator[Connection[Any]]:
        """One snapshot, read only, in which a statement may take as long as a large view needs."""
        with self._database.get_connection() as connection, connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            connection.execute("SET LOCAL statement_timeout = 0")
            yield connection

    def _kept(self, snapshot: Connection[Any], view: Projection) -> _Kept:
        for place in positions.places(snapshot, [view], (Slot.LIVE,)):
            return _Kept(place.position, *_digest(snapshot, view, Slot.LIVE), is_comparable=True)
        return _Kept(self._furthest(), 0, "", is_comparable=False)

    def _furthest(self) -> int:
        """How far any view has come: nothing can appear before that."""
        return max((standing.position for standing in self._engine.standings()), default=0)

    def _build(self, views: Sequence[Projection], upto: int) -> None:
        while True:
            with self._database.get_connection() as connection, connection.transaction():
                if self._engine.batch(connection, views, (Slot.BESIDE,), upto) is None:
                    return

    def _swap(self, view: Projection) -> None:
        """Brings the new table to where the old one stands, and puts it in its place, in one transaction."""
        self._build([view], self._furthest())
        with self._database.get_connection() as connection, connection.transaction():
            position = _locked_position(connection, view)
            while self._engine.batch(connection, [view], (Slot.BESIDE,), position) is not None:
                pass
            for slot in FOLLOWING:
                _drop(connection, view, slot)
            open_to_readers(connection, view, Slot.BESIDE)

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


def _digest(snapshot: Connection[Any], view: Projection, slot: Slot) -> tuple[int, str]:
    """The number of rows, and a digest of them and of what is counted of them."""
    rows, digest = tables.digest(snapshot, view, table_of(view, slot))
    return rows, digest + counting.digest(snapshot, view, table_of(view, slot))


def _locked_position(connection: Connection[Any], view: Projection) -> int:
    """Keeps the worker from moving the old table on; returns where it stands, also where it was set aside."""
    query = (
        "SELECT position FROM views.positions WHERE view = %s AND version = %s AND slot = ANY(%s) ORDER BY slot "
        "FOR UPDATE"
    )
    with connection.cursor(row_factory=tuple_row) as cursor:
        rows = cursor.execute(query, (view.name, view.version, list(FOLLOWING))).fetchall()
    return max((row[0] for row in rows), default=0)


def _drop(connection: Connection[Any], view: Projection, slot: Slot) -> None:
    connection.execute(f"DROP TABLE IF EXISTS {table_of(view, slot)}")
    counting.drop(connection, table_of(view, slot))
    positions.forget(connection, view.name, view.version, slot)
