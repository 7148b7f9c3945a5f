"""Building views anew beside the old ones, comparing both at the same position, and swapping them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from psycopg import Connection
from psycopg.rows import tuple_row

from projections.projection import Projection
from service.store.database import Database
from service.views import tables
from service.views.engine import BUILDING, LIVE, Engine, place, table_of


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


class Rebuilder:
    """Rebuilds views while the service goes on."""

    def __init__(self, database: Database, engine: Engine) -> None:
        self._database = database
        self._engine = engine

    def rebuild(self, views: Sequence[Projection]) -> Iterator[Rebuilt]:
        """Each view in turn, built, compared and swapped."""
        for view in views:
            self._begin(view)
            compared = self._compared(view)
            self._swap(view)
            yield compared

    def compare(self, views: Sequence[Projection]) -> Iterator[Rebuilt]:
        """Each view in turn, built beside the kept one and compared; the kept one stays as it is."""
        for view in views:
            self._begin(view)
            compared = self._compared(view)
            self._discard(view)
            yield compared

    def _begin(self, view: Projection) -> None:
        self._discard(view)
        with self._database.get_connection() as connection, connection.transaction():
            tables.create(connection, view, table_of(view, BUILDING))
            place(connection, view, BUILDING)

    def _discard(self, view: Projection) -> None:
        with self._database.get_connection() as connection, connection.transaction():
            connection.execute(f"DROP TABLE IF EXISTS {table_of(view, BUILDING)}")
            connection.execute("DELETE FROM views.positions WHERE view = %s AND slot = %s", (view.name, BUILDING))

    def _compared(self, view: Projection) -> Rebuilt:
        """The kept view in one snapshot, and the new one brought to exactly the position of that snapshot."""
        with self._unhurried() as snapshot:
            position, is_comparable = self._kept(snapshot, view)
            rows, digest = _digest(snapshot, view, LIVE) if is_comparable else (0, "")
        self._build(view, position)
        with self._unhurried() as snapshot:
            rebuilt_rows, rebuilt_digest = _digest(snapshot, view, BUILDING)
        return Rebuilt(view.name, position, rows, digest, rebuilt_rows, rebuilt_digest, is_comparable)

    @contextmanager
    def _unhurried(self) -> Iterator[Connection[Any]]:
        """One snapshot, read only, in which a statement may take as long as a large view needs."""
        with self._database.get_connection() as connection, connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            connection.execute("SET LOCAL statement_timeout = 0")
            yield connection

    def _kept(self, snapshot: Connection[Any], view: Projection) -> tuple[int, bool]:
        with snapshot.cursor(row_factory=tuple_row) as cursor:
            row = cursor.execute(
                "SELECT position, version, set_aside FROM views.positions WHERE view = %s AND slot = 'live'",
                (view.name,),
            ).fetchone()
        if row is not None and row[1] == view.version and row[2] is None:
            return row[0], True
        return self._furthest(), False

    def _furthest(self) -> int:
        """How far any live view has come: nothing can appear before that."""
        return max((standing.position for standing in self._engine.standings()), default=0)

    def _build(self, view: Projection, upto: int) -> None:
        while True:
            with self._database.get_connection() as connection, connection.transaction():
                if self._engine.batch(connection, [view], BUILDING, upto) is None:
                    return

    def _swap(self, view: Projection) -> None:
        """Brings the new table to where the old one stands, and puts it in its place, in one transaction."""
        self._build(view, self._furthest())
        with self._database.get_connection() as connection, connection.transaction():
            position = self._locked_position(connection, view)
            while self._engine.batch(connection, [view], BUILDING, position) is not None:
                pass
            connection.execute(f"DROP TABLE IF EXISTS {table_of(view)}")
            connection.execute(f"ALTER TABLE {table_of(view, BUILDING)} RENAME TO {view.name}")
            connection.execute("DELETE FROM views.positions WHERE view = %s AND slot = 'live'", (view.name,))
            connection.execute("UPDATE views.positions SET slot = 'live' WHERE view = %s", (view.name,))

    def _locked_position(self, connection: Connection[Any], view: Projection) -> int:
        """Keeps the worker from moving the old table on; returns where it stands."""
        with connection.cursor(row_factory=tuple_row) as cursor:
            row = cursor.execute(
                "SELECT position FROM views.positions WHERE view = %s AND slot = 'live' FOR UPDATE",
                (view.name,),
            ).fetchone()
        return row[0] if row else 0


def _digest(connection: Connection[Any], view: Projection, slot: str) -> tuple[int, str]:
    return tables.digest(connection, view, table_of(view, slot))
