"""`make soak`: a year of the demonstration's days, the worker killed at random; nothing doubled, nothing missing."""

import argparse
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from domain.actors import ServiceActing
from domain.cases.reacting import reacted
from domain.catalogue import BY_EVENT, CASES
from domain.kernel import Desk, Recorded
from domain.petition.links import SlipDelivered, SlipScheduled, SlipTakenDown
from domain.profiles import NATIONAL
from domain.values import SubjectRef
from projections.catalogue import VIEWS
from service.demonstration.hardships import plan_hardships
from service.demonstration.petitions import plan_petitions
from service.demonstration.seeding import organise
from service.demonstration.stage import SetClock, Stage
from service.demonstration.supervisions import plan_supervisions
from service.edge.running import Service
from service.machine.database import Database, DatabaseRole
from service.machine.embedded import embedded
from service.office.calendars import packaged_calendar
from service.store.codec import Codec
from service.store.migrate import migrate
from service.store.tasks import Task
from service.views.engine import Engine
from tests.support.services import SHANGHAI, service_on

BEGINS, PLAYED, YEAR = date(2025, 3, 3), 152, 365
PATIENCE = 120
WORKER = """
import sys
from datetime import datetime
from pathlib import Path
from tests.support.services import service_on

told = Path(sys.argv[3])
service = service_on(sys.argv[1], Path(sys.argv[2]), lambda: datetime.fromisoformat(told.read_text()))
service.engine.catch_up()
print("ready", flush=True)
while True:
    service.engine.catch_up()
    service.due_steps.advance()
"""

Done = tuple[UUID, Any]
"""A case and a fact that the service recorded in it of itself."""
DAYS_OF_DOING = tuple(
    (fact, tuple(each.name for each in fields(fact) if each.type is date))
    for fact in (SlipScheduled, SlipDelivered, SlipTakenDown)
)
"""Facts that tell the day on which the worker did something, which is another where it slept; with those days."""


class Killed:
    """A worker of its own process, killed at random once it is at work, and begun anew for as long as it is wanted.

    One that `is_spared` is left at work: what is missing then was never going to be done.
    """

    def __init__(self, service: Service, home: Path, told: Path, seed: int) -> None:
        self.kills = 0
        self.is_spared = False
        self._arguments = [sys.executable, "-c", WORKER, service.url, str(home), str(told)]
        self._chance = random.Random(seed)  # noqa: S311 — when to kill, not a secret
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run)

    @contextmanager
    def working(self) -> Iterator[None]:
        self._thread.start()
        try:
            yield
        finally:
            self._ends.set()
            self._thread.join()

    def _run(self) -> None:
        while not self._ends.is_set():
            with subprocess.Popen(self._arguments, stdout=subprocess.PIPE) as process:
                if process.stdout:
                    process.stdout.readline()
                self._ends.wait(self._chance.uniform(0.2, 2.5))
                if self.is_spared:
                    self._ends.wait()
                process.kill()
            self.kills += 1


