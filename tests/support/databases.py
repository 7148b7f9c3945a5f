"""Databases for tests: a template with the schema in place, copied for each test that asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from os import getpid
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from projections.catalogue import VIEWS
from service.store.codec import Codec
from service.store.database import Database, DatabaseRole
from service.store.embedded import embedded
from service.store.migrate import migrate
from service.views.engine import Engine


class Databases:
    """Makes and drops the databases of one run."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._numbers = count(1)
        self._template = f"casework_template_{getpid()}"

    @classmethod
    @contextmanager
    def opened(cls, url: str | None, folders: pytest.TempPathFactory) -> "Iterator[Databases]":
        if url is not None:
            yield cls(url)._ready()
            return
        with embedded(folders.mktemp("postgres"), fsync=False) as server:
            yield cls(server.url)._ready()

    def create(self) -> str:
        """The address of a fresh database with the schema in place."""
        name = f"casework_test_{getpid()}_{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {self._template} STRATEGY wal_log")
        return self._named(name)

    def empty(self) -> str:
        """The address of a fresh database without a schema."""
        name = f"casework_test_{getpid()}_{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        return self._named(name)

    def drop(self, url: str) -> None:
        """Removes a database that `create` or `empty` made."""
        self._execute(f"DROP DATABASE IF EXISTS {urlsplit(url).path.lstrip('/')} WITH (FORCE)")

    def _ready(self) -> "Databases":
        self._execute(f"DROP DATABASE IF EXISTS {self._template}")
        self._execute(f"CREATE DATABASE {self._template} TEMPLATE template0 ENCODING 'UTF8'")
        url = self._named(self._template)
        migrate(url)
        database = Database(url, DatabaseRole.VIEWS)
        Engine(database, Codec(), VIEWS).prepare()
        database.close()
        return self

    def _named(self, name: str) -> str:
        return urlunsplit(urlsplit(self._url)._replace(path=f"/{name}"))

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def away(url: str) -> Iterator[None]:
    """The database takes no connections, and those that were are cut."""
    name = urlsplit(url).path.lstrip("/")
    with psycopg.connect(urlunsplit(urlsplit(url)._replace(path="/postgres")), autocommit=True) as server:
        server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
        try:
            yield
        finally:
            server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
