"""Other event stores beside ours: each in an environment of its own from a registry, or named as missing."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests.benchmarks.figures import Figures
from tests.support.ports import free_port

CACHE = Path.home() / ".cache" / "casework-bench"
HERE = Path(__file__).parent / "rivals_written"
EMMETT = ("@event-driven-io/emmett@0.42.0", "@event-driven-io/emmett-postgresql@0.42.0")
MESSAGE_DB = ("@eventide/message-db@1.3.1",)
UMADB = "umadb==0.7.8"
PARTS = (
    "schema/message-store.sql", "tables/messages.sql", "types/message.sql",
    "functions/message-store-version.sql", "functions/hash-64.sql", "functions/acquire-lock.sql",
    "functions/category.sql", "functions/is-category.sql", "functions/id.sql", "functions/cardinal-id.sql",
    "functions/stream-version.sql", "functions/write-message.sql", "indexes/messages-id.sql",
    "indexes/messages-category.sql", "indexes/messages-stream.sql",
)  # fmt: skip
Rival = Callable[[int, float], float]
"""Appends per second of so many writers for so many seconds."""


@contextmanager
def others(url: str, home: Path, figures: Figures) -> Iterator[dict[str, Rival]]:
    """Every other store that can be had here."""
    found: dict[str, Rival] = {}
    with tempfile.TemporaryDirectory(prefix="casework-umadb-") as folder:
        server = _started("UmaDB", figures, lambda: _umadb(Path(folder)))
        if server:
            found["UmaDB"] = partial(_run, [str(_python()), str(HERE / "umadb_writers.py"), server[1]])
        if (address := _started("Message DB", figures, lambda: _message_db(url))) is not None:
            found["Message DB"] = partial(_run, [sys.executable, str(HERE / "message_db_writers.py"), address])
        if (address := _started("Emmett", figures, lambda: _emmett(url))) is not None:
            found["Emmett"] = partial(_run, ["node", str(CACHE / "emmett" / "emmett_writers.mjs"), address])
        try:
            yield found
        finally:
            if server:
                server[0].terminate()
                server[0].wait(20)


def _started(name: str, figures: Figures, start: Callable[[], Any]) -> Any:
    try:
        return start()
    except (OSError, subprocess.SubprocessError, psycopg.Error) as error:
        said = getattr(error, "stderr", None) or str(error)
        figures.lacks(f"appends, 16 writers, ÷ {name}", " ".join(str(said).split())[:200])
        return None


def _run(command: list[str], writers: int, seconds: float) -> float:
    done = subprocess.run(
        [*command, str(writers), str(seconds)], capture_output=True, text=True, check=False, timeout=120
    )
    if done.returncode:
        raise SystemExit(done.stderr[-2_000:])
    return float(done.stdout.split()[-1])


def _umadb(folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    if not _python().exists():
        subprocess.run([sys.executable, "-m", "venv", str(CACHE / "umadb")], check=True, capture_output=True)
        _install([str(_python()), "-m", "pip", "install", "--quiet", UMADB])
    address = f"127.0.0.1:{free_port()}"
    command = [str(_python().parent / "umadb"), "--listen", address, "--db-path", str(folder / "uma.db")]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(1.0)
    return process, f"http://{address}"


def _python() -> Path:
    return CACHE / "umadb" / "bin" / "python"


def _message_db(url: str) -> str:
    folder = _npm("message-db", MESSAGE_DB) / "node_modules/@eventide/message-db/database"
    own = _database(url, "bench_message_db")
    with psycopg.connect(own, autocommit=True) as connection:
        for part in PARTS:
            connection.execute((folder / part).read_bytes())
    return own


def _emmett(url: str) -> str:
    folder = _npm("emmett", EMMETT)
    (folder / "emmett_writers.mjs").write_text((HERE / "emmett_writers.mjs").read_text())
    parts = conninfo_to_dict(_database(url, "bench_emmett"))
    host = str(parts["host"]).replace("/", "%2F")
    return f"postgresql://{parts['user']}:{parts.get('password', '')}@/{parts['dbname']}?host={host}"


def _npm(name: str, packages: tuple[str, ...]) -> Path:
    folder = CACHE / name
    if not (folder / "node_modules").exists():
        folder.mkdir(parents=True, exist_ok=True)
        _install(["npm", "install", "--no-audit", "--no-fund", "--silent", "--prefix", str(folder), *packages])
    return folder


def _install(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)


def _database(url: str, name: str) -> str:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return make_conninfo(url, dbname=name)
