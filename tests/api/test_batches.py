"""One act over many cases: each has its own outcome, the whole is known by one key, and nothing happens twice."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

import pytest

from domain.roles import Role
from tests.support.api import DAY, Api, Case, problem, received

pytestmark = pytest.mark.store


@pytest.fixture
def plant(api: Api) -> str:
    api.service.people.add_unit("HS01", "一矿", "HS")
    return "HS01"


def forwarding(cases: Iterable[Case], **changes: Any) -> dict[str, Any]:
    """Letters that are forwarded to the plant, the petitioners told by post."""
    told = {"sent_on": DAY, "method": "POST"}
    return {
        "collection": "petitions",
        "action": "forwarding",
        "reference": "集团信访〔2026〕3号转办单",
        "body": {"to_unit": "HS01", "forwarded_on": DAY, "notice": told},
        "items": [{"id": str(each.id), "version": each.version} for each in cases],
        **changes,
    }


def outcomes(answer: Any) -> list[str]:
    assert answer.status_code == 201, answer.text
    return [each["outcome"] for each in answer.get_json()["items"]]


def test_several_letters_are_forwarded_at_once_each_with_its_own_outcome(api: Api, plant: str) -> None:
    first, second = api.screened(), api.screened()
    unscreened = api.received()
    answer = api.post("/batches", api.head, forwarding([first, unscreened, second]), key="the list of March")
    assert outcomes(answer) == ["DONE", "REFUSED", "DONE"]
    told = answer.get_json()
    assert (told["status"], told["done"], told["refused"]) == ("DONE", 2, 1)
    assert told["items"][1]["code"] == "not_allowed_in_this_status"
    assert told["items"][1]["reason"]
    assert told["batch_no"].startswith("BAT-HS-2026-")
    for case in (first, second):
        assert case.read(api.head)["status"] == "AWAITING_OWNER"
    assert unscreened.read(api.head)["version"] == unscreened.version
    again = api.post("/batches", api.head, forwarding([first, unscreened, second]), key="the list of March")
    assert again.get_json() == told
    assert first.read(api.head)["version"] == api.get(first.path, api.head).get_json()["version"]
    problem(api.post("/batches", api.head, forwarding([first]), key="the list of March"), 409, "idempotency_key_reused")
    other = forwarding([first, unscreened, second], reference="另一份")
    problem(api.post("/batches", api.head, other, key="the list of March"), 409, "idempotency_key_reused")
    changed = forwarding([first, unscreened, second], body={"to_unit": "HS01", "forwarded_on": "2026-03-02"})
    problem(api.post("/batches", api.head, changed, key="the list of March"), 409, "idempotency_key_reused")


def test_a_batch_is_read_by_who_gave_it_and_listed_to_nobody_else(api: Api, plant: str) -> None:
    answer = api.post("/batches", api.head, forwarding([api.screened()]))
    path = answer.headers["Location"]
    assert api.get(path, api.head).get_json() == answer.get_json()
    assert [each["batch_no"] for each in api.items("/batches", api.head)] == [answer.get_json()["batch_no"]]
    assert api.items("/batches", api.clerk) == api.items("/batches", api.auditor) == []
    hidden, unknown = api.get(path, api.clerk), api.get(f"/batches/{uuid4()}", api.clerk)
    assert problem(hidden, 404, "not_found") == problem(unknown, 404, "not_found")
    assert set(hidden.headers.keys()) == set(unknown.headers.keys())
    assert problem(api.get(path, api.auditor), 404, "not_found") == problem(unknown, 404, "not_found")
    told = api.items("/audit-trail?limit=200", api.auditor)
    assert {each["event"] for each in told} >= {"petition.forwarded"}
    assert "batch" not in {each["kind"] for each in told}
    problem(api.get(f"/batches/{uuid4()}", api.head), 404, "not_found")
    problem(api.get(f"/batches/{api.unit}", api.head), 404, "not_found")


def test_a_case_that_does_not_exist_for_the_caller_is_refused_like_one_that_there_is_not(api: Api, plant: str) -> None:
    elsewhere = api.officer(Role.PET_HEAD, unit="HS01")
    hidden, unknown = api.screened(), str(uuid4())
    body = forwarding([hidden], body={"to_unit": "HS", "forwarded_on": DAY})
    body["items"].append({"id": unknown, "version": 3})
    told = api.post("/batches", elsewhere, body).get_json()["items"]
    alike = [{name: each[name] for name in ("outcome", "code", "reason")} for each in told]
    assert alike[0] == alike[1]
    assert told[0]["code"] == "not_found"


def test_whoever_gave_it_reads_no_item_that_is_kept_from_them_since(api: Api, plant: str) -> None:
    first, second, unknown = api.screened(), api.screened(), str(uuid4())
    body = forwarding([first, second])
    body["items"].append({"id": unknown, "version": 3})
    answer = api.post("/batches", api.head, body, key="before")
    assert outcomes(answer) == ["DONE", "DONE", "REFUSED"]
    path, other = answer.headers["Location"], api.officer(Role.PET_HEAD, name="乙")
    told = api.post(f"{first.path}/concern", other, {"concerns": [str(api.head.id)], "known_on": DAY}, 5)
    assert told.status_code == 200, told.text
    for told in (api.get(path, api.head), api.post("/batches", api.head, body, key="before")):
        assert [each["id"] for each in told.get_json()["items"]] == [str(second.id), unknown]
        assert (told.get_json()["done"], told.get_json()["refused"]) == (1, 1)
    hidden = forwarding([first])
    hidden["items"].append({"id": unknown, "version": 3})
    path = api.post("/batches", api.head, hidden, key="after").headers["Location"]
    alike = [{**each, "id": "", "number": 0, "version": 0} for each in api.get(path, api.head).get_json()["items"]]
    assert alike[0] == alike[1]


def test_a_case_that_one_knows_of_and_may_do_nothing_with_is_told_apart_from_one_that_there_is_not(
    api: Api, plant: str
) -> None:
    clerk, head = (api.officer(role, unit=plant) for role in (Role.INTAKE, Role.PET_HEAD))
    case = Case(api, api.post("/petitions", clerk, received(plant)))
    case.then("screening", head, {"screened_on": DAY})
    body = forwarding([case], action="note", body={"note": "x", "noted_on": DAY})
    body["items"].append({"id": str(uuid4()), "version": case.version})
    known, unknown = api.post("/batches", api.head, body).get_json()["items"]
    assert case.read(api.head)["status"] == "ROUTING"
    assert (known["code"], unknown["code"]) == ("forbidden", "not_found")


def test_whoever_may_not_give_the_command_opens_no_batch(api: Api, plant: str) -> None:
    case = api.screened()
    problem(api.post("/batches", api.clerk, forwarding([case])), 403, "forbidden")
    problem(api.post("/batches", api.auditor, forwarding([case])), 403, "forbidden")
    assert api.items("/batches", api.clerk) == []


def test_a_version_that_was_not_seen_stands_against_its_own_item_alone(api: Api, plant: str) -> None:
    first, second = api.screened(), api.screened()
    body = forwarding([first, second])
    body["items"][0]["version"] -= 1
    answer = api.post("/batches", api.head, body)
    assert outcomes(answer) == ["REFUSED", "DONE"]
    assert answer.get_json()["items"][0]["code"] == "stale_version"


def test_what_an_item_says_of_itself_counts_more_than_what_all_say(api: Api, plant: str) -> None:
    api.service.people.add_unit("HS02", "二矿", "HS")
    first, second = api.screened(), api.screened()
    body = forwarding([first, second])
    body["items"][1]["body"] = {"to_unit": "HS02"}
    assert outcomes(api.post("/batches", api.head, body)) == ["DONE", "DONE"]
    units = [each.read(api.head)["unit"] for each in (first, second)]
    assert len(set(units)) == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"collection": "units"}, "collection"),
        ({"action": "flight"}, "action"),
        ({"action": ""}, "action"),
        ({"body": {"to_unit": "HS01"}}, "body"),
        ({"items": []}, "items"),
        ({"items": [{"id": "x", "version": 0}]}, "items"),
        ({"reference": ""}, "reference"),
    ],
    ids=["collection", "action", "no action", "body", "no items", "item", "reference"],
)
def test_what_is_wrong_is_named_and_nothing_is_opened(shared_api: Api, changes: dict[str, Any], field: str) -> None:
    body = forwarding([], items=[{"id": str(uuid4()), "version": 3}]) | changes
    answer = problem(shared_api.post("/batches", shared_api.head, body), 422, "invalid")
    assert list(answer["errors"]) == [field]


def test_an_item_that_is_wrong_by_itself_is_named_by_its_place(shared_api: Api) -> None:
    items = [{"id": str(uuid4()), "version": 3}, {"id": str(uuid4()), "version": 3, "body": {"report_by": "x"}}]
    answer = problem(shared_api.post("/batches", shared_api.head, forwarding([], items=items)), 422, "invalid")
    assert list(answer["errors"]["items"]) == ["1"]


def test_a_case_named_twice_is_refused_as_a_whole(api: Api, plant: str) -> None:
    case = api.screened()
    problem(api.post("/batches", api.head, forwarding([case, case])), 409, "item_twice")
    assert case.read(api.head)["version"] == case.version


def test_cases_are_handed_over_at_once(api: Api) -> None:
    successor = api.officer(Role.HANDLER, name="乙")
    cases = [api.received().accepted([api.handler]) for _ in range(3)]
    body = forwarding(
        cases,
        action="handover",
        body={"concerned": str(api.handler.id), "handed_to": str(successor.id), "handed_on": DAY},
    )
    assert outcomes(api.post("/batches", api.head, body)) == ["DONE"] * 3
    for case in cases:
        assert case.read(successor)["status"] == "HANDLING"
        problem(api.get(case.path, api.handler), 404, "not_found")
