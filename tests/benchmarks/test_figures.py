"""What `make bench` says of its figures: ratios by round, percentiles, targets and their marks, parts of a run."""

import math
from pathlib import Path

import pytest

from tests.benchmarks.figures import Figures, loaded
from tests.benchmarks.lag import lags
from tests.benchmarks.lists import grown
from tests.benchmarks.picture import share
from tests.benchmarks.rounds import in_turn, percentile, ratio
from tests.benchmarks.targets import TARGETS, at_least, at_most, short_of, table


def test_a_ratio_is_the_median_of_the_rounds() -> None:
    assert ratio([2.0, 30.0, 4.0], [1.0, 10.0, 1.0]) == 3.0
    assert math.isnan(ratio([], []))


def test_rounds_are_taken_in_turn_and_back() -> None:
    order: list[str] = []
    works = {name: lambda name=name: order.append(name) or 1.0 for name in ("ours", "theirs")}  # type: ignore[misc]
    assert in_turn(works, 2) == {"ours": [1.0, 1.0], "theirs": [1.0, 1.0]}
    assert order == ["ours", "theirs", "theirs", "ours"]


@pytest.mark.parametrize(("share_of", "value"), [(0.5, 50.0), (0.95, 95.0), (0.99, 99.0), (1.0, 100.0)])
def test_a_percentile_is_a_value_that_was_measured(share_of: float, value: float) -> None:
    assert percentile([float(number) for number in range(1, 101)], share_of) == value


def test_a_lag_runs_from_the_end_of_the_log_to_the_look_at_which_all_views_have_it() -> None:
    assert list(lags([(0.0, 5, 5), (1.0, 7, 5), (1.5, 9, 6), (2.0, 9, 9)])) == [1_000.0, 500.0]


def test_a_difference_within_the_noise_is_none() -> None:
    assert grown(1.0, 2.5) == 1.0
    assert grown(10.0, 20.0) == 2.0


@pytest.mark.parametrize(
    ("value", "mark"),
    [(0.2, "<< falls short"), (0.3, "reached"), (0.35, "stretch"), (math.nan, "<< not measured")],
)
def test_a_figure_is_marked_by_its_target(value: float, mark: str) -> None:
    assert at_least("calls", 0.3, 0.35).mark(value) == mark
    assert at_most("cost", 1 / 0.3, 1 / 0.35).mark(1 / value) == mark


def test_what_was_not_measured_falls_short_and_reaches_nothing_in_the_picture() -> None:
    assert short_of(Figures()) == len(TARGETS)
    assert share(TARGETS[0], math.nan) == 0.0


def test_reached_targets_are_not_counted() -> None:
    figures = Figures(values={each.figure: each.target for each in TARGETS})
    assert short_of(figures) == 0
    assert {row[-1] for row in table(figures)} <= {"reached", "stretch"}


def test_a_part_joins_what_was_kept(tmp_path: Path) -> None:
    figures = Figures()
    figures.put("calls", 123.456, "/s")
    figures.took("GET /lists", 1.234, 2.345)
    figures.lacks("appends", "no registry")
    figures.save(tmp_path / "kept.json")
    kept = loaded(tmp_path / "kept.json")
    kept.put("appends", 1.0)
    assert (kept.values, kept.missing) == ({"calls": 123.5, "appends": 1.0}, {})
    assert kept.lists == {"GET /lists": (1.23, 2.35)} or kept.lists == {"GET /lists": (1.23, 2.34)}
