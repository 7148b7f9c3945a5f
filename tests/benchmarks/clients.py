"""Clients over HTTP: several at once for a while, and what they can be told to do."""

import http.client
import json
import threading
import time
from collections.abc import Callable
from contextlib import closing
from typing import Any

CLIENTS = 4
Work = Callable[[http.client.HTTPConnection], int]
"""Does something over a connection and returns how many calls that were."""


def rate(port: int, work: Work, seconds: float) -> tuple[float, int]:
    """Calls per second by several clients at once, and how many, each piece of work over a connection of its own.

    A connection stays with the process that took it: over lasting ones a single process may happen to serve all.
    """
    counts = [0] * CLIENTS
    failed: list[BaseException] = []
    began = time.perf_counter()

    def client(index: int) -> None:
        try:
            while time.perf_counter() < began + seconds:
                with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
                    counts[index] += work(connection)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise SystemExit(str(failed[0]))
    return sum(counts) / (time.perf_counter() - began), sum(counts)


def post(connection: http.client.HTTPConnection, path: str, body: Any, headers: dict[str, str]) -> Any:
    """Posts a JSON body; returns the response, read. Ends the program for whatever is no success."""
    data = json.dumps(body).encode()
    connection.request("POST", path, data, {"Content-Type": "application/json", **headers})
    response = connection.getresponse()
    text = response.read()
    if response.status >= 300:
        raise SystemExit(f"{path}: {response.status} {text[:400]!r}")
    return response


def until_it_answers(port: int) -> None:
    """Waits until a server answers on the port; ends the program after 20 seconds."""
    for _ in range(200):
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
                connection.request("GET", "/healthz")
                connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not answer")
