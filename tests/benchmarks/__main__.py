"""`make bench`: measures beside yardsticks and keeps the figures; exit status 1 where a target is not reached."""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from service.machine.embedded import embedded
from tests.benchmarks import appends, beside, burst, calls, files, lag, lists, rebuilding
from tests.benchmarks.about import about, run_of
from tests.benchmarks.figures import Figures, loaded
from tests.benchmarks.rendering import KEPT, render
from tests.benchmarks.stores import Stores
from tests.benchmarks.targets import print_table, short_of


def main(given: Sequence[str] | None = None) -> int:
    """Runs the parts that are asked for; returns the exit status."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--small", type=int, default=10_000, metavar="CASES")
    parser.add_argument("--medium", type=int, default=45_000, metavar="CASES")
    parser.add_argument("--large", type=int, default=100_000, metavar="CASES")
    parser.add_argument("--only", metavar="PART,…", help="some parts alone; their figures join those kept before")
    parser.add_argument("--home", type=Path, help="a folder that keeps the filled stores for another part of the run")
    parser.add_argument("--json", type=Path, default=KEPT, help="where the figures are kept")
    parser.add_argument("--beside", metavar="COMMIT", help="a commit whose cost of a call is measured as well")
    parser.add_argument("--render", action="store_true", help="write the pages anew from what was kept, no more")
    asked = parser.parse_args(given)
    if asked.render:
        render(loaded(asked.json))
        return 0
    figures = loaded(asked.json) if asked.only else Figures()
    figures.about = figures.about | about()
    run = partial(run_of, asked.small, asked.medium, asked.large)
    with _home(asked.home) as home, embedded(home) as server:
        _run(asked, Stores(server.url, home), home, figures, run)
    figures.save(asked.json)
    if asked.json == KEPT:
        render(figures)
    print_table(figures)
    return 1 if short_of(figures) else 0


def _run(
    asked: argparse.Namespace, stores: Stores, home: Path, figures: Figures, run: Callable[[int], dict[str, Any]]
) -> None:
    parts = _parts(asked, stores, home, figures)
    wanted = asked.only.split(",") if asked.only else list(parts)
    if unknown := set(wanted) - set(parts):
        raise SystemExit(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(parts)}")
    for name in wanted:
        print(f"== {name}", flush=True)
        began = time.perf_counter()
        parts[name]()
        figures.ran(name, run(round(time.perf_counter() - began)))
        figures.save(asked.json)


def _parts(asked: argparse.Namespace, stores: Stores, home: Path, figures: Figures) -> dict[str, Callable[[], None]]:
    sizes = (asked.small, asked.large)
    parts = {
        "appends": lambda: appends.measure(stores, home, figures),
        "files": lambda: files.measure(stores, asked.large, home, figures),
        "rebuild": lambda: rebuilding.measure(stores, asked.small, asked.medium, asked.large, figures),
        "lists": lambda: lists.measure(stores, sizes, figures),
        "calls": lambda: calls.measure(stores, sizes, home, figures),
        "lag": lambda: lag.measure(stores, asked.small, figures),
        "burst": lambda: burst.measure(stores, asked.small, figures),
    }
    if asked.beside:
        parts["beside"] = lambda: beside.measure(stores, asked.beside, asked.small, figures)
    return parts


@contextmanager
def _home(kept: Path | None) -> Iterator[Path]:
    """The folder of the server: the one that was named, or one that goes with the run."""
    if kept is not None:
        kept.mkdir(mode=0o755, parents=True, exist_ok=True)
        yield kept.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="casework-bench-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


if __name__ == "__main__":
    sys.exit(main())
