"""Funds and work lists: a fund is there as soon as it was answered, and money is told to those who may read it."""

from datetime import date
from uuid import uuid4

import pytest

from domain.roles import Role
from tests.support.api import Api, problem
from tests.support.walking import Walk, application

pytestmark = pytest.mark.store

OPENED = {"unit": "HS", "source": "FD3", "period": "2026", "opened_on": "2026-01-02"}


def test_a_fund_is_read_where_it_was_said_to_be_before_the_list_has_it(api: Api) -> None:
    centre = api.officer(Role.AID_CENTER)
    opened = api.post("/funds", centre, OPENED)
    assert api.get("/funds", centre).get_json()["items"] == []
    read = api.get(opened.headers["Location"], centre)
    assert (read.status_code, read.headers["ETag"]) == (200, '"1"'), read.text
    money = {"amount_fen": 500_000, "allocated_on": "2026-01-05"}
    assert (
        api.post(f"/funds/{opened.get_json()['id']}/allocation", centre, money, read.headers["ETag"]).status_code == 200
    )
    anew = api.get(opened.headers["Location"], centre)
    assert (anew.headers["ETag"], anew.get_json()["free_fen"]) == ('"2"', 500_000)
    assert api.items("/funds", centre) == [anew.get_json()]


def test_there_is_no_fund_at_the_address_of_anything_else(api: Api) -> None:
    centre = api.officer(Role.AID_CENTER)
    request = Walk(api, "hardship-requests", centre, application(api.clock.today))
    for identifier in (request.id, api.unit, uuid4()):
        problem(api.get(f"/funds/{identifier}", centre), 404, "not_found")
    problem(api.get(f"/funds/{uuid4()}", api.clerk), 403, "forbidden")
    problem(api.get(f"/funds/{uuid4()}", centre, Casework_Position="invented"), 400, "token_invalid")


def test_the_queue_tells_what_a_fund_has_free_to_readers_of_funds_alone(api: Api) -> None:
    union, centre = api.officer(Role.UNION_BASE), api.officer(Role.AID_CENTER)
    fund = api.post("/funds", centre, OPENED).get_json()["id"]
    api.post(f"/funds/{fund}/allocation", centre, {"amount_fen": 500_000, "allocated_on": "2026-01-05"}, 1)
    case = Walk(api, "hardship-requests", union, application(date(2026, 3, 2)))
    aid = {"amount_fen": 200_000, "fund": fund, "grounds": "住房失火", "proposed_on": "2026-03-02", "no_relative": True}
    case.then("emergency-aid", union, **aid)
    assert [row["fund_free_fen"] for row in api.items("/relief-queue", union)] == [500_000]
    assert [row["fund_free_fen"] for row in api.items("/relief-queue", api.clerk)] == [None]
