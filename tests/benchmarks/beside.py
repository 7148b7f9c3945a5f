"""Processor time per call beside an earlier commit, which runs in an environment and on a store of its own."""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from domain.roles import Role
from tests.benchmarks.calls import Costs, costed, postmaster_of
from tests.benchmarks.figures import Figures
from tests.benchmarks.lives import life, life_of
from tests.benchmarks.rounds import in_turn, ratio
from tests.benchmarks.servers import served
from tests.benchmarks.stores import SECRET, Store, Stores

ROUNDS = 5
ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).parent / "rivals_written" / "earlier_store.py"


def measure(stores: Stores, commit: str, cases: int, figures: Figures) -> None:
    """Lives at both in turn, on stores of so many cases; where the commit cannot be had, that and why is noted."""
    figure = f"processor time per call ÷ commit {commit}"
    try:
        with _checked_out(commit) as folder, _held(folder, cases) as told:
            _compare(stores.of(cases), folder, told, commit, figures)
    except (OSError, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", None) or str(error)
        figures.lacks(figure, " ".join(str(said).split())[-200:])


def _compare(ours: Store, folder: Path, told: dict[str, Any], commit: str, figures: Figures) -> None:
    theirs = Store(told["url"], Path(told["home"]), ours.cases)
    people = {Role(role): (person[0], person[1]) for role, person in told["people"].items()}
    now: list[Costs] = []
    then: list[Costs] = []
    with (
        ours.opened() as service,
        served(ours, postmaster_of(ours.url)) as here,
        served(theirs, postmaster_of(theirs.url), _python(folder), folder) as there,
    ):
        works = {
            "now": costed(here, life(service), now),
            "then": costed(there, life_of(told["unit"], people, told["day"], is_confirmed=False), then),
        }
        for warm in works.values():
            warm()
        now.clear()
        then.clear()
        in_turn(works, ROUNDS)
    for name in now[0]:
        for when, costs in (("now", now), (commit, then)):
            figures.put(f"beside {commit}: {name}, {when}", 1e3 * median(each[name] for each in costs), "ms")
    sums = [[sum(each.values()) for each in costs] for costs in (now, then)]
    figures.put(f"processor time per call ÷ commit {commit}", ratio(*sums))


@contextmanager
def _checked_out(commit: str) -> Iterator[Path]:
    """The commit with its packages in a folder outside the repository, until the block ends."""
    with tempfile.TemporaryDirectory(prefix="casework-commit-") as outside:
        Path(outside).chmod(0o755)
        folder = Path(outside) / commit
        _run("git", "-C", str(ROOT), "worktree", "add", "--detach", str(folder), commit)
        try:
            _run("make", "-C", str(folder), "install")
            yield folder
        finally:
            _run("git", "-C", str(ROOT), "worktree", "remove", "--force", str(folder))


@contextmanager
def _held(folder: Path, cases: int) -> Iterator[dict[str, Any]]:
    """A filled store of the commit until the block ends: its address, home, unit, people, and its day."""
    command = [str(_python(folder)), str(SCRIPT), str(cases)]
    environment = _alone() | {"PYTHONPATH": str(folder), "CASEWORK_SECRET_KEY": SECRET}
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        line = process.stdout.readline() if process.stdout else ""
        if not line:
            raise subprocess.SubprocessError("its store could not be filled")
        yield json.loads(line)
        process.communicate(timeout=120)


def _python(folder: Path) -> Path:
    return folder / ".venv" / "bin" / "python"


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True, timeout=1_800, env=_alone())


def _alone() -> dict[str, str]:
    """Our environment without what a `make` around us would tell another `make`."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
