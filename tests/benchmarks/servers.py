"""The servers under load: the service as `casework serve` arranges it, and a bare Flask handler with one INSERT."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.benchmarks.clients import Work, post, until_it_answers
from tests.benchmarks.processes import megabytes_of, roots_below, seconds_of
from tests.benchmarks.stores import Store
from tests.support.ports import free_port

WEB, WORKER = "gunicorn", "worker --with-parent"
BARE = """
import os, psycopg, threading
from flask import Flask, request
app = Flask(__name__)
local = threading.local()
@app.get("/healthz")
def healthz():
    return {"ok": 1}
@app.post("/insert")
def insert():
    if not hasattr(local, "connection"):
        local.connection = psycopg.connect(os.environ["BARE_URL"], autocommit=True)
    body = request.get_json()
    local.connection.execute("INSERT INTO bare (body) VALUES (%s)", (request.get_data(),), prepare=True)
    return {"ok": len(body)}
"""


@dataclass(frozen=True, slots=True)
class Running:
    """A server on its port, and the processes that it consists of, each by name the first of its tree."""

    port: int
    roots: Mapping[str, int]

    def seconds(self) -> dict[str, float]:
        """Processor time so far, by name."""
        return {name: seconds_of(root) for name, root in self.roots.items()}

    def megabytes(self) -> dict[str, float]:
        """The most memory that one process of each name has held."""
        return {name: megabytes_of(root) for name, root in self.roots.items()}


@contextmanager
def served(
    store: Store, postmaster: int, python: Path = Path(sys.executable), folder: Path | None = None
) -> Iterator[Running]:
    """The service on the store with two web processes and a worker, until the block ends; another one in its folder."""
    port = free_port()
    command = [str(python), "-m", "service", "serve", "--port", str(port), "--workers", "2"]
    with _process(command, store.environment, folder) as parent:
        until_it_answers(port)
        found = roots_below(parent, {"web": WEB, "worker": WORKER})
        yield Running(port, {**found, "database": postmaster})


@contextmanager
def bare(store: Store, folder: Path) -> Iterator[Running]:
    """A gunicorn of the same size with the bare handler."""
    (folder / "bare.py").write_text(BARE)
    with psycopg.connect(store.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS bare (id bigserial PRIMARY KEY, body bytea)")
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", "-k", "gthread", "-w", "2", "--threads", "4",
        "-b", f"127.0.0.1:{port}", "--log-level", "error", "--pythonpath", str(folder), "bare:app",
    ]  # fmt: skip
    with _process(command, {"BARE_URL": store.url}) as parent:
        until_it_answers(port)
        yield Running(port, {"web": parent})


def inserts(calls: int) -> Work:
    """So many calls of the bare handler."""
    body = {"text": "请求补发。" * 20}

    def work(connection: object) -> int:
        for _ in range(calls):
            post(connection, "/insert", body, {})  # type: ignore[arg-type]
        return calls

    return work


@contextmanager
def _process(command: list[str], environment: Mapping[str, str], folder: Path | None = None) -> Iterator[int]:
    """A process until the block ends; what it says is said only where it fails."""
    process = subprocess.Popen(command, cwd=folder, env={**os.environ, **environment}, stdout=subprocess.DEVNULL)
    try:
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(40)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
