"""Whoever ends a role is told what it leaves; cases are handed over at once, each by itself, under one key."""

from typing import Any
from uuid import uuid4

import pytest

from domain.roles import Role
from tests.support.api import DAY, Api, Case, Officer, problem

pytestmark = pytest.mark.store


def handled(api: Api) -> Case:
    return api.received().accepted([api.handler])


def ended(api: Api, officer: Officer, role: Role) -> Any:
    version = api.get(f"/officers/{officer.id}", api.operator).get_json()["version"]
    return api.post(f"/officers/{officer.id}/role-end", api.operator, {"role": role, "ended_on": DAY}, version)


def handing(cases: list[Case], concerned: Officer, successor: Officer) -> dict[str, Any]:
    chosen = [{"collection": "petitions", "id": str(each.id), "version": each.version} for each in cases]
    return {"concerned": str(concerned.id), "handed_to": str(successor.id), "handed_on": DAY, "cases": chosen}


def test_the_end_of_a_role_names_what_it_leaves_and_who_else_holds_it(api: Api) -> None:
    second = api.officer(Role.HANDLER, name="乙")
    handled(api)
    api.received().accepted([api.handler, second])
    api.service.engine.catch_up()
    answer = ended(api, api.handler, Role.HANDLER)
    assert answer.status_code == 200, answer.text
    leaves = answer.get_json()["leaves"]
    assert (leaves["role"], leaves["unit"], leaves["held_by"]) == ("HANDLER", str(api.unit), [str(second.id)])
    assert leaves["cases"] == [{"collection": "petitions", "number": 2, "alone": 1}]


def test_the_end_of_the_last_head_names_the_steps_that_nobody_takes_any_more(api: Api) -> None:
    leaves = ended(api, api.head, Role.PET_HEAD).get_json()["leaves"]
    assert (leaves["cases"], leaves["held_by"]) == ([], [])
    left = {command for each in leaves["vacancies"] for command in each["commands"]}
    assert "Screen" in left
    assert all(who["is_vacant"] for each in leaves["vacancies"] for who in each["by"])


def test_other_commands_leave_nothing(api: Api) -> None:
    assert "leaves" not in handled(api).answer.get_json()


def test_cases_are_handed_over_at_once_and_each_has_its_own_outcome(api: Api) -> None:
    successor = api.officer(Role.HANDLER, name="乙")
    first, second, other = handled(api), handled(api), api.received()
    body = handing([first, second, other], api.handler, successor)
    answer = api.post("/handovers", api.head, body, key="all at once")
    assert answer.status_code == 200, answer.text
    told = answer.get_json()["items"]
    assert [each["status"] for each in told] == [200, 200, 409]
    assert (told[0]["version"], told[2]["code"]) == (first.version + 1, "nobody_to_hand_from")
    for case in (first, second):
        assert case.read(successor)["status"] == "HANDLING"
        problem(api.get(case.path, api.handler), 404, "not_found")
    again = api.post("/handovers", api.head, body, key="all at once")
    assert again.get_json() == answer.get_json()
    late = handled(api)
    more = handing([first, second, late], api.handler, successor)
    assert [
        each["status"] for each in api.post("/handovers", api.head, more, key="all at once").get_json()["items"]
    ] == [
        200,
        200,
        200,
    ]


def test_a_case_that_the_caller_may_not_hand_over_is_one_that_there_is_not(api: Api) -> None:
    api.service.people.add_unit("HS01", "一矿", "HS")
    elsewhere = api.officer(Role.PET_HEAD, unit="HS01")
    case, successor = handled(api), api.officer(Role.HANDLER, name="乙")
    body = handing([case], api.handler, successor)
    hidden = api.post("/handovers", elsewhere, body).get_json()["items"]
    body["cases"][0]["id"] = str(uuid4())
    unknown = api.post("/handovers", elsewhere, body).get_json()["items"]
    assert (hidden[0]["status"], hidden[0]["code"]) == (404, "not_found")
    assert {**hidden[0], "id": ""} == {**unknown[0], "id": ""}
    problem(api.post("/handovers", api.clerk, body), 403, "forbidden")
    problem(api.post("/handovers", api.head, {**body, "cases": []}), 422, "invalid")
