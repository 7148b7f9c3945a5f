"""`make soak`: views are rebuilt again and again while cases are filed and followed; incremental must equal rebuilt."""

import argparse
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path
from uuid import uuid4

from domain.organisation.unit import unit_ref
from domain.petition.codes import Channel, Issue, Purpose
from domain.petition.ending import Withdraw
from domain.petition.reception import Receive
from domain.petition.registering import Demand, Registration
from projections.catalogue import VIEWS
from service.demonstration.stage import player
from service.machine.embedded import embedded
from service.store.steps import Step
from service.work.worker import run_worker
from tests.benchmarks.stores import Store, Stores

ENDING = 3  # every so many petitions one is withdrawn: the row of its clock goes


def main() -> int:
    """Soaks for the given time; returns 1 where any rebuild differed."""
    parser = argparse.ArgumentParser(prog="make soak")
    parser.add_argument("--seconds", type=float, default=600.0)
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory(prefix="casework-soak-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        with embedded(home) as server:
            return _soak(Stores(server.url, home).of(1_000), seconds)


def _soak(store: Store, seconds: float) -> int:
    stop, filed, failed = threading.Event(), [0], list[BaseException]()

    def guarded(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:
            failed.append(error)
            stop.set()

    works = (lambda: _file(store, stop, filed), lambda: _follow(store, stop))
    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    rounds = different = 0
    until = time.monotonic() + seconds
    with store.opened() as service:
        while time.monotonic() < until and not stop.is_set():
            different += sum(not result.is_equal for result in service.rebuilder.rebuild(VIEWS))
            rounds += 1
    stop.set()
    for thread in threads:
        thread.join()
    print(f"{filed[0]:,} petitions filed among 1,000 cases, {rounds} rebuilds of all views; {different} views differed")
    for error in failed:
        print(f"ended early: {error!r}")
    is_sound = filed[0] > 0 and rounds > 0 and not different and not failed
    print("verdict: sound" if is_sound else "verdict: NOT sound")
    return 0 if is_sound else 1


def _file(store: Store, stop: threading.Event, filed: list[int]) -> None:
    with store.opened() as service:
        for number in count():
            if stop.is_set():
                return
            case, today = uuid4(), service.ledger.today()
            registration = Registration(
                title=f"宿舍漏水维修 {number}",
                demands=(Demand("请求单位核实并答复。", Purpose.P1, list(Issue)[number % len(Issue)]),),
                name="张三",
                contact="13800000000",
            )
            filing = Receive(Channel.LETTER, today - timedelta(days=number % 10), registration, unit_ref("JX-1"))
            service.ledger.execute([Step(case, filing)], player("intake", filing))
            if number % ENDING == 0:
                ending = Withdraw("已经解决", today)
                service.ledger.execute([Step(case, ending)], player("head", ending))
            filed[0] += 1


def _follow(store: Store, stop: threading.Event) -> None:
    with store.opened() as service:
        run_worker(service.engine, stop)


if __name__ == "__main__":
    sys.exit(main())
