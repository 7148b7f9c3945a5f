"""What `make bench` says of its figures: a ratio above 1.2 is marked and counted, and so is a figure without one."""

import pytest

from tests.benchmarks.figures import Figures


@pytest.mark.parametrize(
    ("small", "large", "more_is_better", "is_worse"),
    [
        (120.0, 100.0, True, False),
        (121.0, 100.0, True, True),
        (100.0, 500.0, True, False),
        (100.0, 120.0, False, False),
        (100.0, 121.0, False, True),
        (500.0, 100.0, False, False),
        (100.0, 0.0, True, True),
        (0.0, 0.0, True, True),
    ],
)
def test_a_figure_that_grew_worse_is_marked_and_counted(
    capsys: pytest.CaptureFixture[str], small: float, large: float, more_is_better: bool, is_worse: bool
) -> None:
    figures = Figures()
    for store, value in (("small", small), ("large", large)):
        figures.put(store, "calls", value, "/s", more_is_better=more_is_better)
        figures.put(store, "steady", 10.0, "/s")
    assert figures.print(1_000, 100_000) == is_worse
    [line] = [line for line in capsys.readouterr().out.splitlines() if line.startswith("calls")]
    assert ("above 1.2" in line) == is_worse
