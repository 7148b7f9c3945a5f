"""What a refusal says over HTTP: who and what it speaks of by name, and the day from which the command will pass."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from domain.organisation.unit import DissolveUnit
from domain.petition.ending import Withdraw
from domain.petition.handling import RecordTalk
from domain.roles import Role
from service.edge.problem_codes import problem_codes, refusals_of
from service.store.steps import Step
from tests.support.api import DAY, SEEN, Api, Body, accepted, problem, proposed, received
from tests.support.group import OPERATOR

pytestmark = pytest.mark.store


def refused(api: Api, body: Body, code: str) -> str:
    return str(problem(api.post("/petitions", api.clerk, body, Accept_Language="en"), 409, code)["detail"])


def test_a_dissolved_unit_is_called_by_its_code_however_it_was_named(api: Api) -> None:
    unit, _code = api.service.people.add_unit("HS09", "第九厂", "HS")
    api.service.ledger.execute([Step(unit, DissolveUnit(date(2026, 3, 3), api.unit))], OPERATOR)
    for given in ("HS09", " hs09", str(unit)):
        said = refused(api, received(unit=given), "unit_not_active")
        assert said.startswith("The unit HS09 is unknown or no longer active."), said


def test_an_unknown_unit_is_called_as_the_request_called_it(shared_api: Api) -> None:
    for given in ("HS77", "某单位", str(uuid4())):
        said = refused(shared_api, received(unit=given), "unit_not_active")
        assert said.startswith(f"The unit {given} is unknown or no longer active."), said


def test_a_unit_for_which_the_role_is_not_held_is_not_allowed_even_before_the_views_know_of_it(api: Api) -> None:
    clerk = api.clerk
    api.service.people.add_unit("HS01", "第一机械厂", "HS")
    problem(api.post("/petitions", clerk, received(unit="HS01")), 403, "forbidden")
    dissolved, _code = api.service.people.add_unit("HS09", "第九厂", "HS")
    api.service.ledger.execute([Step(dissolved, DissolveUnit(date(2026, 3, 3), api.unit))], OPERATOR)
    problem(api.post("/petitions", api.officer(Role.PAYER), received(unit="HS09")), 403, "forbidden")


def lead(**changes: Any) -> Body:
    told = {"title": "物资采购监督", "text": "未见比价记录", "source": "PLAN", "alleges_person_violation": False}
    return {**told, "recorded_on": DAY, "unit": "HS", "subjects": ["S22"], "supervised_unit": "HS", **changes}


def test_an_officer_is_called_by_name_and_one_whom_nobody_knows_by_the_id_that_was_sent(api: Api) -> None:
    api.service.people.add_unit("HS01", "第一机械厂", "HS")
    team, stranger = api.officer(Role.TEAM_LEAD), uuid4()
    answer = api.post("/supervision-cases", team, lead(confirmed_by=str(stranger)))
    assert str(stranger) in problem(answer, 409, "officer_unknown")["detail"]
    payer = api.officer(Role.PAYER, name="丙")
    answer = api.post("/supervision-cases", team, lead(confirmed_by=str(payer.id)), Accept_Language="en")
    said = problem(answer, 409, "officer_without_role")["detail"]
    assert said.startswith("The officer 丙 holds none of the roles that this takes")
    assert "team leader" in said


def test_a_refusal_that_time_alone_lifts_names_the_day(api: Api) -> None:
    second = api.officer(Role.HANDLER, name="乙")
    case = api.received().accepted([api.handler])
    case.then("decision", api.handler, proposed([api.handler, second]))
    case.then("confirmation", api.head, SEEN)
    case.then("decision-approval", api.head, {"issued_on": DAY})
    case.then("delivery", api.clerk, {"delivered_on": DAY, "method": "IN_PERSON"})
    told = problem(case.post("closing", api.head, {"closed_on": DAY}), 409, "review_window_open")
    assert told["passes_on"] == case.read(api.head)["not_yet"][0]["passes_on"] == "2026-04-03"
    api.clock.set_day(date.fromisoformat(told["passes_on"]))
    case.then("closing", api.head, {"closed_on": told["passes_on"]})


def test_a_refusal_that_no_day_lifts_names_none(api: Api) -> None:
    case = api.received().accepted([api.handler])
    assert "passes_on" not in problem(
        case.post("acceptance", api.head, accepted([api.handler])), 409, "not_allowed_in_this_status"
    )


def test_a_command_that_names_officers_lists_what_is_refused_because_of_them() -> None:
    codes = {rejected.code for rejected in refusals_of(RecordTalk)}
    assert {"officer_unknown", "officer_of_another_unit", "officer_without_role"} <= codes
    assert "officer_unknown" not in {rejected.code for rejected in refusals_of(Withdraw)}
    assert problem_codes()["officer_unknown"]["status"] == 409


@pytest.mark.parametrize(("language", "here", "there"), [("en", "Being routed", "Replied"), ("zh", "分流中", "已答复")])
def test_a_refusal_names_statuses_as_people_call_them(api: Api, language: str, here: str, there: str) -> None:
    case = api.screened()
    answer = api.post(f"{case.path}/closing", api.head, {"closed_on": DAY}, case.version, Accept_Language=language)
    said = problem(answer, 409, "not_allowed_in_this_status")["detail"]
    assert here in said
    assert there in said
    assert not {"ROUTING", "REPLIED"} & set(said.replace(".", " ").split())
