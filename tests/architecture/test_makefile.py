"""The Makefile on machines that lack something: it finds a Python by itself, and says in one line what is missing."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.sources import ROOT

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="there is no make on this machine")

PYTHON = """#!/bin/sh
# A Python as the Makefile sees it: its version, whether it can make environments, and the environment it makes.
case "$*" in
    "-c ") exit 0 ;;
    *version_info*) exit {too_old} ;;
    *ensurepip*) exit {bare} ;;
    -V) echo "Python 3.9.2" ;;
    "-m venv --clear .venv") mkdir -p .venv/bin && cp pip .venv/bin/python && echo "$0" > made-by ;;
esac
"""
PIP = """#!/bin/sh
# The Python of the environment, of which only pip is asked; it has every wheel but one.
[ "$1" = -m ] || exit 1
echo "$PIP_INDEX_URL" >> asked
echo "$*" >> installs
[ -z "$LACKING$ALTERED" ] && exit 0
[ -n "$ALTERED" ] && echo "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES" > .venv/install.log && exit 1
echo "2026-11-21T09:00:00,000 ERROR: No matching distribution found for $LACKING" > .venv/install.log
exit 1
"""
CASEWORK = """#!/bin/sh
echo "$*"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The Makefile and what it looks at, and no environment."""
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path)
    script(tmp_path / "pip", PIP)
    (tmp_path / "bin").mkdir()
    for tool in ("sh", "make", "mkdir", "cp", "touch", "rm", "sed", "grep", "tail", "basename", "date"):
        (tmp_path / "bin" / tool).symlink_to(str(shutil.which(tool)))
    return tmp_path


def script(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path


def python(path: Path, *, is_too_old: bool = False, is_bare: bool = False) -> Path:
    return script(path, PYTHON.format(too_old=int(is_too_old), bare=int(is_bare)))


def made(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`make`, on a path that holds its tools and no Python but those that a test puts there."""
    command = [str(folder / "bin" / "make"), "SHELL=sh", *arguments]
    found = {"PATH": str(folder / "bin"), **environment}
    return subprocess.run(command, cwd=folder, env=found, capture_output=True, text=True, check=False)


def pinned(name: str) -> dict[str, list[str]]:
    """Each pinned version of a lock with its hashes; every line of the file belongs to one."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.split() for line in text.splitlines() if not line.startswith("#")]
    assert [words for words in lines if not re.fullmatch(r"[a-z0-9-]+==[\w.]+", words[0])] == []
    return {words[0]: [word[14:] for word in words if word.startswith("--hash=sha256:")] for words in lines}


def complaints(done: subprocess.CompletedProcess[str]) -> list[str]:
    """What the Makefile itself said was wrong, without make's own note that a target failed."""
    assert done.returncode == 2, done.stdout
    return [line for line in done.stderr.splitlines() if not line.startswith(("make: ***", "make[1]: ***"))]


def test_the_newest_python_that_is_there_makes_the_environment(folder: Path) -> None:
    for name in ("python3", "python3.12", "python3.11"):
        python(folder / "bin" / name)
    python(folder / "bin" / "python3.13", is_bare=True)
    python(folder / "bin" / "python3.14", is_too_old=True)
    assert made(folder, "install").returncode == 0
    assert Path((folder / "made-by").read_text().strip()).name == "python3.12"


def test_an_environment_that_is_up_to_date_is_left_alone(folder: Path) -> None:
    python(folder / "bin" / "python3")
    assert made(folder, "install").returncode == 0
    asked = (folder / "asked").read_text()
    assert made(folder, "install").returncode == 0
    assert (folder / "asked").read_text() == asked


def test_a_python_that_is_named_is_taken_and_no_other(folder: Path) -> None:
    python(folder / "bin" / "python3.13")
    elsewhere = python(folder / "elsewhere")
    assert made(folder, "install", f"PYTHON={elsewhere}").returncode == 0
    assert (folder / "made-by").read_text().strip() == str(elsewhere)
    shutil.rmtree(folder / ".venv")
    assert complaints(made(folder, "install", f"PYTHON={folder / 'nowhere'}")) == [
        "make: Python 3.11 or newer is needed and was not found; PYTHON= names one elsewhere"
    ]


