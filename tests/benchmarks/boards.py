"""How long the work lists take over HTTP, the application called in this process."""

from werkzeug.test import Client

from domain.roles import Role
from service.edge.running import Service
from service.wsgi import build
from tests.benchmarks.figures import Figures, median_ms
from tests.benchmarks.serving import officer

LISTS = ("relief-queue", "supervision-board", "due-dates", "audit-trail")


def measure(service: Service, size: str, figures: Figures) -> None:
    """The first page of each list, as an officer sees it who may read it."""
    _, token = officer(service, Role.AID_CENTER, Role.TEAM_LEAD, Role.AUDITOR)
    service.engine.catch_up()
    client = Client(build(service))
    for name in LISTS:

        def page(path: str = f"/api/v1/{name}?limit=50") -> None:
            answer = client.get(path, headers={"Authorization": f"Bearer {token}"})
            if answer.status_code != 200:
                raise SystemExit(f"{path}: {answer.status_code} {answer.text}")

        figures.put(size, f"GET /{name}", median_ms(page), "ms", more_is_better=False)
