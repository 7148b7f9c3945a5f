"""How many requests may wait for a thread, who of them is still there, and turning others away without a thread."""

import select
import socket
import threading
from collections.abc import Callable

from service.machine.measures import TURNED_AWAY

MOST_WAITING = 50
"""Requests of one worker that wait for a thread; whoever comes then had better come again."""
MOST_AT_ONCE = 200
"""Connections that are taken one after the other while there is no room, before anything else is looked after."""
RETRY_SECONDS = 2
FULL_HOUSE = "casework-full-house"
"""Under this name an application tells the whole answer to the bytes of a request for which there is no room."""
PROBES = (b"GET /healthz ", b"GET /readyz ", b"HEAD /healthz ", b"HEAD /readyz ")
_GONE = getattr(select, "POLLRDHUP", 0) | select.POLLHUP | select.POLLERR
_NO_WORDS = (
    b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\nRetry-After: %d\r\n\r\n"
    % RETRY_SECONDS
)


def say_nothing(_request: bytes) -> bytes:
    """The answer of an application that has no words for it."""
    return _NO_WORDS


class Line:
    """The requests that wait for the threads of one pool."""

    def __init__(self, most: int = MOST_WAITING) -> None:
        self._most = most
        self._waiting = 0
        self._lock = threading.Lock()

    def join(self) -> bool:
        """Whether there is room for one more, who then waits."""
        with self._lock:
            has_room = self._waiting < self._most
            self._waiting += has_room
        return has_room

    @property
    def is_full(self) -> bool:
        """Whether whoever comes now will not find room."""
        return self._waiting >= self._most

    def leave(self) -> None:
        """A thread has taken one of them."""
        with self._lock:
            self._waiting -= 1


def is_probe(begins: bytes) -> bool:
    """Whether a request asks how the service is: that is answered however many others wait."""
    return begins.startswith(PROBES)


def is_gone(client: socket.socket) -> bool:
    """Whether the client has closed the connection, or its side of it; what it sent before tells nothing of that."""
    poll = select.poll()
    poll.register(client.fileno(), _GONE)
    return bool(poll.poll(0))


def turn_away(client: socket.socket, request: bytes, answer: Callable[[bytes], bytes]) -> None:
    """Says 503 without waiting for anybody; what has arrived is read first, as unread bytes would undo the answer."""
    TURNED_AWAY.labels("full").inc()
    try:
        client.recv(max(len(request), 1), socket.MSG_DONTWAIT)
        client.send(answer(request), socket.MSG_DONTWAIT)
        client.shutdown(socket.SHUT_WR)
    except OSError:
        return
