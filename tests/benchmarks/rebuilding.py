"""Rebuilding all views, in turn with the library's projection runner that keeps one small view."""

import time
from statistics import median
from uuid import uuid4

import psycopg
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate
from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL, Identifier

from projections.catalogue import VIEWS
from service.cli.filling import filling
from service.edge.running import Service
from tests.benchmarks.figures import Figures
from tests.benchmarks.rounds import in_turn, ratio
from tests.benchmarks.stores import Store, Stores, settle

ROUNDS = 3
EVENTS = 5_000


class Noted(Aggregate):
    """An aggregate of the library with one event of the usual size."""

    def __init__(self, text: str) -> None:
        self.text = text


class Noting(Application):
    """The library's application over it."""


class Counts(PostgresTrackingRecorder):
    """The small view: a row for each record."""

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)  # type: ignore[arg-type]
        self.table = Identifier(self.datastore.schema), Identifier("noted")
        self.sql_create_statements.append(
            SQL("CREATE TABLE IF NOT EXISTS {}.{} (id uuid PRIMARY KEY, size bigint)").format(*self.table)
        )

    def note(self, stream: object, size: int, tracking: Tracking) -> None:
        """Writes the row and the position in one transaction."""
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(SQL("INSERT INTO {}.{} VALUES (%s, %s)").format(*self.table), (stream, size))


class Counting(Projection[Counts]):
    """The library's projection that keeps it."""

    name = "noted"

    def process_event(self, domain_event: object, tracking: Tracking) -> None:
        """Notes what a record says."""
        self.view.note(domain_event.originator_id, len(domain_event.text), tracking)  # type: ignore[attr-defined]


def measure(stores: Stores, small: int, medium: int, large: int, figures: Figures) -> None:
    """The runner and a rebuild of the medium store in turn; then the large store once."""
    store = stores.of(medium)
    with store.opened() as service:
        works = {
            "runner": lambda: _runner(stores),
            "ours": lambda: _rebuild(store, service),
            "two": lambda: _rebuild(store, service, processes=2),
        }
        rates = in_turn(works, ROUNDS)
    figures.put("library's runner, one small view", median(rates["runner"]), "events/s")
    figures.put("rebuild of all views, medium", median(rates["ours"]), "events/s")
    figures.put("rebuild of all views ÷ library's runner", ratio(rates["ours"], rates["runner"]))
    figures.put("rebuild of all views, medium, two processes", median(rates["two"]), "events/s")
    figures.put("rebuild in two processes ÷ library's runner", ratio(rates["two"], rates["runner"]))
    at_large = stores.of(large)
    with at_large.opened() as service:
        rate = _rebuild(at_large, service)
    settle(at_large.url)
    figures.put("rebuild of all views, large", rate, "events/s")
    figures.put("rebuild rate, large ÷ medium", rate / median(rates["ours"]))


def _rebuild(store: Store, service: Service, processes: int = 1) -> float:
    """Events per second of a rebuild of all views, which must equal the kept ones."""
    with psycopg.connect(store.url) as connection:
        row = connection.execute("SELECT count(*) FROM events").fetchone() or (0,)
    began = time.perf_counter()
    different = [
        each.view for each in service.rebuilder.rebuild(VIEWS, filling(service, processes)) if not each.is_equal
    ]
    if different:
        raise SystemExit(f"rebuilt differently: {', '.join(different)}")
    return float(row[0] / (time.perf_counter() - began))


def _runner(stores: Stores) -> float:
    """Events per second that the library's runner follows, over a log of its own."""
    store = stores.spare(f"bench_runner_{uuid4().hex[:8]}")
    parts = conninfo_to_dict(store.url)
    names = {"DBNAME": "dbname", "HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password"}
    environment = {f"POSTGRES_{name}": str(parts.get(key) or "") for name, key in names.items()}
    environment["PERSISTENCE_MODULE"] = "eventsourcing.postgres"
    application = Noting(env=environment)
    for _ in range(EVENTS // 100):
        application.save(*(Noted("x" * 600) for _ in range(100)))
    last = application.recorder.max_notification_id() or 0
    application.close()
    began = time.perf_counter()
    with ProjectionRunner(
        application_class=Noting, projection_class=Counting, view_class=Counts, env=environment
    ) as runner:
        runner.wait(last, timeout=120)
        taken = time.perf_counter() - began
    stores.drop(store)
    return EVENTS / taken
