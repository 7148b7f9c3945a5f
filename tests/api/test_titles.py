"""A title or brief that names a person is questioned, and the question tells nobody what is sealed."""

from typing import Any
from uuid import UUID

import psycopg
import pytest

from domain.petition.aggregate import PETITION
from domain.petition.reception import Receive, Screen
from domain.petition.routing import Accept, Forward
from domain.roles import Held, Role
from domain.supervision.leading import RecordLead
from service.edge.problem_codes import problem_codes, refusals_of
from service.store.steps import Caller
from tests.api.test_refusals import lead
from tests.support.api import DAY, Api, Officer, problem, received

pytestmark = pytest.mark.store

CODE = "title_names_a_person"


def registering(api: Api, **registration: Any) -> Any:
    return api.post("/petitions", api.clerk, received(**registration), Accept_Language="en")


def test_a_title_that_names_the_petitioner_or_an_officer_is_questioned_until_it_is_meant(api: Api) -> None:
    api.officer(Role.HANDLER, name="李四")
    for title in ("张三反映李四打人", "张 三反映食堂", "反映李四打人"):
        said = problem(registering(api, title=title, name="张三"), 409, CODE)["detail"]
        assert said.startswith("“title” contains a person's name")
        assert "张三" not in said
        assert "李四" not in said
        assert registering(api, title=title, name="张三", title_is_meant=True).status_code == 201
    assert registering(api, title="反映食堂涨价", name="张三").status_code == 201


def test_who_is_appointed_later_is_known_to_the_next_title_and_a_name_that_was_erased_to_none(api: Api) -> None:
    def status() -> int:
        return int(registering(api, title="反映赵六打人", name="张三").status_code)

    assert status() == 201
    officer = api.officer(Role.HANDLER, name="赵六")
    assert status() == 409
    with psycopg.connect(api.service.url, autocommit=True) as owner:
        destroyed = "UPDATE data_keys SET wrapped = NULL, destroyed_at = now() WHERE stream = %s"
        owner.execute(destroyed, (officer.id,))
    assert status() == 201


def test_a_lead_is_questioned_alike(api: Api) -> None:
    team, second = api.officer(Role.TEAM_LEAD), api.officer(Role.UNION_CHAIR, name="李四")
    body = lead(title="李四采购监督", confirmed_by=str(second.id))
    problem(api.post("/supervision-cases", team, body), 409, CODE)
    assert api.post("/supervision-cases", team, {**body, "title_is_meant": True}).status_code == 201


def screening(api: Api, case: Any, by: Officer, **more: Any) -> Any:
    return case.post("screening", by, {"screened_on": DAY, "brief": "欧阳建国反映食堂", **more})


def test_a_brief_that_names_whoever_filed_is_questioned_for_those_who_may_know_the_name(api: Api) -> None:
    case = api.received(title="反映食堂", name="欧阳建国")
    said = problem(screening(api, case, api.head), 409, CODE)["detail"]
    assert "欧阳" not in said
    assert screening(api, case, api.head, title_is_meant=True).status_code == 200


def test_names_are_told_to_nobody_who_may_not_read_them(api: Api) -> None:
    case = api.screened(title="反映食堂", name="欧阳建国", group_size=9, representatives=["诸葛明", "司马光"])
    history, here = api.service.ledger.history(UUID(case.path.rpartition("/")[2])), api.unit
    known = {
        role: api.service.cases.names_in(PETITION, history, Caller(api.officer(role).id, frozenset({Held(role, here)})))
        for role in (Role.PET_HEAD, Role.INTAKE, Role.HANDLER, Role.AUDITOR, Role.UNIT_LEAD)
    }
    assert known[Role.PET_HEAD] == known[Role.INTAKE] == ["欧阳建国", "诸葛明", "司马光"]
    assert known[Role.HANDLER] == known[Role.AUDITOR] == known[Role.UNIT_LEAD] == []


def test_a_repeat_is_answered_as_before_though_an_officer_of_that_name_came_meanwhile(api: Api) -> None:
    body = received(title="反映李四打人", name="张三")
    first = api.post("/petitions", api.clerk, body, key="once")
    api.officer(Role.HANDLER, name="李四")
    again = api.post("/petitions", api.clerk, body, key="once")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.get_json() == first.get_json()
    problem(api.post("/petitions", api.clerk, body, key="another"), 409, CODE)


def test_the_document_tells_of_the_question_and_of_the_answer(shared_api: Api) -> None:
    for command in (Receive, Screen, Accept, RecordLead):
        assert CODE in {refused.code for refused in refusals_of(command)}
    assert CODE not in {refused.code for refused in refusals_of(Forward)}
    assert problem_codes()[CODE]["status"] == 409
    schemas = shared_api.client.get("/api/openapi.json").get_json()["components"]["schemas"]
    asking = {name for name, schema in schemas.items() if "title_is_meant" in schema.get("properties", {})}
    petitions = {"PetitionRegistration", "PetitionScreen", "PetitionAccept", "PetitionSuggestLead"}
    assert asking == {*petitions, "SupervisionRecordLead"}
