"""How processes end: at a signal in good order, and with the parent, however the parent ended.

A child's standard input is a pipe of which the parent alone holds the other end, so that the kernel closes it when
the parent is gone, killed or not; unlike a parent-death signal this knows no race and no single system.
"""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

GRACE_SECONDS = 30.0
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


@contextmanager
def ending() -> Iterator[Event]:
    """An event that is set when the process is told to end; handlers are put back afterwards."""
    ended = Event()

    def end(number: int, frame: Any) -> None:
        ended.set()

    before = {number: signal.signal(number, end) for number in SIGNALS}
    try:
        yield ended
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def end_with_parent() -> None:
    """From now on this process gets SIGTERM when the parent is gone, and ends itself if that does not help."""
    threading.Thread(target=_watch, args=(os.getpid(),), daemon=True, name="lifeline").start()


def _watch(process: int) -> None:
    while os.read(0, 1):
        continue
    os.kill(process, signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os._exit(1)
