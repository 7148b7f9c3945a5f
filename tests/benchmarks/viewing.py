"""How fast views are rebuilt, and how long lists and search take."""

import time

from psycopg.rows import scalar_row

from projections.catalogue import BY_NAME, VIEWS
from service.edge.running import Service
from service.views.queries import Order, Queries, matches
from tests.benchmarks.figures import Figures, median_ms


def measure(service: Service, size: str, figures: Figures) -> None:
    """Rebuilds every view beside the kept one, then asks for lists."""
    events = _events(service)
    began = time.perf_counter()
    results = list(service.rebuilder.rebuild(VIEWS))
    taken = time.perf_counter() - began
    different = [result.view for result in results if not result.is_equal]
    if different:
        raise SystemExit(f"rebuilt differently: {', '.join(different)}")
    figures.put(size, f"rebuild of {len(VIEWS)} views in one pass", events / taken, "events/s")
    for name in ("petitions", "supervision_board", "relief_queue"):
        began = time.perf_counter()
        list(service.rebuilder.rebuild([BY_NAME[name]]))
        figures.put(size, f"rebuild of {name} alone", events / (time.perf_counter() - began), "events/s")
    lists(service, size, figures)


def _events(service: Service) -> int:
    """Events that are there; positions would count those as well that an earlier part of the run took back."""
    with service.reading.get_connection() as connection, connection.cursor(row_factory=scalar_row) as cursor:
        return int(cursor.execute("SELECT count(*) FROM events").fetchone() or 0)


def lists(service: Service, size: str, figures: Figures) -> None:
    """First page, a page further on, a filtered page, and a search."""
    view, queries = BY_NAME["petitions"], Queries(service.reading)
    newest = Order("received_on", descending=True)
    first = queries.page(view, [], newest, 50)
    figures.put(
        size, "list, first page", median_ms(lambda: queries.page(view, [], newest, 50)), "ms", more_is_better=False
    )
    further = median_ms(lambda: queries.page(view, [], newest, 50, first.next_after))
    figures.put(size, "list, next page", further, "ms", more_is_better=False)
    for text in ("职称", "漏水维修 99"):
        condition = matches(text)
        assert condition is not None
        took = median_ms(lambda found=condition: queries.page(view, [found], newest, 50))  # type: ignore[misc]
        figures.put(size, f"search {text}", took, "ms", more_is_better=False)
    due = BY_NAME["due_dates"]
    soonest = median_ms(lambda: queries.page(due, [], Order("due_on"), 50))
    figures.put(size, "due dates, first page", soonest, "ms", more_is_better=False)
