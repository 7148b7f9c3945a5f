"""The test of pairs tells what differs, and does not tell what does not."""

import random

from tests.benchmarks.pairs import TOLD_APART, chance_of


def test_a_small_difference_is_told_and_noise_is_not() -> None:
    dice = random.Random(3)  # noqa: S311 — noise
    noise = [(dice.uniform(0.9, 1.1), dice.uniform(0.9, 1.1)) for _ in range(500)]
    assert chance_of(noise) > TOLD_APART
    assert chance_of([(one * 1.03, other) for one, other in noise]) < TOLD_APART
