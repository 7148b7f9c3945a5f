"""Where nobody of a unit is free for a step, the role above takes it, and the case says who does."""

from typing import Any

import pytest

from domain.roles import Role
from tests.support.api import DAY, Api, Case, Officer, accepted, problem, received

pytestmark = pytest.mark.store

SCREENED = {"screened_on": DAY}


def at_the_mine(api: Api, *roles: Role) -> Case:
    """A letter at the desk of a unit below, where somebody holds these roles."""
    api.service.people.add_unit("HS01", "一矿", "HS")
    for role in roles:
        api.officer(role, unit="HS01")
    clerk = api.officer(Role.INTAKE, unit="HS01")
    unit = api.service.people.unit_known("HS01")
    answer = api.post("/petitions", clerk, received(unit=str(unit)))
    assert answer.status_code == 201, answer.text
    return Case(api, answer)


def step(case: Case, reader: Officer, command: str) -> Any:
    return next((each for each in case.read(reader)["next_steps"] if each["command"] == command), None)


def test_a_vacant_desk_is_headed_from_above_and_the_case_says_so(api: Api) -> None:
    case = at_the_mine(api)
    clerk, below = api.officer(Role.INTAKE, unit="HS01"), str(api.service.people.unit_known("HS01"))
    assert step(case, api.head, "Screen")["is_own"]
    told = step(case, clerk, "Screen")
    stands_in = {"role": "PET_HEAD", "unit": str(api.unit), "relation": "TOLD"}
    assert told["by"] == [{**stands_in, "instead_of": below, "is_vacant": False}]
    assert not told["is_own"]
    assert [row["id"] if "id" in row else row["case_id"] for row in api.items("/petitions", api.head)] == [str(case.id)]
    case.then("screening", api.head, SCREENED)


def test_a_desk_with_a_head_is_nobodys_above(api: Api) -> None:
    case = at_the_mine(api, Role.PET_HEAD)
    problem(api.get(case.path, api.head), 404, "not_found")
    problem(case.post("screening", api.head, SCREENED), 404, "not_found")
    head = api.officer(Role.PET_HEAD, unit="HS01")
    case.then("screening", head, SCREENED)
    told = step(case, api.head, "Accept")
    assert [each["role"] for each in told["by"]] == ["PET_HEAD"]
    assert told["by"][0]["unit"] == str(api.service.people.unit_known("HS01"))
    assert not told["is_own"]
    assert [each["action"] for each in api.get(case.path, api.head).get_json()["actions"]] == ["supervision"]


def test_whoever_is_recused_leaves_the_step_to_the_role_above(api: Api) -> None:
    case = at_the_mine(api, Role.PET_HEAD)
    head = api.officer(Role.PET_HEAD, unit="HS01")
    case.then("tie", head, {"tie": "RELATIVE", "declared_on": DAY, "reason": "亲戚"})
    problem(api.get(case.path, head), 404, "not_found")
    case.then("screening", api.head, SCREENED)


def test_whoever_proposed_leaves_the_approval_to_the_role_above_where_nobody_else_is_there(api: Api) -> None:
    assert api.head
    case = at_the_mine(api, Role.PET_HEAD)
    head = api.officer(Role.PET_HEAD, unit="HS01")
    case.then("screening", head, SCREENED)
    clerk = api.officer(Role.INTAKE, unit="HS01")
    refusal = {"reason": "N1", "proposed_on": DAY, "directions": "请向市人社局反映"}
    proposed = case.post("non-acceptance", head, refusal)
    assert proposed.status_code == 200, proposed.text
    case.answer = proposed
    told = step(case, clerk, "ApproveNonAcceptance")
    assert [(each["role"], each["unit"]) for each in told["by"]] == [("PET_HEAD", str(api.unit))]
    assert step(case, api.head, "ApproveNonAcceptance")["is_own"]


def test_what_nobody_of_a_unit_may_do_is_told_with_who_does_it(api: Api) -> None:
    assert api.head
    at_the_mine(api)
    unit = api.service.people.unit_known("HS01")
    told = api.get(f"/units/{unit}", api.clerk).get_json()["vacancies"]
    screening = next(each for each in told if "Screen" in each["commands"])
    assert [(each["role"], each["unit"]) for each in screening["by"]] == [("PET_HEAD", str(api.unit))]
    assert accepted()


def test_a_dissolved_units_matters_are_its_successors_in_lists_and_filters(api: Api) -> None:
    case = at_the_mine(api, Role.PET_HEAD)
    head = api.officer(Role.PET_HEAD, unit="HS01")
    case.then("screening", head, SCREENED)
    api.service.people.add_unit("HS02", "二矿", "HS")
    successor = api.officer(Role.PET_HEAD, unit="HS02")
    assert api.items("/petitions", successor) == []
    old, new = (api.service.people.unit_known(code) for code in ("HS01", "HS02"))
    dissolved = {"dissolved_on": DAY, "successor": str(new)}
    assert api.post(f"/units/{old}/dissolution", api.operator, dissolved, 1).status_code == 200
    for query in ("/petitions", "/petitions?unit=HS02", f"/petitions?unit={new}", "/registers/RG-P1"):
        assert len(api.items(query, successor)) == 1, query
    assert api.items("/petitions?unit=HS02", api.head)
    case.then("acceptance", successor, accepted([api.handler]))
