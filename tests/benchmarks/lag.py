"""How long a command takes to be seen in the views: under saturating load, and where it comes alone."""

import random
import threading
import time
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection

import psycopg

from tests.benchmarks.calls import caught_up, postmaster_of
from tests.benchmarks.clients import rate
from tests.benchmarks.figures import Figures
from tests.benchmarks.lives import life
from tests.benchmarks.rounds import percentile
from tests.benchmarks.servers import served
from tests.benchmarks.stores import Store, Stores

LOADED_SECONDS = 15.0
LONELY = 20
"""Lives whose calls come one after the other, with a pause before each."""
LOOK = 0.004
ENDS = """
    SELECT (SELECT coalesce(max(notification_id), 0) FROM events),
           (SELECT min(position) FROM views.positions WHERE slot = 'live')
"""
Seen = tuple[float, int, int]
"""When somebody looked, the end of the log then, and how far the hindmost view had come."""


def measure(stores: Stores, cases: int, figures: Figures) -> None:
    """Both lags on the store, with the worker that `casework serve` starts."""
    store = stores.of(cases)
    with served(store, postmaster_of(store.url)) as running, store.opened() as service:
        work = life(service)
        caught_up(store)
        with _looking(store) as seen:
            rate(running.port, work, LOADED_SECONDS)
            caught_up(store)
        loaded = list(lags(seen))
        figures.put("lag under load, p50", percentile(loaded, 0.5), "ms")
        figures.put("lag under load, p99", percentile(loaded, 0.99), "ms")
        with _looking(store) as seen:
            _lonely(running.port, work)
            caught_up(store)
        figures.put("lag of a lonely command, p99", percentile(list(lags(seen)), 0.99), "ms")


def lags(seen: list[Seen]) -> Iterator[float]:
    """For each new end of the log, how many milliseconds later all views had reached it; resolution: one look."""
    reached = [position for _at, _end, position in seen]
    known = seen[0][1] if seen else 0
    for at, end, _position in seen:
        if end > known:
            known = end
            place = bisect_left(reached, end)
            if place < len(seen):
                yield (seen[place][0] - at) * 1_000


def _lonely(port: int, work: object) -> None:
    for _ in range(LONELY):
        with closing(_Slow("127.0.0.1", port, timeout=30)) as connection:
            work(connection)  # type: ignore[operator]


class _Slow(HTTPConnection):
    """A connection over which each request waits a while before it is sent."""

    def request(self, *given: object, **named: object) -> None:
        time.sleep(random.uniform(0.15, 0.35))  # noqa: S311 — spreads the requests over the worker's pauses
        super().request(*given, **named)  # type: ignore[arg-type]


@contextmanager
def _looking(store: Store) -> Iterator[list[Seen]]:
    """Looks at log and views every few milliseconds until the block ends."""
    seen: list[Seen] = []
    stop = threading.Event()

    def look() -> None:
        with psycopg.connect(store.url, autocommit=True) as connection:
            while not stop.wait(LOOK):
                row = connection.execute(ENDS).fetchone() or (0, 0)
                seen.append((time.perf_counter(), int(row[0]), int(row[1])))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        stop.set()
        thread.join()
