"""Clients who come when they come, whatever became of those before them, and who give up after a while."""

import heapq
import select
import socket
import time
from dataclasses import dataclass, field

PATIENCE = 5.0
"""Seconds after which a client gives up."""


@dataclass(slots=True)
class Call:
    """One request over a connection of its own, and what became of it: a status, or 0 where the client gave up."""

    kind: str
    began: float
    rest: bytes
    client: socket.socket
    told: bytes = b""
    ended: float = 0.0
    status: int = 0
    fault: str = ""

    @property
    def deadline(self) -> float:
        return self.began + PATIENCE

    @property
    def is_wrong(self) -> bool:
        """Whether it ended in something else than an answer, a refusal for lack of room, or the client's leaving."""
        return bool(self.fault) or self.status not in (0, 200, 201, 503)


@dataclass(slots=True)
class Load:
    """Clients of one address, all looked after by one thread."""

    port: int
    calls: list[Call] = field(default_factory=list)
    _open: dict[int, Call] = field(default_factory=dict)
    _deadlines: list[tuple[float, int]] = field(default_factory=list)
    _epoll: select.epoll = field(default_factory=select.epoll)

    def call(self, kind: str, request: bytes) -> None:
        """Begins a request and waits for nothing."""
        client = socket.socket()
        client.setblocking(False)
        client.connect_ex(("127.0.0.1", self.port))
        call = Call(kind, time.perf_counter(), request, client)
        self._open[client.fileno()] = call
        self._epoll.register(client.fileno(), select.EPOLLOUT)
        heapq.heappush(self._deadlines, (call.deadline, client.fileno()))

    def look(self, until: float) -> list[Call]:
        """Attends to whatever happens until a moment; the calls that ended."""
        ended = []
        for number, _event in self._epoll.poll(max(until - time.perf_counter(), 0)):
            call = self._open[number]
            if self._has_ended(call):
                ended.append(self._end(call))
        now = time.perf_counter()
        while self._deadlines and self._deadlines[0][0] <= now:
            deadline, number = heapq.heappop(self._deadlines)
            if number in self._open and self._open[number].deadline == deadline:
                ended.append(self._end(self._open[number]))
        return ended

    def finish(self) -> None:
        """Waits until every call has ended."""
        while self._open:
            self.look(time.perf_counter() + 0.1)

    def _has_ended(self, call: Call) -> bool:
        try:
            if call.rest:
                call.rest = call.rest[call.client.send(call.rest) :]
                if not call.rest:
                    self._epoll.modify(call.client.fileno(), select.EPOLLIN)
                return False
            data = call.client.recv(65_536)
        except BlockingIOError:
            return False
        except OSError as error:
            call.fault = type(error).__name__
            return True
        call.told += data
        if data:
            return False
        call.status = int(call.told[9:12]) if call.told.startswith(b"HTTP/1.1 ") else 0
        call.fault = "" if call.status else "closed without an answer"
        return True

    def _end(self, call: Call) -> Call:
        self._epoll.unregister(call.client.fileno())
        del self._open[call.client.fileno()]
        call.client.close()
        call.ended = time.perf_counter()
        self.calls.append(call)
        return call
