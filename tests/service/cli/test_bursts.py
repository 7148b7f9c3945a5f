"""More requests than can wait: whoever comes too late is told so at once, and nobody works for those who left."""

import json
import select
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import pytest

from service.edge.running import Service
from service.operation.serving.crowding import FULL_HOUSE, MOST_WAITING, Line, is_gone, say_nothing
from service.wsgi import build
from tests.service.cli.running import ROOT, child_environment
from tests.support.ports import free_port

pytestmark = pytest.mark.store
THREADS = 2
BLOCKED = """
import threading

released, worked_on = threading.Event(), []
extensions = {}

def app(environ, start_response):
    path = environ["PATH_INFO"]
    if path == "/healthz":
        released.set()
    elif path != "/readyz":
        worked_on.append(path)
        released.wait(60)
    body = str(worked_on).replace("'", '"').encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
"""


class Blocked:
    """A worker whose threads do nothing until somebody asks for its health."""

    def __init__(self, port: int) -> None:
        self.port = port

    def ask(self, path: str, times: int = 1) -> socket.socket:
        opened = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        opened.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode() * times)
        return opened

    def worked_on(self, path: str = "/readyz") -> list[str]:
        with closing(self.ask(path)) as asked:
            worked_on: list[str] = json.loads(answer(asked)[1])
            return worked_on

    def fill(self, stack: ExitStack) -> list[socket.socket]:
        """Keeps every thread busy."""
        asked = [stack.enter_context(self.ask("/busy")) for _ in range(THREADS)]
        deadline = time.monotonic() + 30
        while len(self.worked_on()) < THREADS:
            assert time.monotonic() < deadline
        return asked


@pytest.fixture
def blocked(tmp_path: Path) -> Iterator[Blocked]:
    (tmp_path / "blocking.py").write_text(BLOCKED)
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", "-k", "service.operation.serving.patience.PatientWorker", "-w", "1",
        "--threads", str(THREADS), "-b", f"127.0.0.1:{port}", "--log-level", "error",
        "--pythonpath", f"{tmp_path},{ROOT}", "--no-control-socket", "--graceful-timeout", "1", "blocking:app",
    ]  # fmt: skip
    process = subprocess.Popen(command, env=child_environment({}))
    try:
        deadline = time.monotonic() + 30
        while True:
            assert time.monotonic() < deadline
            with suppress(OSError):
                assert Blocked(port).worked_on() == []
                break
        yield Blocked(port)
    finally:
        process.terminate()
        process.wait(30)


def answer(asked: socket.socket) -> tuple[bytes, bytes]:
    """The head and the body of one answer."""
    told = b""
    while b"\r\n\r\n" not in told:
        told += asked.recv(1) or pytest.fail("the connection ended before its answer")
    length = int(told.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
    body = b""
    while len(body) < length:
        body += asked.recv(length - len(body))
    return told, body


def test_whoever_finds_the_line_full_is_told_to_come_again_and_the_others_are_answered(blocked: Blocked) -> None:
    with ExitStack() as stack:
        asked = blocked.fill(stack)
        waiting = [stack.enter_context(blocked.ask("/waiting")) for _ in range(MOST_WAITING + 1)]
        [late] = select.select(waiting, [], [], 30)[0]
        head, _body = answer(late)
        assert b" 503 " in head
        assert b"retry-after: 2" in head.lower()
        assert late.recv(1) == b""
        blocked.worked_on("/healthz")
        for each in [*asked, *waiting]:
            assert each is late or b" 200 " in answer(each)[0]
        assert len(blocked.worked_on()) == THREADS + MOST_WAITING


def test_nobody_works_for_clients_that_are_gone(blocked: Blocked) -> None:
    with ExitStack() as stack:
        blocked.fill(stack)
        blocked.ask("/closed").close()
        half = stack.enter_context(blocked.ask("/half-closed"))
        half.shutdown(socket.SHUT_WR)
        reset = blocked.ask("/reset")
        reset.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        reset.close()
        still_there = stack.enter_context(blocked.ask("/pipelined", times=3))
        blocked.worked_on("/healthz")
        for _ in range(3):
            assert b" 200 " in answer(still_there)[0]
        assert blocked.worked_on() == ["/busy"] * THREADS + ["/pipelined"] * 3


def test_what_a_client_sent_ahead_is_no_sign_that_it_left() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.send(b"GET / HTTP/1.1\r\n\r\n" * 2)
        assert not is_gone(ours)
        theirs.shutdown(socket.SHUT_WR)
        assert is_gone(ours)


def test_a_line_takes_as_many_as_have_left_it() -> None:
    line = Line(2)
    assert [line.join() for _ in range(3)] == [True, True, False]
    line.leave()
    assert [line.join() for _ in range(2)] == [True, False]


def test_scripts_hear_of_a_full_house_as_a_problem_and_people_on_a_page_in_their_language(service: Service) -> None:
    answer_to = build(service).extensions[FULL_HOUSE]
    for_scripts = answer_to(b"POST /api/v1/petitions HTTP/1.1\r\nAccept-Language: en\r\n\r\n")
    head, _, body = for_scripts.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 503 ")
    assert b"Retry-After: 2" in head
    assert b"application/problem+json" in head
    assert json.loads(body)["code"] == "overloaded"
    assert "此刻" in answer_to(b"GET /petitions HTTP/1.1\r\n\r\n").decode()
    chosen = answer_to(b"GET /petitions HTTP/1.1\r\nCOOKIE: a=b; language=en\r\n\r\n")
    assert b"text/html" in chosen
    assert b"More people ask" in chosen
    assert answer_to(b"no request").startswith(b"HTTP/1.1 503 ")
    assert say_nothing(b"").startswith(b"HTTP/1.1 503 ")
