"""Serving: children that die come back, a taken port is named, and nothing outlives the parent, killed or not."""

import fcntl
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from projections.organisation import UNITS
from service.views.naming import table_of
from tests.service.cli.running import ROOT, child_environment, command, run
from tests.support.databases import OTHER_CLIENTS
from tests.support.services import TestClock, service_on

pytestmark = pytest.mark.store
PATIENCE = 60.0
APPLICATION = """
import atexit, os, sys, types

def answer(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [os.environ["PROMETHEUS_MULTIPROC_DIR"].encode()]

def application():
    from service.composition import open_service
    from service.machine.settings import read_settings
    atexit.register(open_service(read_settings()).close)
    return answer

module = types.ModuleType("service.wsgi")
module.application = application
sys.modules["service.wsgi"] = module
"""
"""Stands in for the application in every process, so that the test is of serving alone."""
MAPPING = """
source = "xinfang-2023"
timezone = "Asia/Shanghai"
[columns]
"编号" = "external_id"
"收到日期" = "received_on"
"""
FAILING_TOGETHER = """
import os, sys, time, types

def application():
    time.sleep(max(0.0, float(os.environ["FAIL_AT"]) - time.time()))
    raise RuntimeError("this application cannot be built")

module = types.ModuleType("service.wsgi")
module.application = application
sys.modules["service.wsgi"] = module
"""
"""Its workers all fail in the same moment: gunicorn learns of one while it halts because of another."""


@pytest.fixture
def environment(settings: dict[str, str], tmp_path: Path) -> dict[str, str]:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(APPLICATION)
    found = child_environment(settings)
    return {**found, "PYTHONPATH": f"{tmp_path / 'site'}{os.pathsep}{found['PYTHONPATH']}"}


@contextmanager
def serving(environment: dict[str, str], *options: str, path: str = "") -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A running service that answers, and its address; whatever is left of it is killed at the end."""
    process = subprocess.Popen(
        command("serve", "--port", "0", "--workers", "1", *options),
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    children: list[int] = []
    try:
        assert process.stdout is not None
        url = process.stdout.readline().split()[2]
        wait_until(lambda: answers(url + path))
        children = descendants(process.pid)
        yield process, url
    finally:
        children += descendants(process.pid)
        for pid in [process.pid, *children]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 -- an address of this test
            return bool(answer.status == 200)
    except OSError:
        return False


def descendants(pid: int) -> list[int]:
    """Every process that descends from one, as the kernel tells it."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[1]) == pid and fields[0] != "Z":
                child = int(stat.parent.name)
                found += [child, *descendants(child)]
    return found


