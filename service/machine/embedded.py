"""The PostgreSQL server that comes along: every process that uses it holds a lock, and the last one out stops it."""

import fcntl
import hashlib
import hmac
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self
from urllib.parse import quote

import psycopg
from psycopg import pq, sql
from psycopg.conninfo import make_conninfo

from service.machine.binaries import EmbeddedServerUnavailable, postgres_binaries
from service.machine.cluster import OWNER, PORT, SOCKET, Cluster, own_like
from service.machine.keeping import spawn_keeper
from service.machine.socket_alias import alias_of, forget_alias

__all__ = ["EmbeddedServer", "EmbeddedServerUnavailable", "embedded", "postgres_binaries"]

DATABASE = "casework"
LONGEST_SOCKET = 100  # bytes; a socket's address has room for 103 on macOS and 107 on Linux
PATIENCE = 60.0  # seconds that a server may take to open its socket, and to stop
SILENCE = 5.0  # seconds after which a server that lives but does not answer is stopped by its pid
PAUSE = 0.01


def embedded(home: Path, *, fsync: bool = True) -> "EmbeddedServer":
    """Return the server of a home, not yet started; without fsync a power cut loses data, so that is for tests."""
    return EmbeddedServer(home, fsync=fsync)


class EmbeddedServer:
    """One user's hold on the server in `home/postgres`, which all processes that name the same home share."""

    _makes_locks = True

    def __init__(self, home: Path, *, fsync: bool = True) -> None:
        self._home = home.resolve()
        self._folder = self._home / "postgres"
        self._cluster = Cluster(self._folder, fsync=fsync)
        self._hold: int | None = None
        self._holder = 0

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The address of the database for its owner, password included."""
        return self._url(DATABASE)

    def url_for(self, login: str) -> str:
        """The address of the database for another login, whose password follows from the owner's."""
        password = hmac.new(self._password().encode(), login.encode(), hashlib.sha256).hexdigest()
        return self._url(DATABASE, login, password)

    def bin(self, name: str) -> Path:
        """Return the path of a PostgreSQL program, of the version that wrote the database if there is one."""
        return self._cluster.binaries() / name

    def start(self) -> str:
        """Start the server, or join the one that runs, and return the address of the database."""
        if not self._holds():
            self._prepare_folder()
            with self._alone():
                self._hold, self._holder = self._lock("users.lock", fcntl.LOCK_SH), os.getpid()
                try:
                    self._bring_up()
                    self._create_database()
                except BaseException:
                    self._leave()
                    raise
        return self.url

    def stop(self) -> None:
        """Let go of the server; the last one out stops it. A fork of the process that started holds nothing."""
        if self._holds():
            with self._alone():
                self._leave()

    def revive(self) -> str | None:
        """Start a server that died while it is held; returns its last words, or nothing where it lives.

        Raises EmbeddedServerUnavailable where it does not start.
        """
        if not self._holds() or not self._is_down():
            return None
        words = self._cluster.last_words()
        with self._alone():
            self._bring_up()
        return words

    def last_words(self) -> str:
        """Return the end of the log of a server that does not live, and nothing of one that does."""
        return self._cluster.last_words() if self._is_down() else ""

    def _is_down(self) -> bool:
        claim = self._claim()
        if claim is None:
            return False
        os.close(claim)
        return True

    def _holds(self) -> bool:
        return self._hold is not None and self._holder == os.getpid()

    def _leave(self) -> None:
        hold, self._hold = self._hold, None
        if hold is None:
            return
        with released(hold), suppress(BlockingIOError):
            fcntl.flock(hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._shut_down()

    def _bring_up(self) -> None:
        """Wait for the server that lives or start one; the lock that its processes hold tells which, never a pid."""
        launched, deadline = False, time.monotonic() + PATIENCE
        while (answer := self._ping()) != pq.Ping.OK:
            claim = self._claim()
            if claim is not None and launched:
                os.close(claim)
                raise EmbeddedServerUnavailable(f"PostgreSQL did not start:\n{self._cluster.last_words()}")
            if claim is not None:
                self._launch(claim)
                launched = True
            elif answer == pq.Ping.NO_RESPONSE and time.monotonic() > deadline:
                self._shut_down()
                launched = False
            time.sleep(PAUSE)

    def _launch(self, claim: int) -> None:
        """Start the server after its keeper, which waits for the lock `starting`: a kill in between leaves nothing."""
        try:
            if self._cluster.version is None:
                self._cluster.create(self._new_password(), claim)
            spawn_keeper(self._home)
            self._cluster.launch(claim)
        finally:
            os.close(claim)

    def _shut_down(self) -> None:
        """Stop the server and wait for its last process; a pid is trusted only while something holds the lock."""
        told, began = False, time.monotonic()
        while (claim := self._claim()) is None:
            waited = time.monotonic() - began
            if not told and (self._ping() != pq.Ping.NO_RESPONSE or waited > SILENCE):
                self._cluster.interrupt()
                told = True
            if waited > PATIENCE:
                raise EmbeddedServerUnavailable(f"PostgreSQL in {self._folder} does not stop.")
            time.sleep(PAUSE)
        os.close(claim)
        self._cluster.forget_programs()
        forget_alias(self._cluster.data)

    def _claim(self) -> int | None:
        """Return the lock that the server's processes hold while they live, or nothing when one lives."""
        try:
            return self._lock("server.lock", fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return None

    def _lock(self, name: str, kind: int) -> int:
        file = os.open(self._folder / name, os.O_RDWR | os.O_NOFOLLOW | (os.O_CREAT if self._makes_locks else 0), 0o600)
        try:
            own_like(self._folder, file)
            fcntl.flock(file, kind)
        except BaseException:
            os.close(file)
            raise
        return file

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with released(self._lock("starting.lock", fcntl.LOCK_EX)):
            yield

    def _prepare_folder(self) -> None:
        with suppress(PermissionError):
            self._home.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._folder.mkdir(mode=0o700, exist_ok=True)
        for place in (self._folder, self._cluster.data):
            # The data directory may not be there yet, or belong to another user than the folder.
            if not os.access(place, os.R_OK | os.W_OK | os.X_OK) and (place == self._folder or place.exists()):
                raise EmbeddedServerUnavailable(
                    f"{place} is closed to this user (uid {os.geteuid()}). Run as the user who owns it, "
                    "or set CASEWORK_HOME to a folder of your own, or set CASEWORK_DATABASE_URL."
                )
        own_like(self._home, self._folder)

    def _create_database(self) -> None:
        try:
            with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
                if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                    connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
        except psycopg.OperationalError as refused:
            raise EmbeddedServerUnavailable(f"PostgreSQL in {self._folder} refused its owner: {refused}") from refused

    def _new_password(self) -> str:
        password = secrets.token_urlsafe(32)
        file = os.open(self._password_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(file, "w") as stream:
            own_like(self._folder, file)
            stream.write(password)
            stream.flush()
            os.fsync(file)
        return password

    @property
    def _password_file(self) -> Path:
        return self._folder / "password"

    def _password(self) -> str:
        try:
            return self._password_file.read_text()
        except FileNotFoundError as gone:
            raise EmbeddedServerUnavailable(f"{self._password_file} is missing: bring it back from a backup.") from gone

    def _url(self, database: str, login: str = OWNER, password: str | None = None) -> str:
        host = quote(str(self._socket_folder), safe="")
        return f"postgresql://{login}:{password or self._password()}@/{database}?host={host}&port={PORT}"

    @property
    def _socket_folder(self) -> Path:
        fits = len(os.fsencode(self._cluster.data / SOCKET)) <= LONGEST_SOCKET
        return self._cluster.data if fits else alias_of(self._cluster.data)

    def _ping(self) -> int:
        return pq.PGconn.ping(make_conninfo(host=str(self._socket_folder), port=PORT).encode())


@contextmanager
def released(lock: int) -> Iterator[None]:
    """Unlock by name, not only by closing: a fork of this process may keep the same lock open."""
    try:
        yield
    finally:
        fcntl.flock(lock, fcntl.LOCK_UN)
        os.close(lock)
