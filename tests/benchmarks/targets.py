"""What the figures should reach: the table of targets, as data, and how a run compares with it."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from tests.benchmarks.figures import Figures


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure should reach, and what would be better still; `is_most` where less is better."""

    figure: str
    target: float
    stretch: float | None = None
    is_most: bool = False

    def meets(self, value: float, wanted: float) -> bool:
        """Whether the value is as good as wanted; one that was not measured is not."""
        return value <= wanted if self.is_most else value >= wanted

    def mark(self, value: float) -> str:
        """What the table says of the value."""
        if math.isnan(value):
            return "<< not measured"
        if not self.meets(value, self.target):
            return "<< falls short"
        return "stretch" if self.stretch is not None and self.meets(value, self.stretch) else "reached"

    def wanted(self) -> str:
        """The target as it is read."""
        return f"{'≤' if self.is_most else '≥'} {self.target:g}"


def at_least(figure: str, target: float, stretch: float | None = None) -> Target:
    """More is better."""
    return Target(figure, target, stretch)


def at_most(figure: str, target: float, stretch: float | None = None) -> Target:
    """Less is better."""
    return Target(figure, target, stretch, is_most=True)


TARGETS: tuple[Target, ...] = (
    at_least("calls ÷ bare handler", 0.30, 0.35),
    at_most("processor time per call ÷ commit 6940df7", 0.65, 0.55),
    at_least("appends, 16 writers, ÷ plain INSERT", 0.85, 0.95),
    at_least("appends, 16 writers, ÷ library's recorder", 5.0),
    at_least("appends, 16 writers, ÷ Emmett", 1.0),
    at_least("appends, 16 writers, ÷ Message DB", 1.0),
    at_least("appends, 16 writers, ÷ UmaDB", 1.0),
    at_least("rebuild of all views ÷ library's runner", 10.0),
    at_least("rebuild in two processes ÷ library's runner", 10.0, 20.0),
    at_least("rebuild rate, large ÷ medium", 0.9, 1.0),
    at_most("slowest list of the API, large, p95", 30.0),
    at_most("slowest page, large, p95", 60.0),
    at_most("worst list or page, large ÷ small, p95", 1.5, 1.1),
    at_most("list of some units ÷ of the whole group, p95", 1.5),
    at_least("lives, large ÷ small", 0.95, 1.0),
    at_most("lag under load, p50", 50.0),
    at_most("lag under load, p99", 250.0),
    at_most("lag of a lonely command, p99", 100.0),
    at_least("import", 5_000.0, 8_000.0),
    at_most("memory, import", 200.0),
    at_most("memory, export", 200.0),
    at_least("burst, goodput ÷ sustainable", 0.8),
    at_most("burst, recovery", 2.0),
    at_most("burst, errors but 503", 0.0),
    at_most("memory, web", 120.0),
    at_most("memory, worker", 120.0),
)


def table(figures: Figures) -> Iterator[tuple[str, str, str, str, str]]:
    """A row for each target: what, value, target, stretch, mark."""
    for each in TARGETS:
        value = figures.value(each.figure)
        unit = figures.units.get(each.figure, "").replace("×", "")
        told = "–" if math.isnan(value) else f"{value:,.4g} {unit}".strip()
        stretch = "" if each.stretch is None else f"{each.stretch:g}"
        yield each.figure, told, each.wanted(), stretch, each.mark(value)


def short_of(figures: Figures) -> int:
    """How many targets are not reached."""
    return sum(not each.meets(figures.value(each.figure), each.target) for each in TARGETS)


def print_table(figures: Figures) -> None:
    """Prints the table of targets."""
    print(f"\n{'':<48}{'measured':>14}{'target':>10}{'stretch':>9}")
    for what, value, target, stretch, mark in table(figures):
        print(f"{what:<48}{value:>14}{target:>10}{stretch:>9}  {mark}")
