"""Sending forms as officers do, each until it passes, with the text that a test chooses in it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from domain.roles import Role
from tests.support.api import Api, Body, Officer
from tests.support.forms.hardships import HARDSHIPS
from tests.support.forms.petitions import PETITIONS
from tests.support.forms.steps import CODES, PEOPLE, PLAIN, SOME_DAY, TEXT, TEXTS, Step, an_instance_of_named, told
from tests.support.forms.supervisions import SUPERVISIONS
from tests.support.instances import REFS
from tests.support.papers import PAPERS

MONDAY = date(2025, 9, 8)
"""The day on which each life begins."""

LIVES: Mapping[str, Sequence[Sequence[Step]]] = {
    "petitions": PETITIONS,
    "supervision-cases": SUPERVISIONS,
    "hardship-requests": HARDSHIPS,
}


class Forms:
    """Sends forms, one life after another."""

    def __init__(self, api: Api) -> None:
        self._api = api
        api.service.people.add_unit("HS01", "第一机械厂", "HS")
        api.clock.set_day(MONDAY)
        for role, called in [*PEOPLE.values(), *((role, "甲") for role in Role)]:
            api.officer(role, name=called)
        self._fund = self._open_fund()

    def live(self, collection: str, life: Sequence[Step], text: str) -> set[tuple[str, str]]:
        """One life, every form of which passes; the collection and noun of each."""
        day, case = MONDAY, ""
        for noun, role, later, says in life:
            day += timedelta(days=later)
            self._api.clock.set_day(day)
            path = f"/{collection}" if not noun else f"/{collection}/{case}/{noun}"
            body = self._said(collection, noun, says, text, day)
            answer = self._api.post(path, self._by(role), body, self._seen(collection, case, role, body))
            assert answer.status_code in (200, 201), f"{path} {body}: {answer.text}"
            case = case or answer.get_json()["id"]
        return {(collection, step[0]) for step in life}

    def _seen(self, collection: str, case: str, role: Role, body: Body) -> str | None:
        """The version of the case, or of its paper, for whoever acts; none of a case that is still to be opened."""
        if not case:
            return None
        paper = PAPERS.get(role) if collection == "hardship-requests" else None
        path = f"/{paper}/{case}/{body.get('aid', 1)}" if paper else f"/{collection}/{case}"
        return self._api.get(path, self._by(role)).headers["ETag"]

    def _by(self, role: Role) -> Officer:
        return self._api.officer(role, unit="HS01" if role is Role.SUPERVISED else "HS")

    def _said(self, collection: str, noun: str, says: Body, text: str, day: date) -> Body:
        plain = told(an_instance_of_named(collection, noun))
        return {name: self._put(name, value, text, day) for name, value in {**plain, **says}.items()}

    def _put(self, name: str, value: Any, text: str, day: date) -> Any:
        if isinstance(value, dict):
            return {key: self._put(key, each, text, day) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [self._put(name, each, text, day) for each in value]
        if value in PEOPLE:
            role, called = PEOPLE[value]
            return str(self._api.officer(role, name=called).id)
        if value in map(str, REFS):
            return "HS" if "unit" in name else str(self._api.officer(Role.HANDLER).id)
        if name in CODES:
            return value
        if name in PLAIN:
            return PLAIN[name]
        return {"@fund": self._fund, TEXT: text, SOME_DAY: str(day), **dict.fromkeys(TEXTS, text)}.get(value, value)

    def _open_fund(self) -> str:
        centre = self._api.officer(Role.AID_CENTER)
        body = {"unit": "HS", "source": "FD3", "period": "2025", "opened_on": "2025-01-02"}
        opened = self._api.post("/funds", centre, body)
        assert opened.status_code == 201, opened.text
        fund = str(opened.get_json()["id"])
        money = {"amount_fen": 10_000_000, "allocated_on": "2025-01-06"}
        assert self._api.post(f"/funds/{fund}/allocation", centre, money, 1).status_code == 200
        return fund
