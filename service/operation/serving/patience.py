"""How long a request may take to arrive: slow ones wait outside the threads that answer, and not for ever."""

import re
import select
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from service.machine.measures import TURNED_AWAY
from service.operation.serving.crowding import FULL_HOUSE, MOST_AT_ONCE, Line, is_gone, is_probe, say_nothing, turn_away

HEADER_SECONDS = 10.0
LEAST_BYTES_PER_SECOND = 1_000
WAITED_FOR = 65_536
"""Bytes of a request that are waited for outside the threads; the rest of a longer body is read by one, at a pace."""
LOOK_SECONDS = 0.02
ENDING_SECONDS = 1.0
END_OF_HEADERS = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,9})[ \t]*\r\n", re.IGNORECASE)


@dataclass(slots=True)
class Waiting:
    """A connection whose request has not arrived; `awaited` is the length of its body, known once its headers are."""

    connection: Any
    since: float
    awaited: int = 0
    has_begun: bool = False
    seen: bytes = b""

    @property
    def deadline(self) -> float:
        """The moment from which it is waited for no longer."""
        return self.since + HEADER_SECONDS + self.awaited / LEAST_BYTES_PER_SECOND

    def has_arrived(self) -> bool:
        """Whether a thread can read the request, or its end, without waiting."""
        try:
            seen = self.connection.sock.recv(WAITED_FOR, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except OSError:
            return True
        self.has_begun = True
        self.seen = seen
        headers, end, _body = seen.partition(END_OF_HEADERS)
        if not seen or (not end and len(seen) >= WAITED_FOR):
            return True
        length = LENGTH.search(headers + b"\r\n") if end else None
        self.awaited = int(length[1]) if length else 0
        return bool(end) and len(seen) >= min(len(headers) + len(end) + self.awaited, WAITED_FOR)


class PacedSocket:
    """A connection whose reader is given up where bytes come below the floor: it reads an end there."""

    def __init__(self, inner: socket.socket) -> None:
        self._inner = inner
        self._waited = 0.0
        self._bytes = 0

    def recv(self, size: int, flags: int = 0) -> bytes:
        """What has come, waiting for it only as long as the pace allows."""
        if flags:
            return self._inner.recv(size, flags)
        began = time.monotonic()
        allowed = HEADER_SECONDS + self._bytes / LEAST_BYTES_PER_SECOND - self._waited
        self._inner.settimeout(max(allowed, 0.001))
        try:
            data = self._inner.recv(size)
        except TimeoutError:
            data = b""
        finally:
            self._inner.settimeout(None)
            self._waited += time.monotonic() - began
        self._bytes += len(data)
        return data

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


class Hall:
    """Where connections wait until their request is there; one thread looks after all of them."""

    def __init__(self, admit: Callable[[Waiting], None], turn_away: Callable[[Any], None]) -> None:
        self._admit = admit
        self._turn_away = turn_away
        self._entered: list[Waiting] = []
        self._lock = threading.Lock()
        self._bell, self._ear = socket.socketpair()
        self._bell.setblocking(False)
        self.is_closing = False

    def open(self) -> None:
        """Begins to look after whoever waits."""
        threading.Thread(target=self._look_after, daemon=True, name="hall").start()

    def enter(self, waiting: Waiting) -> None:
        """From now on this connection waits here."""
        with self._lock:
            self._entered.append(waiting)
        try:
            self._bell.send(b".")
        except BlockingIOError:
            return

    def _look_after(self) -> None:
        inside: list[Waiting] = []
        while True:
            self._pause(inside)
            with self._lock:
                inside, self._entered = inside + self._entered, []
            inside = [waiting for waiting in inside if not self._is_done(waiting, time.monotonic())]

    def _pause(self, inside: list[Waiting]) -> None:
        """Until somebody enters, somebody's first byte comes, or it is time to look again."""
        poll = select.poll()
        poll.register(self._ear, select.POLLIN)
        for waiting in inside:
            if not waiting.has_begun:
                poll.register(waiting.connection.sock.fileno(), select.POLLIN)
        is_short = any(waiting.has_begun for waiting in inside)
        poll.poll(LOOK_SECONDS * 1000 if is_short else 250 if inside else None)
        try:
            self._ear.recv(4096, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return

    def _is_done(self, waiting: Waiting, now: float) -> bool:
        if waiting.has_arrived():
            self._admit(waiting)
            return True
        if now > waiting.deadline or (self.is_closing and now > waiting.since + ENDING_SECONDS):
            self._turn_away(waiting.connection)
            return True
        return False


class PatientWorker(ThreadWorker):  # type: ignore[misc]  # the library ships no types
    """Threads that answer requests, each of which has arrived before it takes one of them.

    Whoever finds the line full is told so at once; probes have a line and a thread of their own.
    """

    def init_process(self) -> None:
        """Runs the worker to its end."""
        self._line, self._line_of_probes = Line(), Line()
        self._door = threading.Lock()
        self._arrived = 0
        self._prober = ThreadPoolExecutor(1, "prober")
        self._hall = Hall(lambda waiting: self.method_queue.defer(self._admit, waiting), self._turn_away)
        self._hall.open()
        super().init_process()

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Told to end: whoever has not sent a request is not waited for."""
        self._hall.is_closing = True
        super().handle_exit(sig, frame)

    def accept(self, listener: Any) -> None:
        """Takes a connection, and where there is no room every other that has come.

        No thread begins another request meanwhile: each of them would take its turns from the one that says no.
        """
        with self._door:
            for _ in range(MOST_AT_ONCE):
                before = self._arrived
                super().accept(listener)
                if self._arrived == before or not self._line.is_full:
                    return

    def enqueue_req(self, conn: Any) -> None:
        """Lets the connection have a thread when its request is there."""
        self._arrived += 1
        if not isinstance(conn.sock, PacedSocket):
            conn.sock = PacedSocket(conn.sock)
        read_ahead = conn.parser.unreader.buf.getvalue() if conn.initialized else b""
        waiting = Waiting(conn, time.monotonic(), seen=read_ahead)
        if read_ahead or waiting.has_arrived():
            self._admit(waiting)
        else:
            self._hall.enter(waiting)

    def _admit(self, waiting: Waiting) -> None:
        connection = waiting.connection
        if not waiting.seen:  # the end of a connection asks for nothing
            self._turned_away(connection)
        elif is_probe(waiting.seen) and self._line_of_probes.join():
            done = self._prober.submit(self._handle_in, self._line_of_probes, connection)
            done.add_done_callback(lambda done: self.method_queue.defer(self.finish_request, connection, done))
        elif self._line.join():
            super().enqueue_req(connection)
        else:
            turn_away(connection.sock, waiting.seen, getattr(self.wsgi, "extensions", {}).get(FULL_HOUSE, say_nothing))
            self._turned_away(connection)

    def handle(self, conn: Any) -> Any:
        """Answers a request in a thread, unless nobody is there any more who would read the answer."""
        return self._handle_in(self._line, conn)

    def _handle_in(self, line: Line, connection: Any) -> Any:
        line.leave()
        with self._door:
            has_left = is_gone(connection.sock)
        if has_left:
            TURNED_AWAY.labels("gone").inc()
            return False
        return super().handle(connection)

    def _turn_away(self, connection: Any) -> None:
        self.method_queue.defer(self._turned_away, connection)

    def _turned_away(self, connection: Any) -> None:
        self.nr_conns -= 1
        connection.close()
