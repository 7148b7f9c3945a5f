"""`casework worker` is the worker that other tests run in threads: it outlives a database that goes away."""

import signal
import subprocess
from pathlib import Path

import psycopg
import pytest

from projections.organisation import UNITS
from service.views.naming import table_of
from tests.service.cli.running import child_environment, command
from tests.support.databases import away
from tests.support.following import PATIENCE, until
from tests.support.services import TestClock, service_on

pytestmark = pytest.mark.store


def test_a_worker_waits_for_a_database_that_goes_away_and_goes_on(
    settings: dict[str, str], database_url: str, tmp_path: Path
) -> None:
    worker = subprocess.Popen(
        command("worker"), env=child_environment(settings), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert worker.stderr
    try:
        found(database_url, tmp_path, "HS")
        until(lambda: codes(database_url) == ["HS"])
        with away(database_url):
            until_told(worker, "the worker cannot do its task “views”: the database does not answer")
        found(database_url, tmp_path, "KY")
        until(lambda: codes(database_url) == ["HS", "KY"])
        until_told(worker, "the worker does its task “views” again")
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(PATIENCE) == 0
    finally:
        worker.kill()
        worker.wait()
        worker.stderr.close()


def until_told(worker: subprocess.Popen[str], words: str) -> None:
    """Reads on until the worker says so of one of its tasks; it tells of each."""
    assert worker.stderr
    assert any(words in line for line in worker.stderr)


def found(url: str, home: Path, code: str) -> None:
    service = service_on(url, home, TestClock())
    service.people.add_unit(code, "集团")
    service.close()


def codes(url: str) -> list[str]:
    """The units that the view shows."""
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute(f"SELECT code FROM {table_of(UNITS)} ORDER BY code")]
