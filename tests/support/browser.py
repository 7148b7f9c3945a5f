"""Headless Chromium through its command line: the page as it stands after scripts, and a picture of it."""

import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from flask import Flask
from werkzeug.serving import make_server

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "chrome")
HOW = "headless Chromium is needed: .ci/debian-packages chromium fonts-noto-cjk installs it"
SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--enable-logging=stderr",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
PAGE_OF_PDF = re.compile(rb"/Type\s*/Page\b")
PHONE, DESK = (390, 844), (1200, 900)


class Browser:
    """Opens pages; every call is a browser of its own with an empty profile."""

    def __init__(self, program: str) -> None:
        self._program = program

    @classmethod
    def found(cls) -> "Browser":
        """The browser of this machine; the test is skipped where there is none, and fails in CI."""
        program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
        if program is not None:
            return cls(program)
        if os.environ.get("CI") == "true":
            pytest.fail(HOW)
        pytest.skip(HOW)

    def page(self, address: str, size: tuple[int, int] = DESK, language: str = "zh") -> tuple[str, str]:
        """The page after its scripts have run, and what the browser complained of."""
        return self._run(address, size, language, "--dump-dom")

    def picture(self, address: str, file: Path, size: tuple[int, int] = DESK, language: str = "zh") -> bytes:
        """A picture of the page as PNG."""
        self._run(address, size, language, f"--screenshot={file}")
        return file.read_bytes()

    def pages(self, address: str, file: Path) -> int:
        """How many pages the paper has on which the page is printed; `file` becomes the PDF."""
        self._run(address, DESK, "zh", f"--print-to-pdf={file}", "--no-pdf-header-footer")
        return len(PAGE_OF_PDF.findall(file.read_bytes()))

    def _run(self, address: str, size: tuple[int, int], language: str, *what: str) -> tuple[str, str]:
        with TemporaryDirectory() as profile:
            shape = (f"--window-size={size[0]},{size[1]}", f"--accept-lang={language}", f"--user-data-dir={profile}")
            command = [self._program, *SWITCHES, *shape, *what, address]
            done = subprocess.run(command, capture_output=True, text=True, timeout=90, check=True)
        complaints = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
        return done.stdout, "\n".join(complaints)


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
