"""Applications on the services of tests: building one takes longer than most tests, so it is handed on to the next."""

from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape

from flask import Flask

from service.demonstration.stage import officer_ref
from service.edge.beat import SETTING
from service.edge.running import Service
from service.wsgi import bind, build

IDLE: list[Flask] = []


@contextmanager
def application_on(service: Service) -> Iterator[Flask]:
    """An application that nobody else uses meanwhile, bound to the service."""
    app = IDLE.pop() if IDLE else build(service)
    bind(app, service)
    app.config[SETTING] = 0.0  # nobody takes the time, and thousands of answers would wait
    yield app
    IDLE.append(app)


def page_as(app: Flask, tag: str, address: str, language: str = "en") -> str:
    """The page as that officer of the demonstration sees it, its entities told as characters."""
    client = app.test_client()
    client.set_cookie("language", language)
    with client.session_transaction() as session:
        session["officer"] = str(officer_ref(tag))
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return unescape(answer.text)
