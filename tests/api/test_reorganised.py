"""A unit is dissolved with open matters: over HTTP they are its successor's, in every list and by every filter."""

import pytest

from domain.roles import Role
from tests.support.api import DAY, Api, Case, received
from tests.support.walking import Walk, application

pytestmark = pytest.mark.store

LISTS = ("/petitions", "/petitions?unit=HS02", "/due-dates", "/registers/RG-P1")


def test_the_open_matters_of_a_dissolved_unit_are_its_successors(api: Api) -> None:
    left, _ = api.service.people.add_unit("HS01", "第一机械厂", "HS")
    api.service.people.add_unit("HS02", "第二机械厂", "HS")
    clerk, heir = api.officer(Role.INTAKE, unit="HS01"), api.officer(Role.PET_HEAD, unit="HS02")
    union, heirs_union = api.officer(Role.UNION_BASE, unit="HS01"), api.officer(Role.UNION_BASE, unit="HS02")
    case = Case(api, api.post("/petitions", clerk, {**received(), "unit": "HS01"}))
    request = Walk(api, "hardship-requests", union, application(case.api.clock.today, "HS01"))
    assert [len(api.items(path, heir)) for path in LISTS] == [0, 0, 0, 0]
    assert api.get(case.path, heir).status_code == 404
    body = {"dissolved_on": DAY, "successor": "HS02"}
    assert api.post(f"/units/{left}/dissolution", api.operator, body, 1).status_code == 200
    assert [len(api.items(path, heir)) for path in LISTS] == [1, 1, 1, 1]
    assert api.get(case.path, heir).status_code == 200
    case.then("screening", heir, {"screened_on": DAY})
    assert len(api.items("/hardship-requests", heirs_union)) == 1
    assert api.get(request.path, heirs_union).status_code == 200
