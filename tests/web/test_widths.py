"""No page is wider than its window, on a phone, a tablet or a desk, in either language."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask

from projections.aids import AIDS
from service.demonstration.stage import officer_ref
from service.edge.running import Service
from service.views.queries import Queries
from tests.support.applications import application_on
from tests.support.browser import Browser, served

pytestmark = [pytest.mark.store, pytest.mark.browser]

WINDOWS = ((500, "zh"), (820, "zh"), (1000, "en"), (1280, "en"))
"""The narrowest window that the browser opens and some wider ones; long English words are hard on the wide layout."""


@dataclass
class Shown:
    app: Flask
    address: str
    browser: Browser
    case: str


@pytest.fixture(scope="module")
def shown(demonstration: Service, browser: Browser) -> Iterator[Shown]:
    case = Queries(demonstration.reading).all(AIDS)[0]["case_id"]
    with application_on(demonstration) as app, served(app) as address:
        yield Shown(app, address, browser, f"/hardship-requests/{case}")


PHONE = 390


def acting(shown: Shown, tag: str) -> str:
    """The cookie of the session in which that officer of the demonstration acts."""
    client = shown.app.test_client()
    with client.session_transaction() as session:
        session["officer"] = str(officer_ref(tag))
    cookie = client.get_cookie("session")
    assert cookie is not None
    return cookie.value


@pytest.mark.parametrize(("window", "language"), WINDOWS)
def test_pages_fit_their_window(shown: Shown, window: int, language: str) -> None:
    session = acting(shown, "centre")
    for address in ("/relief-queue", "/hardship-requests", shown.case):
        with shown.browser.at(shown.address + address, (window, 900), language, session) as visit:
            assert visit.status == 200
            page, inner = visit.width
        assert page <= inner == window, f"{address}: {page} in a window of {inner}"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("tag", ["head-HS-JX", "chair", "fund_audit"])
def test_what_one_begins_the_day_with_fits_a_phone(shown: Shown, tag: str, language: str) -> None:
    """Of a head and a chair with the step that an overdue duty of others leads to."""
    with shown.browser.at(f"{shown.address}/", (PHONE, 844), language, acting(shown, tag)) as visit:
        assert visit.status == 200
        page, inner = visit.width
    assert page <= inner == PHONE
