"""`make bench`: everything at 1,000 and 100,000 petitions; exit status 1 where a figure grows over 1.2 times worse."""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from projections.catalogue import VIEWS
from service.composition import open_service, utc_now
from service.machine.database import Database, DatabaseRole
from service.machine.embedded import embedded
from service.store.codec import Codec
from service.store.migrate import migrate
from service.views.engine import Engine
from tests.benchmarks import appends, boards, serving, viewing
from tests.benchmarks.figures import Figures
from tests.benchmarks.filling import fill, found_unit
from tests.support.services import settings_for


def main() -> int:
    """Runs the benchmark; returns the exit status."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--small", type=int, default=1_000)
    parser.add_argument("--large", type=int, default=100_000)
    sizes = parser.parse_args()
    figures = Figures()
    with tempfile.TemporaryDirectory(prefix="casework-bench-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        with embedded(home) as server:
            _run(server.url, home, sizes.small, sizes.large, figures)
    worse = figures.print(sizes.small, sizes.large)
    print(f"\n{worse} of {len(figures.by_name)} figures are more than 1.2 times worse at the large store")
    return 1 if worse else 0


def _run(url: str, home: Path, small: int, large: int, figures: Figures) -> None:
    migrate(url)
    views = Database(url, DatabaseRole.VIEWS)
    Engine(views, Codec(), VIEWS).prepare()
    views.close()
    settings = settings_for(url, home)
    service = open_service(settings, utc_now)
    found_unit(service)
    done = 0
    for size, cases in (("small", small), ("large", large)):
        began = time.perf_counter()
        fill(url, home, done, cases)
        events = service.engine.catch_up()
        took = time.perf_counter() - began
        print(
            f"{cases:,} petitions and a fifth more: {events:,} events filled and followed in {took:.1f} s", flush=True
        )
        done = cases
        _settle(url)
        viewing.measure(service, size, figures)
        boards.measure(service, size, figures)
        serving.measure(service, url, _environment(url, home), home, size, figures)
        appends.measure(url, size, figures)
        _forget_appends(url)
    service.close()


def _environment(url: str, home: Path) -> dict[str, str]:
    return {
        "CASEWORK_DATABASE_URL": url,
        "CASEWORK_HOME": str(home),
        "CASEWORK_SECRET_KEY": "a secret for benchmarks that is long enough",
        "CASEWORK_MASTER_KEY_FILE": str(home / "master.key"),
        "PYTHONPATH": os.pathsep.join(["."]),
    }


def _settle(url: str) -> None:
    """What the server does by itself after a while: statistics for the planner, and a checkpoint."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def _forget_appends(url: str) -> None:
    """The appended rows are no events; the benchmark's own database drops them, as its owner can."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ALTER TABLE events DISABLE TRIGGER ALL")
        connection.execute("DELETE FROM events WHERE topic = 'benchmark.appended:1'")
        connection.execute("ALTER TABLE events ENABLE TRIGGER ALL")
        connection.execute("VACUUM events")


if __name__ == "__main__":
    sys.exit(main())
