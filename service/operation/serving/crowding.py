"""How many requests may wait for a thread, who of them is still there, and what others hear while there is no room."""

import re
import select
import socket
import threading
from collections.abc import Mapping

from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from service.machine.measures import TURNED_AWAY
from service.words.sentences import DEFAULT, LANGUAGES

MOST_WAITING = 50
"""Requests of one worker that wait for a thread; whoever comes then had better come again."""
RETRY_SECONDS = 2
FULL_HOUSE = "casework-full-house"
"""Under this name an application keeps its answers to those for whom there is no room."""
PROBES = (b"GET /healthz ", b"GET /readyz ", b"HEAD /healthz ", b"HEAD /readyz ")
FOR_SCRIPTS = ("/api/", "/healthz", "/readyz", "/metrics")

FullHouse = Mapping[tuple[bool, str], bytes]
"""A whole answer, head and all, by whether a script asks and in which language."""

_GONE = getattr(select, "POLLRDHUP", 0) | select.POLLHUP | select.POLLERR
_CHOSEN = re.compile(rb"\r\nCookie:[^\r\n]*\blanguage=(\w+)", re.IGNORECASE)
_ACCEPTED = re.compile(rb"\r\nAccept-Language:([^\r\n]*)", re.IGNORECASE)
_NO_WORDS = (
    b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\nRetry-After: %d\r\n\r\n"
    % RETRY_SECONDS
)


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


def turn_away(client: socket.socket, request: bytes, answers: FullHouse) -> None:
    """Says 503 without waiting for anybody; what has arrived is read first, as unread bytes would undo the answer."""
    TURNED_AWAY.labels("full").inc()
    try:
        client.recv(max(len(request), 1), socket.MSG_DONTWAIT)
        client.send(answer_to(request, answers), socket.MSG_DONTWAIT)
        client.shutdown(socket.SHUT_WR)
    except OSError:
        return


def answer_to(request: bytes, answers: FullHouse) -> bytes:
    """The answer in the form and the language that the bytes of a request ask for."""
    path = request.split(b" ", 2)[1:2] or [b""]
    is_for_scripts = path[0].decode("latin-1").startswith(FOR_SCRIPTS)
    return answers.get((is_for_scripts, _language(request)), _NO_WORDS)


def _language(request: bytes) -> str:
    """From the page's own choice, else from Accept-Language, else the usual one."""
    chosen = _CHOSEN.search(request)
    if chosen and chosen[1].decode("latin-1") in LANGUAGES:
        return chosen[1].decode("latin-1")
    accepted = _ACCEPTED.search(request)
    told = parse_accept_header(accepted[1].decode("latin-1"), LanguageAccept) if accepted else LanguageAccept()
    return told.best_match(LANGUAGES) or DEFAULT
