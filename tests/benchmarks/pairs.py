"""Whether the time of an answer tells a hidden case from none: pairs of requests, and a permutation test."""

import argparse
import math
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import fmean, median

from service.edge.beat import keep_time
from service.machine.embedded import embedded
from tests.support.databases import Databases
from tests.support.worlds import ACCUSES, Asking, Story, base_on, worlds

READER = "UNIT_LEAD HS01"
"""Who leads the unit whose desk received the accusation, and may not know of it."""
FLIPS = 2_000
TOLD_APART = 0.01
"""Below this chance of being one of many equals, a difference counts as told."""


def chance_of(pairs: Sequence[tuple[float, float]], seed: int = 1) -> float:
    """How likely two alike would differ as much: by flips of sign of the logarithms of the ratios, in seconds each."""
    logs = [math.log(one / other) for one, other in pairs]
    dice, seen = random.Random(seed), abs(fmean(logs))  # noqa: S311 — shuffles, hides nothing
    flipped = (abs(fmean(each if dice.random() < 0.5 else -each for each in logs)) for _ in range(FLIPS))
    return (1 + sum(each >= seen for each in flipped)) / (1 + FLIPS)


def timed(one: Callable[[], object], other: Callable[[], object], count: int) -> list[tuple[float, float]]:
    """So many pairs of durations in seconds, each pair in an order of its own."""
    dice, found = random.Random(2), []  # noqa: S311 — the same
    for _ in range(count):
        if dice.random() < 0.5:
            first = _seconds(one)
            found.append((first, _seconds(other)))
        else:
            second = _seconds(other)
            found.append((_seconds(one), second))
    return found


def _seconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def main(given: Sequence[str] | None = None) -> int:
    """Measures and prints; returns 1 where the time tells a hidden case from none."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.pairs")
    parser.add_argument("--pairs", type=int, default=2_000)
    asked = parser.parse_args(given)
    with tempfile.TemporaryDirectory(prefix="casework-pairs-") as folder:
        Path(folder).chmod(0o755)
        home = Path(folder)
        with (
            embedded(home, fsync=False) as server,
            Databases(server.url).ready() as databases,
            base_on(databases, home) as base,
            worlds(databases, base, Story()) as (without, with_it),
        ):
            for world in (without, with_it):
                keep_time(world.app)
            reader, asking = base.readers[READER], Asking("GET", f"/api/v1/petitions/{ACCUSES}")
            pairs = timed(lambda: with_it.ask(reader, asking), lambda: without.ask(reader, asking), asked.pairs)
    chance = chance_of(pairs)
    hidden, unknown = (1000 * median(side) for side in zip(*pairs, strict=True))
    print(f"{asked.pairs} pairs: hidden {hidden:.3f} ms, unknown {unknown:.3f} ms at the median, p = {chance:.4f}")
    return 1 if chance < TOLD_APART else 0


if __name__ == "__main__":
    sys.exit(main())
