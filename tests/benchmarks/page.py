"""The page of figures: docs/performance.md, written from what was kept."""

from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.figures import Figures
from tests.benchmarks.targets import table


def write_page(figures: Figures, path: Path) -> None:
    """Writes the page anew."""
    path.write_text("\n".join(lines(figures)) + "\n", encoding="utf-8")


def lines(figures: Figures) -> Iterator[str]:
    """The page, line by line."""
    about = figures.about
    yield "# Performance\n"
    yield "```sh\nmake bench              # beside yardsticks in the same run; exit 1 where a target is not reached"
    yield "make bench LARGE=1000000 BESIDE=6940df7\n```\n"
    yield f"{about['machine']}; {about['versions']}.\n"
    yield "| part | command | commit | cases: small, medium, large | seconds |\n|---|---|---|---|---|"
    for part, run in about.get("runs", {}).items():
        sizes = ", ".join(f"{cases:,}" for cases in run["cases"])
        yield f"| {part} | `{run['command']}` | {run['commit']} | {sizes} | {run['seconds']} |"
    yield ""
    yield "![The figures that have a target, beside it](pictures/performance.svg)\n"
    yield "## Targets\n"
    yield "| what | measured | target | stretch | |\n|---|---|---|---|---|"
    for row in table(figures):
        yield f"| {' | '.join(row)} |"
    yield "\n## All figures\n"
    yield "| figure | value |\n|---|---|"
    for name, value in figures.values.items():
        yield f"| {name} | {value:,g} {figures.units[name].replace('×', '')}".rstrip() + " |"
    for name, why in figures.missing.items():
        yield f"| {name} | missing: {why} |"
    yield "\n## Slowest lists and pages\n"
    yield "| as whom, and what | small, p95 | large, p95 |\n|---|---|---|"
    for name, (small, large) in sorted(figures.lists.items(), key=lambda each: -each[1][1])[:20]:
        yield f"| `{name.replace('|', ' ')}` | {small:,.1f} ms | {large:,.1f} ms |"
