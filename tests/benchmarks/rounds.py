"""Short rounds taken in turn, so that a machine that changes its speed changes it for all that is compared."""

import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median


def in_turn(works: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """What each work gives in every round; in every other round they come in reverse order."""
    given: dict[str, list[float]] = {name: [] for name in works}
    for number in range(rounds):
        for name in list(works)[:: -1 if number % 2 else 1]:
            given[name].append(works[name]())
    return given


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median over the rounds of ours ÷ theirs in the same round; nan where nothing was measured."""
    pairs = [one / other for one, other in zip(ours, theirs, strict=False) if other]
    return median(pairs) if pairs else float("nan")


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share of the values lies, by the nearest rank."""
    ordered = sorted(values)
    return ordered[max(0, -(-int(share * 1_000) * len(ordered) // 1_000) - 1)]


def milliseconds(call: Callable[[], object], times: int) -> list[float]:
    """How long each of so many calls takes."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        call()
        taken.append((time.perf_counter() - began) * 1_000)
    return taken
