"""The embedded PostgreSQL server: shared, recovered after any kill, and closed to others."""

import fcntl
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import pq

from service.machine.embedded import EmbeddedServerUnavailable, embedded
from service.machine.keeper import LOOK_SECONDS, Keeper
from tests.support.following import until

REPOSITORY = Path(__file__).parents[2]
USER = """
import sys
from pathlib import Path
from service.machine.embedded import embedded

with embedded(Path(sys.argv[1]), fsync=False) as server:
    print(server.url, flush=True)
    sys.stdin.readline()
"""
FORKING_USER = """
import os, sys, time
from pathlib import Path
from service.machine.embedded import embedded

server = embedded(Path(sys.argv[1]), fsync=False)
print(server.start(), flush=True)
if os.fork() == 0:
    server.stop()
    time.sleep(float(sys.argv[2]))
    os._exit(0)
sys.stdin.readline()
server.stop()
"""

KILLED_AT_ITS_LAUNCH = """
import os, signal, sys
from pathlib import Path
from service.machine.cluster import Cluster
from service.machine.embedded import embedded

launch = Cluster.launch

def launch_and_die(cluster, lock):
    launch(cluster, lock)
    os.kill(os.getpid(), signal.SIGKILL)

Cluster.launch = launch_and_die
embedded(Path(sys.argv[1]), fsync=False).start()
"""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    home = tmp_path / "var"
    yield home
    if (home / "postgres/cluster/postmaster.pid").exists():
        with embedded(home):
            pass


