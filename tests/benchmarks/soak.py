"""`make soak`: views are rebuilt again and again while cases are filed and followed; incremental must equal rebuilt."""

import argparse
import sys
import tempfile
import threading
import time
from itertools import count
from pathlib import Path

from domain.petition.ending import Withdraw
from projections.catalogue import VIEWS
from service.machine.database import Database, DatabaseRole
from service.machine.embedded import embedded
from service.store.codec import Codec
from service.store.migrate import migrate
from service.store.steps import Step
from service.views.engine import Engine
from service.work.worker import run_worker
from tests.benchmarks.filling import CLERK, case_of, filing, found_unit
from tests.benchmarks.other_kinds import SHARE, file_others
from tests.support.services import TestClock, service_on

ENDING = 3  # every so many petitions one is withdrawn: the row of its clock goes


def main() -> int:
    """Soaks for the given time; returns 1 where any rebuild differed."""
    parser = argparse.ArgumentParser(prog="make soak")
    parser.add_argument("--minutes", type=float, default=10.0)
    minutes = parser.parse_args().minutes
    with tempfile.TemporaryDirectory(prefix="casework-soak-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        with embedded(home) as server:
            migrate(server.url)
            views = Database(server.url, DatabaseRole.VIEWS)
            Engine(views, Codec(), VIEWS).prepare()
            views.close()
            return _soak(server.url, home, minutes * 60)


def _soak(url: str, home: Path, seconds: float) -> int:
    service = service_on(url, home, TestClock())
    found_unit(service)
    stop = threading.Event()
    filed = [0]
    threads = [
        threading.Thread(target=_file, args=(url, home, stop, filed)),
        threading.Thread(target=_follow, args=(url, home, stop)),
    ]
    for thread in threads:
        thread.start()
    rounds = different = 0
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for result in service.rebuilder.rebuild(VIEWS):
            different += not result.is_equal
        rounds += 1
    stop.set()
    for thread in threads:
        thread.join()
    service.close()
    print(f"{filed[0]:,} petitions and a fifth more, {rounds} rebuilds of all views; {different} views differed")
    return 1 if different else 0


def _file(url: str, home: Path, stop: threading.Event, filed: list[int]) -> None:
    service = service_on(url, home, TestClock())
    for number in count():
        if stop.is_set():
            break
        service.ledger.execute([Step(case_of(number), filing(number))], CLERK)
        if number % ENDING == 0:
            service.ledger.execute([Step(case_of(number), Withdraw("已经解决", service.ledger.today()))], CLERK)
        if number % SHARE == 0:
            file_others(service, number // SHARE, number // SHARE + 1)
        filed[0] += 1
    service.close()


def _follow(url: str, home: Path, stop: threading.Event) -> None:
    service = service_on(url, home, TestClock())
    run_worker(service.engine, stop)
    service.close()


if __name__ == "__main__":
    sys.exit(main())
