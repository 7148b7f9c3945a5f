"""The stores that are measured: databases of one server, each with so many cases, and their services."""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from projections.catalogue import VIEWS
from service.composition import open_service, utc_now
from service.demonstration.seeding import seed
from service.edge.running import Service
from service.machine.database import Database, DatabaseRole
from service.store.codec import Codec
from service.store.migrate import migrate
from service.views.engine import Engine
from tests.benchmarks.carried import carry_over
from tests.benchmarks.filling import fill
from tests.support.services import settings_for

TEMPLATE = "bench_template"
SECRET = "a secret for tests that is long enough"


@dataclass(frozen=True, slots=True)
class Store:
    """A database, the home of its key, and how many cases it holds."""

    url: str
    home: Path
    cases: int

    @contextmanager
    def opened(self) -> Iterator[Service]:
        """A service on the store."""
        with closing(open_service(settings_for(self.url, self.home), utc_now)) as service:
            yield service

    @property
    def environment(self) -> dict[str, str]:
        """What a process of the service is told."""
        return {
            "CASEWORK_DATABASE_URL": self.url,
            "CASEWORK_HOME": str(self.home),
            "CASEWORK_SECRET_KEY": SECRET,
            "CASEWORK_MASTER_KEY_FILE": str(self.home / "master.key"),
        }


class Stores:
    """Databases in one server; those that are there already from an earlier part of a run are taken as they are."""

    def __init__(self, url: str, home: Path) -> None:
        self.url = url
        self._home = home

    def of(self, cases: int) -> Store:
        """The store with at least so many cases, filled and followed where it is not there yet."""
        self._template()
        return self._made(f"bench_{cases}", cases)

    def spare(self, name: str) -> Store:
        """A store of its own with the cases of the template alone."""
        self._template()
        return self._made(name, 0)

    def drop(self, store: Store) -> None:
        """Drops the store's database."""
        name = conninfo_to_dict(store.url)["dbname"]
        self._execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(str(name))))

    def _template(self) -> None:
        store = self._at(TEMPLATE, 0)
        if self._is_ready(TEMPLATE):
            return
        self._create(TEMPLATE, "template1")
        migrate(store.url)
        with closing(Database(store.url, DatabaseRole.VIEWS)) as views:
            Engine(views, Codec(), VIEWS).prepare()
        settings = settings_for(store.url, self._home)
        today = (utc_now().astimezone(settings.timezone) - timedelta(days=2)).date()
        seed(settings, today)
        carry_over(settings, today)
        with store.opened() as service:
            service.engine.catch_up()
        self._is_ready(TEMPLATE, says=True)

    def _made(self, name: str, cases: int) -> Store:
        store = self._at(name, cases)
        if not self._is_ready(name):
            self._create(name, TEMPLATE)
            if cases:
                _fill(store, self._at(TEMPLATE, 0).url)
            self._is_ready(name, says=True)
        return store

    def _at(self, name: str, cases: int) -> Store:
        return Store(urlsplit(self.url)._replace(path=f"/{name}").geturl(), self._home, cases)

    def _is_ready(self, name: str, *, says: bool = False) -> bool:
        """Whether the database was finished; `says` that it is."""
        versions = sha256(" ".join(f"{view.name} {view.version}" for view in VIEWS).encode()).hexdigest()[:8]
        mark = self._home / f"{name}.{versions}.ready"
        if says:
            mark.touch()
        return mark.exists()

    def _create(self, name: str, template: str) -> None:
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self._execute(made.format(sql.Identifier(name), sql.Identifier(template)))

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)


def _fill(store: Store, template_url: str) -> None:
    began = time.perf_counter()
    cases = fill(store.url, store.home / "master.key", template_url, store.cases)
    written = time.perf_counter()
    with store.opened() as service:
        events = service.engine.catch_up()
    followed = time.perf_counter()
    settle(store.url)
    told = f"{cases:,} cases, {events:,} events: written in {written - began:.0f} s"
    print(f"  {told}, followed in {followed - written:.0f} s", flush=True)


def settle(url: str) -> None:
    """What the server does by itself after a while: statistics for the planner, and a checkpoint."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")
