"""A skip is told with its reason everywhere, and fails in CI unless the one list names it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.skipping import ALLOWED, held_against_the_list
from tests.support.sources import ROOT

SKIPPED = "import pytest\n\n\n@pytest.mark.skip(reason='no browser: install one')\ndef test_nothing():\n    pass\n"
CONFTEST = "from tests.conftest import pytest_runtest_makereport as pytest_runtest_makereport\n"


def run(folder: Path, ci: str) -> subprocess.CompletedProcess[str]:
    """A run of one test that is skipped."""
    (folder / "test_skipped.py").write_text(SKIPPED)
    (folder / "conftest.py").write_text(CONFTEST)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-rs",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(folder),
        str(folder),
    ]
    environment = {"PATH": "", "PYTHONPATH": str(ROOT), "CI": ci}
    return subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(("ci", "status"), [("", 0), ("true", 1)])
def test_what_is_missing_is_told_and_fails_in_ci_alone(tmp_path: Path, ci: str, status: int) -> None:
    said = run(tmp_path, ci)
    assert said.returncode == status, said.stdout + said.stderr
    assert "no browser: install one" in said.stdout


def report_of(reason: str) -> pytest.TestReport:
    return pytest.TestReport("x", ("x", 1, "x"), {}, "skipped", ("x", 1, f"Skipped: {reason}"), "call")


def test_what_the_list_names_may_be_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    for reason, outcome in (("no moon tonight", "skipped"), ("no sun", "failed")):
        report = report_of(reason)
        held_against_the_list(report, {"no moon": "CI has none"})
        assert report.outcome == outcome
    assert [why for why in ALLOWED.values() if len(why) < 10] == []
