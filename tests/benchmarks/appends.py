"""Appends per second: this recorder beside the library's own and a plain INSERT, with 1, 4 and 16 writers."""

import multiprocessing
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import psycopg
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder

from service.machine.database import Database, DatabaseRole
from service.store.recorder import Recorder
from tests.benchmarks.figures import Figures

SECONDS = 3.0
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


KINDS = {"this recorder": _ours, "library's recorder": _stock, "plain INSERT": _plain}


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


def measure(url: str, size: str, figures: Figures) -> None:
    """All three kinds with 1, 4 and 16 writers, one after the other."""
    prepare(url)
    for writers in WRITERS:
        rates = {kind: rate(url, kind, writers) for kind in KINDS}
        for kind, value in rates.items():
            figures.put(size, f"appends, {writers} writers, {kind}", value, "/s")
        ours, stock, plain = rates.values()
        print(f"  {writers:>2} writers: {ours / stock:.2f} x library's, {ours / plain:.2f} x plain INSERT", flush=True)
