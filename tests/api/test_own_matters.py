"""A matter of an officer's own over HTTP: recorded by somebody else, and not there for whom it concerns."""

import pytest

from domain.roles import Role
from tests.support.api import DAY, Api, Case, problem, received

pytestmark = pytest.mark.store

UNKNOWN = "/petitions/00000000-0000-4000-8000-000000000000"
LISTS = ("/petitions", "/due-dates", "/registers/RG-P1")


def test_a_letter_of_a_clerks_own_is_recorded_by_another_and_is_not_there_for_the_one_who_wrote_it(api: Api) -> None:
    writer, other = api.clerk, api.officer(Role.INTAKE, name="乙")
    body = {**received(), "concerns": [str(writer.id)]}
    problem(api.post("/petitions", writer, body), 409, "own_matter")
    case = Case(api, api.post("/petitions", other, body))
    api.service.engine.catch_up()
    assert [len(api.items(path, other)) for path in LISTS] == [1, 1, 1]
    assert [api.get(path, writer).get_json()["items"] for path in LISTS] == [[], [], []]
    hidden, unknown = api.get(case.path, writer), api.get(UNKNOWN, writer)
    assert (hidden.status_code, hidden.get_json()["detail"]) == (404, unknown.get_json()["detail"])
    problem(api.post(f"{case.path}/note", writer, {"note": "x", "noted_on": DAY}, case.version), 404, "not_found")
    told = case.timeline(other)["events"]
    assert [each["event"] for each in told][:2] == ["petition.received", "petition.officers_concerned"]
    assert str(writer.id) not in str(told)
    assert writer.id.hex not in str(case.read(other))


def test_who_turns_out_to_be_concerned_is_kept_out_with_the_next_read_and_named_for_nothing(api: Api) -> None:
    case = api.received().accepted([api.handler])
    api.service.engine.catch_up()
    assert len(api.items("/petitions", api.handler)) == 1
    case.then("concern", api.clerk, {"concerns": [str(api.handler.id)], "known_on": DAY})
    assert api.get("/petitions", api.handler).get_json()["items"] == []
    problem(api.get(case.path, api.handler), 404, "not_found")
    body = {"concerned": str(api.head.id), "handed_to": str(api.handler.id), "reason": "回避", "handed_on": DAY}
    assert case.post("handover", api.head, body).status_code in (404, 409, 422)


def test_who_filed_in_confidence_is_told_by_no_next_step_and_no_refusal(api: Api) -> None:
    """The same letter, with nobody and with two officers whom it concerns, as others read it."""
    api.service.people.add_unit("HS01", "一厂", "HS")
    clerk, head = (api.officer(role, name="乙", unit="HS01") for role in (Role.INTAKE, Role.PET_HEAD))
    letter = received("HS01", confidentiality_requested=True)
    told = []
    for concerned in ((), (head, api.handler)):
        own = {"concerns": [str(each.id) for each in concerned]}
        case = Case(api, api.post("/petitions", clerk, {**letter, **own}))
        told.append([each["by"] for each in case.read(clerk)["next_steps"]])
    assert told[0] == told[1] != [[]]
    asked = {"concerned": str(api.handler.id), "tie": "NAMED", "asked_by": "PETITIONER", "reason": "x", "asked_on": DAY}
    assert case.post("recusal-request", clerk, asked).status_code == 200
    problem(api.get(case.path, head), 404, "not_found")
    problem(api.post(f"{case.path}/note", head, {"note": "x", "noted_on": DAY}, case.version), 404, "not_found")
