"""`make bench`: measures beside yardsticks and keeps the figures; exit status 1 where a target is not reached."""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from service.machine.embedded import embedded
from tests.benchmarks import appends, burst, calls, files, lag, lists, rebuilding
from tests.benchmarks.about import about
from tests.benchmarks.figures import Figures, loaded
from tests.benchmarks.page import write_page
from tests.benchmarks.picture import draw
from tests.benchmarks.stores import Stores
from tests.benchmarks.targets import print_table, short_of

KEPT = Path("docs/performance.json")
PICTURE = Path("docs/pictures/performance.svg")
PAGE = Path("docs/performance.md")


def main(given: Sequence[str] | None = None) -> int:
    """Runs the parts that are asked for; returns the exit status."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--small", type=int, default=10_000, metavar="CASES")
    parser.add_argument("--medium", type=int, default=45_000, metavar="CASES")
    parser.add_argument("--large", type=int, default=100_000, metavar="CASES")
    parser.add_argument("--only", metavar="PART,…", help="some parts alone; their figures join those kept before")
    parser.add_argument("--home", type=Path, help="a folder that keeps the filled stores for another part of the run")
    parser.add_argument("--json", type=Path, default=KEPT, help="where the figures are kept")
    asked = parser.parse_args(given)
    figures = loaded(asked.json) if asked.only else Figures()
    figures.about = figures.about | about(asked.small, asked.medium, asked.large)
    with _home(asked.home) as home, embedded(home) as server:
        _run(asked, Stores(server.url, home), home, figures)
    figures.save(asked.json)
    if asked.json == KEPT:
        draw(figures, PICTURE)
        write_page(figures, PAGE)
    print_table(figures)
    return 1 if short_of(figures) else 0


def _run(asked: argparse.Namespace, stores: Stores, home: Path, figures: Figures) -> None:
    parts = _parts(asked, stores, home, figures)
    wanted = asked.only.split(",") if asked.only else list(parts)
    if unknown := set(wanted) - set(parts):
        raise SystemExit(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(parts)}")
    for name in wanted:
        print(f"== {name}", flush=True)
        began = time.perf_counter()
        parts[name]()
        figures.about.setdefault("seconds", {})[name] = round(time.perf_counter() - began)
        figures.save(asked.json)


def _parts(asked: argparse.Namespace, stores: Stores, home: Path, figures: Figures) -> dict[str, Callable[[], None]]:
    sizes = (asked.small, asked.large)
    return {
        "appends": lambda: appends.measure(stores, home, figures),
        "rebuild": lambda: rebuilding.measure(stores, asked.small, asked.medium, asked.large, figures),
        "lists": lambda: lists.measure(stores, sizes, figures),
        "calls": lambda: calls.measure(stores, sizes, home, figures),
        "lag": lambda: lag.measure(stores, asked.small, figures),
        "burst": lambda: burst.measure(stores, asked.small, figures),
        "files": lambda: files.measure(stores, asked.large, home, figures),
    }


@contextmanager
def _home(kept: Path | None) -> Iterator[Path]:
    """The folder of the server: the one that was named, or one that goes with the run."""
    if kept is not None:
        kept.mkdir(mode=0o755, parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory(prefix="casework-bench-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


if __name__ == "__main__":
    sys.exit(main())
