"""Keeping views up to date with the log: exactly once, in order, under a row lock on each view's position."""

import logging
import time
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from psycopg import Connection, InterfaceError, OperationalError
from psycopg.errors import LockNotAvailable

from domain.kernel import Recorded
from projections.projection import Projection
from service.machine.database import Database
from service.sealing.vault import Opening
from service.store.codec import Codec
from service.store.tail import Stored, Tail, passed
from service.views import beside, folding, positions, streams, tables
from service.views.lag import Lag, lag_behind
from service.views.naming import Slot, table_name, table_of
from service.views.positions import Place, Standing
from service.views.searching import opens_nothing
from service.views.states import NOTHING_TOLD, States, Told
from service.views.streams import Span

BATCH = 2_000
NEXT_ROWS = 32
"""Among so many rows after one of a stream stands the next one that was appended with it."""
AT_ONCE = 2
"""Groups of views that one step of the worker brings on: the foremost, and the next of those behind it."""
PATIENCE = 1.0  # seconds that a caller waits for a position behind a transaction that has not ended
PAUSE = 0.005

News = Sequence[Recorded]

logger = logging.getLogger(__name__)


class Engine:
    """Folds the log into views; any number of processes may call it, one at a time advances a view."""

    def __init__(
        self,
        database: Database,
        codec: Codec,
        views: Sequence[Projection],
        opening: Opening = opens_nothing,
        tail: Tail | None = None,
    ) -> None:
        """`opening` opens the texts that search terms are made of; an engine that only prepares tables needs none."""
        self._opening = opening
        self._database = database
        self._codec = codec
        self._views = views
        self._tail = tail or Tail()
        self._states = States(codec)

    @property
    def views(self) -> Sequence[Projection]:
        """The views that this engine keeps."""
        return self._views

    @property
    def tail(self) -> Tail:
        """The tail that it reads the log with."""
        return self._tail

    def prepare(self) -> list[str]:
        """Makes the tables of views and versions that are new, empty, beside those that there are; returns their names.

        They are read from the moment on in which they have reached the end of the log. Called by migrations only.
        """
        with self._database.get_connection() as connection, connection.transaction():
            known = {standing.view for standing in self._standings(connection)}
            fresh = [view for view in self._views if view.name not in known]
            slot = Slot.BUILDING if positions.end_of_log(connection) else Slot.LIVE
            for view in fresh:
                tables.create(connection, view, table_of(view, slot))
                tables.index(connection, view, table_of(view, slot))
                beside.create(connection, view, table_of(view, slot))
                positions.place(connection, view, slot)
            return [view.name for view in fresh]

    def standings(self) -> list[Standing]:
        """Where every view stands in the version that this engine keeps."""
        with self._database.get_connection() as connection:
            return self._standings(connection)

    def catch_up(self, views: Iterable[Projection] | None = None, upto: int | None = None, *, wait: bool = True) -> int:
        """Brings the views to where the log ends now, or to the position; returns how many events were read.

        Where a transaction that has not ended stands before the position, waits for it, at most PATIENCE seconds.
        Without `wait`, leaves out views that another process is at work on, and waits for nothing.
        """
        wanted = list(self._views if views is None else views)
        deadline = time.monotonic() + PATIENCE
        end = self._end() if upto is None else upto
        total = 0
        while True:
            while read := self._brought(wanted, end, wait):
                total += read
            if upto is None or not wait or time.monotonic() > deadline or not self._is_held_before(wanted, upto):
                return total
            time.sleep(PAUSE)

    def advance(self, views: Sequence[Projection] | None = None) -> int:
        """One small step for those of the views that nobody else is at work on; returns how many events were read.

        The views that are at the front of the log go first and together; of those behind, the nearest goes on alone.
        """
        return self._brought(self._views if views is None else views, None, wait=False, at_once=AT_ONCE)

    def lag(self, now: datetime) -> Lag:
        """How far the hindmost of the views that are read stands behind the log, and what holds it back."""
        with self._database.get_connection() as connection:
            standings = [each for each in self._standings(connection) if each.is_built and each.set_aside is None]
            position = min((each.position for each in standings), default=None)
            return Lag() if position is None else lag_behind(connection, self._codec, self._tail, position, now)

    def batch(
        self, connection: Connection[Any], views: Sequence[Projection], upto: int | None, *, wait: bool = True
    ) -> int:
        """One batch inside the caller's transaction; returns how many events were read, 0 where nothing is left."""
        behind = positions.locked(connection, views, wait=wait)
        rows = appended_whole(self._tail.follow(connection, *_part(behind, upto))) if behind else []
        if not rows:
            return 0
        last = rows[-1].position
        shown = [place.view for place in behind]
        news = folding.news_of(self._codec, rows, folding.shown_by(shown))
        reached = self._folded(connection, behind, news, self._states_after(connection, shown, news))
        positions.move(connection, reached, last)
        built = [place for place in reached if place.slot is Slot.BUILDING]
        if built and last >= self._front(connection):
            for view, slot, _after in built:
                connection.execute(f"ANALYZE {table_of(view, slot)}")
                open_to_readers(connection, view, slot)
                positions.make_live(connection, view, slot)
        return len(rows)

    def fill(self, views: Sequence[Projection], upto: int, span: Span) -> None:
        """Copies into new tables of the views what follows from the streams in the span up to a settled position."""
        streams.fill(self._database, self._codec, self._opening, views, upto, span)

    def carry_on(self, connection: Connection[Any], view: Projection, table: str, after: int, upto: int) -> None:
        """Folds into a table that nobody reads what lies between two settled positions."""
        shown = folding.shown_by([view])
        while rows := passed(connection, after, upto, BATCH):
            news = folding.news_of(self._codec, rows, shown)
            told = self._states_after(connection, [view], news)
            folding.write(connection, [folding.part_of(view, table, news, told)], told, self._opening)
            after = rows[-1].position

    def _end(self) -> int:
        with self._database.get_connection() as connection:
            return positions.end_of_log(connection)

    def _is_held_before(self, views: Sequence[Projection], upto: int) -> bool:
        if self._tail.gap is None:
            return False
        names = {view.name for view in views}
        reached = (each.position for each in self.standings() if each.view in names and each.set_aside is None)
        return min(reached, default=upto) < upto

    def _brought(self, views: Sequence[Projection], upto: int | None, wait: bool, at_once: int | None = None) -> int:
        """One batch for each group of views that stand near one another, the foremost first."""
        with self._database.get_connection() as connection:
            standing, end = positions.places(connection, views)
            behind = [place for place in standing if place.position < (end if upto is None else upto)]
            groups = near(behind)[:at_once]
            return sum(self._batch_alone(connection, [place.view for place in group], upto, wait) for group in groups)

    def _batch_alone(
        self, connection: Connection[Any], views: Sequence[Projection], upto: int | None, wait: bool
    ) -> int:
        try:
            with connection.pipeline(), connection.transaction():
                return self.batch(connection, views, upto, wait=wait)
        except LockNotAvailable:
            return 0

    def _folded(self, connection: Connection[Any], behind: list[Place], news: News, told: Told) -> list[Place]:
        """The views that show what is new to them: all of them, or those whose function did not fail.

        They are folded together under one savepoint; only where that fails is each tried under its own.
        """
        try:
            with connection.transaction():
                self._fold(connection, behind, news, told)
        except (OperationalError, InterfaceError):
            raise  # the database's trouble, not a view's
        except Exception:
            return [place for place in behind if self._is_folded(connection, place, news, told)]
        return behind

    def _is_folded(self, connection: Connection[Any], place: Place, news: News, told: Told) -> bool:
        """Whether the view shows what is new to it; one whose function fails is set aside, the others go on."""
        try:
            with connection.transaction():
                self._fold(connection, [place], news, told)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            logger.exception("view %s is set aside", place.view.name)
            positions.set_aside(connection, place.view, place.slot, type(error).__name__)
            return False
        return True

    def _fold(self, connection: Connection[Any], places: Iterable[Place], news: News, told: Told) -> None:
        parts = [
            folding.part_of(view, table_of(view, slot), (each for each in news if each.position > after), told)
            for view, slot, after in places
        ]
        folding.write(connection, parts, told, self._opening)

    def _states_after(self, connection: Connection[Any], views: Iterable[Projection], news: News) -> Told:
        """The states of cases after the events, where any of the views is told of states."""
        return self._states.told(connection, news) if any(view.settle for view in views) else NOTHING_TOLD

    def _front(self, connection: Connection[Any]) -> int:
        """How far those views have come that are read; the end of the log where none is."""
        standing, end = positions.places(connection, self._views)
        return max((place.position for place in standing if place.slot is Slot.LIVE), default=end)

    def _standings(self, connection: Connection[Any]) -> list[Standing]:
        return positions.standings(connection, self._views)


