"""Connections that each thread keeps for itself: none is waited for, and none is handed from thread to thread."""

import select
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from weakref import WeakSet

import psycopg
from psycopg import Connection
from psycopg.pq import TransactionStatus

from service.machine.measures import CONNECTION_WAIT_SECONDS

PATIENCE = 5.0  # seconds to go on asking a database that is away
PAUSE = 0.05  # seconds between two attempts


class Kept:
    """The connections that a thread does not use just now; they end with it."""

    def __init__(self) -> None:
        self.idle: list[Connection[Any]] = []

    def close(self) -> None:
        """Ends them all."""
        while self.idle:
            self.idle.pop().close()

    def __del__(self) -> None:
        self.close()


class ThreadConnections:
    """Stands where the library's datastore has a pool: a thread gets the connection that it used before.

    One that is asked for while the thread still uses another is a second one. A connection that the server has ended
    is replaced by a new one, and so is one that was left within a transaction.
    """

    def __init__(self, name: str, connect: Callable[[], Connection[Any]]) -> None:
        self.timeout = PATIENCE
        self._waits = CONNECTION_WAIT_SECONDS.labels(name)
        self._connect = connect
        self._of_thread = threading.local()
        self._all: WeakSet[Kept] = WeakSet()
        self._is_closed = False

    def taken(self) -> Connection[Any]:
        """A connection for this thread alone, until it is given back. Raises OperationalError where none comes."""
        return self._alive(self._kept())

    def give_back(self, connection: Connection[Any]) -> None:
        """Keeps it for the thread's next use, unless it was left within a transaction."""
        if self._is_closed or connection.pgconn.transaction_status != TransactionStatus.IDLE:
            connection.close()
        else:
            self._kept().idle.append(connection)

    def close(self) -> None:
        """Ends every connection, those in use as soon as they are not."""
        self._is_closed = True
        for kept in list(self._all):
            kept.close()

    def _kept(self) -> Kept:
        try:
            kept: Kept = self._of_thread.kept
        except AttributeError:
            kept = self._of_thread.kept = Kept()
            self._all.add(kept)
        return kept

    def _alive(self, kept: Kept) -> Connection[Any]:
        while kept.idle:
            connection = kept.idle.pop()
            if _is_alive(connection):
                return connection
            connection.close()
        with self._waits.time():
            return self._connected()

    def _connected(self) -> Connection[Any]:
        deadline = time.monotonic() + self.timeout
        while True:
            try:
                return self._connect()
            except psycopg.OperationalError:
                if time.monotonic() + PAUSE > deadline:
                    raise
                time.sleep(PAUSE)


def _is_alive(connection: Connection[Any]) -> bool:
    """Whether the server still holds the connection; it is asked only where it has said something unasked."""
    poll = select.poll()
    poll.register(connection.pgconn.socket, select.POLLIN)
    if not poll.poll(0):
        return True
    with suppress(psycopg.Error):
        connection.execute("")
        return True
    return False
