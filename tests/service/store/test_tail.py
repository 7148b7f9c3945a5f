"""Following the log while writers commit late, out of order, or never."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from service.store.recorder import append_statement
from service.store.tail import Stored, Tail

pytestmark = pytest.mark.store

WRITERS = 6
SECONDS = 1.5


def append(connection: psycopg.Connection[Any]) -> int:
    row = psycopg.RawCursor(connection).execute(append_statement(1).text, (uuid4(), 1, "t", b"{}")).fetchone()
    assert row
    return int(row[0])


@pytest.fixture
def connect(database_url: str) -> Iterator[Callable[[], psycopg.Connection[Any]]]:
    opened: list[psycopg.Connection[Any]] = []

    def connection() -> psycopg.Connection[Any]:
        opened.append(psycopg.connect(database_url))
        return opened[-1]

    yield connection
    for each in opened:
        each.close()


class Reader:
    """Reads to the end whenever it is told to, from where it stopped."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        connection.autocommit = True
        self._connection = connection
        self.tail = Tail()
        self.seen: list[int] = []

    def look(self) -> list[int]:
        while rows := self._rows(self.seen[-1] if self.seen else 0):
            self.seen += [row.position for row in rows]
        return self.seen

    def _rows(self, after: int) -> list[Stored]:
        return list(self.tail.follow(self._connection, after, 500))


class NaiveReader(Reader):
    """Remembers the last id that it saw, and trusts it."""

    def _rows(self, after: int) -> list[Stored]:
        query = "SELECT notification_id, originator_id, originator_version, topic, state FROM events "
        rows = self._connection.execute(query + "WHERE notification_id > %s ORDER BY notification_id", (after,))
        return [Stored(*row) for row in rows]


def test_an_id_drawn_by_a_transaction_with_a_higher_id_is_not_given_up(
    connect: Callable[[], psycopg.Connection[Any]],
) -> None:
    """The running transaction is not below `pg_snapshot_xmax`: a reader that waits for that misses its event."""
    first, second, reader = connect(), connect(), Reader(connect())
    assert [append(first), append(second), append(first)] == [1, 2, 3]
    first.commit()
    assert reader.look() == [1]
    assert reader.look() == [1]
    second.commit()
    assert reader.look() == [1, 2, 3]


def test_rolled_back_ids_hold_nothing_back(connect: Callable[[], psycopg.Connection[Any]]) -> None:
    writer, reader = connect(), Reader(connect())
    append(writer)
    writer.rollback()
    append(writer)
    writer.commit()
    assert reader.look() == [2]
    assert reader.tail.gap is None


def test_a_gap_names_the_process_that_may_fill_it(connect: Callable[[], psycopg.Connection[Any]]) -> None:
    slow, quick, reader = connect(), connect(), Reader(connect())
    append(slow)
    append(quick)
    quick.commit()
    assert reader.look() == []
    assert reader.tail.gap is not None
    assert reader.tail.gap.processes == (slow.info.backend_pid,)
    slow.rollback()
    assert reader.look() == [2]


def test_a_long_transaction_that_does_not_write_to_the_log_holds_nothing_back(
    connect: Callable[[], psycopg.Connection[Any]],
) -> None:
    elsewhere, writer, reader = connect(), connect(), Reader(connect())
    elsewhere.execute("SELECT pg_current_xact_id(), count(*) FROM events")
    append(writer)
    writer.rollback()
    append(writer)
    writer.commit()
    assert reader.look() == [2]


def test_a_snapshot_older_than_what_was_settled_is_not_judged_by_it(
    connect: Callable[[], psycopg.Connection[Any]],
) -> None:
    """Two threads share a tail: one settles a gap while the other holds rows that it read before."""
    slow, quick, one = connect(), connect(), Reader(connect())
    append(slow)
    append(quick)
    quick.commit()
    assert one.look() == []
    other = Reader(Held(connect(), lambda: (slow.commit(), one.look())))  # type: ignore[arg-type]
    other.tail = one.tail
    assert other.look() == [1, 2]
    assert one.seen == [1, 2]


class Held:
    """A connection on which, once, something happens between reading rows of the log and judging them."""

    def __init__(self, connection: psycopg.Connection[Any], meanwhile: Callable[[], object]) -> None:
        self._connection = connection
        self._meanwhile: Callable[[], object] | None = meanwhile
        self.autocommit = True

    @contextmanager
    def cursor(self, **kwargs: Any) -> Iterator["Held"]:
        self._connection.autocommit = True
        with self._connection.cursor(**kwargs) as self._cursor:
            yield self

    def execute(self, query: str, *values: Any) -> list[Any]:
        rows = self._cursor.execute(query, *values).fetchall()
        if "ORDER BY notification_id" in query and self._meanwhile:
            meanwhile, self._meanwhile = self._meanwhile, None
            meanwhile()
        return rows if "ORDER BY" in query else Fetched(rows)


class Fetched(list[Any]):
    """Rows that a statement returned."""

    def fetchall(self) -> list[Any]:
        return self

    def fetchone(self) -> Any:
        return self[0] if self else None


def write(connection: psycopg.Connection[Any], chance: random.Random, stop: float, kept: list[int]) -> None:
    while time.monotonic() < stop:
        ids = [append(connection) for _ in range(chance.choice((1, 1, 3)))]
        time.sleep(chance.random() * 0.01)
        if chance.random() < 0.2:
            connection.rollback()
        else:
            connection.commit()
            kept.extend(ids)


def test_among_slow_and_failing_writers_a_naive_reader_misses_events_and_the_tail_misses_none(
    connect: Callable[[], psycopg.Connection[Any]],
) -> None:
    naive, reader = NaiveReader(connect()), Reader(connect())
    stop = time.monotonic() + SECONDS
    kept: list[list[int]] = [[] for _ in range(WRITERS)]
    threads = [
        threading.Thread(target=write, args=(connect(), random.Random(number), stop, kept[number]))  # noqa: S311 -- chance that can be repeated
        for number in range(WRITERS)
    ]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        naive.look()
        reader.look()
    for thread in threads:
        thread.join()
    committed = sorted(position for ids in kept for position in ids)
    assert reader.look() == committed
    assert naive.look() != committed
