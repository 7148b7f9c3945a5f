"""The smallest office: each life is led by as few persons as the rules allow, and with one fewer a rule refuses."""

from collections.abc import Mapping
from contextlib import closing
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from domain.organisation.exclusive import never_together
from domain.roles import Role
from service.edge.running import Service
from service.kinds.labels import LABELS
from service.words.sentences import LANGUAGES
from tests.support.api import Api, Officer
from tests.support.applications import application_on
from tests.support.databases import Databases
from tests.support.forms.sending import LIVES, Forms
from tests.support.services import TestClock, service_on

pytestmark = pytest.mark.store
ROOT = Path(__file__).parents[2]

Slot = tuple[Role, str]
"""A part in a life: a role, and which of two persons where the life asks for two of the same role."""
Person = frozenset[Slot]


def one(*roles: Role, second: tuple[Role, ...] = ()) -> Person:
    """A person who plays those parts, and those of the second person of some roles."""
    return frozenset({*((role, "甲") for role in roles), *((role, "乙") for role in second)})


OFFICES: Mapping[str, tuple[Person, ...]] = {
    "petitions": (
        one(Role.INTAKE, Role.HANDLER),
        one(Role.PET_HEAD, Role.OWNER_LEAD, Role.UNIT_LEAD, second=(Role.HANDLER,)),
    ),
    "supervision-cases": (
        one(Role.TEAM_LEAD),
        one(Role.TEAM_MEMBER, Role.UNION_BASE),
        one(Role.UNION_CHAIR),
        one(Role.SUPERVISED),
    ),
    "hardship-requests": (
        one(Role.UNION_BASE, Role.INTAKE),
        one(Role.PAYER, second=(Role.UNION_BASE,)),
        one(Role.AID_CENTER, Role.AID_APPROVER, Role.UNIT_LEAD),
    ),
}


class Playing(Officer):
    """An officer who acts in one of the roles that he or she holds."""

    def __init__(self, officer: Officer, role: Role) -> None:
        super().__init__(officer.id, officer.token)
        self.role = role

    @property
    def header(self) -> dict[str, str]:
        return super().header | {"Casework-Role": self.role}


class Office(Api):
    """An office in which the persons play their parts, and nobody else a part of a case."""

    def __init__(self, service: Service, app: Flask, clock: TestClock, persons: tuple[Person, ...]) -> None:
        super().__init__(app, service, clock)
        self._person_of = {slot: person for person in persons for slot in person}
        self._name_of = {person: f"第{number}人" for number, person in enumerate(persons, 1)}
        self.acted: set[str] = set()

    def officer(self, *roles: Role, name: str = "甲", unit: str = "HS") -> Officer:
        person = self._person_of.get((roles[0], name)) if len(roles) == 1 else None
        if person is None:
            return super().officer(*roles, name=name, unit=unit)
        held = sorted({role for role, _which in person})
        works_in = "HS01" if Role.SUPERVISED in held else "HS"
        return Playing(super().officer(*held, name=self._name_of[person], unit=works_in), roles[0])

    def get(self, path: str, by: Officer, **headers: str) -> TestResponse:
        """What is read; to whom the case does not exist, the life stops there."""
        answer = super().get(path, by, **headers)
        assert answer.status_code == 200, f"{path}: {answer.text}"
        return answer

    def post(self, path: str, by: Officer, *given: Any, **named: Any) -> TestResponse:
        if not path.startswith("/funds"):
            self.acted.add(str(by.id) if isinstance(by, Playing) else f"somebody besides the office, on {path}")
        return super().post(path, by, *given, **named)


def refused(databases: Databases, home: Path, collection: str, persons: tuple[Person, ...]) -> str | None:
    """What stands against a life that these persons lead: roles kept apart, or a refusal; None where it passes."""
    for person in persons:
        for (one_role, _), (other, _) in combinations(sorted(person), 2):
            if never_together(one_role, other):
                return f"roles_exclusive: {one_role}, {other}"
    url, clock = databases.create(), TestClock()
    with closing(service_on(url, home, clock)) as service, application_on(service) as app:
        office = Office(service, app, clock, persons)
        try:
            Forms(office).live(collection, LIVES[collection][0], "文字")
        except AssertionError as stopped:
            return str(stopped)
        finally:
            databases.drop(url)
        assert len(office.acted) <= len(persons), office.acted
    return None


CASES = list(OFFICES.items())


@pytest.mark.parametrize(("collection", "persons"), CASES, ids=list(OFFICES))
def test_so_few_lead_the_life_and_no_two_of_them_could_be_one(
    databases: Databases, tmp_path: Path, collection: str, persons: tuple[Person, ...]
) -> None:
    assert refused(databases, tmp_path, collection, persons) is None
    for pair in combinations(persons, 2):
        fewer = (*(each for each in persons if each not in pair), pair[0] | pair[1])
        assert refused(databases, tmp_path, collection, fewer), sorted(pair[0] | pair[1])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_front_page_shows_the_table(language: str) -> None:
    readme = ROOT / ("README.zh.md" if language == "zh" else "README.md")
    for line in table(language):
        assert line in readme.read_text(encoding="utf-8"), f"write into {readme.name}:\n" + "\n".join(table(language))


def table(language: str) -> list[str]:
    """The lives with their persons, as rows of a table of the front page."""
    joined, apart = ("、", "；") if language == "zh" else (", ", "; ")
    rows = []
    for collection, persons in OFFICES.items():
        told = [joined.join(_told(person, language)) for person in persons]
        rows.append(
            f"| {LABELS.of(language, f'kind.{collection}', collection)} | {len(persons)} | {apart.join(told)} |"
        )
    return rows


def _told(person: Person, language: str) -> list[str]:
    return list(dict.fromkeys(LABELS.code(language, "Role", role) for role, _which in sorted(person)))
