"""The recipe for a command is followed to the letter: its blocks applied to a copy, the generated laws run over it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.sources import ROOT

RECIPE = (ROOT / "docs/adding-a-command.md").read_text(encoding="utf-8")
STEP = re.compile(r"^\*\*\d\. .*?(?=^\*\*\d\. |\Z)", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```(diff|python)\n(.*?)^```", re.MULTILINE | re.DOTALL)
COPIED = ("domain", "projections", "service", "tests", "pyproject.toml")
MOST_FILES, MOST_LINES = 10, 70
LAWS = (
    "tests/domain/test_generated.py",
    "tests/projections/test_group_count.py",
    "tests/projections/test_case_views.py",
    "tests/service/test_kinds.py",
    "tests/service/store/test_golden_events.py",
)
AGREED = "names or transition or plain or personal_field"


class Change(NamedTuple):
    """What one block does to one file: lines that are there, and those that stand there afterwards."""

    file: str
    hunks: tuple[tuple[list[str], list[str]], ...]

    @property
    def added(self) -> int:
        return sum(len(after) - len(before) for before, after in self.hunks)


def changes() -> list[Change]:
    """Every block of the recipe, in order; a new file is a change of nothing into all of its lines."""
    return [_change(step, *found.groups()) for step in STEP.findall(RECIPE) for found in BLOCK.finditer(step)]


def _change(step: str, form: str, text: str) -> Change:
    if form == "python":
        name, _, body = text.partition("\n")
        return Change(name.removeprefix("# "), (([], body.splitlines()),))
    [file, *_others] = re.findall(r"\]\(\.\./([^)]+)\)", step)
    return Change(file, tuple(_hunk(hunk.splitlines()) for hunk in text.split("@@\n")))


def _hunk(lines: list[str]) -> tuple[list[str], list[str]]:
    return [line[1:] for line in lines if line[0] != "+"], [line[1:] for line in lines if line[0] != "-"]


def applied(lines: list[str], change: Change) -> list[str]:
    """The file's lines after the change; each place that the recipe shows is there once."""
    for before, after in change.hunks:
        places = [at for at in range(len(lines) - len(before) + 1) if lines[at : at + len(before)] == before]
        assert len(places) == 1, f"{change.file} holds these lines {len(places)} times: {before}"
        lines = [*lines[: places[0]], *after, *lines[places[0] + len(before) :]]
    return lines


def test_it_costs_no_more_than_it_says() -> None:
    made = changes()
    assert 6 < len({change.file for change in made}) <= MOST_FILES
    assert sum(change.added for change in made) <= MOST_LINES


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository in which every block of the recipe was applied."""
    copy = tmp_path_factory.mktemp("recipe")
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, copy / name)
    for change in changes():
        file = copy / change.file
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        file.write_text("\n".join(applied(lines, change)) + "\n", encoding="utf-8")
    return copy


def run(copy: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Runs a module of Python in the copy, which is found before what is installed."""
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1", **more}
    return subprocess.run(
        [sys.executable, "-m", *words], cwd=copy, env=environment, capture_output=True, text=True, timeout=300
    )


def test_the_recipe_makes_a_command_that_keeps_every_law(followed: Path) -> None:
    told = run(followed, "ruff", "check", "--no-cache", ".")
    assert told.returncode == 0, told.stdout
    samples = run(followed, "tests.support.samples")
    assert samples.stdout.split() == ["petition.group_counted:1"], samples.stderr
    labels = run(followed, "tests.support.messages")
    assert labels.returncode == 0, labels.stdout + labels.stderr
    alone = ("-p", "no:randomly", "-p", "no:cacheprovider", "-n0")
    agreed = run(followed, "pytest", *alone, LAWS[0], "-k", AGREED, CASEWORK_WRITE_GOLDEN="1")
    assert agreed.returncode == 0, agreed.stdout + agreed.stderr
    laws = run(followed, "pytest", *alone, *LAWS)
    assert laws.returncode == 0, laws.stdout + laws.stderr


def test_a_law_is_broken_where_a_step_is_left_out(followed: Path) -> None:
    """Without its offer nobody may give the command, and the laws say so."""
    offers = followed / "service/kinds/petition/offers.py"
    whole = offers.read_text(encoding="utf-8")
    offers.write_text(re.sub(r".*\bCountGroup\b.*\n", "", whole), encoding="utf-8")
    laws = run(followed, "pytest", "-p", "no:randomly", "-p", "no:cacheprovider", "-n0", "tests/service/test_kinds.py")
    offers.write_text(whole, encoding="utf-8")
    assert laws.returncode == 1
    assert "test_every_command_is_offered_once" in laws.stdout