def line_of(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    return ""


def child(process: subprocess.Popen[str], word: str) -> int | None:
    """The direct child whose command line holds a word."""
    direct = [pid for pid in descendants(process.pid) if word in line_of(pid)]
    return min(direct) if direct else None


def alive(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


only_linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes through /proc")


@only_linux
def test_nothing_outlives_a_parent_that_was_killed(environment: dict[str, str]) -> None:
    with serving(environment) as (process, url):
        left = descendants(process.pid)
        assert len(left) >= 3  # gunicorn, its worker process, and the worker
        process.kill()
        process.wait()
        wait_until(lambda: not any(map(alive, left)))
        assert not answers(url)


@only_linux
def test_the_embedded_server_ends_with_a_parent_that_was_killed(environment: dict[str, str], tmp_path: Path) -> None:
    home = tmp_path / "var"
    own = {name: value for name, value in environment.items() if not name.startswith("CASEWORK_")}
    own["CASEWORK_HOME"] = str(home)
    assert subprocess.run(command("migrate"), env=own, capture_output=True, timeout=PATIENCE).returncode == 0
    with serving(own, "--workers", "2") as (process, _):
        assert not is_free(home / "postgres" / "server.lock")
        process.kill()
        process.wait()
        wait_until(lambda: is_free(home / "postgres" / "server.lock"))


def test_the_embedded_server_ends_with_an_import_that_was_killed(environment: dict[str, str], tmp_path: Path) -> None:
    own = {name: value for name, value in environment.items() if not name.startswith("CASEWORK_")}
    own |= {"CASEWORK_HOME": str(tmp_path / "var"), "PYTHONPATH": str(ROOT)}
    assert subprocess.run(command("migrate"), env=own, capture_output=True, timeout=PATIENCE).returncode == 0
    lock = tmp_path / "var/postgres/server.lock"
    wait_until(lambda: is_free(lock))
    (tmp_path / "m.toml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "r.csv").write_text(
        "编号,收到日期\n" + "".join(f"A{n},2023-05-06\n" for n in range(10_000)), encoding="utf-8"
    )
    importing = command("import", "petitions", str(tmp_path / "r.csv"), "--mapping", str(tmp_path / "m.toml"))
    killed = subprocess.Popen(importing, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_until(lambda: not is_free(lock) or killed.poll() is not None)
    killed.kill()
    assert killed.wait() == -signal.SIGKILL
    wait_until(lambda: is_free(lock))


@only_linux
def test_an_embedded_server_that_dies_is_started_again_and_its_last_words_are_told(
    environment: dict[str, str], tmp_path: Path
) -> None:
    own = {name: value for name, value in environment.items() if not name.startswith("CASEWORK_")}
    own |= {"CASEWORK_HOME": str(tmp_path / "var"), "PYTHONPATH": str(ROOT)}
    assert subprocess.run(command("migrate"), env=own, capture_output=True, timeout=PATIENCE).returncode == 0
    pid_file = tmp_path / "var/postgres/cluster/postmaster.pid"
    with serving(own, path="/readyz") as (process, url):
        before = pid_file.read_text().split()[0]
        process.send_signal(signal.SIGSTOP)
        os.kill(int(before), signal.SIGQUIT)
        wait_until(lambda: "database_last_words" in body(f"{url}/readyz"))
        assert any(
            "immediate shutdown request" in line for line in json.loads(body(f"{url}/readyz"))["database_last_words"]
        )
        process.send_signal(signal.SIGCONT)
        wait_until(lambda: pid_file.exists() and pid_file.read_text().split()[0] != before)
        wait_until(lambda: answers(f"{url}/readyz"))
        process.send_signal(signal.SIGTERM)
        said = process.communicate(timeout=PATIENCE)[0]
    assert process.returncode == 0
    assert "the database server had ended and is started again; its last words:" in said
    assert "immediate shutdown request" in said


def body(url: str) -> str:
    """What the address answers, whatever the status."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 -- an address of this test
            return str(answer.read().decode())
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.read().decode()
    except OSError:
        return ""


def is_free(lock: Path) -> bool:
    """Whether no process of the embedded server lives any more: they all hold this lock."""
    with lock.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


@only_linux
def test_either_child_comes_back_and_the_end_is_orderly(environment: dict[str, str]) -> None:
    with serving(environment) as (process, url):
        for word in ("gunicorn", "with-parent"):
            wait_until(lambda word=word: child(process, word) is not None)  # type: ignore[misc]
            before = child(process, word)
            assert before is not None
            os.kill(before, signal.SIGKILL)
            wait_until(lambda word=word, before=before: child(process, word) not in (None, before))  # type: ignore[misc]
            wait_until(lambda: answers(url))
        left = descendants(process.pid)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
        assert not any(map(alive, left))


def test_the_worker_under_it_keeps_the_views_up_to_date(
    environment: dict[str, str], database_url: str, tmp_path: Path
) -> None:
    with serving(environment):
        service = service_on(database_url, tmp_path, TestClock())
        service.people.add_unit("HS", "集团")
        service.close()
        with psycopg.connect(database_url, autocommit=True) as connection:
            wait_until(lambda: connection.execute(f"SELECT code FROM {table_of(UNITS)}").fetchall() == [("HS",)])


def test_a_worker_ends_at_a_signal_with_json_as_its_last_line(environment: dict[str, str], database_url: str) -> None:
    worker = subprocess.Popen(
        command("worker", "--json"), env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    query = f"SELECT count(*) FROM pg_stat_activity WHERE {OTHER_CLIENTS}"
    with psycopg.connect(database_url, autocommit=True) as connection:
        wait_until(lambda: connection.execute(query).fetchall() != [(0,)])
    worker.send_signal(signal.SIGINT)
    out, err = worker.communicate(timeout=PATIENCE)
    assert (worker.returncode, out, err) == (0, '{"events":0}\n', "")


def test_a_taken_port_is_named_with_the_way_out_before_anything_starts(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for verb in ("serve", "demo"):
            done = run({"CASEWORK_HOME": str(tmp_path / "var")}, verb, "--port", str(port))
            assert (done.code, done.out) == (1, "")
            assert f"port {port} on 127.0.0.1 cannot be used" in done.err
            assert "PORT=8080" in done.err
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["serve", "--host", "no.such.host.invalid"], 1),
        (["serve", "--host", "\udcff"], 1),
        (["serve", "--port", "65536"], 2),
        (["serve", "--port", "x"], 2),
        (["serve", "--workers", "0"], 2),
    ],
)
def test_an_address_that_is_none_is_refused(cli: Callable[..., object], argv: list[str], code: int) -> None:
    done = cli(*argv)
    assert getattr(done, "code", None) == code


def test_an_application_that_cannot_be_built_ends_the_service(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "site" / "sitecustomize.py").write_text("import sys\nsys.modules['service.wsgi'] = None\n")
    done = subprocess.run(
        command("serve", "--port", "0"), env=environment, capture_output=True, text=True, timeout=PATIENCE
    )
    assert done.returncode == 1
    assert "casework: the web server did not start: why stands above" in done.stderr


def test_an_application_that_fails_in_several_workers_at_once_ends_the_service(
    environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "site" / "sitecustomize.py").write_text(FAILING_TOGETHER)
    arguments = command("serve", "--port", "0", "--workers", "4")
    together = {**environment, "FAIL_AT": str(time.time() + 5.0)}
    done = subprocess.run(arguments, env=together, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 1
    assert "casework: the web server did not start: why stands above" in done.stderr


def test_the_counts_of_all_processes_lie_in_a_closed_folder_that_goes_with_the_service(
    environment: dict[str, str],
) -> None:
    with serving(environment) as (process, url):
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 -- an address of this test
            counts = Path(answer.read().decode())
        assert counts.stat().st_mode & 0o777 == 0o700
        process.terminate()
        assert process.wait(PATIENCE) == 0
        assert not counts.exists()
