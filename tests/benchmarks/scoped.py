"""Lists of readers who know some units' cases beside those of a reader who knows the whole group's."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from flask import Flask

from domain.officers import EVERYTHING
from domain.roles import Role
from projections.organisation import UNITS
from service.edge.running import Service
from service.views.queries import Queries
from service.wsgi import build
from tests.benchmarks.figures import Figures
from tests.benchmarks.rounds import milliseconds, percentile

LISTS = {
    Role.PET_HEAD: ("petitions", "due-dates", "audit-trail"),
    Role.TEAM_LEAD: ("supervision-cases", "supervision-board", "due-dates"),
    Role.AID_CENTER: ("hardship-requests", "relief-queue", "due-dates"),
}
GROUP = "HS"
DEEP = 10
"""Pages that lie before a deep one, where there are so many."""
TIMES = 20
ATTEMPTS = 3
MOST = 1.5
NOISE = 2.0
"""Milliseconds: below this a difference between two readers says nothing."""


@dataclass(frozen=True, slots=True)
class Scoped:
    """An officer with one role for one unit, who asks over the API."""

    app: Flask
    token: str

    def page(self, path: str) -> dict[str, object]:
        """What the list answers. Ends the program where it does not."""
        answer = self.app.test_client().get(path, headers={"Authorization": f"Bearer {self.token}"})
        if answer.status_code != 200:
            raise SystemExit(f"{path}: {answer.status_code}")
        return dict(answer.get_json())

    def deep(self, path: str) -> str:
        """The address of a page far back in the list, or of its last."""
        at = path
        for _page in range(DEEP):
            cursor = self.page(at)["next_cursor"]
            if not cursor:
                break
            at = f"{path}?cursor={quote(str(cursor))}"
        return at


def measure(service: Service, figures: Figures) -> None:
    """How many times as long a list takes for a reader of some units as for one of the whole group, at worst."""
    worst = max(_compared(service), key=lambda each: each[0])
    figures.put("list of some units ÷ of the whole group, p95", worst[0])
    print(f"    {worst[1]}", flush=True)


def _compared(service: Service) -> Iterator[tuple[float, str]]:
    app = build(service)
    codes = [row["code"] for row in Queries(service.reading).all(UNITS) if row["code"] != GROUP]
    for role, names in LISTS.items():
        whole, *some = (_reader(service, app, role, code) for code in (GROUP, *codes))
        service.engine.catch_up()
        for path in (f"/api/v1/{name}" for name in names):
            for code, reader in zip(codes, some, strict=True):
                yield _ratio((whole, path), (reader, path)), f"{role} of {code} {path}"
                yield _ratio((whole, whole.deep(path)), (reader, reader.deep(path))), f"{role} of {code} {path}, deep"


def _reader(service: Service, app: Flask, role: Role, code: str) -> Scoped:
    officer = service.people.add_officer(f"读者 {role} {code}", code, [role])
    return Scoped(app, service.people.issue_token(officer, scopes=EVERYTHING).token)


def _ratio(whole: tuple[Scoped, str], some: tuple[Scoped, str]) -> float:
    """p95 of the second through that of the first, in turn; anew where it seems to fall short."""
    best = float("inf")
    for _ in range(ATTEMPTS):
        taken: tuple[list[float], list[float]] = ([], [])
        for _half in range(2):
            for times, (reader, path) in zip(taken, (whole, some), strict=True):
                times += milliseconds(lambda asked=reader, at=path: asked.page(at), TIMES // 2)  # type: ignore[misc]
        one, other = (percentile(times, 0.95) for times in taken)
        best = min(best, 1.0 if other - one < NOISE else other / one)
        if best <= MOST:
            break
    return best
