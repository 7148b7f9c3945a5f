"""The worker: pulls the log and brings the views after it, for as long as it is let."""

import logging
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from eventsourcing import persistence
from psycopg import InterfaceError, OperationalError

from service.views.engine import Engine

FULL = 200  # events of a step after which more are likely to be waiting, so that the next follows at once
GATHERING_PAUSE = 0.02  # seconds after a step that was not full: the next finds several events instead of one
IDLE_PAUSE = 0.07  # seconds between two looks at a log that nobody writes to
LONGEST_RETREAT = 8.0  # seconds between two attempts at what keeps failing
AWAY = (OperationalError, InterfaceError, persistence.OperationalError, persistence.InterfaceError)

logger = logging.getLogger(__name__)


class Stop(Protocol):
    """Tells that the work is to end, and lets a pause be cut short by it; `threading.Event` is one."""

    def is_set(self) -> bool: ...

    def wait(self, timeout: float | None = None) -> bool: ...


class Task(NamedTuple):
    """Work in small steps: `step` does one and returns how much it did, 0 when nothing is left.

    After such a one it is not looked at for so many seconds: what comes with a day need not be asked for at every turn.
    """

    name: str
    step: Callable[[], int]
    rest: float = 0.0


def run_worker(engine: Engine, stop: Stop, others: Sequence[Task] = ()) -> int:
    """Keeps the views up to date, and takes a step of the other tasks in turn, until told to stop.

    Any number of workers may run: whoever is faster does the work, the others stand by. A task that fails, because
    the database went away or for a fault of its own, is tried again ever more slowly and keeps no other from working.
    Returns how many events the views were brought.
    """
    tasks = [_Guarded(task) for task in (Task("views", engine.advance), *others)]
    followed = 0
    while not stop.is_set():
        done = [task.step() for task in tasks]
        followed += done[0]
        if max(done) < FULL:
            stop.wait(GATHERING_PAUSE if any(done) else IDLE_PAUSE)
    return followed


class _Guarded:
    """A task that may fail: said once, tried again later, and said once more when it works again."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._failure: type[Exception] | None = None
        self._retreat = IDLE_PAUSE
        self._not_before = 0.0

    def step(self) -> int:
        if time.monotonic() < self._not_before:
            return 0
        try:
            done = self._task.step()
        except Exception as error:
            self._failed(error)
            return 0
        self._succeeded()
        if not done:
            self._not_before = time.monotonic() + self._task.rest
        return done

    def _failed(self, error: Exception) -> None:
        if type(error) is not self._failure:
            self._say(error)
        self._failure = type(error)
        self._not_before = time.monotonic() + self._retreat
        self._retreat = min(self._retreat * 2, LONGEST_RETREAT)

    def _say(self, error: Exception) -> None:
        if isinstance(error, AWAY):
            told = f"the database does not answer ({type(error).__name__}), and the worker waits for it"
            logger.error("the worker cannot do its task “%s”: %s", self._task.name, told)
        else:
            logger.error("the worker cannot do its task “%s”", self._task.name, exc_info=error)

    def _succeeded(self) -> None:
        if self._failure is not None:
            logger.warning("the worker does its task “%s” again", self._task.name)
        self._failure, self._retreat = None, IDLE_PAUSE