def test_no_python_an_old_one_and_one_without_ensurepip_are_each_one_line(folder: Path) -> None:
    assert complaints(made(folder, "install")) == [
        "make: Python 3.11 or newer is needed and was not found; PYTHON= names one elsewhere"
    ]
    python(folder / "bin" / "python3", is_too_old=True)
    assert complaints(made(folder, "install")) == ["make: Python 3.11 or newer is needed, python3 is Python 3.9.2"]
    python(folder / "bin" / "python3.12", is_bare=True)
    assert complaints(made(folder, "install")) == [
        "make: python3.12 lacks venv or ensurepip (on Debian: apt install python3.12-venv)"
    ]
    assert not (folder / ".venv").exists()


def test_the_wheel_that_is_missing_is_named_and_the_next_run_tries_again(folder: Path) -> None:
    python(folder / "bin" / "python3")
    assert complaints(made(folder, "install", LACKING="msgspec==0.19.0")) == [
        "make: msgspec==0.19.0 could not be installed as a wheel; behind a mirror, set PIP_INDEX_URL"
    ]
    assert made(folder, "install").returncode == 0


def test_a_package_that_is_not_the_one_of_the_lock_is_told_apart_from_one_that_is_missing(folder: Path) -> None:
    python(folder / "bin" / "python3")
    assert complaints(made(folder, "install", ALTERED="yes")) == [
        "make: a package is not the one that requirements.lock names, see the hashes above; nothing was installed"
    ]
    assert made(folder, "install").returncode == 0


def test_both_installs_take_wheels_with_the_hashes_of_the_lock_and_nothing_else(folder: Path) -> None:
    python(folder / "bin" / "python3")
    assert made(folder, "install").returncode == 0
    locked, ours = (folder / "installs").read_text().splitlines()
    image = (ROOT / "docker" / "Dockerfile").read_text(encoding="utf-8").splitlines()
    [in_image] = [line for line in image if "--requirement" in line]
    wanted = ("--require-hashes", "--only-binary :all:")
    assert [option for option in wanted for command in (locked, in_image) if option not in command] == []
    assert "--no-index" in ours


@pytest.mark.parametrize("name", ["requirements.lock", "requirements.production.lock"])
def test_every_pin_of_a_lock_carries_its_hashes(name: str) -> None:
    locked = pinned(name)
    assert len(locked) > 20
    assert [pin for pin, hashes in locked.items() if not hashes] == []
    assert [each for hashes in locked.values() for each in hashes if not re.fullmatch(r"[0-9a-f]{64}", each)] == []


def test_what_is_served_is_what_is_tested() -> None:
    tested = pinned("requirements.lock")
    served = pinned("requirements.production.lock")
    assert {pin: hashes for pin, hashes in served.items() if tested.get(pin) != hashes} == {}
    assert len(served) < len(tested)


def test_a_mirror_is_asked_where_one_is_named(folder: Path) -> None:
    python(folder / "bin" / "python3")
    assert made(folder, "install", PIP_INDEX_URL="https://mirror.example/simple").returncode == 0
    assert set((folder / "asked").read_text().split()) == {"https://mirror.example/simple"}


def test_the_demonstration_gets_the_port_and_the_seconds_of_the_install(folder: Path) -> None:
    python(folder / "bin" / "python3")
    assert made(folder, "install").returncode == 0
    script(folder / ".venv" / "bin" / "casework", CASEWORK)
    for given, port in (((), "8000"), (("PORT=8080",), "8080")):
        told = made(folder, "demo", *given).stdout.splitlines()[-1].split()
        assert told[:-1] == ["demo", "--port", port, "--installed"]
        assert told[-1].isdigit()


def test_cleaning_leaves_the_data_where_it_lies(folder: Path) -> None:
    (folder / "bin" / "find").symlink_to(str(shutil.which("find")))
    for kept in ("var/postgres", "var/__pycache__"):
        (folder / kept).mkdir(parents=True)
    for removed in (".venv", "domain/__pycache__"):
        (folder / removed).mkdir(parents=True)
    assert made(folder, "clean").returncode == 0
    assert {kept.name for kept in (folder / "var").iterdir()} == {"__pycache__", "postgres"}
    assert not (folder / ".venv").exists()
    assert not (folder / "domain/__pycache__").exists()
