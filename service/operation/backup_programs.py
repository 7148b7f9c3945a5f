"""Running `pg_dump` and `pg_restore`: found with the server that comes along, on the path, or in the wheel."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from service.machine.embedded import EmbeddedServer, EmbeddedServerUnavailable, postgres_binaries
from service.operation.backup_keys import BackupUnusable

LOOK_SECONDS = 0.2
VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "channel_binding": "PGCHANNELBINDING",
    "gssencmode": "PGGSSENCMODE",
}


@dataclass(frozen=True, slots=True)
class Programs:
    """The programs of PostgreSQL, acting on one database; `server` is the embedded one that holds it, if any does."""

    url: str
    server: EmbeddedServer | None = None

    def run(self, name: str, options: Sequence[str], look: Callable[[], None] = lambda: None) -> None:
        """Runs a program to its end, calling `look` now and then. Raises BackupUnusable with its last words."""
        command = [str(self._program(name)), "--no-password", *options]
        with tempfile.TemporaryFile() as words:
            process = subprocess.Popen(  # noqa: S603 -- a program of PostgreSQL, options of ours
                command,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=words,
                umask=0o077,
            )
            try:
                _wait(process, look)
            finally:
                process.kill()
                process.wait()
            words.seek(0)
            said = words.read().decode(errors="replace").strip()
        if process.returncode:
            raise BackupUnusable(f"{name} failed: {' '.join(said.split()) or process.returncode}")

    def _environment(self) -> dict[str, str]:
        """The address as variables, so that no password stands in the list of processes."""
        parts = conninfo_to_dict(self.url)
        kept = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        return kept | {VARIABLES[key]: str(value) for key, value in parts.items() if key in VARIABLES}

    def _program(self, name: str) -> Path:
        """The oldest program that is not older than the server: what it writes, most others can read."""
        server = self._server_version()
        fitting = [program for program in self._candidates(name) if _version(program) >= server]
        if not fitting:
            raise BackupUnusable(f"{name} of PostgreSQL {server} or newer is not on this machine: install it")
        return min(fitting, key=_version)

    def _candidates(self, name: str) -> Iterator[Path]:
        if self.server is not None:
            yield self.server.bin(name)
        if found := shutil.which(name):
            yield Path(found)
        with suppress(EmbeddedServerUnavailable):
            yield postgres_binaries() / name

    def _server_version(self) -> int:
        with psycopg.connect(self.url) as connection:
            return connection.info.server_version // 10000


def _wait(process: subprocess.Popen[bytes], look: Callable[[], None]) -> None:
    while True:
        with suppress(subprocess.TimeoutExpired):
            process.wait(LOOK_SECONDS)
            return
        look()


def _version(program: Path) -> int:
    try:
        shown = subprocess.run(  # noqa: S603 -- a program of PostgreSQL
            [program, "--version"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return 0
    number = re.search(r"\d+", shown.stdout)
    return int(number.group()) if number else 0
