"""No page is wider than its window, on a phone, a tablet or a desk, in either language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from projections.aids import AIDS
from service.demonstration.stage import officer_ref
from service.edge.running import Service
from service.views.queries import Queries
from tests.support.applications import application_on
from tests.support.browser import Browser, served

pytestmark = [pytest.mark.store, pytest.mark.browser]

MEASURE = "<script>document.title = document.documentElement.scrollWidth + ' of ' + window.innerWidth</script>"
WINDOWS = ((500, "zh"), (820, "zh"), (1000, "en"), (1280, "en"))
"""The narrowest window that the browser opens and some wider ones; long English words are hard on the wide layout."""


@dataclass
class Shown:
    app: Flask
    address: str
    browser: Browser
    case: str


@pytest.fixture(scope="module")
def shown(demonstration: Service) -> Iterator[Shown]:
    browser = Browser.found()
    case = Queries(demonstration.reading).all(AIDS)[0]["case_id"]
    with application_on(demonstration) as app, served(app) as address:
        yield Shown(app, address, browser, f"/hardship-requests/{case}")


def width(shown: Shown, address: str, language: str, window: int, file: Path) -> tuple[int, int]:
    """How wide the page is, and the window; measured on a copy, because the page itself runs no such script."""
    client = shown.app.test_client()
    client.set_cookie("language", language)
    with client.session_transaction() as session:
        session["officer"] = str(officer_ref("centre"))
    answer = client.get(address)
    assert answer.status_code == 200
    html = answer.text.replace("<head>", f'<head><base href="{shown.address}/">').replace(
        "</body>", f"{MEASURE}</body>"
    )
    file.write_text(html, encoding="utf-8")
    measured, _complaints = shown.browser.page(file.as_uri(), (window, 900), language)
    found = re.search(r"<title>(\d+) of (\d+)", measured)
    assert found is not None
    return int(found[1]), int(found[2])


@pytest.mark.parametrize(("window", "language"), WINDOWS)
def test_pages_fit_their_window(shown: Shown, window: int, language: str, tmp_path: Path) -> None:
    for address in ("/relief-queue", "/hardship-requests", shown.case):
        page, inner = width(shown, address, language, window, tmp_path / "page.html")
        assert page <= inner, f"{address}: {page} in a window of {inner}"
