"""The worker: killed, doubled, cut off from the database, and beside tasks that fail."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread
from types import SimpleNamespace

import pytest

from service.edge.running import Service
from service.work import worker as worker_module
from service.work.worker import Task, run_worker
from tests.support.databases import away
from tests.support.filing import filed, with_unit
from tests.support.following import end_of, has_followed, random_history, unequal, until, working
from tests.support.services import TestClock, service_on

pytestmark = pytest.mark.store

REPOSITORY = Path(__file__).parents[3]
WORKING = """
import sys
from pathlib import Path
from threading import Event
from service.views import engine
from service.work import worker as worker_module
from service.work.worker import run_worker
from tests.support.services import TestClock, service_on

engine.BATCH = 7
print("ready", flush=True)
run_worker(service_on(sys.argv[1], Path(sys.argv[2]), TestClock()).engine, Event())
"""


@contextmanager
def worker(url: str, home: Path) -> Iterator[None]:
    """A worker as a process of its own, which is killed at the end."""
    with subprocess.Popen(
        [sys.executable, "-c", WORKING, url, home], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        process.stdout.readline()
        try:
            yield
        finally:
            process.kill()


def test_a_worker_that_is_killed_in_the_middle_leaves_every_event_applied_once(
    service: Service, database_url: str, tmp_path: Path
) -> None:
    random_history(with_unit(service), 1, 120)
    reached = 0
    for _ in range(2):
        with worker(database_url, tmp_path):
            until(partial(is_beyond, service, reached))
        reached = hindmost(service)
        assert reached < end_of(service)
    assert unequal(service) == []
    with worker(database_url, tmp_path):
        until(lambda: has_followed(service))
    assert unequal(service) == []


def is_beyond(service: Service, position: int) -> bool:
    return hindmost(service) > position


def hindmost(service: Service) -> int:
    return min(standing.position for standing in service.engine.standings())


@pytest.fixture
def other(database_url: str, tmp_path: Path, clock: TestClock) -> Iterator[Service]:
    """The same service once more, with connections of its own."""
    opened = service_on(database_url, tmp_path, clock)
    yield opened
    opened.close()


def test_two_workers_at_once_apply_every_event_once(service: Service, other: Service) -> None:
    with_unit(service)
    with working(service, other):
        random_history(service, 2, 60)
        until(lambda: has_followed(service))
    assert unequal(service) == []


def test_a_stand_by_takes_over_when_the_first_is_gone(service: Service, other: Service) -> None:
    with_unit(service)
    with working(other):
        with working(service):
            filed(service)
            until(lambda: has_followed(service))
        filed(service)
        until(lambda: has_followed(service))
    assert unequal(service) == []


def test_a_database_that_goes_away_is_said_once_and_found_again(
    service: Service, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with_unit(service)
    service.reading.pool.timeout = 0.5
    with working(service):
        until(lambda: has_followed(service))
        with away(database_url):
            until(lambda: "cannot do its task" in caplog.text)
        until(lambda: "does its task “views” again" in caplog.text)
        filed(service)
        until(lambda: has_followed(service))
    said = [record for record in caplog.records if record.name == "service.work.worker"]
    assert len([record for record in said if record.levelname == "ERROR"]) <= 2
    assert unequal(service) == []


def test_a_task_that_fails_keeps_no_other_from_working(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    filed(with_unit(service))
    attempts: list[int] = []

    def fail() -> int:
        attempts.append(1)
        raise ValueError("a fault of the task")

    stop = Event()
    thread = Thread(target=run_worker, args=(service.engine, stop, [Task("proof", fail)]))
    thread.start()
    until(lambda: has_followed(service) and len(attempts) > 1)
    stop.set()
    thread.join()
    assert caplog.text.count("cannot do its task “proof”") == 1
    assert len(attempts) < 5


def test_a_task_that_found_nothing_rests_while_others_are_looked_at(service: Service) -> None:
    looks: Counter[str] = Counter()

    def look(name: str) -> int:
        looks[name] += 1
        return 0

    tasks = [Task("seldom", partial(look, "seldom"), rest=600.0), Task("always", partial(look, "always"))]
    with working(service, others=tasks):
        until(lambda: looks["always"] > 3)
    assert looks["seldom"] == 1


class Passing:
    """Time that passes only while somebody waits, and an end after a minute of it."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now

    def is_set(self) -> bool:
        return self.now > 1_060

    def wait(self, timeout: float | None = None) -> bool:
        self.now += timeout or 0
        return self.is_set()


def test_what_keeps_failing_is_tried_ever_more_slowly(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    time = Passing()
    monkeypatch.setattr(worker_module, "time", SimpleNamespace(monotonic=time))
    attempts: list[float] = []

    def fail() -> int:
        attempts.append(time.now)
        raise ValueError("a fault of the task")

    run_worker(service.engine, time, [Task("proof", fail)])
    pauses = [later - earlier for earlier, later in pairwise(attempts)]
    grows = all(later > earlier - 2 * worker_module.IDLE_PAUSE for earlier, later in pairwise(pauses))
    assert (grows, pauses[0] < 1, round(pauses[-1])) == (True, True, 8)
