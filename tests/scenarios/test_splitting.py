"""A letter with several demands is split, over HTTP: each goes its own way, and nothing tells of an accusation."""

from typing import Any

import pytest
from flask import Flask

from domain.roles import Role
from service.edge.running import Service
from tests.support.api import DAY, Api, Body, Officer, problem, registered
from tests.support.services import TestClock
from tests.support.walking import Walk

pytestmark = pytest.mark.store
WAGES = {"text": "补发工资", "purpose": "P1", "issue": "I01"}
BRIBES = {"text": "科长收受回扣", "purpose": "P3", "issue": "I17"}
IDEA = {"text": "公开分房办法", "purpose": "P2", "issue": "I12"}
PART = registered(title="工资发放", demands=[WAGES])
TOLD = {"sent_on": DAY, "method": "POST"}


@pytest.fixture
def api(app: Flask, service: Service, clock: TestClock) -> Api:
    made = Api(app, service, clock)
    made.service.people.add_unit("HS01", "公司", "HS")
    return made


def letter(api: Api, *demands: Body, **more: Any) -> Walk:
    body = {"channel": "LETTER", "received_on": DAY, "unit": "HS", "registration": registered(demands=[*demands])}
    return Walk(api, "petitions", api.clerk, {**body, **more})


def split(whole: Walk, by: Officer, leaving: int, registration: Body) -> str:
    """The number of the petition that the demand gets."""
    known = {row["case_no"] for row in whole.api.items("/petitions", by)}
    whole.then("split", by, leaving=[leaving], split_on=DAY, registration=registration)
    (number,) = {row["case_no"] for row in whole.api.items("/petitions", by)} - known
    return str(number)


def found(api: Api, number: str, by: Officer) -> Body:
    (row,) = [row for row in api.items("/petitions", by) if row["case_no"] == number]
    return dict(api.get(f"/petitions/{row['case_id']}", by).get_json())


def given(api: Api, case: Body, noun: str, by: Officer, **body: Any) -> None:
    seen = api.get(f"/petitions/{case['id']}", by).headers["ETag"]
    answer = api.post(f"/petitions/{case['id']}/{noun}", by, body, seen)
    assert answer.status_code == 200, answer.text


def test_the_wages_in_a_letter_that_accuses_are_handled_and_the_accused_learn_of_no_more(api: Api) -> None:
    below = [api.officer(role, unit="HS01") for role in Role]
    whole = letter(api, WAGES, BRIBES, accused=[{"accused_unit": "HS01"}])
    problem(whole.post("acceptance", api.head, {"accepted_on": DAY}), 409, "accusation_is_referred")
    moving = {"leaving": [2], "split_on": DAY, "registration": PART}
    problem(whole.post("split", api.clerk, moving), 409, "accusation_stays")
    number = split(whole, api.clerk, 1, PART)

    left = whole.read(api.head)
    assert [each["rule"] for each in left["clocks"]] == ["D-P10"]
    whole.then("screening", api.head, screened_on=DAY).then("package", api.head, to_unit="HS", sent_on=DAY)

    part = found(api, number, api.head)
    assert (part["status"], [each["rule"] for each in part["clocks"]]) == ("REGISTERED", ["D-P01"])
    given(api, part, "screening", api.head, screened_on=DAY)
    given(api, part, "forwarding", api.head, to_unit="HS01", forwarded_on=DAY, notice=TOLD)
    owner = api.officer(Role.PET_HEAD, unit="HS01")
    given(api, part, "acceptance", owner, accepted_on=DAY, notice=TOLD)
    old = left["case_no"]
    api.service.engine.catch_up()
    for each in below:
        rows = [row["case_no"] for row in api.get("/petitions", each).get_json().get("items", [])]
        assert set(rows) <= {number}
        paths = [f"/petitions/{part['id']}", f"/petitions/{part['id']}/timeline", f"/petitions/{whole.id}"]
        answers = [api.get(path, each) for path in paths]
        assert answers[2].status_code in (403, 404)
        assert not [
            word for word in (old, str(whole.id), "split", BRIBES["text"]) for one in answers[:2] if word in one.text
        ]


def test_a_demand_is_split_off_from_handling_and_keeps_its_days_and_its_handler(api: Api) -> None:
    owner = api.officer(Role.OWNER_LEAD)
    whole = letter(api, WAGES, IDEA)
    whole.then("acceptance", api.head, accepted_on=DAY, handlers=[str(api.handler.id)], notice=TOLD)
    idea = registered(title="分房办法", demands=[IDEA])
    problem(
        whole.post("split", api.clerk, {"leaving": [2], "split_on": DAY, "registration": idea}),
        409,
        "split_by_the_owner",
    )
    number = split(whole, owner, 2, idea)
    part = found(api, number, api.handler)
    assert part["status"] == "HANDLING"
    assert part["clocks"] == whole.read(api.handler)["clocks"]
    told = api.get(f"{whole.path}/timeline", api.handler).get_json()["events"][-1]
    assert told["event"] == "petition.split"
    row = next(row for row in api.items("/petitions", owner) if row["case_id"] == str(whole.id))
    assert (row["purpose"], row["issue"]) == ("P1", "I01")
