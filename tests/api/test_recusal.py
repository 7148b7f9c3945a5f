"""Recusals over HTTP: whoever declares a tie knows of the case no more with the next read."""

import pytest

from domain.roles import Role
from tests.support.api import DAY, Api, Case, Officer, problem

pytestmark = pytest.mark.store

TIE = {"tie": "RELATIVE", "declared_on": DAY, "reason": "信访人是我的表弟"}
ASKED = {"tie": "INTEREST", "asked_by": "PETITIONER", "reason": "两家有纠纷", "asked_on": DAY}
DECIDED = {"grounds": "核实属实", "decided_on": DAY}
LISTS = ("/petitions", "/due-dates", "/registers/RG-P1")


def shown(api: Api, by: Officer) -> list[int]:
    """How many rows each list holds now, without the views being brought up first."""
    return [len(api.get(path, by).get_json()["items"]) for path in LISTS]


def handled(api: Api) -> Case:
    case = api.received().accepted([api.handler])
    api.service.engine.catch_up()
    return case


def test_a_declared_tie_holds_with_the_next_read_in_lists_and_counts_too(api: Api) -> None:
    case = handled(api)
    assert shown(api, api.handler) == [1, 1, 1]
    unknown = api.get("/petitions/00000000-0000-4000-8000-000000000000", api.handler)
    answer = case.post("tie", api.handler, TIE)
    assert answer.status_code == 200
    assert answer.get_json()["events"] == ["petition.tie_declared"]
    assert shown(api, api.handler) == [0, 0, 0]
    for path in (case.path, f"{case.path}/timeline"):
        problem(api.get(path, api.handler), 404, "not_found")
    hidden = api.get(case.path, api.handler)
    assert hidden.get_json()["detail"] == unknown.get_json()["detail"]
    refused = api.post(f"{case.path}/note", api.handler, {"note": "x", "noted_on": DAY}, answer.get_json()["version"])
    problem(refused, 404, "not_found")
    assert shown(api, api.head) == [1, 2, 1]


def test_a_recusal_that_others_ask_for_stops_steps_and_is_decided_by_the_head(api: Api) -> None:
    case = handled(api)
    case.then("recusal-request", api.clerk, {**ASKED, "concerned": str(api.handler.id)})
    note = {"note": "打过电话", "noted_on": DAY}
    problem(case.post("note", api.handler, note), 409, "waits_for_recusal")
    decision = {**DECIDED, "concerned": str(api.handler.id), "is_confirmed": True}
    problem(case.post("recusal-decision", api.leader, decision), 409, "recusal_decided_by_another")
    case.then("recusal-decision", api.head, decision)
    problem(api.get(case.path, api.handler), 404, "not_found")
    assert shown(api, api.handler) == [0, 0, 0]
    assert shown(api, api.head)[1] == 1


def test_where_it_is_refused_the_handler_is_named_anew_and_the_tie_stays_in_the_history(api: Api) -> None:
    case = handled(api)
    case.then("tie", api.handler, TIE)
    case.then("recusal-decision", api.head, {**DECIDED, "concerned": str(api.handler.id), "is_confirmed": False})
    assert shown(api, api.handler) == [1, 1, 1]
    told = [each["event"] for each in api.get(f"{case.path}/timeline", api.handler).get_json()["events"]]
    assert told[-2:] == ["petition.tie_declared", "petition.recusal_refused"]


def test_whoever_is_recused_is_offered_for_no_step(api: Api) -> None:
    case = api.received().then("screening", api.head, {"screened_on": DAY})
    tied = {"tie": "OTHER", "reason": "曾参与该事", "ordered_on": DAY, "concerned": str(api.handler.id)}
    case.then("recusal", api.head, tied)
    notice = {"sent_on": DAY, "method": "POST"}
    taken = {"accepted_on": DAY, "route": "R6", "handlers": [str(api.handler.id)], "notice": notice}
    problem(
        case.post("acceptance", api.head, taken),
        409,
        "officer_recused",
    )


def test_of_a_petition_that_is_not_screened_the_desk_alone_declares(api: Api) -> None:
    case = api.received()
    problem(case.post("tie", api.officer(Role.OWNER_LEAD), TIE), 404, "not_found")
    case.then("tie", api.clerk, TIE)
    problem(api.get(case.path, api.clerk), 404, "not_found")


def test_a_case_is_handed_over_to_somebody_else_with_the_next_read(api: Api) -> None:
    case, second = handled(api), api.officer(Role.HANDLER, name="乙")
    handed = {"concerned": str(api.handler.id), "handed_to": str(second.id), "handed_on": DAY}
    case.then("tie", api.handler, TIE).then("handover", api.head, handed)
    assert (shown(api, api.handler), shown(api, second)) == ([0, 0, 0], [1, 2, 1])
    assert case.read(second)["handler_count"] == 1
    back = {**handed, "concerned": str(second.id), "handed_to": str(api.handler.id)}
    problem(case.post("handover", api.head, back), 409, "officer_recused")


def test_the_register_of_ties_keeps_a_refused_one_and_shows_it_to_whoever_decides(api: Api) -> None:
    case = handled(api)
    case.then("tie", api.handler, TIE)
    case.then("recusal-decision", api.head, {**DECIDED, "concerned": str(api.handler.id), "is_confirmed": False})
    api.service.engine.catch_up()
    (entry,) = api.items("/registers/RG-S4-PET", api.head)
    assert (entry["stated_as"], entry["tie"], entry["standing"]) == ("HANDLER", "RELATIVE", "REFUSED")
    assert (entry["case_no"], entry["decided_as"]) == (case.read(api.head)["case_no"], "PET_HEAD")
    api.service.people.add_unit("HS77", "七十七厂")
    elsewhere = api.officer(Role.PET_HEAD, unit="HS77")
    assert api.items("/registers/RG-S4-PET", elsewhere) == []
    problem(api.get("/registers/RG-S4-PET", api.handler), 403, "forbidden")
