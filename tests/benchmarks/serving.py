"""Calls and lives of petitions per second over HTTP, beside a bare Flask handler that does one INSERT."""

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from domain.organisation.officer import AppointOfficer, IssueToken
from domain.organisation.unit import unit_ref
from domain.roles import Role
from domain.values import OfficerRef
from service.access.tokens import digest_of
from service.edge.running import Service
from service.store.steps import Step
from tests.benchmarks.figures import Figures
from tests.benchmarks.filling import CLERK, UNIT
from tests.support.ports import free_port

SECONDS = 6.0
CLIENTS = 4
WORKERS = 2
CALLS_OF_A_LIFE = 5

BARE = """
import os, psycopg, threading
from flask import Flask, request
app = Flask(__name__)
local = threading.local()
@app.post("/insert")
def insert():
    if not hasattr(local, "connection"):
        local.connection = psycopg.connect(os.environ["BARE_URL"], autocommit=True)
    body = request.get_json()
    local.connection.execute("INSERT INTO bare (body) VALUES (%s)", (request.get_data(),), prepare=True)
    return {"ok": len(body)}
"""


@contextmanager
def gunicorn(target: str, environment: dict[str, str], folder: Path) -> Iterator[int]:
    """A gunicorn with two gthread workers on a free port, until the block ends."""
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", "-k", "gthread", "-w", str(WORKERS), "--threads", "4",
        "-b", f"127.0.0.1:{port}", "--log-level", "error", "--pythonpath", f"{folder},{Path.cwd()}", target,
    ]  # fmt: skip
    process = subprocess.Popen(command, env={**os.environ, **environment})
    try:
        _until_it_answers(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def _until_it_answers(port: int) -> None:
    for _ in range(200):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not answer")


def _clients(port: int, work: Callable[[http.client.HTTPConnection], int]) -> float:
    """What `work` counts per second, done by several clients at once, each time over a connection of its own.

    A connection stays with the process that took it: over lasting ones a single process may happen to serve all.
    """
    counts = [0] * CLIENTS
    until = time.perf_counter() + SECONDS

    def client(index: int) -> None:
        while time.perf_counter() < until:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
                counts[index] += work(connection)

    threads = [threading.Thread(target=client, args=(n,)) for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS


def _post(connection: http.client.HTTPConnection, path: str, body: Any, headers: dict[str, str]) -> Any:
    data = json.dumps(body).encode()
    connection.request("POST", path, data, {"Content-Type": "application/json", **headers})
    response = connection.getresponse()
    text = response.read()
    if response.status >= 300:
        raise SystemExit(f"{path}: {response.status} {text[:300]!r}")
    return response


def _inserts(connection: http.client.HTTPConnection, body: Any) -> int:
    for _ in range(CALLS_OF_A_LIFE):
        _post(connection, "/insert", body, {})
    return CALLS_OF_A_LIFE


def officer(service: Service, *roles: Role) -> tuple[OfficerRef, str]:
    """An officer with those roles, and the token."""
    stream, token = uuid4(), uuid4().hex
    expires_on = service.ledger.today() + timedelta(days=30)
    steps = [
        Step(stream, AppointOfficer("基准", unit_ref(UNIT), roles)),
        Step(stream, IssueToken(digest_of(token), expires_on)),
    ]
    service.ledger.execute(steps, CLERK)
    return OfficerRef(stream), token


def _life(clerk: tuple[OfficerRef, str], head: tuple[OfficerRef, str], day: str) -> Callable[[Any], int]:
    """The five calls of the shortest lawful petition; counts the calls."""

    def call(connection: Any, token: str, path: str, body: Any, tag: str | None = None) -> Any:
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": uuid4().hex}
        return _post(connection, path, body, headers | ({"If-Match": tag} if tag else {}))

    def life(connection: Any) -> int:
        demand = {"text": "请求补发。", "purpose": "P1", "issue": "I01"}
        registration = {"title": "工资", "demands": [demand], "name": "张三", "contact": "13800000000"}
        filed = {"channel": "VISIT", "received_on": day, "unit": UNIT, "registration": registration}
        answer = call(connection, clerk[1], "/api/v1/petitions", filed)
        case = answer.headers["Location"]
        notice = {"sent_on": day, "method": "ON_THE_SPOT"}
        accepted = {"accepted_on": day, "handlers": [str(clerk[0])], "notice": notice}
        answer = call(connection, head[1], f"{case}/acceptance", accepted, answer.headers["ETag"])
        heard = {"talked_on": day, "officers": [str(clerk[0]), str(head[0])], "minutes": "已听取。"}
        texts = {"claim": "诉求", "findings": "事实", "opinion": "意见", "legal_basis": "依据", "remedy": "复查"}
        results = [{"demand": 1, "outcome": "EXPLAIN", "basis": "规定"}]
        proposal = {"proposed_on": day, "results": results, "heard": heard, **texts}
        answer = call(connection, clerk[1], f"{case}/decision", proposal, answer.headers["ETag"])
        answer = call(connection, head[1], f"{case}/decision-approval", {"issued_on": day}, answer.headers["ETag"])
        delivered = {"delivered_on": day, "method": "IN_PERSON", "content_on": day}
        call(connection, head[1], f"{case}/delivery", delivered, answer.headers["ETag"])
        return CALLS_OF_A_LIFE

    return life


def measure(service: Service, url: str, environment: dict[str, str], folder: Path, size: str, figures: Figures) -> None:
    """Calls and lives over HTTP, and the bare handler in the same run."""
    (folder / "bare.py").write_text(BARE)
    with service.recorder.datastore.get_connection() as connection:
        connection.execute("RESET ROLE")
        connection.execute("CREATE TABLE IF NOT EXISTS bare (id bigserial PRIMARY KEY, body bytea)")
        connection.execute("SET ROLE casework_writer")
    body = {"text": "请求补发。" * 20}
    with gunicorn("bare:app", {"BARE_URL": url}, folder) as port:
        bare = _clients(port, lambda connection: _inserts(connection, body))
    clerk = officer(service, Role.INTAKE, Role.HANDLER)
    head = officer(service, Role.PET_HEAD, Role.UNIT_LEAD)
    service.engine.catch_up()
    day = service.ledger.today().isoformat()
    with gunicorn("service.wsgi:application()", environment, folder) as port:
        calls = _clients(port, _life(clerk, head, day))
    figures.put(size, "calls over HTTP", calls, "/s")
    figures.put(size, "five-call lives over HTTP", calls / CALLS_OF_A_LIFE, "/s")
    figures.put(size, "bare Flask handler, one INSERT", bare, "/s")
    print(f"  calls are {calls / bare:.2f} of the bare handler", flush=True)
