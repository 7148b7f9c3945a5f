"""Fixtures that every test may use: a PostgreSQL server for the run, a database for the test, a service on it."""

import os
import socket
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from service.edge.running import Service
from tests.support.databases import Databases
from tests.support.demonstrations import Played, played_in, shared_folder
from tests.support.services import TestClock, service_on
from tests.support.skipping import held_against_the_list

LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")  # noqa: S104 — compared with, never bound


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """CI runs what others may skip."""
    report = yield
    held_against_the_list(report)
    return report


@pytest.fixture(autouse=True)
def _network_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reaches beyond this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """The server of the run: the one that CASEWORK_TEST_DATABASE_URL names, or an embedded one."""
    with Databases.opened(os.environ.get("CASEWORK_TEST_DATABASE_URL"), tmp_path_factory) as opened:
        yield opened


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """An own database with the schema in place and no event in it."""
    url = databases.create()
    yield url
    databases.drop(url)


@pytest.fixture
def clock() -> TestClock:
    """The moment that the service under test takes for now; tests move it."""
    return TestClock()


@pytest.fixture
def service(database_url: str, clock: TestClock, tmp_path: Path) -> Iterator[Service]:
    """A service on the test's own database."""
    opened = service_on(database_url, tmp_path, clock)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def played_once(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """The demonstration, played once in the run; it lies still, to be copied."""
    return played_in(shared_folder(tmp_path_factory))


@pytest.fixture(scope="session")
def demonstration(played_once: Played, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The demonstration for all tests that show it and change nothing."""
    with played_once.opened(tmp_path_factory.mktemp("shown") / "home") as opened:
        yield opened