def near(places: Iterable[Place]) -> list[list[Place]]:
    """Groups of views that stand within one batch of each other, the foremost group first."""
    groups: list[list[Place]] = []
    for place in sorted(places, key=lambda each: each.position, reverse=True):
        if groups and groups[-1][0].position - place.position < BATCH:
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def _part(behind: Sequence[Place], upto: int | None) -> tuple[int, int]:
    """The position after which the batch begins, and how many events it reads at most."""
    after = min(place.position for place in behind)
    return after, BATCH if upto is None else max(min(BATCH, upto - after), 0)


def appended_whole(rows: Sequence[Stored]) -> Sequence[Stored]:
    """The rows of a full batch up to where no stream goes on at once: a letter that is sealed as it comes in is never
    shown unsealed between two batches.

    Where some stream goes on through the whole batch nothing better is known than its end.
    """
    cut = len(rows) - NEXT_ROWS if len(rows) == BATCH else 0
    while cut > 0:
        going_on = {row.stream for row in rows[cut : cut + NEXT_ROWS]}
        split = [place for place in range(max(cut - NEXT_ROWS, 0), cut) if rows[place].stream in going_on]
        if not split:
            return rows[:cut]
        cut = split[0]
    return rows


def open_to_readers(connection: Connection[Any], view: Projection, slot: Slot) -> None:
    """Puts a table that was built where readers look for it; they find it whole when the transaction ends."""
    connection.execute(f"ALTER TABLE {table_of(view, slot)} RENAME TO {table_name(view.name, view.version)}")
    beside.rename(connection, view, table_of(view, slot), table_name(view.name, view.version))
