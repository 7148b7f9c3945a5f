"""What the web server says of its own accord names nobody's address."""

import logging

import pytest

from service.operation.serving.discretion import Discreet

ADDRESSES = ("10.1.2.3", "10.1.2.3:443", "2001:db8::17", "fe80::1:2:3", "::ffff:10.1.2.3")


def said(text: str, *args: object) -> str:
    record = logging.LogRecord("gunicorn.error", logging.WARNING, __file__, 1, text, args, None)
    assert Discreet().filter(record)
    return record.getMessage()


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_line_names_no_address_wherever_one_stands_in_it(address: str) -> None:
    assert said("Ignoring EPIPE from %s after a while", address) == "Ignoring EPIPE from … after a while"
    assert said(f"{address} left") == "… left"


@pytest.mark.parametrize("line", ["Worker (pid:17) exited with 3.12", "gunicorn 23.0.0 is ready", "std::bad_alloc"])
def test_what_only_looks_like_an_address_stays(line: str) -> None:
    assert said(line) == line


def test_of_a_line_about_a_request_nothing_is_left_but_what_it_is_about() -> None:
    assert said("Error handling request %s", "/petitions/7?name=张三") == "Error handling request"
