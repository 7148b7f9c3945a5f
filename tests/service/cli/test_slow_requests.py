"""Requests that arrive slowly keep nobody waiting, and the web server names nobody who sent one."""

import socket
import subprocess
import urllib.request
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from service.operation.serving.patience import HEADER_SECONDS, PacedSocket, Waiting
from tests.service.cli.running import ROOT, child_environment, command
from tests.service.cli.test_serving import serving

pytestmark = pytest.mark.store
HEADERS = b"POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\n"


def connected(address: tuple[str, int], sent: bytes) -> socket.socket:
    opened = socket.create_connection(address, timeout=30)
    opened.sendall(sent)
    return opened


def test_five_hundred_slow_requests_keep_nobody_waiting_and_nobody_is_named(tmp_path: Path) -> None:
    own = child_environment({"CASEWORK_HOME": str(tmp_path / "var")}) | {"PYTHONPATH": str(ROOT)}
    assert subprocess.run(command("migrate"), env=own, capture_output=True, timeout=60).returncode == 0
    with serving(own, path="/healthz") as (process, url), ExitStack() as stack:
        address = ("127.0.0.1", int(url.rpartition(":")[2]))
        for number in range(500):
            stack.enter_context(connected(address, b"G" if number % 2 else HEADERS + b"x"))
        for _ in range(20):
            with urllib.request.urlopen(f"{url}/healthz", timeout=1) as answer:  # noqa: S310 -- of this test
                assert answer.status == 200
        with connected(address, b"NONSENSE /petitions/4711 \x01\r\n\r\n") as wrong:
            assert b" 400 " in wrong.recv(4096)
        with connected(address, b"G") as slow:
            slow.settimeout(HEADER_SECONDS + 10)
            with suppress(ConnectionResetError):
                assert slow.recv(1) == b""
        stack.close()
        process.terminate()
        said = process.communicate(timeout=60)[0]
    assert "Invalid request" in said
    assert "127.0.0.1" not in said.partition("\n")[2]
    assert "4711" not in said


class Connection:
    """As much of a connection as is looked at."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock


@pytest.mark.parametrize(
    ("sent", "has_arrived"),
    [
        (b"", False),
        (b"GET / HTTP/1.1\r\n", False),
        (b"GET / HTTP/1.1\r\n\r\n", True),
        (HEADERS + b"x" * 499, False),
        (HEADERS + b"x" * 500, True),
        (b"POST / HTTP/1.1\r\ncontent-LENGTH:9\r\nHost: x\r\n\r\n12345678", False),
        (b"x" * 70_000, True),
    ],
)
def test_a_request_has_arrived_when_its_headers_and_a_short_body_are_there(sent: bytes, has_arrived: bool) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.setblocking(False)
        theirs.send(sent) if sent else None
        assert Waiting(Connection(ours), 0.0).has_arrived() is has_arrived


def test_a_body_below_the_floor_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.operation.serving.patience.HEADER_SECONDS", 0.05)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        paced = PacedSocket(ours)
        theirs.send(b"abc")
        assert paced.recv(10) == b"abc"
        assert paced.recv(10) == b""
        assert paced.recv(10) == b""
        theirs.send(b"late")
        assert paced.fileno() == ours.fileno()
