"""In which role an officer acts over HTTP: the one that allows it, the one that is said, or none."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest

from domain.actors import OfficerActing
from domain.roles import Role
from tests.support.api import Api, Officer, problem, received

pytestmark = pytest.mark.store

BOTH = (Role.INTAKE, Role.PET_HEAD)


def filed(api: Api, by: Officer, **headers: str) -> Any:
    return api.post("/petitions", by, received(), **headers)


def actor(api: Api, answer: Any) -> OfficerActing:
    assert answer.status_code == 201, answer.text
    by = api.service.ledger.history(UUID(answer.get_json()["id"]))[0].by
    assert isinstance(by, OfficerActing)
    return by


def test_the_one_role_that_allows_it_is_taken(shared_api: Api) -> None:
    clerk = shared_api.officer(Role.INTAKE, Role.HANDLER)
    by = actor(shared_api, filed(shared_api, clerk))
    assert (by.officer, by.role, by.unit) == (clerk.id, Role.INTAKE, shared_api.unit)


def test_where_several_allow_it_the_caller_says_which(shared_api: Api) -> None:
    head = shared_api.officer(*BOTH)
    told = problem(filed(shared_api, head, Accept_Language="en"), 422, "role_needed")
    assert "INTAKE, PET_HEAD" in told["detail"]
    for role in BOTH:
        assert actor(shared_api, filed(shared_api, head, Casework_Role=role)).role is role
    with_unit = filed(shared_api, head, Casework_Role=f"PET_HEAD/{shared_api.unit}")
    assert actor(shared_api, with_unit).role is Role.PET_HEAD


def test_a_role_that_is_not_held_or_does_not_allow_it_is_refused(shared_api: Api) -> None:
    several = shared_api.officer(*BOTH, Role.UNION_BASE)
    stranger = UUID(int=7)
    for said in ("HANDLER", "UNION_BASE", f"INTAKE/{stranger}"):
        told = problem(filed(shared_api, several, Casework_Role=said, Accept_Language="en"), 403, "role_refused")
        assert "INTAKE, PET_HEAD" in told["detail"]
    auditor = shared_api.officer(Role.AUDITOR)
    problem(filed(shared_api, auditor, Casework_Role="INTAKE"), 403, "forbidden")


@pytest.mark.parametrize("said", ["CLERK", "INTAKE/", "INTAKE/x", "intake", "/", quote("经办人")])
def test_what_is_no_role_is_malformed(shared_api: Api, said: str) -> None:
    told = problem(filed(shared_api, shared_api.clerk, Casework_Role=said, Accept_Language="en"), 400, "role_malformed")
    assert "ROLE/UNIT" in told["detail"]
