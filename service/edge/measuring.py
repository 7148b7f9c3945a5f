"""How long requests take, by method, the part of the service that answered and the class of the status."""

import time

from flask import Flask, Response, g, request

from service.machine.measures import REQUEST_SECONDS

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER, NOWHERE = "other", "none"


def register(app: Flask) -> None:
    """Measures every request of the application; to be registered before anything that may answer one."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.began = time.perf_counter()


def _end(response: Response) -> Response:
    method = request.method if request.method in METHODS else OTHER
    labels = (method, request.blueprint or NOWHERE, f"{response.status_code // 100}xx")
    REQUEST_SECONDS.labels(*labels).observe(time.perf_counter() - g.began)
    return response
