"""Every acceptance scenario is carried out by a test, or says what it waits for."""

import pytest

from tests.scenarios.table import Marked, Scenario, marked, marked_in, rows, scenarios

NUMBERS = range(1, 53)


def test_every_scenario_has_a_test_or_says_what_it_waits_for() -> None:
    known, tests = scenarios(), marked()
    assert list(known) == list(NUMBERS)
    assert set(tests) <= set(NUMBERS)
    for number, scenario in known.items():
        own = tests.get(number, [])
        is_whole = any(not test.half for test in own)
        assert is_whole != bool(scenario.waits_for), f"{number}: a whole test, or what it waits for, and not both"


def test_a_mark_is_read_with_its_half() -> None:
    source = "@pytest.mark.store\n@pytest.mark.scenario(7)\n@pytest.mark.scenario(8, half='x')\ndef test_a(): ...\n"
    assert list(marked_in(source, "t.py")) == [Marked(7, "t.py", "test_a", ""), Marked(8, "t.py", "test_a", "x")]


@pytest.mark.parametrize(
    ("tests", "waits_for", "failed", "stands"),
    [
        ([Marked(1, "t.py", "test_a", "")], "", [], "passes"),
        ([Marked(1, "t.py", "test_a", "")], "", ["t.py::test_a[x]"], "FAILS: t.py::test_a"),
        (
            [Marked(1, "t.py", "test_a", "the first")],
            "the second",
            [],
            "passes as far as: the first; waits for the second",
        ),
        ([], "all", ["t.py::test_a"], "waits for all"),
    ],
    ids=["passes", "fails", "half", "waits"],
)
def test_a_line_says_how_a_scenario_stands(tests: list[Marked], waits_for: str, failed: list[str], stands: str) -> None:
    known = {1: Scenario(1, "PET", "a letter", waits_for)}
    assert list(rows(known, {1: tests}, failed)) == [f"| 1 | PET | a letter | {stands} |"]
