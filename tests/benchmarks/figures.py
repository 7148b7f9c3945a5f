"""Figures as they are printed: measured at a small and a large store, with the ratio that must stay near one."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field

MOST = 1.2


@dataclass(slots=True)
class Figure:
    """One thing measured at two sizes; `more_is_better` tells which way it may not fall."""

    name: str
    unit: str
    more_is_better: bool
    small: float = 0.0
    large: float = 0.0

    @property
    def ratio(self) -> float:
        """How much worse the large store is: 1.0 is the same, 2.0 twice as slow."""
        if not self.small or not self.large:
            return float("nan")
        return self.small / self.large if self.more_is_better else self.large / self.small

    @property
    def is_worse(self) -> bool:
        """Also where nothing was measured: what cannot be compared is not as good as before."""
        return not self.ratio <= MOST

    def line(self) -> str:
        mark = "  << above 1.2" if self.is_worse else ""
        return f"{self.name:<44}{self.small:>12,.1f}{self.large:>12,.1f} {self.unit:<10}{self.ratio:>6.2f}{mark}"


@dataclass(slots=True)
class Figures:
    """All figures of a run, in the order of their measuring."""

    by_name: dict[str, Figure] = field(default_factory=dict)

    def put(self, size: str, name: str, value: float, unit: str, *, more_is_better: bool = True) -> None:
        figure = self.by_name.setdefault(name, Figure(name, unit, more_is_better))
        if size == "small":
            figure.small = value
        else:
            figure.large = value

    def print(self, small: int, large: int) -> int:
        """Prints every figure at both sizes of the store; the number of those that grew worse with it."""
        print(f"\n{'':<44}{small:>12,}{large:>12,} {'':<10}{'ratio':>6}")
        for figure in self.by_name.values():
            print(figure.line())
        return sum(figure.is_worse for figure in self.by_name.values())


def median_ms(call: Callable[[], object], times: int = 30) -> float:
    """The median duration of a call in milliseconds, after one call that warms up."""
    call()
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        call()
        taken.append((time.perf_counter() - began) * 1_000)
    return statistics.median(taken)
