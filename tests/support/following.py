"""Histories for views to follow, and whether what they followed equals what is built anew."""

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic, sleep
from uuid import UUID

from projections.catalogue import VIEWS
from service.edge.running import Service
from service.work.worker import Task, run_worker
from tests.support.filing import filed, withdrawn

PATIENCE = 20.0  # seconds


def random_history(service: Service, seed: int, steps: int) -> None:
    """Petitions are filed, and some of them withdrawn, in an order that the seed decides."""
    chance = random.Random(seed)  # noqa: S311 -- a history, not a secret
    running: list[UUID] = []
    for _ in range(steps):
        if running and chance.random() < 0.4:
            withdrawn(service, running.pop(chance.randrange(len(running))))
        else:
            running.append(filed(service).stream)


def end_of(service: Service) -> int:
    """The last position of the log."""
    return service.recorder.max_notification_id() or 0


def has_followed(service: Service, upto: int | None = None) -> bool:
    """Whether every view shows the log to its end, or to the position."""
    end = end_of(service) if upto is None else upto
    return all(standing.position >= end for standing in service.engine.standings())


def until(holds: Callable[[], bool]) -> None:
    """Waits for something that another thread or process brings about."""
    deadline = monotonic() + PATIENCE
    while not holds():
        assert monotonic() < deadline, "it did not come about"
        sleep(0.01)


def unequal(service: Service) -> list[str]:
    """The views that differ from what is built anew from the log."""
    return [compared.view for compared in service.rebuilder.compare(VIEWS) if not compared.is_equal]


@contextmanager
def working(*services: Service, others: Sequence[Task] = ()) -> Iterator[None]:
    """A worker runs on each of the services, and takes steps of the other tasks."""
    stop = Event()
    threads = [Thread(target=run_worker, args=(service.engine, stop, others)) for service in services]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()