def main() -> int:
    """Plays the year; returns 1 where a step was doubled or is missing."""
    parser = argparse.ArgumentParser(prog="make soak")
    parser.add_argument("--seed", type=int, default=20250303)
    seed = parser.parse_args().seed
    with tempfile.TemporaryDirectory(prefix="casework-steps-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        with embedded(home) as server:
            migrate(server.url)
            Engine(Database(server.url, DatabaseRole.VIEWS), Codec(), VIEWS).prepare()
            return _soak(server.url, home, seed)


def _soak(url: str, home: Path, seed: int) -> int:
    clock, told = SetClock(_morning(BEGINS)), home / "now"
    _tell(told, clock())
    service = service_on(url, home, clock)  # type: ignore[arg-type]
    last = BEGINS + timedelta(days=YEAR)
    today = BEGINS + timedelta(days=PLAYED)
    organise(service, today)
    stage = Stage(service.ledger, clock, SHANGHAI, today, begins=lambda: _tell(told, clock()))
    plan_petitions(stage), plan_supervisions(stage), plan_hardships(stage)
    worker = Killed(service, home, told, seed)
    with worker.working():
        stage.play()
        for passed in range(PLAYED, YEAR):
            clock.moment = _morning(BEGINS + timedelta(days=passed))
            _tell(told, clock())
            time.sleep(0.1)
        clock.moment = _morning(last)
        _tell(told, clock())
        worker.is_spared = True
        _wait(service)
    due, done = _due(service, last), _done(service)
    early = _early(due, done)
    due, done = _without_days(due), _without_days(done)
    doubled = sum(done.values()) - len(done)
    missing = due - done
    strange = done - due
    print(f"{YEAR} days, the worker killed {worker.kills} times")
    print(
        f"due / done / doubled / missing = {sum(due.values()):,} / {sum(done.values()):,} / {doubled} / "
        f"{sum(missing.values())}"
    )
    for case, fact in (*missing, *strange):
        print(f"differs: {case} {fact}")
    for case, fact in early:
        print(f"too early: {case} {fact}")
    parked = service.due_steps.parked()
    for each in parked:
        print(f"parked: {each.kind} {each.case_id} since {each.due_on}: {each.why}")
    is_sound = sum(due.values()) > 0 and not (doubled or missing or strange or early or parked) and worker.kills > 2
    print("verdict: sound" if is_sound else "verdict: NOT sound")
    service.close()
    return 0 if is_sound else 1


def _tell(told: Path, moment: datetime) -> None:
    """Sets the clock of the workers; whoever reads it finds the moment before or this one whole."""
    fresh = told.with_suffix(".fresh")
    fresh.write_text(moment.isoformat())
    fresh.replace(told)


def _morning(day: date) -> datetime:
    return datetime.combine(day, clock_time(0, 1), SHANGHAI).astimezone(UTC)


def _wait(service: Service) -> None:
    """Until the log stands still while a worker is at work, at most PATIENCE seconds."""
    still, end, until = 0, 0, time.monotonic() + PATIENCE
    while still < 60 and time.monotonic() < until:
        time.sleep(0.25)
        now = service.recorder.max_notification_id() or 0
        still, end = (still + 1 if now == end else 0), now


def _histories(service: Service) -> Iterator[Sequence[Recorded]]:
    with psycopg.connect(service.url) as connection:
        streams = [row[0] for row in connection.execute("SELECT DISTINCT originator_id FROM events")]
    for stream in streams:
        history = service.ledger.history(stream)
        if BY_EVENT[type(history[0].event)] in CASES:
            yield history


def _is_own(recorded: Recorded) -> bool:
    return isinstance(recorded.by, ServiceActing) and recorded.by.name == Task.DUE_STEPS


def _done(service: Service) -> Counter[Done]:
    return Counter((each.stream, each.event) for history in _histories(service) for each in history if _is_own(each))


def _due(service: Service, last: date) -> Counter[Done]:
    """What a worker that never sleeps records beside the same facts of officers."""
    return Counter((history[0].stream, fact) for history in _histories(service) for fact in _awake(history, last))


def _days_of(fact: Any) -> tuple[str, ...]:
    return dict(DAYS_OF_DOING).get(type(fact), ())


def _timeless(fact: Any) -> Any:
    return replace(fact, **dict.fromkeys(_days_of(fact), date.max))


def _without_days(found: Counter[Done]) -> Counter[Done]:
    """The same, whenever the worker came to it."""
    told: Counter[Done] = Counter()
    for (case, fact), times in found.items():
        told[case, _timeless(fact)] += times
    return told


def _early(due: Counter[Done], done: Counter[Done]) -> list[Done]:
    """What was done before a worker that never sleeps does it."""
    awake = {(case, _timeless(fact)): fact for case, fact in due}
    return [
        (case, fact)
        for case, fact in done
        if (first := awake.get((case, _timeless(fact))))
        and any(getattr(fact, name) < getattr(first, name) for name in _days_of(fact))
    ]


def _awake(history: Sequence[Recorded], last: date) -> Iterator[Any]:
    aggregate = BY_EVENT[type(history[0].event)]
    state, day = aggregate.initial, BEGINS
    acts = [(_day_of(each), each.event) for each in history if not _is_own(each)]
    for on, event in [*acts, (last + timedelta(days=1), None)]:
        while day < min(on, last):
            day += timedelta(days=1)
            for fact in reacted(aggregate.reactions, aggregate.evolve, state, _desk(history[0].stream, day)):
                state = aggregate.evolve(state, fact)
                yield fact
        if event is not None:
            state = aggregate.evolve(state, event)


def _day_of(recorded: Recorded) -> date:
    at = recorded.at
    return at.astimezone(SHANGHAI).date() if isinstance(at, datetime) else at


def _desk(stream: UUID, today: date) -> Desk:
    at = _morning(today)
    return Desk(Task.DUE_STEPS.actor, at, today, packaged_calendar(), NATIONAL, stream, SubjectRef(stream))


if __name__ == "__main__":
    sys.exit(main())
