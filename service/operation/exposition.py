"""The figures of the service in the text format of Prometheus: what was counted, and how log and views stand now."""

import os
from collections.abc import Iterable, Iterator, Mapping

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from service.machine.measures import MEASURES
from service.operation.serving.counting import FOLDER
from service.views.metrics import Figures


def exposition(known: Figures) -> str:
    """Everything that is counted and measured; by all processes of the web server, where they share a folder."""
    registry = CollectorRegistry()
    registry.register(Standing(known))
    if FOLDER in os.environ:
        MultiProcessCollector(registry)
    else:
        registry.register(MEASURES)
    return generate_latest(registry).decode()


class Standing(Collector):
    """How log, views and followers stand at this moment, as the database knows it."""

    def __init__(self, known: Figures) -> None:
        self._known = known

    def collect(self) -> Iterable[Metric]:
        """The gauges, those of followers only where there are any."""
        known, lag = self._known, self._known.lag
        yield _gauge("casework_log_position", "Position of the last event in the log.", known.position)
        yield _gauge("casework_tail_age_seconds", "Age of the oldest event not shown.", lag.seconds)
        yield _gauge("casework_tail_waiting", "Whether a transaction holds it back.", bool(lag.gap))
        yield _by("view", "casework_view_lag_events", "Events that a view does not show yet.", known.behind)
        yield _by("view", "casework_view_building", "Views that nobody can read yet.", known.building)
        yield _by("view", "casework_view_set_aside", "Views whose function failed.", known.aside)
        parked = known.parked_steps
        yield _gauge("casework_steps_parked", "Cases in which the service could not take a step that is due.", parked)
        yield from self._of_followers()

    def _of_followers(self) -> Iterator[Metric]:
        followers = self._known.followers
        yield _gauge("casework_followers_parked", "How many followers stopped at a fault.", len(self._known.parked))
        if followers:
            behind = {each.name: each.behind for each in followers}
            parked = {each.name: bool(each.parked) for each in followers}
            yield _by("follower", "casework_follower_lag_events", "Events that a follower has not seen yet.", behind)
            yield _by("follower", "casework_follower_parked", "Followers that stopped at a fault.", parked)


def _gauge(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(name, says, value=float(value))


def _by(label: str, name: str, says: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(name, says, labels=[label])
    for labelled, value in values.items():
        family.add_metric([labelled], float(value))
    return family
