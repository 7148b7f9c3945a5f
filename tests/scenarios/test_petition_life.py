"""The life of a petition in curl, against a service whose web server and worker are killed in between."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from domain.roles import Role
from service.composition import Service, open_service
from service.organisation import add_officer, add_unit, issue_token
from service.settings import read_settings

pytestmark = pytest.mark.store

SCRIPT = Path(__file__).with_name("petition_life.sh")


@contextmanager
def migrated(home: Path) -> Iterator[Service]:
    """The service on an embedded database that `casework migrate` has made."""
    environment = {**os.environ, "CASEWORK_HOME": str(home)}
    subprocess.run([sys.executable, "-m", "service.cli", "migrate"], env=environment, capture_output=True, check=True)
    service = open_service(read_settings({"CASEWORK_HOME": str(home)}))
    yield service
    service.close()


def people(service: Service) -> dict[str, str]:
    """Who takes part, as the script wants to be told."""
    add_unit(service, "HS", "集团工会")
    roles = {"CLERK": Role.INTAKE, "HEAD": Role.PET_HEAD, "HANDLER": Role.HANDLER, "LEADER": Role.UNIT_LEAD}
    officers = {tag: add_officer(service, tag.title(), "HS", [role]) for tag, role in roles.items()}
    second = add_officer(service, "Second", "HS", [Role.HANDLER])
    tokens = {tag: issue_token(service, officer).token for tag, officer in officers.items()}
    return {**tokens, "HANDLER_ID": str(officers["HANDLER"]), "SECOND_ID": str(second)}


@contextmanager
def served(home: Path) -> Iterator[tuple[str, int]]:
    """The address and the process of `casework serve`."""
    command = [sys.executable, "-m", "service.cli", "serve", "--port", "0", "--workers", "1"]
    environment = {**os.environ, "CASEWORK_HOME": str(home), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            assert said.startswith("serving on http://"), said
            yield said.split()[2], process.pid
        finally:
            process.terminate()
            process.wait(timeout=40)


def run(told: Mapping[str, str]) -> str:
    done = subprocess.run(
        ["bash", str(SCRIPT)], env={**os.environ, **told}, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_what_was_acknowledged_is_there_once_though_server_and_worker_are_killed(tmp_path: Path) -> None:
    with migrated(tmp_path) as service:
        who = people(service)
        with served(tmp_path) as (url, pid):
            said = run({**who, "URL": url, "SERVE_PID": str(pid), "KILL_AT": "1 3 5"})
    assert said.count("killed -9") == 3
    assert "acknowledged / found / doubled / missing = 11 / 11 / 0 / 0" in said.splitlines()
