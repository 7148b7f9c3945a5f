"""Living whole lives of cases against a service that is served, and asking it over HTTP as its officers do."""

import http.client
import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from domain.officers import EVERYTHING
from domain.roles import Role
from domain.values import OfficerRef
from service.edge.running import Service

TODAY = date(2026, 3, 3)
"""The day at which the served group stands still, after everything that the scripts tell."""

KEYS = count(1)
SCRIPTS = Path(__file__).parents[1] / "scenarios"
ROLES: Mapping[str, Role] = {
    "CLERK": Role.INTAKE,
    "HEAD": Role.PET_HEAD,
    "HANDLER": Role.HANDLER,
    "SECOND": Role.HANDLER,
    "LEADER": Role.UNIT_LEAD,
    "CHAIR": Role.UNION_CHAIR,
    "TEAM_LEAD": Role.TEAM_LEAD,
    "MEMBER": Role.TEAM_MEMBER,
    "SUPERVISED": Role.SUPERVISED,
    "UNION": Role.UNION_BASE,
    "VISITOR": Role.UNION_BASE,
    "CENTRE": Role.AID_CENTER,
    "APPROVER": Role.AID_APPROVER,
    "PAYER": Role.PAYER,
    "FUND_AUDIT": Role.FUND_AUDIT,
    "AUDITOR": Role.AUDITOR,
    "SYSADMIN": Role.SYSADMIN,
}
"""Who takes part, by the names that the scripts give them; SUPERVISED works in the plant, all others in the group."""


def appointed(service: Service) -> dict[str, OfficerRef]:
    """The group with its plant and everybody who takes part, by name."""
    service.people.add_unit("HS", "集团工会")
    service.people.add_unit("HS01", "第一机械厂", "HS")
    return {
        name: service.people.add_officer(name.title(), "HS01" if name == "SUPERVISED" else "HS", [role])
        for name, role in ROLES.items()
    }


def let_in(service: Service, officers: Mapping[str, OfficerRef]) -> dict[str, str]:
    """A token for each by name, ids by name with `_ID`."""
    tokens = {name: service.people.issue_token(officer, scopes=EVERYTHING).token for name, officer in officers.items()}
    return tokens | {f"{name}_ID": str(officer) for name, officer in officers.items()}


@dataclass(frozen=True)
class Answer:
    """What the service answered."""

    status: int
    headers: Mapping[str, str]
    body: Any

    @property
    def version(self) -> str:
        """The ETag, for the next If-Match."""
        return self.headers["etag"]


@dataclass(frozen=True)
class Group:
    """Where the group's database lies, its officers as the scripts want to be told, and what each script printed."""

    home: Path
    officers: Mapping[str, str]
    lives: Mapping[str, str]


@dataclass(frozen=True)
class Served:
    """A service under its address, and its officers."""

    url: str
    officers: Mapping[str, str]

    def live(self, script: str, **settings: str) -> str:
        """What the script prints; it ends well."""
        told = {**self.officers, "TODAY": str(TODAY), **settings, "URL": self.url}
        done = subprocess.run(
            ["bash", str(SCRIPTS / script)],
            env={**os.environ, **told},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def get(self, path: str, by: str | None, **headers: str) -> Answer:
        """Reads an address below /api/v1 as the officer of that name."""
        return self._ask("GET", path, by, None, headers)

    def post(self, path: str, by: str, body: Any, seen: Answer | None = None) -> Answer:
        """Posts a command with a key of its own, on the version of the answer seen last."""
        headers = {"Idempotency-Key": f"asked-{next(KEYS)}", "Content-Type": "application/json"}
        if seen is not None:
            headers["If-Match"] = seen.version
        return self._ask("POST", path, by, json.dumps(body).encode(), headers)

    def read(self, path: str, by: str, **headers: str) -> Any:
        """The body of an answer that succeeds."""
        answer = self.get(path, by, **headers)
        assert answer.status == 200, answer.body
        return answer.body

    def did(self, path: str, by: str, body: Any, seen: Answer | None = None) -> Answer:
        """The answer to a command that passes."""
        answer = self.post(path, by, body, seen)
        assert answer.status in (200, 201), answer.body
        return answer

    def _ask(self, method: str, path: str, by: str | None, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        place = urlsplit(self.url)
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=20)
        token = {} if by is None else {"Authorization": f"Bearer {self.officers[by]}"}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, f"/api/v1{path}", body, {**token, **named})
            answered = connection.getresponse()
            headers = {name.lower(): value for name, value in answered.getheaders()}
            return Answer(answered.status, headers, json.loads(answered.read()))
        finally:
            connection.close()


def said(transcript: str, name: str) -> str:
    """What a script printed behind that name."""
    return next(line.removeprefix(f"{name} ") for line in transcript.splitlines() if line.startswith(f"{name} "))
