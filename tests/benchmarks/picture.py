"""The picture of the figures: each target with how far it is reached, as SVG."""

import math
from collections.abc import Iterator
from html import escape
from pathlib import Path

from tests.benchmarks.figures import Figures
from tests.benchmarks.targets import TARGETS, Target

ROW, LEFT, WIDTH, RIGHT = 24, 340, 300, 150
"""Pixels: a row's height, where bars begin, how long a bar is that reaches its target twice over, and what follows."""


def draw(figures: Figures, path: Path) -> None:
    """Writes the picture anew."""
    path.write_text("\n".join(_lines(figures)) + "\n", encoding="utf-8")


LABEL = "Each figure that has a target: how far it is reached, with the target in the middle"
STYLE = (
    "<style>text { fill: #1f2328 } .aim { stroke: #1f2328 } "
    "@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .aim { stroke: #e6edf3 } }</style>"
)


def share(target: Target, value: float) -> float:
    """How far the target is reached: 1 is reached, 2 twice as good, which is as far as a bar goes; 0 is unknown."""
    if math.isnan(value):
        return 0.0
    if target.is_most:
        return 2.0 if value <= target.target / 2 else target.target / value
    return min(2.0, value / target.target)


def _lines(figures: Figures) -> Iterator[str]:
    height = ROW * (len(TARGETS) + 1)
    width = LEFT + WIDTH + RIGHT
    box = f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12"'
    yield f'<svg xmlns="http://www.w3.org/2000/svg" {box} role="img" aria-label="{LABEL}">'
    yield STYLE
    for number, target in enumerate(TARGETS):
        yield from _bar(target, figures.value(target.figure), ROW * number + ROW // 2)
    middle = LEFT + WIDTH // 2
    yield f'<line x1="{middle}" y1="4" x2="{middle}" y2="{height - ROW}" class="aim" stroke-dasharray="4 3"/>'
    yield f'<text x="{middle}" y="{height - 6}" text-anchor="middle">target</text>'
    yield "</svg>"


def _bar(target: Target, value: float, top: int) -> Iterator[str]:
    long = round(share(target, value) * WIDTH / 2)
    colour = "#2a7f4f" if target.meets(value, target.target) else "#b5452c"
    told = "not measured" if math.isnan(value) else f"{value:,.4g} ({target.wanted()})"
    yield f'<text x="{LEFT - 8}" y="{top + 12}" text-anchor="end">{escape(target.figure)}</text>'
    yield f'<rect x="{LEFT}" y="{top}" width="{long}" height="{ROW - 8}" fill="{colour}"/>'
    yield f'<text x="{LEFT + WIDTH + 8}" y="{top + 12}">{escape(told)}</text>'
