"""New tables of views filled by several processes, each from a range of the streams."""

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import replace
from functools import partial

from projections.catalogue import BY_NAME
from projections.projection import Projection
from service.composition import open_service
from service.edge.running import Service
from service.machine.settings import Settings
from service.views.rebuild import Filling
from service.views.streams import Span, spans


def filling(service: Service, processes: int) -> Filling | None:
    """What fills the tables in so many processes; None for this one alone."""
    if processes == 1:
        return None
    settings = replace(service.settings, database_url=service.url)

    def fill(views: Sequence[Projection], upto: int) -> None:
        part = partial(_fill, settings, [view.name for view in views], upto)
        with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
            list(pool.map(part, spans(processes)))

    return fill


def _fill(settings: Settings, names: list[str], upto: int, span: Span) -> None:
    with closing(open_service(settings)) as service:
        service.engine.fill([BY_NAME[name] for name in names], upto, span)
