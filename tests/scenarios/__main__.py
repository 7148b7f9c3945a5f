"""`make scenarios`: runs the tests that carry acceptance scenarios out, and prints the table of all of them."""

import sys

import pytest

from tests.scenarios.table import MARK, marked, rows, scenarios


class Failures:
    """The tests that did not pass."""

    def __init__(self) -> None:
        self.nodes: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remembers a test that failed, in whichever of its phases, or was skipped."""
        if not report.passed:
            self.nodes.append(report.nodeid)


def main() -> int:
    """0 where every test that is marked passes."""
    tests, failures = marked(), Failures()
    files = sorted({each.file for own in tests.values() for each in own})
    status = int(pytest.main(["-q", "-m", MARK, "--no-header", *files], plugins=[failures]))
    table = list(rows(scenarios(), tests, failures.nodes))
    print("\n| # | kind | scenario | stands |\n|---|---|---|---|", *table, sep="\n")
    passing = sum(line.endswith("| passes |") for line in table)
    in_part = sum("| passes as far as" in line for line in table)
    print(f"\n{passing} of {len(table)} pass, {in_part} in part, {len(table) - passing - in_part} wait or fail.")
    return status


if __name__ == "__main__":
    sys.exit(main())
