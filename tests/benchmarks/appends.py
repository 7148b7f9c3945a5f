"""Appends per second: this recorder beside the library's own and a plain INSERT, with 1, 4 and 16 writers."""

import multiprocessing
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any
from uuid import uuid4

import psycopg
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder

from service.machine.database import Database, DatabaseRole
from service.store.recorder import Recorder
from tests.benchmarks.figures import Figures
from tests.benchmarks.rivals import others
from tests.benchmarks.rounds import in_turn, ratio
from tests.benchmarks.stores import Stores

SECONDS = 2.0
ROUNDS = 3
OURS = "this recorder"
STATE = (
    b'{"by":"00000000-0000-0000-0000-000000000007","at":"2026-03-03T01:00:00Z","data":{"text":"' + b"x" * 600 + b'"}}'
)
WRITERS = (1, 4, 16)


class StockDatabase(Database):
    """The same connection for the library's own recorder, in the role of the owner."""

    def after_connect_func(self) -> Callable[[Any], None]:
        def after_connect(connection: Any) -> None:
            connection.autocommit = True

        return after_connect


def _ours(url: str) -> Callable[[], object]:
    recorder = Recorder(Database(url, DatabaseRole.WRITER))
    return lambda: recorder.insert_events([StoredEvent(uuid4(), 1, "benchmark.appended:1", STATE)])


def _stock(url: str) -> Callable[[], object]:
    recorder = PostgresApplicationRecorder(StockDatabase(url, DatabaseRole.WRITER), events_table_name="stock")
    recorder.datastore.register_type_adapters()
    return lambda: recorder.insert_events([StoredEvent(uuid4(), 1, "benchmark.appended:1", STATE)])


def _plain(url: str) -> Callable[[], object]:
    connection = psycopg.connect(url, autocommit=True)
    statement = "INSERT INTO plain (id, version, topic, state) VALUES (%s, 1, %s, %s)"
    return lambda: connection.execute(statement, (uuid4(), "benchmark.appended:1", STATE), prepare=True)


KINDS = {OURS: _ours, "library's recorder": _stock, "plain INSERT": _plain}


def prepare(url: str) -> None:
    """The tables of the two yardsticks."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS plain (id uuid, version bigint, topic text, state bytea, "
            "position bigserial UNIQUE, PRIMARY KEY (id, version))"
        )
    recorder = PostgresApplicationRecorder(StockDatabase(url, DatabaseRole.WRITER), events_table_name="stock")
    recorder.create_table()
    recorder.datastore.close()


def _write(url: str, kind: str, start: Any, counted: Any) -> None:
    append = KINDS[kind](url)
    append()
    start.wait()
    until = time.perf_counter() + SECONDS
    done = 0
    while time.perf_counter() < until:
        append()
        done += 1
    counted.put(done)


def rate(url: str, kind: str, writers: int) -> float:
    """Appends per second of so many processes."""
    context = multiprocessing.get_context("fork")
    start, counted = context.Barrier(writers), context.Queue()
    processes = [context.Process(target=_write, args=(url, kind, start, counted)) for _ in range(writers)]
    for process in processes:
        process.start()
    total: int = sum(counted.get() for _ in processes)
    for process in processes:
        process.join()
    return total / SECONDS


def measure(stores: Stores, home: Path, figures: Figures) -> None:
    """All kinds with 1, 4 and 16 writers, in turn, each over the same server with the same settings."""
    store = stores.spare("bench_appends")
    prepare(store.url)
    with psycopg.connect(store.url) as connection:
        print(
            f"  fsync {connection.execute('SHOW fsync').fetchone()}, "
            f"synchronous_commit {connection.execute('SHOW synchronous_commit').fetchone()}",
            flush=True,
        )
    with others(store.url, home, figures) as rivals:
        for writers in WRITERS:
            works = {kind: partial(rate, store.url, kind, writers) for kind in KINDS}
            works |= {name: partial(rival, writers, SECONDS) for name, rival in rivals.items()}
            rates = in_turn(works, ROUNDS)
            for name, each in rates.items():
                figures.put(f"appends, {writers} writers, {name}", median(each), "/s")
            for name in works:
                if name != OURS:
                    figures.put(f"appends, {writers} writers, ÷ {name}", ratio(rates[OURS], rates[name]))
    stores.drop(store)
