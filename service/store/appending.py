"""Knowing whether an append was stored: its wait is bounded here, and what the database cannot tell is said so.

An append that waits for a lost quorum and is cancelled comes back as done, with a warning beside it; PostgreSQL's own
time-outs do not reach that wait.
"""

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from psycopg import Connection
from psycopg.errors import Diagnostic

from service.store.steps import OutcomeUnknown

APPEND_PATIENCE = 8.0  # seconds that an append may take before it is cancelled
GRACE = 2.0  # seconds that the database has to heed the cancellation before the connection is cut
IDLE = 10.0  # seconds after which a watch over nothing ends
CUT_OFF = ("08", "57P")  # connection exceptions, and a server that ends the connection
NOT_REPLICATED = "01000"


@contextmanager
def known_outcome(connection: Connection[Any]) -> Iterator[None]:
    """Raises OutcomeUnknown where what is executed within may have been stored, or stored and not replicated."""
    warnings: list[str] = []

    def heard(notice: Diagnostic) -> None:
        if notice.sqlstate == NOT_REPLICATED and notice.severity_nonlocalized == "WARNING":
            warnings.append(notice.message_primary or "")

    connection.add_notice_handler(heard)
    try:
        yield
    except (psycopg.OperationalError, psycopg.InterfaceError) as error:
        if connection.broken or error.sqlstate is None or error.sqlstate.startswith(CUT_OFF):
            raise OutcomeUnknown("the connection broke before the database had answered") from error
        raise
    finally:
        connection.remove_notice_handler(heard)
    if warnings:
        raise OutcomeUnknown(warnings[0])


class _Wait:
    """One execution that waits for its answer; it is cancelled only while it still does."""

    def __init__(self, connection: Connection[Any], until: float) -> None:
        self.until = until
        self.is_answered = False
        self.lock = threading.Lock()
        self._connection = connection

    def end(self) -> None:
        """Cancels it, and cuts the connection where the database does not heed that."""
        with self.lock, suppress(psycopg.Error):
            if not self.is_answered:
                self._connection.cancel_safe(timeout=GRACE)
        time.sleep(GRACE)
        with self.lock, suppress(OSError, psycopg.Error):
            if not self.is_answered:
                _cut(self._connection)


class Patience:
    """Ends what takes longer than so many seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._waiting: set[_Wait] = set()
        self._changed = threading.Lock()
        self._is_watched = False

    @contextmanager
    def with_answer(self, connection: Connection[Any]) -> Iterator[None]:
        """What is executed on the connection within gets its answer, or an error, in bounded time."""
        wait = _Wait(connection, time.monotonic() + self._seconds)
        with self._changed:
            self._waiting.add(wait)
            if not self._is_watched:
                self._is_watched = True
                threading.Thread(target=self._watch, name="patience", daemon=True).start()
        try:
            yield
        finally:
            with wait.lock:
                wait.is_answered = True
            with self._changed:
                self._waiting.discard(wait)

    def _watch(self) -> None:
        idle_from = time.monotonic() + IDLE
        while self._goes_on(idle_from):
            now = time.monotonic()
            with self._changed:
                late = {wait for wait in self._waiting if wait.until <= now}
                self._waiting -= late
                idle_from = now + IDLE if self._waiting else idle_from
            for wait in late:
                threading.Thread(target=wait.end, name="impatience", daemon=True).start()
            time.sleep(self._seconds / 8)

    def _goes_on(self, idle_from: float) -> bool:
        with self._changed:
            self._is_watched = bool(self._waiting) or time.monotonic() < idle_from
            return self._is_watched


def _cut(connection: Connection[Any]) -> None:
    """Lets whoever waits for the connection see it end."""
    with socket.socket(fileno=os.dup(connection.fileno())) as end:
        end.shutdown(socket.SHUT_RDWR)
