"""What may be skipped in CI: everything else that a run skips there is a failure that says what was missing."""

import os
from collections.abc import Mapping

import pytest

ALLOWED: Mapping[str, str] = {}
"""How the reason of a skip begins, and why CI cannot do what it asks for."""


def held_against_the_list(report: pytest.TestReport, allowed: Mapping[str, str] = ALLOWED) -> None:
    """Turns a skip that the list does not name into a failure, in CI alone."""
    if os.environ.get("CI") != "true" or not report.skipped or hasattr(report, "wasxfail"):
        return
    told = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
    reason = str(told).removeprefix("Skipped: ")
    if not reason.startswith(tuple(allowed)):
        report.outcome = "failed"
        report.longrepr = f"CI skips nothing that tests/support/skipping.py does not name. Missing here: {reason}"
