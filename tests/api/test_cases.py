"""One case over HTTP: what may be done now and what not yet, its past, and who reads its texts."""

from typing import Any

import pytest

from domain.roles import Role
from service.edge.opaque import Sealing
from tests.support.api import DAY, SEEN, Api, Case, Officer, problem, proposed, received, registered

pytestmark = pytest.mark.store

SEALED = {"sealed": True}


def actions(case: Case, by: Officer) -> list[str]:
    return [each["action"] for each in case.read(by)["actions"]]


def replied(api: Api) -> Case:
    """A petition whose answer was delivered."""
    second = api.officer(Role.HANDLER, name="乙")
    case = api.received().accepted([api.handler])
    case.then("decision", api.handler, proposed([api.handler, second]))
    case.then("confirmation", api.head, SEEN)
    case.then("decision-approval", api.head, {"issued_on": DAY})
    return case.then("delivery", api.clerk, {"delivered_on": DAY, "method": "IN_PERSON"})


def test_a_case_names_what_each_officer_may_do_now(api: Api) -> None:
    case = api.received()
    assert actions(case, api.clerk) == [
        *("notice", "withdrawal", "note", "tie", "recusal-request", "concern", "correction", "void"),
    ]
    assert actions(case, api.head) == [
        "notice",
        "screening",
        "acceptance",
        "withdrawal",
        "note",
        "tie",
        "recusal-request",
        "recusal",
        "concern",
        "correction",
        "void",
        "supervision",
    ]
    for action in case.read(api.head)["actions"]:
        assert action["href"] == f"/api/v1{case.path}/{action['action']}"
        problem(api.post(action["href"], api.head, {}, case.version), 422, "invalid")
    case.then("screening", api.head, {"screened_on": DAY})
    assert (actions(case, api.leader), actions(case, api.auditor)) == (["note", "tie", "recusal", "correction"], [])


def test_a_petition_exists_for_nobody_outside_the_desk_before_it_is_screened(api: Api) -> None:
    """So that nothing that turns out to accuse somebody ever appears in a list and then vanishes."""
    others = (api.handler, api.leader, api.officer(Role.OWNER_LEAD))
    case = Case(api, api.post("/petitions", api.clerk, {**received(), "registration": None}))
    for step in ({"noun": "registration", "by": api.clerk, "body": {"registration": registered()}}, None):
        for other in others:
            problem(api.get(case.path, other), 404, "not_found")
            assert [api.items(path, other) for path in ("/petitions", "/due-dates")] == [[], []]
        assert api.items("/audit-trail?kind=petition", api.leader) == []
        if step:
            case.then(**step)
    case.then("screening", api.head, {"screened_on": DAY})
    problem(api.get(case.path, api.handler), 404, "not_found")
    case.accepted([api.handler])
    for other in others:
        assert case.read(other)["case_no"]
        assert [len(api.items(path, other)) for path in ("/petitions", "/due-dates")] == [1, 1]
    assert len(api.items("/audit-trail?kind=petition", api.leader)) == case.version


def test_what_is_named_not_yet_tells_why_and_from_which_day(api: Api) -> None:
    case = replied(api)
    told = {each["action"]: each for each in case.read(api.head)["not_yet"]}
    assert told["closing"]["code"] == "review_window_open"
    day = told["closing"]["passes_on"]
    assert "closing" not in actions(case, api.head)
    problem(case.post("closing", api.head, {"closed_on": DAY}), 409, "review_window_open")
    api.clock.set_day(api.clock.today.fromisoformat(day))
    assert "closing" in actions(case, api.head)
    case.then("closing", api.head, {"closed_on": day})


def test_nobody_is_told_to_wait_for_what_has_nothing_to_act_upon(api: Api) -> None:
    case = api.received().accepted([api.handler])
    assert case.read(api.leader)["not_yet"] == []
    delivered = replied(api)
    for officer in (api.clerk, api.head, api.leader, api.handler):
        codes = {each["code"] for each in delivered.read(officer)["not_yet"]}
        assert codes <= {"review_window_open", "same_officer_proposes_and_approves"}


