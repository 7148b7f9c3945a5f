"""Databases for tests: a template with the schema in place, copied for each test that asks."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from os import getpid
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from projections.catalogue import VIEWS
from service.machine.database import Database, DatabaseRole
from service.machine.embedded import embedded
from service.store.codec import Codec
from service.store.migrate import migrate
from service.views.engine import Engine

AHEAD = 3
"""Databases that stand ready before a test asks."""

WARNING = """
    CREATE FUNCTION warn() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE WARNING 'canceling wait for synchronous replication due to user request'; RETURN NULL; END $$;
    CREATE TRIGGER warned AFTER INSERT ON events FOR EACH STATEMENT EXECUTE FUNCTION warn();
"""


class Databases:
    """Makes and drops the databases of one run, beside the tests: none of them waits for a copy or a removal."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._numbers = count(1)
        self._template = f"casework_template_{getpid()}"
        self._beside = ThreadPoolExecutor(1, "databases")
        self._made: deque[Future[str]] = deque()
        self._dropped: list[Future[None]] = []

    @classmethod
    @contextmanager
    def opened(cls, url: str | None, folders: pytest.TempPathFactory) -> "Iterator[Databases]":
        if url is not None:
            with cls(url).ready() as ready:
                yield ready
            return
        with embedded(folders.mktemp("postgres"), fsync=False) as server, cls(server.url).ready() as ready:
            yield ready

    def create(self) -> str:
        """The address of a fresh database with the schema in place."""
        while len(self._made) <= AHEAD:
            self._made.append(self._beside.submit(self._prepared))
        return self._made.popleft().result()

    def _prepared(self) -> str:
        name = f"casework_test_{getpid()}_{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {self._template} STRATEGY wal_log")
        return self._named(name)

    def copied(self, url: str) -> str:
        """The address of a copy of a database to which nobody is connected."""
        name = f"casework_test_{getpid()}_{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {urlsplit(url).path.lstrip('/')} STRATEGY wal_log")
        return self._named(name)

    def empty(self) -> str:
        """The address of a fresh database without a schema."""
        name = f"casework_test_{getpid()}_{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        return self._named(name)

    def drop(self, url: str) -> None:
        """Removes a database that was made here."""
        name = urlsplit(url).path.lstrip("/")
        self._dropped.append(self._beside.submit(self._removed, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))

    def _removed(self, statement: str) -> None:
        """Once more where it was refused: autovacuum may stand in the database, and leaves when it is asked."""
        try:
            self._execute(statement)
        except psycopg.errors.ObjectInUse:
            self._execute(statement)

    @contextmanager
    def ready(self) -> "Iterator[Databases]":
        """With the template in place, until the block ends."""
        self._execute(f"DROP DATABASE IF EXISTS {self._template}")
        self._execute(f"CREATE DATABASE {self._template} TEMPLATE template0 ENCODING 'UTF8'")
        url = self._named(self._template)
        migrate(url)
        database = Database(url, DatabaseRole.VIEWS)
        Engine(database, Codec(), VIEWS).prepare()
        database.close()
        try:
            yield self
        finally:
            for made in self._made:
                self.drop(made.result())
            self._beside.shutdown()
        for dropped in self._dropped:
            dropped.result()

    def _named(self, name: str) -> str:
        return urlunsplit(urlsplit(self._url)._replace(path=f"/{name}"))

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(statement)


OTHER_CLIENTS = "datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
"""What of pg_stat_activity is a connection of somebody else: the server's own workers visit every database."""


@contextmanager
def away(url: str) -> Iterator[None]:
    """The database takes no connections, and those that were are cut."""
    name = urlsplit(url).path.lstrip("/")
    with psycopg.connect(urlunsplit(urlsplit(url)._replace(path="/postgres")), autocommit=True) as server:
        server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        server.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", (name,))
        try:
            yield
        finally:
            server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


@contextmanager
def unheard(url: str) -> Iterator[None]:
    """Appends are stored with the warning that PostgreSQL gives where a wait for the quorum was cancelled."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(WARNING)
        try:
            yield
        finally:
            connection.execute("DROP FUNCTION warn() CASCADE")
