"""Headless Chromium for tests: pages after their scripts have run, pictures, widths, and what axe finds on them."""

import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, ViewportSize, sync_playwright
from werkzeug.serving import make_server

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "chrome")
HOW = "headless Chromium is needed: .ci/debian-packages chromium fonts-noto-cjk installs it"
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
PAGE_OF_PDF = re.compile(rb"/Type\s*/Page\b")
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
PHONE, DESK = (390, 844), (1200, 900)
PATIENCE = 60_000  # milliseconds
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
"""What axe tries: WCAG 2.2 on levels A and AA."""


def program() -> str:
    """The browser of this machine; the test is skipped where there is none, which CI does not allow."""
    found = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(HOW)
    return found


class Visit:
    """A page that is open, and what the browser complained of meanwhile."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.status = 0
        self.complaints: list[str] = []
        page.on("console", lambda said: self.complaints.append(f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, address: str) -> None:
        """Goes to the address; `status` is what was answered there."""
        answer = self.page.goto(address)
        self.status = answer.status if answer else 0

    @property
    def width(self) -> tuple[int, int]:
        """How wide the page is, and its window, in pixels."""
        page, window = self.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        return int(page), int(window)

    def violations(self) -> list[str]:
        """What axe finds: the rule and the first place that breaks it."""
        found = Axe().run(self.page, options=RULES).response["violations"]
        return [f"{each['id']} at {each['nodes'][0]['target']}: {each['help']}" for each in found]


class Browser:
    """Opens pages; every visit has cookies of its own, and none that another left."""

    def __init__(self, chromium: Chromium) -> None:
        self._chromium = chromium

    @classmethod
    @contextmanager
    def started(cls) -> "Iterator[Browser]":
        """One browser for all tests of a process."""
        path = program()
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=path, args=SWITCHES)
            yield cls(chromium)
            chromium.close()

    @contextmanager
    def at(
        self, address: str, size: tuple[int, int] = DESK, language: str = "zh", session: str | None = None
    ) -> Iterator[Visit]:
        """The page at the address in a window of that size, seen with the session whose cookie is given."""
        shape: ViewportSize = {"width": size[0], "height": size[1]}
        context = self._chromium.new_context(viewport=shape, locale=LOCALES[language])
        context.set_default_timeout(PATIENCE)
        if session is not None:
            context.add_cookies([{"name": "session", "value": session, "url": address}])
        visit = Visit(context.new_page())
        visit.open(address)
        yield visit
        context.close()

    def page(self, address: str, size: tuple[int, int] = DESK, language: str = "zh") -> tuple[str, list[str]]:
        """The page after its scripts have run, and what the browser complained of."""
        with self.at(address, size, language) as visit:
            return visit.page.content(), visit.complaints

    def picture(self, address: str, file: Path, size: tuple[int, int] = DESK, language: str = "zh") -> bytes:
        """A picture of the window as PNG."""
        with self.at(address, size, language) as visit:
            return visit.page.screenshot(path=file)

    def pages(self, address: str, file: Path) -> int:
        """How many pages the paper has on which the page is printed; `file` becomes the PDF."""
        with self.at(address) as visit:
            return len(PAGE_OF_PDF.findall(visit.page.pdf(path=file, prefer_css_page_size=True)))


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The application on a port of this machine."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
