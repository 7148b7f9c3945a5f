"""A served group for the scenarios: its officers, every life lived once in the run, and `casework serve` after it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from flask import Flask

from service.composition import open_service
from service.edge.running import Service
from service.machine.embedded import embedded
from service.machine.settings import read_settings
from service.store.facts import declare_demonstration
from tests.support.applications import application_on
from tests.support.demonstrations import MOMENT, alone, copied, settings_of, shared_folder
from tests.support.lives import Group, Served, appointed, let_in

LONG_AGO = "2025-01-02T09:00:00+08:00"
"""When everybody was appointed: before anything that the lives tell."""
LIVES = {"petition_life.sh": "1", "supervision_life.sh": "8", "hardship_life.sh": "3 10"}
"""The scripts, and the calls during which everything that serves them is killed: what opens, what is added, and what
is appended to two streams at once."""


@contextmanager
def serving(home: Path, now: str = MOMENT) -> Iterator[tuple[str, int]]:
    """The address and the process of `casework serve`."""
    command = [sys.executable, "-m", "service", "serve", "--port", "0", "--workers", "1"]
    environment = {**os.environ, **settings_of(home, now), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            assert said.startswith("serving on http://"), said
            yield said.split()[2], process.pid
        finally:
            process.terminate()
            process.wait(timeout=40)


def _founded(home: Path) -> dict[str, str]:
    """Everybody who takes part, in the embedded database that `casework migrate` has made."""
    environment = {**os.environ, "CASEWORK_HOME": str(home)}
    subprocess.run([sys.executable, "-m", "service", "migrate"], env=environment, capture_output=True, check=True)
    with embedded(home) as server:
        declare_demonstration(server.url)
    with closing(open_service(read_settings(settings_of(home, LONG_AGO)))) as service:
        officers = appointed(service)
    with closing(open_service(read_settings(settings_of(home)))) as service:
        return let_in(service, officers)


def _lived(home: Path, officers: dict[str, str], script: str, kill_at: str) -> str:
    """What the script prints against a service of its own that is killed during the calls named."""
    now = home.with_name(f"{script}.now")
    now.write_text(MOMENT, encoding="utf-8")
    with serving(home, str(now)) as (url, pid):
        return Served(url, officers).live(script, SERVE_PID=str(pid), KILL_AT=kill_at, NOW_FILE=str(now))


def _told(home: Path) -> dict[str, dict[str, str]]:
    """The officers, and every life as it tells itself; one after the other, as each has days of its own.

    A worker on another day would find overdue what is not yet.
    """
    officers = _founded(home)
    with embedded(home, fsync=False):
        return {"officers": officers, "lives": {each: _lived(home, officers, each, at) for each, at in LIVES.items()}}


@pytest.fixture(scope="session")
def group(tmp_path_factory: pytest.TempPathFactory) -> Group:
    """The group after every life was lived, by whichever process of the run asks first; a copy for this process."""
    folder = shared_folder(tmp_path_factory)
    told = folder / "lives.json"
    with alone(folder / "lives.lock"):
        if not told.exists():
            told.write_text(json.dumps(_told(folder / "lives")))
        known = json.loads(told.read_text())
    return Group(copied(folder / "lives", tmp_path_factory.mktemp("served") / "home"), **known)


@pytest.fixture
def petition_life(group: Group) -> str:
    """The life of a petition."""
    return group.lives["petition_life.sh"]


@pytest.fixture
def supervision_life(group: Group) -> str:
    """The life of a supervision case."""
    return group.lives["supervision_life.sh"]


@pytest.fixture
def hardship_life(group: Group) -> str:
    """The lives of two hardship requests."""
    return group.lives["hardship_life.sh"]


@pytest.fixture(scope="module")
def served(group: Group) -> Iterator[Served]:
    """The group, served to a module."""
    with serving(group.home) as (url, _):
        yield Served(url, group.officers)


@pytest.fixture
def app(service: Service) -> Iterator[Flask]:
    """An application on the service that takes no time for what nobody may know of."""
    with application_on(service) as app:
        yield app
