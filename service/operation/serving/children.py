"""The parent of a running service: starts its children, starts again what dies, and ends them with itself."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol, Self

from service.operation.serving.counting import FOLDER
from service.work.worker import Stop

LOOK_SECONDS = 0.1
LONGEST_PAUSE = 5.0
STABLE_SECONDS = 10.0
GRACE_SECONDS = 30.0
NOT_OF_WEB = ("CASEWORK_WORKER_DATABASE_URL", "CASEWORK_ADMIN_DATABASE_URL")
"""Settings that are no business of what answers requests."""
BOOT_SECONDS = 60.0
BACKLOG = 2_048
"""Connections that the kernel keeps until a process takes them: one too many waits a second to be taken at all."""

NOT_BOOTED = (1, 3, 4)
"""What gunicorn ends with when the application cannot be built: 3 or 4 where one worker failed, 1 where another failed
while gunicorn was halting because of the first."""


class NotStarted(Exception):
    """The application could not be built; why, it has said itself."""


class PortTaken(Exception):
    """Somebody else listens there, or nobody may; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Address:
    """A socket that is bound and kept by the parent, so that no restart of a child can lose it."""

    listener: socket.socket
    host: str
    port: int

    @classmethod
    def taken(cls, host: str, port: int) -> Self:
        """The address, bound; port 0 takes a free one. Raises PortTaken."""
        try:
            family, kind, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            listener = socket.socket(family, kind)
        except (OSError, UnicodeError) as error:
            why = getattr(error, "strerror", None) or error
            raise PortTaken(f"{host} is no address to listen on ({why}): choose another with --host") from None
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(place)
            listener.listen(BACKLOG)
        except OSError as error:
            listener.close()
            raise PortTaken(
                f"port {port} on {host} cannot be used ({error.strerror}): choose another, with --port 8080, "
                "or PORT=8080 before make demo"
            ) from None
        return cls(listener, host, listener.getsockname()[1])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.listener.close()

    @property
    def url(self) -> str:
        """Where a browser finds it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"


class Child:
    """One process of the service, started again after a pause that grows while it keeps dying."""

    def __init__(
        self,
        name: str,
        command: list[str],
        environment: Mapping[str, str],
        files: tuple[int, ...] = (),
        not_booted: tuple[int, ...] = (),
    ) -> None:
        self.name = name
        self._command = command
        self._environment = environment
        self._files = files
        self._not_booted = not_booted
        self._pause = LOOK_SECONDS
        self._is_first = True
        self._start()

    def _start(self) -> None:
        self._began = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 -- this interpreter and modules of ours
            self._command,
            env=self._environment,
            pass_fds=self._files,
            stdin=subprocess.PIPE,
            start_new_session=True,
        )

    def revive(self, warn: Callable[[str], None], ended: Stop) -> bool:
        """Starts the process again if it is dead; returns whether it was.

        Raises NotStarted where the first process ended soon, with a status that says that it could not boot.
        """
        status = self.process.poll()
        if status is None:
            return False
        self._pause = LOOK_SECONDS if self._age() > STABLE_SECONDS else min(self._pause * 2, LONGEST_PAUSE)
        if status in self._not_booted and self._is_first and self._age() < BOOT_SECONDS:
            raise NotStarted(f"the {self.name} did not start: why stands above")
        self._is_first = False
        warn(f"the {self.name} ended with status {status}; it is started again")
        self._close_lifeline()
        if not ended.wait(self._pause):
            self._start()
        return True

    def end(self) -> None:
        """Asks the process to end in good order."""
        with suppress(ProcessLookupError):
            self.process.terminate()
        self._close_lifeline()

    def wait(self, deadline: float) -> None:
        """Waits until the process is gone; kills it after the deadline."""
        try:
            self.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _age(self) -> float:
        return time.monotonic() - self._began

    def _close_lifeline(self) -> None:
        if self.process.stdin is not None:
            with suppress(OSError):
                self.process.stdin.close()


class Reviving(Protocol):
    """A server of others that can be started again; returns its last words where it had died."""

    def revive(self) -> str | None: ...


class Held:
    """The embedded database server as a child: it ends with its last user, and is started again when it dies."""

    name = "database server"

    def __init__(self, server: Reviving) -> None:
        self._server = server
        self._pause = 0.0
        self._not_before = 0.0

    def revive(self, warn: Callable[[str], None], ended: Stop) -> bool:
        """Starts the server again if it is dead, ever more slowly where it does not start; returns whether it was."""
        if ended.is_set() or time.monotonic() < self._not_before:
            return False
        try:
            words = self._server.revive()
        except RuntimeError as error:
            self._pause = min(max(self._pause * 2, 1.0), LONGEST_PAUSE)
            self._not_before = time.monotonic() + self._pause
            warn(f"the {self.name} does not start: {error}")
            return False
        if words is not None:
            self._pause = 0.0
            warn(f"the {self.name} had ended and is started again; its last words:\n{words}")
        return words is not None


def serve(
    address: Address, workers: int, ended: Stop, warn: Callable[[str], None], server: Reviving | None
) -> dict[str, int]:
    """Runs web server and worker until `ended`; returns how often each was started again. Raises NotStarted."""
    with tempfile.TemporaryDirectory(prefix="casework-metrics-", ignore_cleanup_errors=True) as counts:
        return _served(address, workers, ended, warn, server, environment_of_web(counts))


def environment_of_web(counts: str) -> dict[str, str]:
    """This process's environment without the addresses of other logins, and with the folder of the counts."""
    return {name: value for name, value in os.environ.items() if name not in NOT_OF_WEB} | {FOLDER: counts}


def _served(
    address: Address,
    workers: int,
    ended: Stop,
    warn: Callable[[str], None],
    server: Reviving | None,
    of_web: Mapping[str, str],
) -> dict[str, int]:
    file = address.listener.fileno()
    web = [sys.executable, "-m", "gunicorn", "--config", "python:service.operation.serving.gunicorn_settings"]
    web += ["--bind", f"fd://{file}", "--workers", str(workers), "service.wsgi:application()"]
    worker = [sys.executable, "-m", "service", "worker", "--with-parent"]
    children = [Child("web server", web, of_web, (file,), NOT_BOOTED), Child("worker", worker, dict(os.environ))]
    looked_after: list[Child | Held] = [*children, *([Held(server)] if server else [])]
    restarts = dict.fromkeys((child.name for child in looked_after), 0)
    try:
        while not ended.wait(LOOK_SECONDS):
            for child in looked_after:
                restarts[child.name] += child.revive(warn, ended)
    finally:
        _end(children)
    return restarts


def _end(children: list[Child]) -> None:
    for child in children:
        child.end()
    deadline = time.monotonic() + GRACE_SECONDS
    for child in children:
        child.wait(deadline)
