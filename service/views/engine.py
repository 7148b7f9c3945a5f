"""Keeping views up to date with the log: exactly once, in order, under a row lock on each view's position."""

import logging
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from psycopg import Connection, InterfaceError, OperationalError, sql
from psycopg.errors import LockNotAvailable
from psycopg.rows import tuple_row

from domain.kernel import Recorded
from projections.projection import Projection
from service.store.codec import Codec
from service.store.database import Database
from service.store.tail import Stored, Tail, passed
from service.views import folding, tables
from service.views.lag import Lag, lag_behind

BATCH = 2_000
LIVE = "live"
BUILDING = "building"
PATIENCE = 1.0  # seconds that a caller waits for a position behind a transaction that has not ended
PAUSE = 0.005

# Whether anything is to be done, asked without a lock: an idle worker writes nothing and takes no transaction id.
NEWS = """
    SELECT EXISTS (
        SELECT FROM events
        WHERE notification_id > (
            SELECT min(position) FROM views.positions
            WHERE view = ANY(%(views)s) AND slot = 'live' AND set_aside IS NULL
        ) AND notification_id <= coalesce(%(upto)s::bigint, 9223372036854775807)
    )
"""

logger = logging.getLogger(__name__)


class Progress(NamedTuple):
    """What one batch did: how many events were read and the position that the views then stood at."""

    events: int
    position: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a view stands."""

    view: str
    version: int
    position: int
    set_aside: str | None


def table_of(view: Projection, slot: str = LIVE) -> str:
    """The table that holds the view, live or being built."""
    return f"views.{view.name}" if slot == LIVE else f"views.{view.name}__building"


class Engine:
    """Folds the log into views; any number of processes may call it, one at a time advances a view."""

    def __init__(self, database: Database, codec: Codec, views: Sequence[Projection], tail: Tail | None = None) -> None:
        self._database = database
        self._codec = codec
        self._views = views
        self._tail = tail or Tail()

    @property
    def views(self) -> Sequence[Projection]:
        """The views that this engine keeps."""
        return self._views

    @property
    def tail(self) -> Tail:
        """The tail that it reads the log with."""
        return self._tail

    def prepare(self) -> list[str]:
        """Creates the tables of views that are new, empty; returns their names. Called by migrations only."""
        with self._database.get_connection() as connection, connection.transaction():
            known = {standing.view for standing in self._standings(connection)}
            fresh = [view for view in self._views if view.name not in known]
            for view in fresh:
                tables.create(connection, view, table_of(view))
                place(connection, view, LIVE)
            return [view.name for view in fresh]

    def standings(self) -> list[Standing]:
        """Where every live view stands."""
        with self._database.get_connection() as connection:
            return self._standings(connection)

    def catch_up(self, views: Iterable[Projection] | None = None, upto: int | None = None, *, wait: bool = True) -> int:
        """Brings the views to the end of the log, or to the position; returns how many events were read.

        Where a transaction that has not ended stands before the position, waits for it, at most PATIENCE seconds.
        Without `wait`, leaves out views that another process is at work on, and waits for nothing.
        """
        wanted = list(self._views if views is None else views)
        deadline = time.monotonic() + PATIENCE
        total = 0
        while True:
            while progress := self._advance(wanted, upto, wait):
                total += progress.events
            if upto is None or not wait or time.monotonic() > deadline or not self._is_held_before(wanted, upto):
                return total
            time.sleep(PAUSE)

    def advance(self, views: Sequence[Projection] | None = None) -> int:
        """One batch for those of the views that nobody else is at work on; returns how many events were read."""
        progress = self._advance(list(self._views if views is None else views), None, wait=False)
        return progress.events if progress else 0

    def lag(self, now: datetime) -> Lag:
        """How far the hindmost of the views that this version keeps stands behind the log, and what holds it back."""
        versions = {view.name: view.version for view in self._views}
        with self._database.get_connection() as connection:
            standings = [each for each in self._standings(connection) if versions.get(each.view) == each.version]
            position = min((each.position for each in standings if each.set_aside is None), default=None)
            return Lag() if position is None else lag_behind(connection, self._codec, self._tail, position, now)

    def _is_held_before(self, views: Sequence[Projection], upto: int) -> bool:
        if self._tail.gap is None:
            return False
        names = {view.name for view in views}
        positions = (each.position for each in self.standings() if each.view in names and each.set_aside is None)
        return min(positions, default=upto) < upto

    def _advance(self, views: Sequence[Projection], upto: int | None, wait: bool) -> Progress | None:
        with self._database.get_connection() as connection:
            if not _has_news(connection, views, upto):
                return None
            try:
                with connection.transaction():
                    return self.batch(connection, views, LIVE, upto, wait=wait)
            except LockNotAvailable:
                return None

    def batch(
        self,
        connection: Connection[Any],
        views: Sequence[Projection],
        slot: str,
        upto: int | None,
        *,
        wait: bool = True,
    ) -> Progress | None:
        """One batch inside the caller's transaction, or None where nothing is left to do.

        A view that is being built goes only as far as `upto`, a position that some live view has reached.
        """
        positions = _locked(connection, views, slot, wait)
        behind = [view for view in views if view.name in positions]
        if not behind:
            return None
        after = min(positions.values())
        rows = self._rows(connection, slot, after, upto)
        if not rows:
            return None
        recorded = [self._codec.decode(*row) for row in rows]
        for view in behind:
            self._bring(connection, view, slot, recorded, positions[view.name])
        return Progress(len(rows), rows[-1].position)

    def _rows(self, connection: Connection[Any], slot: str, after: int, upto: int | None) -> list[Stored]:
        if slot == BUILDING:
            return passed(connection, after, upto or 0, BATCH)
        limit = BATCH if upto is None else min(BATCH, upto - after)
        return list(self._tail.follow(connection, after, limit)) if limit > 0 else []

    def _bring(
        self, connection: Connection[Any], view: Projection, slot: str, recorded: Sequence[Recorded], after: int
    ) -> None:
        news = [each for each in recorded if each.position > after and type(each.event) in view.on]
        try:
            with connection.transaction():
                folding.write(connection, view, table_of(view, slot), news)
                _move(connection, view, slot, max(after, recorded[-1].position))
        except (OperationalError, InterfaceError):
            raise  # the database's trouble, not the view's
        except Exception as error:
            if slot == BUILDING:
                raise
            logger.exception("view %s is set aside", view.name)
            _set_aside(connection, view, type(error).__name__)

    def _standings(self, connection: Connection[Any]) -> list[Standing]:
        with connection.cursor(row_factory=tuple_row) as cursor:
            rows = cursor.execute(
                "SELECT view, version, position, set_aside FROM views.positions WHERE slot = 'live' ORDER BY view"
            )
            return [Standing(*row) for row in rows]


def place(connection: Connection[Any], view: Projection, slot: str) -> None:
    """Notes a view at the beginning of the log."""
    connection.execute(
        "INSERT INTO views.positions (view, slot, version, position) VALUES (%s, %s, %s, 0)",
        (view.name, slot, view.version),
    )


def _has_news(connection: Connection[Any], views: Sequence[Projection], upto: int | None) -> bool:
    with connection.cursor(row_factory=tuple_row) as cursor:
        row = cursor.execute(NEWS, {"views": [view.name for view in views], "upto": upto}).fetchone()
    return bool(row and row[0])


def _locked(connection: Connection[Any], views: Sequence[Projection], slot: str, wait: bool) -> dict[str, int]:
    """The positions of those views that this version of the service may write, locked until the transaction ends."""
    versions = {view.name: view.version for view in views}
    lock = sql.SQL("FOR UPDATE") if wait else sql.SQL("FOR UPDATE SKIP LOCKED")
    query = sql.SQL(
        "SELECT view, version, position FROM views.positions "
        "WHERE view = ANY(%s) AND slot = %s AND set_aside IS NULL ORDER BY view "
    )
    with connection.cursor(row_factory=tuple_row) as cursor:
        rows = cursor.execute(query + lock, (list(versions), slot)).fetchall()
    return {view: position for view, version, position in rows if versions[view] == version}


def _move(connection: Connection[Any], view: Projection, slot: str, position: int) -> None:
    connection.execute(
        "UPDATE views.positions SET position = %s WHERE view = %s AND slot = %s", (position, view.name, slot)
    )


def _set_aside(connection: Connection[Any], view: Projection, why: str) -> None:
    connection.execute("UPDATE views.positions SET set_aside = %s WHERE view = %s AND slot = 'live'", (why, view.name))