def run(script: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.Popen(command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@contextmanager
def process(script: str, *arguments: object) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A process of the script that has printed its first line; its input is closed at the end, which lets it go."""
    with run(script, *arguments) as started:
        assert started.stdout
        yield started, started.stdout.readline().strip()


def listens(url: str) -> bool:
    return pq.PGconn.ping(url.encode()) == pq.Ping.OK


def answer(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query.encode()).fetchone()
    assert row
    return row[0]


def write(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept (n integer)")


def postmaster(home: Path) -> int:
    return int((home / "postgres/cluster/postmaster.pid").read_text().split()[0])


def is_held(home: Path, lock: str) -> bool:
    """Whether a process holds that lock of the server's folder."""
    file = os.open(home / "postgres" / lock, os.O_RDONLY)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(file)
    return False


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_was_written_is_there_at_the_next_start_and_nothing_runs_in_between(home: Path) -> None:
    with embedded(home) as server:
        write(server.url)
    assert not listens(server.url)
    with embedded(home) as again:
        assert answer(again.url, "SELECT count(*) FROM kept") == 0


def test_two_processes_share_one_server_and_the_last_one_out_stops_it(home: Path) -> None:
    with process(USER, home) as (_, url), embedded(home, fsync=False) as server:
        assert server.url == url
        first = postmaster(home)
    assert not listens(url)
    with process(USER, home) as (other, url):
        server = embedded(home, fsync=False)
        server.start()
        assert postmaster(home) != first
        other.communicate("\n")
        assert listens(url)
        server.stop()
    assert not listens(url)


def test_many_processes_that_start_at_once_all_get_the_same_server(home: Path) -> None:
    with ExitStack() as users, ThreadPoolExecutor(6) as pool:
        opened = pool.map(lambda _: users.enter_context(process(USER, home)), range(6))
        urls = {url for _, url in opened}
        assert len(urls) == 1
        assert listens(urls.pop())


def test_the_server_is_stopped_when_its_last_user_was_killed(home: Path) -> None:
    with process(USER, home) as (killed, url), process(USER, home) as (other, _):
        killed.kill()
        time.sleep(2 * LOOK_SECONDS)
        assert listens(url)
        other.kill()
    until(lambda: not is_held(home, "server.lock"))
    assert not listens(url)


def test_the_server_is_stopped_when_its_first_user_was_killed_right_after_launching_it(home: Path) -> None:
    with embedded(home, fsync=False):
        pass
    with run(KILLED_AT_ITS_LAUNCH, home) as killed:
        assert killed.wait(60) == -signal.SIGKILL
    until(lambda: not is_held(home, "server.lock"))
    assert "database system is shut down" in (home / "postgres/server.log").read_text().splitlines()[-1]


def test_one_keeper_looks_after_a_server_however_often_it_is_started(home: Path) -> None:
    with embedded(home, fsync=False) as server:
        until(lambda: is_held(home, "."))
        os.kill(postmaster(home), signal.SIGKILL)
        until(lambda: server.revive() is not None)
        with pytest.raises(BlockingIOError):
            Keeper(home).keep()
        assert is_held(home, ".")
    until(lambda: not is_held(home, "."))


def test_a_server_that_died_is_started_again_for_whoever_holds_it_and_says_its_last_words(home: Path) -> None:
    with embedded(home, fsync=False) as server:
        assert (server.revive(), server.last_words()) == (None, "")
        os.kill(postmaster(home), signal.SIGINT)
        until(lambda: bool(server.last_words()))
        words = server.revive()
        assert words is not None
        assert "database system is shut down" in words
        assert answer(server.url, "SELECT 1") == 1
    assert embedded(home).revive() is None


def test_a_server_killed_is_recovered_by_the_next_start(home: Path) -> None:
    with embedded(home) as server:
        write(server.url)
        os.kill(postmaster(home), signal.SIGKILL)
    with embedded(home) as again:
        assert answer(again.url, "SELECT count(*) FROM kept") == 0


def test_a_pid_file_that_names_an_unrelated_live_process_confuses_nobody(home: Path) -> None:
    with embedded(home, fsync=False):
        cluster = home / "postgres/cluster"
        owner = cluster.stat()
        files = {name: (cluster / name).read_text() for name in ("postmaster.pid", ".s.PGSQL.5432.lock")}
        pid = str(postmaster(home))
    same_user = {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    with subprocess.Popen(["sleep", "60"], cwd="/", **same_user) as unrelated:  # type: ignore[call-overload]
        for name, text in files.items():
            (cluster / name).write_text(text.replace(pid, str(unrelated.pid), 1))
        with embedded(home, fsync=False) as server:
            assert listens(server.url)
            assert postmaster(home) != unrelated.pid
        assert unrelated.poll() is None
        unrelated.kill()


def test_an_initialisation_killed_halfway_is_done_again(home: Path) -> None:
    with run(USER, home) as halfway:
        while not (home / "postgres/cluster.new/PG_VERSION").exists():
            time.sleep(0.001)
        halfway.kill()
    assert not (home / "postgres/cluster").exists()
    with embedded(home, fsync=False) as server:
        assert listens(server.url)


def test_a_fork_neither_stops_the_server_nor_keeps_it_from_starting_again(home: Path) -> None:
    with process(FORKING_USER, home, 3) as (user, url):
        time.sleep(0.2)
        assert listens(url)
        assert user.stdin
        user.stdin.close()
        user.wait()
        assert not listens(url)
        with embedded(home, fsync=False):
            assert listens(url)


def test_a_path_too_long_for_a_socket_gets_a_short_name_closed_to_others(tmp_path: Path) -> None:
    long_home = tmp_path / ("n" * 60) / ("m" * 60)
    with embedded(long_home, fsync=False) as server:
        assert listens(server.url)
        host = Path(psycopg.conninfo.conninfo_to_dict(server.url)["host"])  # type: ignore[arg-type]
        assert len(str(host)) < 80
        assert mode(host.parent) == 0o700
    assert not host.parent.exists()


def test_only_the_owner_can_read_the_password_or_reach_the_socket(home: Path) -> None:
    with embedded(home, fsync=False):
        assert mode(home / "postgres/password") == 0o600
        assert (home / "postgres/cluster/.s.PGSQL.5432").is_socket()
        assert mode(home / "postgres/cluster") == 0o700
        assert mode(home / "postgres") == 0o700


@pytest.mark.parametrize("password", ["wrong", ""])
def test_a_wrong_password_is_refused(home: Path, password: str) -> None:
    with (
        embedded(home, fsync=False) as server,
        pytest.raises(psycopg.OperationalError, match="password"),
    ):
        psycopg.connect(server.url, password=password, passfile=os.devnull)


def test_no_server_listens_on_the_network(tmp_path: Path) -> None:
    with embedded(tmp_path / "one", fsync=False) as one, embedded(tmp_path / "two", fsync=False) as two:
        assert answer(one.url, "SHOW listen_addresses") == ""
        assert answer(one.url, "SHOW port") == answer(two.url, "SHOW port")


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("server_encoding", "UTF8"),
        ("timezone", "UTC"),
        ("lc_messages", "C"),
        ("fsync", "off"),
        ("max_connections", "100"),
    ],
)
def test_a_setting_has_the_value_that_the_service_counts_on(home: Path, setting: str, value: str) -> None:
    with embedded(home, fsync=False) as server:
        assert answer(server.url, f"SHOW {setting}") == value


def test_a_lost_password_file_is_named(home: Path) -> None:
    with embedded(home, fsync=False):
        pass
    (home / "postgres/password").unlink()
    with pytest.raises(EmbeddedServerUnavailable, match="password is missing"):
        embedded(home).start()


def test_a_database_of_another_version_is_left_alone_and_the_version_is_named(home: Path) -> None:
    with embedded(home, fsync=False):
        pass
    (home / "postgres/cluster/PG_VERSION").write_text("9\n")
    with pytest.raises(EmbeddedServerUnavailable, match="PostgreSQL 9, which wrote this database"):
        embedded(home).start()
