"""A served group for the scenarios: one database, `casework serve` on it, officers, and every life lived once."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from service.composition import Service, open_service
from service.machine.embedded import embedded
from service.machine.settings import read_settings
from service.store.facts import declare_demonstration
from tests.support.lives import Group, Served, appointed

MOMENT = {"CASEWORK_DEMONSTRATION_NOW": "2026-03-03T09:00:00+08:00"}
"""When all of it happens: what is served stands still at `tests.support.lives.TODAY`."""

LIVES = {"petition_life.sh": "1 3 5", "supervision_life.sh": "5 8 11", "hardship_life.sh": "3 10 11"}
"""The scripts, and the calls of each during which everything that serves it is killed."""


@contextmanager
def migrated(home: Path) -> Iterator[Service]:
    """The service on an embedded database that `casework migrate` has made."""
    settings = {"CASEWORK_HOME": str(home), **MOMENT}
    environment = {**os.environ, "CASEWORK_HOME": str(home)}
    subprocess.run([sys.executable, "-m", "service", "migrate"], env=environment, capture_output=True, check=True)
    with embedded(home) as server:
        declare_demonstration(server.url)
        service = open_service(read_settings(settings))
    yield service
    service.close()


@contextmanager
def serving(home: Path) -> Iterator[tuple[str, int]]:
    """The address and the process of `casework serve`."""
    command = [sys.executable, "-m", "service", "serve", "--port", "0", "--workers", "1"]
    environment = {**os.environ, **MOMENT, "CASEWORK_HOME": str(home), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            assert said.startswith("serving on http://"), said
            yield said.split()[2], process.pid
        finally:
            process.terminate()
            process.wait(timeout=40)


@pytest.fixture(scope="session")
def group(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Group]:
    """A database with everybody who takes part, kept until the last scenario is over."""
    home = tmp_path_factory.mktemp("served")
    with migrated(home) as service:
        yield Group(home, appointed(service))


def lived(group: Group, script: str, kill_at: str) -> str:
    """What the script prints against a service of its own that is killed during the calls named."""
    with serving(group.home) as (url, pid):
        return Served(url, group.officers).live(script, SERVE_PID=str(pid), KILL_AT=kill_at)


@pytest.fixture(scope="session")
def lives(group: Group) -> Mapping[str, str]:
    """Every life as it tells itself, by its script; they are lived at the same time on the one database."""
    with ThreadPoolExecutor() as threads:
        told = {script: threads.submit(lived, group, script, kill_at) for script, kill_at in LIVES.items()}
    return {script: each.result() for script, each in told.items()}


@pytest.fixture
def petition_life(lives: Mapping[str, str]) -> str:
    """The life of a petition."""
    return lives["petition_life.sh"]


@pytest.fixture
def supervision_life(lives: Mapping[str, str]) -> str:
    """The life of a supervision case."""
    return lives["supervision_life.sh"]


@pytest.fixture
def hardship_life(lives: Mapping[str, str]) -> str:
    """The lives of two hardship requests."""
    return lives["hardship_life.sh"]


@pytest.fixture(scope="module")
def served(group: Group) -> Iterator[Served]:
    """The group, served to a module."""
    with serving(group.home) as (url, _):
        yield Served(url, group.officers)
