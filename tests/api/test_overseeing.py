"""Supervision of a petition over HTTP: the desk above writes to the unit, reads what is done, and has its answer."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from domain.roles import Role
from tests.support.api import Api, Case, Officer, accepted, problem, received

pytestmark = pytest.mark.store

MARCH_3 = date(2025, 3, 3)
EVADED = {"lapse": "EVASION", "letter": "请于三十日内书面说明", "supervised_on": "2025-03-10"}


def of_the_plant(api: Api, role: Role) -> Officer:
    return api.officer(role, unit="HS01")


@pytest.fixture
def letter(api: Api) -> Case:
    """A letter to a plant of the group, which a handler there has had in hand since it came."""
    api.clock.set_day(MARCH_3 - timedelta(days=1))
    api.service.people.add_unit("HS01", "一厂", "HS")
    clerk, head, handler, _ = (
        of_the_plant(api, role) for role in (Role.INTAKE, Role.PET_HEAD, Role.HANDLER, Role.OWNER_LEAD)
    )
    _ = (api.head, api.clerk)
    api.clock.set_day(MARCH_3)
    case = Case(api, api.post("/petitions", clerk, {**received(), "unit": "HS01", "received_on": "2025-03-03"}))
    told = {"sent_on": "2025-03-03", "method": "POST"}
    case.then("acceptance", head, accepted([handler], accepted_on="2025-03-03", notice=told))
    asked = {"question": "请提供工资条", "asked_on": "2025-03-03"}
    return case.then("question", handler, asked)


def told_to(officer: Officer, case: Case) -> Mapping[str, Any]:
    """By event, what the officer is told of the last one."""
    return {each["event"]: each["facts"] for each in case.timeline(officer)["events"]}


def test_the_desk_above_supervises_and_reads_from_then_on_what_is_done(api: Api, letter: Case) -> None:
    owner = of_the_plant(api, Role.OWNER_LEAD)
    assert "请提供" not in str(told_to(api.head, letter))
    api.clock.set_day(date(2025, 3, 10))
    problem(letter.post("supervision", owner, EVADED), 403, "forbidden")
    letter.then("supervision", api.head, EVADED)
    assert told_to(api.head, letter)["petition.submitter_asked"]["question"] == "请提供工资条"
    assert "请提供" not in str(told_to(api.clerk, letter))
    problem(letter.post("supervision", api.head, EVADED), 409, "supervised_already")
    api.clock.set_day(date(2025, 4, 10))
    api.service.due_steps.catch_up()
    letter.answer = api.get(letter.path, owner)
    answered = {"oversight": 1, "adoption": "PARTLY", "answer": "已约谈承办人", "answered_on": "2025-04-10"}
    letter.then("supervision-answer", owner, answered)
    (row,) = api.items("/registers/RG-P7", api.head)
    days = {name: row[name] for name in ("supervised_on", "answer_due_on", "answered_on")}
    assert days == {"supervised_on": "2025-03-10", "answer_due_on": "2025-04-09", "answered_on": "2025-04-10"}
    assert (row["measure"], row["lapse"], row["adoption"]) == ("SUPERVISION", "EVASION", "PARTLY")
    told = told_to(api.head, letter)
    assert told["petition.supervision_answered"]["answer"] == "已约谈承办人"
    assert told["petition.found_overdue"]["rule"] == "D-P15"


def test_what_is_overdue_is_brought_to_the_desk_above_whoever_edited_the_case_last(api: Api, letter: Case) -> None:
    api.clock.set_day(date(2025, 5, 7))
    api.service.due_steps.catch_up()
    letter.answer = api.get(letter.path, api.head)
    noted = {"note": "正在核对", "noted_on": "2025-05-07"}
    letter.then("note", of_the_plant(api, Role.HANDLER), noted)
    (term,) = (each for each in api.items("/due-dates?overdue=true", api.head) if each["rule"] == "D-P05")
    assert term["overdue_on"] == "2025-05-07"
    letter.then("supervision", api.head, {**EVADED, "lapse": "OVERDUE", "supervised_on": "2025-05-07"})
