"""Calls and lives over HTTP with the worker running, in turn with a bare handler that does one INSERT."""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import psycopg

from tests.benchmarks.clients import Work, rate
from tests.benchmarks.figures import Figures
from tests.benchmarks.lives import CALLS, life
from tests.benchmarks.processes import parent_of
from tests.benchmarks.rounds import in_turn, ratio
from tests.benchmarks.servers import Running, bare, inserts, served
from tests.benchmarks.stores import Store, Stores

ROUNDS, SECONDS = 8, 2.0
Costs = dict[str, float]


def measure(stores: Stores, sizes: tuple[int, int], folder: Path, figures: Figures) -> None:
    """Bare handler, the service on the small store, and on the large one, eight rounds of two seconds each."""
    small, large = (stores.of(cases) for cases in sizes)
    postmaster = postmaster_of(stores.url)
    with (
        bare(small, folder) as yardstick,
        served(small, postmaster) as on_small,
        served(large, postmaster) as on_large,
    ):
        costs: list[Costs] = []
        with small.opened() as one, large.opened() as other:
            works = {
                "bare": _loaded(yardstick, inserts(CALLS)),
                "small": _loaded(on_small, life(one)),
                "large": costed(on_large, life(other), costs),
            }
        for warm in works.values():
            warm()
        costs.clear()
        rates = in_turn(works, ROUNDS)
        _tell(figures, rates, costs)
        _memory(figures, large, on_large)


def _tell(figures: Figures, rates: dict[str, list[float]], costs: list[Costs]) -> None:
    for name, what in (("bare", "bare handler, one INSERT"), ("small", "calls, small"), ("large", "calls, large")):
        figures.put(what, median(rates[name]), "/s")
    figures.put("lives, large", median(rates["large"]) / CALLS, "/s")
    figures.put("calls ÷ bare handler, small", ratio(rates["small"], rates["bare"]))
    figures.put("calls ÷ bare handler", ratio(rates["large"], rates["bare"]))
    figures.put("lives, large ÷ small", ratio(rates["large"], rates["small"]))
    for name in costs[0]:
        figures.put(f"processor time per call, {name}", 1e3 * median([each[name] for each in costs]), "ms")
    figures.put("processor time per call", 1e3 * median([sum(each.values()) for each in costs]), "ms")


def _memory(figures: Figures, store: Store, running: Running) -> None:
    caught_up(store)
    held = running.megabytes()
    for name in ("web", "worker"):
        figures.put(f"memory, {name}", held[name], "MB")


def _loaded(running: Running, work: Work) -> Callable[[], float]:
    return lambda: rate(running.port, work, SECONDS)[0]


def costed(running: Running, work: Work, costs: list[Costs]) -> Callable[[], float]:
    """A round that also notes the processor time per call of each process; the worker's until it has caught up."""

    def work_on() -> float:
        before = running.seconds()
        per_second, calls = rate(running.port, work, SECONDS)
        time.sleep(0.5)
        costs.append({name: (spent - before[name]) / calls for name, spent in running.seconds().items()})
        return per_second

    return work_on


def postmaster_of(url: str) -> int:
    """The process that all of PostgreSQL's processes come from."""
    with psycopg.connect(url) as connection:
        return parent_of(connection.info.backend_pid)


def caught_up(store: Store, patience: float = 60.0) -> None:
    """Waits until the worker has followed the log to its end; ends the program after a minute."""
    ends = time.monotonic() + patience
    query = (
        "SELECT coalesce(max(notification_id), 0) <= (SELECT min(position) FROM views.positions WHERE slot = 'live') "
        "FROM events"
    )
    with psycopg.connect(store.url, autocommit=True) as connection:
        while connection.execute(query).fetchone() != (True,):
            if time.monotonic() > ends:
                raise SystemExit("the worker did not catch up")
            time.sleep(0.1)
