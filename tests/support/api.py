"""Talking to the API as officers do: tokens, keys, versions, and the five calls of the shortest life."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

from flask import Flask
from werkzeug.test import TestResponse

from domain.officers import EVERYTHING
from domain.roles import Role
from domain.values import OfficerRef
from service.edge.running import Service
from tests.support.services import TestClock

DAY = "2026-03-03"
ROOT = "/api/v1"
HANDLING = {"Casework_Purpose": "HANDLING"}
"""What an officer says before what is confidential opens."""
Body = dict[str, Any]


def problem(answer: TestResponse, status: int, code: str) -> dict[str, Any]:
    """What the answer says; it is a problem document with that status and code."""
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json"), answer.text
    document = dict(answer.get_json())
    assert (document["status"], document["code"]) == (status, code), document
    assert document["title"]
    assert document["detail"]
    assert document["type"].endswith(code)
    return document


class Officer:
    """An officer with a token."""

    def __init__(self, identifier: OfficerRef, token: str) -> None:
        self.id = identifier
        self.token = token

    @property
    def header(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


class Api:
    """The application with one unit; officers are appointed as tests ask for them."""

    def __init__(self, app: Flask, service: Service, clock: TestClock) -> None:
        self.app = app
        self.service = service
        self.clock = clock
        self.client = app.test_client()
        self._keys = count(1)
        self.since: date | None = None
        self._officers: dict[tuple[str, frozenset[Role]], Officer] = {}
        self.unit = service.people.add_unit("HS", "集团工会")[0]

    def officer(self, *roles: Role, name: str = "甲", unit: str = "HS") -> Officer:
        """An officer of the unit with the roles; the same for the same unit, roles and name."""
        known = (f"{unit} {name}", frozenset(roles))
        if known not in self._officers:
            with self.at(self.since):
                identifier = self.service.people.add_officer(name, unit, roles)
            self._officers[known] = Officer(
                identifier, self.service.people.issue_token(identifier, scopes=EVERYTHING).token
            )
            self.service.engine.catch_up()
        return self._officers[known]

    @contextmanager
    def at(self, day: date | None) -> Iterator[None]:
        """On that day, and back; without one it stays today. Officers appointed `since` an early day act on it."""
        now = self.clock.moment
        if day is not None:
            self.clock.set_day(day)
        yield
        self.clock.moment = now

    @property
    def clerk(self) -> Officer:
        return self.officer(Role.INTAKE)

    @property
    def head(self) -> Officer:
        return self.officer(Role.PET_HEAD)

    @property
    def handler(self) -> Officer:
        return self.officer(Role.HANDLER)

    @property
    def leader(self) -> Officer:
        return self.officer(Role.UNIT_LEAD)

    @property
    def auditor(self) -> Officer:
        return self.officer(Role.AUDITOR)

    @property
    def operator(self) -> Officer:
        return self.officer(Role.SYSADMIN)

    def get(self, path: str, by: Officer, **headers: str) -> TestResponse:
        """Reads an address below /api/v1, or a whole one."""
        return self.client.get(_address(path), headers=by.header | _named(headers))

    def post(
        self, path: str, by: Officer, body: Any, version: object = None, key: str | None = None, **headers: str
    ) -> TestResponse:
        """Posts a command with a fresh key."""
        given = by.header | {"Idempotency-Key": key or f"key-{next(self._keys)}"} | _named(headers)
        if version is not None:
            given["If-Match"] = f'"{version}"' if isinstance(version, int) else str(version)
        return self.client.post(_address(path), json=body, headers=given)

    def received(self, **registration: Any) -> "Case":
        """A petition, received and registered by the clerk."""
        answer = self.post("/petitions", self.clerk, received(**registration))
        assert answer.status_code == 201, answer.text
        return Case(self, answer)

    def screened(self, **registration: Any) -> "Case":
        """A petition that the head has screened, for others than the desk to know of; sealed where it accuses."""
        case = self.received(**registration)
        if registration.get("purpose") == "P3":
            self.service.people.add_unit("ACCUSED", "被反映单位", "HS")
            case.then("seal", self.clerk, {"accused": [{"accused_unit": "ACCUSED"}], "sealed_on": DAY})
        return case.then("screening", self.head, {"screened_on": DAY})

    def items(self, path: str, by: Officer) -> list[Body]:
        """The rows of one page, after the views have been brought up to date."""
        self.service.engine.catch_up()
        answer = self.get(path, by)
        assert answer.status_code == 200, answer.text
        return list(answer.get_json()["items"])


class Case:
    """A case on its way, always at the version that was answered last."""

    def __init__(self, api: Api, answer: TestResponse) -> None:
        self.api = api
        self.answer = answer
        self.id = UUID(answer.get_json()["id"])

    @property
    def path(self) -> str:
        return f"/petitions/{self.id}"

    @property
    def version(self) -> int:
        return int(self.answer.headers["ETag"].strip('"'))

    def post(self, noun: str, by: Officer, body: Any) -> TestResponse:
        """The next command, with the version seen last."""
        return self.api.post(f"{self.path}/{noun}", by, body, self.version)

    def then(self, noun: str, by: Officer, body: Any) -> "Case":
        """The next command, which passes."""
        answer = self.post(noun, by, body)
        assert answer.status_code == 200, answer.text
        self.answer = answer
        return self

    def read(self, by: Officer, query: str = "") -> Body:
        """The case as the officer sees it."""
        answer = self.api.get(f"{self.path}{query}", by)
        assert answer.status_code == 200, answer.text
        return dict(answer.get_json())

    def timeline(self, by: Officer, query: str = "") -> Body:
        """What happened, as the officer sees it who says what for."""
        answer = self.api.get(f"{self.path}/timeline{query}", by, **HANDLING)
        assert answer.status_code == 200, answer.text
        return dict(answer.get_json())

    def accepted(self, handlers: Iterable[Officer]) -> "Case":
        """Accepted with handlers by the head."""
        return self.then("acceptance", self.api.head, accepted(handlers))


def received(unit: str = "HS", channel: str = "LETTER", **registration: Any) -> Body:
    """The body of a petition that is registered as it comes in."""
    return {"channel": channel, "received_on": DAY, "registration": registered(**registration), "unit": unit}


def registered(purpose: str = "P1", text: str = "补发住房补贴", **changes: Any) -> Body:
    """A person with a name and a telephone asks for one thing."""
    demand = {"text": text, "purpose": purpose, "issue": "I12"}
    return {"title": "住房补贴问题", "demands": [demand], "name": "王建国", "contact": "13900000000", **changes}


def accepted(handlers: Iterable[Officer] = (), **changes: Any) -> Body:
    """The petitioner is told, and handling starts."""
    told = {"sent_on": DAY, "method": "POST"}
    return {"accepted_on": DAY, "handlers": [str(each.id) for each in handlers], "notice": told, **changes}


def proposed(officers: Iterable[Officer], **changes: Any) -> Body:
    """An opinion with all its parts; the petitioner was heard on the same day."""
    return {
        "proposed_on": DAY,
        "results": [{"demand": 1, "outcome": "EXPLAIN", "basis": "集团补贴办法第三条"}],
        "claim": "请求补发",
        "findings": "经查属实",
        "opinion": "予以答复",
        "legal_basis": "信访工作条例第三十二条",
        "remedy": "三十日内可请求复查",
        "heard": {"talked_on": DAY, "officers": [str(each.id) for each in officers], "minutes": "谈话笔录"},
        **changes,
    }


SEEN = {"entry": 1, "seen": "谈话笔录"}
"""A second person has seen the paper of what was stated first."""


def _address(path: str) -> str:
    return path if path.startswith(("/api", "/healthz", "/readyz", "/metrics")) else ROOT + path


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
