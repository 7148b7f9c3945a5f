"""Applications on the services of tests: building one takes longer than most tests, so it is handed on to the next."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from service.edge.running import Service
from service.wsgi import bind, build

IDLE: list[Flask] = []


@contextmanager
def application_on(service: Service) -> Iterator[Flask]:
    """An application that nobody else uses meanwhile, bound to the service."""
    app = IDLE.pop() if IDLE else build(service)
    bind(app, service)
    yield app
    IDLE.append(app)