def test_what_roles_forbid_is_named_nowhere(api: Api) -> None:
    case = api.received()
    told = case.read(api.auditor)
    assert (told["actions"], told["not_yet"]) == ([], [])
    accusation = api.received(purpose="P3")
    assert {each["action"] for each in accusation.read(api.clerk)["not_yet"]} == {"withdrawal", "document-number"}


def test_a_case_is_read_as_it_was(api: Api) -> None:
    case = api.received()
    position = case.answer.headers["Casework-Position"]
    then = api.clock().isoformat()
    api.clock.move(hours=2)
    case.then("screening", api.head, {"screened_on": DAY})
    assert case.read(api.head)["status"] == "ROUTING"
    for as_of in ("2", position, then, then.replace("+", "%2B"), "2026-03-03T09:00:00+08:00", "2026-03-03T01:00:00Z"):
        told = case.read(api.head, f"?as_of={as_of}")
        assert (told["status"], told["version"], told["actions"]) == ("REGISTERED", 2, []), as_of
        assert len(case.timeline(api.head, f"?as_of={as_of}")["events"]) == 2
    assert case.read(api.head, "?as_of=3")["version"] == 3
    for before in ("0", "2026-03-02T00:00:00Z"):
        problem(api.get(f"{case.path}?as_of={before}", api.head), 404, "not_found")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("as_of=2026-03-03T09:00:00", "moment_without_offset"),
        ("as_of=2026-03-03", "moment_without_offset"),
        ("as_of=0001-01-01T00:00:00%2B14:00", "moment_without_offset"),
        ("as_of=9999-12-31T23:59:59-14:00", "moment_without_offset"),
        ("as_of=2026-13-03T09:00:00Z", "as_of_invalid"),
        ("as_of=now", "as_of_invalid"),
        ("as_of=-1", "as_of_invalid"),
        ("as_of=%00", "malformed"),
        ("as_of=9999999999999", "as_of_invalid"),
        ("as_of=1&as_of=2", "parameter_repeated"),
        ("at=1", "parameter_unknown"),
    ],
)
def test_a_point_in_time_that_names_none_is_refused(shared_api: Api, query: str, code: str) -> None:
    case = shared_api.received()
    for path in (case.path, f"{case.path}/timeline"):
        problem(shared_api.get(f"{path}?{query}", shared_api.head), 400, code)


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        ("3", "The case has come to version 2; it has no version 3 yet."),
        ("999999999", "The case has come to version 2; it has no version 999999999 yet."),
        (
            "2026-03-03T09:00:01+08:00",
            "The moment 2026-03-03T09:00:01+08:00 lies in the future; it is 2026-03-03T09:00",
        ),
        ("2027-01-01T00:00:00Z", "The moment 2027-01-01T00:00:00+00:00 lies in the future"),
        ("position", "The log has not come to this position yet."),
    ],
)
def test_what_has_not_come_yet_is_refused_and_not_answered_with_the_present(api: Api, ahead: str, said: str) -> None:
    case = api.received()
    beyond = (api.service.recorder.max_notification_id() or 0) + 1_000
    as_of = Sealing(api.service.settings.secret_key).positions.token(beyond) if ahead == "position" else ahead
    paths = [case.path, f"{case.path}/timeline", *([] if ahead.isdecimal() else ["/audit-trail"])]
    for path in paths:
        told = problem(api.get(f"{path}?as_of={as_of}", api.auditor, Accept_Language="en"), 422, "as_of_ahead")
        assert told["detail"].startswith(said)
        assert told["errors"] == {"as_of": [told["detail"]]}


def test_a_version_that_is_ahead_tells_nothing_of_a_case_that_nobody_may_know_of(api: Api) -> None:
    accusation = api.received(purpose="P3")
    problem(api.get(f"{accusation.path}?as_of=99", api.handler), 404, "not_found")
    problem(api.get(f"/supervision-cases/{accusation.id}?as_of=99", api.officer(Role.UNION_CHAIR)), 404, "not_found")


def texts(case: Case, by: Officer) -> dict[str, object]:
    """Who filed it and what was asked, as the officer reads them in the timeline."""
    facts = case.timeline(by)["events"][1]["facts"]
    return {"name": facts["name"], "contact": facts["contact"], "demand": facts["demands"][0]["text"]}


