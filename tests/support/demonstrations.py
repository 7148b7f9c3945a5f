"""The demonstration for tests: played once in a run, by whichever process asks first, and copied from there."""

import fcntl
import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from service.composition import open_service
from service.demonstration.home import prepare
from service.edge.running import Service
from service.machine.embedded import embedded
from service.machine.settings import Settings, read_settings

MOMENT = "2026-03-03T09:00:00+08:00"
"""When the demonstration of the tests stands still: a Tuesday whose due dates have the Spring Festival behind them."""


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Whoever enters has the lock to itself among the processes of the run."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def shared_folder(folders: pytest.TempPathFactory) -> Path:
    """The folder that all processes of the run see."""
    own = folders.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def settings_of(home: Path, now: str = MOMENT) -> dict[str, str]:
    """The environment of a demonstration in that folder, standing still at a moment or at the one in a file."""
    return {"CASEWORK_HOME": str(home), "CASEWORK_DEMONSTRATION_NOW": now}


def copied(home: Path, to: Path) -> Path:
    """A copy of a home whose server does not run, owners and all."""
    subprocess.run(["cp", "-a", str(home), str(to)], check=True)
    return to


@dataclass(frozen=True, slots=True)
class Played:
    """A finished demonstration that nobody serves, and what was told while it was made."""

    home: Path
    stages: tuple[str, ...]
    cases: int
    refused: tuple[str, ...]

    def copied_to(self, home: Path) -> Settings:
        """A copy of its own for whoever serves or changes it; the folder is not there yet."""
        return read_settings(settings_of(copied(self.home, home)))

    @contextmanager
    def opened(self, home: Path) -> Iterator[Service]:
        """A service on a copy."""
        with closing(open_service(self.copied_to(home))) as service:
            yield service


def played_in(folder: Path) -> Played:
    """The demonstration of the run, whose processes all name the same folder."""
    told = folder / "demonstration.json"
    with alone(folder / "demonstration.lock"):
        if not told.exists():
            told.write_text(json.dumps(_play(folder / "demonstration")))
        known = json.loads(told.read_text())
    return Played(folder / "demonstration", tuple(known["stages"]), known["cases"], tuple(known["refused"]))


def _play(home: Path) -> dict[str, object]:
    stages: list[str] = []
    with embedded(home, fsync=False):
        seeded = prepare(read_settings(settings_of(home)), stages.append)
    assert seeded is not None
    return {"stages": stages, "cases": seeded.cases, "refused": seeded.refused}
