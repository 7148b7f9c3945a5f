"""The shortest lawful life of a petition: six calls by officers who hold one role each."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from domain.officers import EVERYTHING
from domain.roles import Role
from service.edge.running import Service
from tests.benchmarks.clients import Work, post

CALLS = 6
ROLES = (Role.INTAKE, Role.PET_HEAD, Role.HANDLER, Role.UNIT_LEAD)
CONFIRMATION = "/confirmation"
Person = tuple[str, str]
"""An officer's id and token."""


def unit_with_officers(service: Service) -> tuple[str, Mapping[Role, Person]]:
    """A new unit, and an officer of it for each role that a life takes."""
    code = f"B-{uuid4().hex[:8].upper()}"
    service.people.add_unit(code, "基准单位")
    people = {}
    for role in ROLES:
        officer = service.people.add_officer(f"基准 {role}", code, [role])
        people[role] = (str(officer), service.people.issue_token(officer, scopes=EVERYTHING).token)
    service.engine.catch_up()
    return code, people


def life(service: Service) -> Work:
    """The calls of one life, today, in a unit of its own."""
    unit, people = unit_with_officers(service)
    return life_of(unit, people, service.ledger.today().isoformat())


def life_of(unit: str, people: Mapping[Role, Person], day: str, *, is_confirmed: bool = True) -> Work:
    """The calls of one life on a day, in a unit, by its people; earlier a talk was no other officer's to confirm."""
    bodies = [each for each in _bodies(unit, people, day) if is_confirmed or each[1] != CONFIRMATION]

    def work(connection: Any) -> int:
        address, tag = "/api/v1/petitions", ""
        for role, noun, body in bodies:
            headers = {"Authorization": f"Bearer {people[role][1]}", "Idempotency-Key": uuid4().hex}
            answer = post(connection, address + noun, body, headers | ({"If-Match": tag} if tag else {}))
            address = answer.headers["Location"] if not tag else address
            tag = answer.headers["ETag"]
        return len(bodies)

    return work


def _bodies(unit: str, people: Mapping[Role, Person], day: str) -> tuple[tuple[Role, str, dict[str, Any]], ...]:
    handler, head = people[Role.HANDLER][0], people[Role.PET_HEAD][0]
    demand = {"text": "请求补发。", "purpose": "P1", "issue": "I01"}
    registration = {"title": "工资", "demands": [demand], "name": "张三", "contact": "13800000000"}
    texts = {"claim": "诉求", "findings": "事实", "opinion": "意见", "legal_basis": "依据", "remedy": "复查"}
    results = [{"demand": 1, "outcome": "EXPLAIN", "basis": "规定"}]
    heard = {"talked_on": day, "officers": [handler, head], "minutes": "已听取。"}
    return (
        (Role.INTAKE, "", {"channel": "VISIT", "received_on": day, "unit": unit, "registration": registration}),
        (
            Role.PET_HEAD,
            "/acceptance",
            {"accepted_on": day, "handlers": [handler], "notice": {"sent_on": day, "method": "ON_THE_SPOT"}},
        ),
        (Role.HANDLER, "/decision", {"proposed_on": day, "results": results, "heard": heard, **texts}),
        (Role.PET_HEAD, CONFIRMATION, {"entry": 1, "seen": "本人在场"}),
        (Role.PET_HEAD, "/decision-approval", {"issued_on": day}),
        (Role.PET_HEAD, "/delivery", {"delivered_on": day, "method": "IN_PERSON", "content_on": day}),
    )