def test_who_filed_is_for_desk_and_handlers_and_what_was_asked_for_those_who_work_on_it(api: Api) -> None:
    case = api.screened().accepted([api.handler])
    everything = {"name": "王建国", "contact": "13900000000", "demand": "补发住房补贴"}
    nothing = dict.fromkeys(everything, SEALED)
    assert texts(case, api.clerk) == texts(case, api.head) == texts(case, api.handler) == everything
    assert texts(case, api.officer(Role.OWNER_LEAD)) == {**nothing, "demand": "补发住房补贴"}
    assert texts(case, api.leader) == texts(case, api.auditor) == nothing
    case.then("decision", api.handler, proposed([api.handler, api.officer(Role.OWNER_LEAD)]))
    proposed_at = case.then("confirmation", api.head, SEEN)
    assert texts(proposed_at, api.leader) == {**nothing, "demand": "补发住房补贴"}


def test_what_was_filed_in_confidence_is_read_by_nobody_but_as_the_brief(api: Api) -> None:
    case = api.received(confidentiality_requested=True, brief="有人反映补贴未发")
    problem(case.post("screening", api.head, {"screened_on": DAY}), 409, "brief_missing")
    case.then("screening", api.head, {"screened_on": DAY, "brief": "反映补贴未发"}).accepted([api.handler])
    for reader in (api.clerk, api.head, api.handler, api.leader, api.officer(Role.OWNER_LEAD)):
        answer = api.get(f"{case.path}/timeline", reader, Casework_Purpose="HANDLING").text
        assert not [text for text in ("王建国", "13900000000", "补发住房补贴") if text in answer]
    assert case.read(api.handler)["brief"] == "反映补贴未发"
    told = [str(case.timeline(each)) for each in (api.head, api.handler)]
    assert ["有人反映补贴未发" in text for text in told] == [True, False]


def test_an_accusation_is_read_by_nobody_once_it_is_recorded(api: Api) -> None:
    case = api.received(purpose="P3")
    for reader in (api.clerk, api.head, api.auditor):
        assert texts(case, reader) == dict.fromkeys(("name", "contact", "demand"), SEALED)
        assert case.read(reader)["title"] is None


def test_an_accusation_does_not_exist_for_anybody_else(api: Api) -> None:
    claim, accusation = api.screened().accepted([api.handler]), api.received(purpose="P3")
    api.service.engine.catch_up()
    number = accusation.read(api.clerk)["case_no"]
    for other in (api.handler, api.leader, api.officer(Role.OWNER_LEAD)):
        for path in (accusation.path, f"{accusation.path}/timeline", f"{accusation.path}?as_of=1"):
            problem(api.get(path, other), 404, "not_found")
        for path in ("/petitions", f"/petitions?q={number}", f"/petitions?number={number}", "/petitions?purpose=P3"):
            assert str(accusation.id) not in api.get(path, other).text, path
        assert str(claim.id) in api.get("/petitions", other).text
        assert str(accusation.id) not in api.get("/due-dates", other).text
    assert str(accusation.id) not in api.get("/audit-trail", api.leader).text
    for desk in (api.clerk, api.head):
        assert str(accusation.id) in api.get("/petitions?purpose=P3", desk).text
    assert str(accusation.id) in api.get("/audit-trail", api.auditor).text


@pytest.mark.parametrize("role", [Role.SYSADMIN, Role.AID_CENTER, Role.FUND_AUDIT, Role.TEAM_LEAD])
def test_a_petition_is_nothing_to_those_whose_work_it_is_not(api: Api, role: Role) -> None:
    case = api.received()
    api.service.engine.catch_up()
    for path in (case.path, f"{case.path}/timeline", "/petitions"):
        problem(api.get(path, api.officer(role)), 403, "forbidden")
    assert str(case.id) not in api.get("/due-dates", api.officer(role)).text


def test_the_reference_of_a_person_is_another_for_every_reader(api: Api) -> None:
    case = api.screened()
    subject: Any = api.service.ledger.history(case.id)[0].event
    told = {by.id: case.timeline(by)["events"][0]["facts"]["subject"] for by in (api.clerk, api.head)}
    assert len({*told.values(), str(subject.subject)}) == 3
    assert case.timeline(api.clerk)["events"][0]["facts"]["subject"] == told[api.clerk.id]
