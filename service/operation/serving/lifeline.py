"""How processes end: at a signal in good order, and with the parent, however the parent ended.

A child's standard input is a pipe of which the parent alone holds the other end, so that the kernel closes it when
the parent is gone, killed or not; unlike a parent-death signal this knows no race and no single system.
"""

import os
import select
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Self

GRACE_SECONDS = 30.0
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Told:
    """A stop that a signal handler may set: it takes no lock, which the interrupted thread may be holding."""

    def __init__(self) -> None:
        self._read, self._write = os.pipe()
        os.set_blocking(self._write, False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._read)
        os.close(self._write)

    def set(self) -> None:
        """From now on everybody who waits is told; the byte stays in the pipe."""
        with suppress(BlockingIOError):
            os.write(self._write, b".")

    def is_set(self) -> bool:
        """Whether it was told, without waiting."""
        return self.wait(0)

    def wait(self, timeout: float | None = None) -> bool:
        """Waits until it is told, for so many seconds at most; returns whether it was."""
        poll = select.poll()
        poll.register(self._read, select.POLLIN)
        return bool(poll.poll(None if timeout is None else timeout * 1000))


@contextmanager
def ending() -> Iterator[Told]:
    """A stop that is set when the process is told to end, however often; handlers are put back afterwards."""
    with Told() as told:

        def end(number: int, frame: Any) -> None:
            told.set()

        before = {number: signal.signal(number, end) for number in SIGNALS}
        try:
            yield told
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
