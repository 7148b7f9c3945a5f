"""A supervision case over HTTP: every step is named to whoever takes it, and the board counts what units still owe."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from domain.roles import Role
from service.edge.running import Service
from tests.support.api import HANDLING, Api, Body, Officer, problem
from tests.support.services import TestClock
from tests.support.walking import Walk

pytestmark = pytest.mark.store


class Supervising:
    """The application with a plant, the officers of a team and the contact of the plant."""

    def __init__(self, api: Api) -> None:
        self.api, api.since = api, date(2025, 1, 2)
        self.lead, self.member = api.officer(Role.TEAM_LEAD), api.officer(Role.TEAM_MEMBER)
        self.plant = str(api.service.people.add_unit("HS01", "第一机械厂", "HS")[0])
        self.contact, self.leader = api.officer(Role.SUPERVISED, unit="HS01"), api.officer(Role.UNION_CHAIR)

    def both(self, **of_lead: str) -> list[Body]:
        """The two of the team, with what is said of the leader and of the member."""
        return [{"officer": str(each.id), "unit": "HS", **of_lead} for each in (self.lead, self.member)]

    def checking(self) -> Walk:
        """A check that has begun."""
        lead = {"recorded_on": "2025-09-01", "unit": "HS", "subjects": ["S22"], "supervised_unit": "HS01"}
        told = {"title": "物资采购监督", "text": "未见比价记录", "source": "PLAN", "confirmed_by": str(self.member.id)}
        case = Walk(self.api, "supervision-cases", self.lead, {**lead, **told, "alleges_person_violation": False})
        case.then("registration", self.lead, registered_on="2025-09-01")
        case.then("triage", self.lead, decision="DEMOCRATIC_SUPERVISION", triaged_on="2025-09-03")
        period = {"begins_on": "2025-09-08", "ends_on": "2025-12-31", "approved_on": "2025-09-05"}
        plan = {
            "body": "UNION",
            "kind": "SPECIAL",
            "questions": "是否比价",
            "means": ["DOCUMENTS"],
            "materials": "台账",
        }
        case.then("plan", self.leader, **plan, **period)
        members = self.both(conflict="NONE", trade="ENGINEERING")
        members[1]["trade"] = "FRONT_LINE"
        case.then("team", self.leader, assigned_on="2025-09-08", leader=str(self.lead.id), members=members)
        start = {"notified_on": "2025-09-08", "started_on": "2025-09-09", "work_time_released": True}
        return case.then("start", self.lead, start=start)

    def concluded(self) -> Walk:
        """Findings that the team agreed on, of which the plant knows the draft."""
        case, present = self.checking(), [str(self.lead.id), str(self.member.id)]
        piece = {"kind": "DOC", "description": "合同", "origin": "物资科", "collectors": present, "is_lawful": True}
        case.then("evidence", self.member, evidence={**piece, "obtained_on": "2025-09-10"})
        fact = {"fact": "无比价记录", "standard": "采购办法第十二条", "evidence": [1], "outcome": "O2"}
        finding = {"category": "S22", "severity": "CONSIDERABLE", "responsible_unit": "HS01", **fact}
        case.then("finding", self.member, drafted_on="2025-09-12", findings=[finding])
        case.then("hearing", self.lead, heard_on="2025-09-15", view="无异议")
        return case.then("conclusion", self.lead, finalised_on="2025-09-16", present=present)

    def noticed(self) -> Walk:
        """A notice of two items, which the plant has."""
        case = self.concluded()
        items = [{"finding": 1, "demand": "补建制度", "days": days, "method": "DOCUMENTS"} for days in (30, 60)]
        case.then("notice", self.leader, issued_on="2025-09-18", signer_post="UNION_CHAIR", items=items)
        return case.then("delivery", self.member, delivery={"delivered_on": "2025-09-18", "way": "IN_PERSON"})

    def verified(self, case: Walk, item: int, on: date, *, passed: bool) -> Walk:
        """The plant hands an item in, and the team looks on the same day."""
        case.then("rectification", self.contact, item=item, evidence="制度文件", submitted_on=str(on))
        told = {"verified_on": str(on), "on_site": True, "notes": "核对", "verifiers": self.both()}
        return case.then("verification", self.member, item=item, passed=passed, **told)

    def owed(self, by: Officer) -> list[Any]:
        """The open items by unit, as the board tells the officer."""
        self.api.service.engine.catch_up()
        answer = self.api.get("/supervision-board", by)
        assert answer.status_code == 200, answer.text
        return list(answer.get_json()["open_items_by_unit"])


@pytest.fixture
def desk(app: Flask, service: Service, clock: TestClock) -> Supervising:
    clock.set_day(date(2025, 11, 3))
    return Supervising(Api(app, service, clock))


def test_every_step_is_named_and_the_board_counts_what_the_unit_owes_until_it_is_verified(desk: Supervising) -> None:
    case = desk.noticed()
    owed = {"unit": desk.plant, "open_items": 2, "overdue": 1, "next_due_on": "2025-10-20"}
    assert desk.owed(desk.member) == [owed]
    answers = [{"item": item, "answer": "PLAN", "text": "按期整改"} for item in (1, 2)]
    case.then("reply", desk.contact, replied_on="2025-10-09", answers=answers)
    desk.verified(case, 1, date(2025, 10, 27), passed=False)
    assert desk.owed(desk.member) == [owed]
    desk.verified(case, 1, date(2025, 11, 3), passed=True)
    assert desk.owed(desk.contact) == [{**owed, "open_items": 1, "overdue": 0, "next_due_on": "2025-11-17"}]
    accepted = {"item": 2, "owner": str(desk.contact.id), "reason": "待系统改造", "accepted_on": "2025-11-03"}
    case.then("open-item", desk.leader, **accepted)
    assert desk.owed(desk.member) == []
    summary = {"to": "CONGRESS", "reported_on": "2025-11-03", "summary": "制度已补齐", "names_no_person": True}
    case.then("report", desk.lead, **summary)
    told = case.read(desk.lead)
    assert "closing" not in {each["action"] for each in (*told["actions"], *told["not_yet"])}
    case.then("closing", desk.leader, closed_on="2025-11-03")
    read = case.read(desk.contact)
    assert (read["status"], read["actions"], read["not_yet"]) == ("CLOSED", [], [])


def test_what_stands_against_a_step_is_said_with_its_rule(desk: Supervising) -> None:
    case = desk.checking()
    problem(case.post("closing", desk.leader, {"closed_on": "2025-11-03"}), 409, "not_allowed_in_this_status")
    problem(case.post("finding", desk.contact, {}), 403, "forbidden")
    problem(case.post("hearing", desk.lead, {"heard_on": "2025-11-31"}), 422, "invalid")
    problem(
        desk.api.post(f"/hardship-requests/{case.id}/visit", desk.api.officer(Role.UNION_BASE), {}, 1), 422, "invalid"
    )
    problem(desk.api.get(f"/hardship-requests/{case.id}", desk.api.officer(Role.UNION_BASE)), 404, "not_found")


def test_a_unit_knows_of_its_own_checks_alone_and_not_how_they_came_about(desk: Supervising) -> None:
    desk.api.service.people.add_unit("HS02", "第二机械厂", "HS")
    stranger = desk.api.officer(Role.SUPERVISED, unit="HS02")
    case = desk.checking()
    desk.api.service.engine.catch_up()
    assert desk.api.get(case.path, desk.contact).status_code == 200
    assert str(case.id) in desk.api.get("/supervision-board", desk.contact).text
    for path in (case.path, f"{case.path}/timeline"):
        assert desk.api.get(path, stranger).status_code == 404
    for path in ("/supervision-board", "/supervision-cases", "/due-dates"):
        assert str(case.id) not in desk.api.get(path, stranger).text
    told = desk.api.get(f"{case.path}/timeline", desk.contact).get_json()["events"]
    assert [(each["version"], each["event"]) for each in told] == [(1, "supervision.started")]


def test_nobody_is_invented_and_nobody_declares_an_officer_into_another_unit(desk: Supervising) -> None:
    lead = {
        "recorded_on": "2025-09-01", "unit": "HS", "subjects": ["S22"], "supervised_unit": "HS01", "title": "采购监督",
        "text": "未见比价", "source": "PLAN", "alleges_person_violation": False,
    }  # fmt: skip
    nobody = {**lead, "confirmed_by": "6f9619ff-8b86-4d11-b42d-00c04fc964ff"}
    answer = desk.api.post("/supervision-cases", desk.lead, nobody)
    assert "6f9619ff-8b86-4d11-b42d-00c04fc964ff" in problem(answer, 409, "officer_unknown")["detail"]


def test_what_the_contact_is_not_told_does_not_exist_and_is_not_counted(desk: Supervising) -> None:
    case, api = desk.noticed(), desk.api
    path = case.path
    told = api.get(f"{path}/timeline", desk.contact).get_json()
    events = [(each["version"], each["event"].partition(".")[2]) for each in told["events"]]
    assert events == list(
        enumerate(("started", "findings_drafted", "unit_heard", "notice_issued", "notice_delivered"), 1)
    )
    answer = api.get(path, desk.contact)
    assert (answer.get_json()["version"], answer.headers["ETag"]) == (5, '"5"')
    assert "recorded_on" not in answer.get_json() or answer.get_json()["recorded_on"] == "2025-09-09"
    whole = api.get(f"{path}/timeline", desk.lead).get_json()
    begun = next(each for each in whole["events"] if each["event"] == "supervision.started")
    assert begun["version"] > 1
    assert api.get(f"{path}?as_of=1", desk.contact).get_json()["status"] == "CHECKING"
    problem(api.get(f"{path}?as_of=6", desk.contact), 422, "as_of_ahead")


def test_the_contact_answers_at_the_version_that_he_or_she_counts(desk: Supervising) -> None:
    case, api = desk.noticed(), desk.api
    case.then("note", desk.lead, note="内部意见", noted_on="2025-10-09")
    answers = {"answers": [{"item": n, "answer": "PLAN", "text": "照办"} for n in (1, 2)], "replied_on": "2025-10-09"}
    with api.at(date(2025, 10, 9)):
        stale = api.post(f"{case.path}/reply", desk.contact, answers, 4)
        assert problem(stale, 412, "stale_version")
        done = api.post(f"{case.path}/reply", desk.contact, answers, 5)
    assert done.status_code == 200, done.text
    assert (done.get_json()["version"], done.headers["ETag"]) == (6, '"6"')


def test_lists_boards_and_refusals_tell_the_contact_where_the_check_stands_for_the_unit(desk: Supervising) -> None:
    case, api = desk.concluded(), desk.api
    api.service.engine.catch_up()
    for path in ("/supervision-cases", "/supervision-board"):
        (whole,), (told,) = (api.get(path, each).get_json()["items"] for each in (desk.lead, desk.contact))
        assert (whole["status"], told["status"]) == ("FINDINGS_FINAL", "UNIT_HEARD")
        assert (told["title"], told["recorded_on"], told["version"]) == (None, "2025-09-09", 3)
        assert told["next_due_on"] is None
        assert api.get(f"{path}?status=FINDINGS_FINAL", desk.contact).get_json()["items"] == []
        assert len(api.get(f"{path}?status=UNIT_HEARD", desk.contact).get_json()["items"]) == 1
        assert api.get(f"{path}?status=UNIT_HEARD", desk.lead).get_json()["items"] == []
    assert {name: told[name] for name in ("status", "version")} == {"status": "UNIT_HEARD", "version": 3}
    answers = {"answers": [{"item": 1, "answer": "PLAN", "text": "照办"}], "replied_on": "2025-10-09"}
    refused = problem(case.post("reply", desk.contact, answers), 409, "not_allowed_in_this_status")
    assert "UNIT_HEARD" in str(refused) or "听取" in str(refused)
    assert "FINDINGS_FINAL" not in str(refused)


def test_of_terms_the_contact_is_told_those_of_the_unit(desk: Supervising) -> None:
    case, api = desk.noticed(), desk.api
    asked = {"concerned": str(desk.member.id), "tie": "RELATIVE", "asked_by": "INFORMANT", "reason": "亲属"}
    case.then("recusal-request", desk.lead, **asked, asked_on="2025-11-03")
    api.service.engine.catch_up()
    of = [
        {each["rule"] for each in api.get("/due-dates", who).get_json()["items"]} for who in (desk.lead, desk.contact)
    ]
    assert of == [{"D-C01", "D-S06", "D-S07"}, {"D-S06", "D-S07"}]
    assert api.get("/due-dates?rule=D-C01", desk.contact).get_json()["items"] == []


def test_the_unit_gives_its_view_of_the_draft_itself(desk: Supervising) -> None:
    case = desk.checking()
    present = [str(desk.lead.id), str(desk.member.id)]
    piece = {"kind": "DOC", "description": "合同", "origin": "物资科", "collectors": present, "is_lawful": True}
    fact = {"fact": "无比价记录", "standard": "采购办法第十二条", "evidence": [1], "outcome": "O2"}
    finding = {"category": "S22", "severity": "CONSIDERABLE", "responsible_unit": "HS01", **fact}
    evidence = [{**piece, "obtained_on": "2025-09-10"}]
    case.then("finding", desk.member, drafted_on="2025-09-12", findings=[finding], evidence=evidence)
    (draft,) = case.facts("supervision.findings_drafted", desk.contact)["findings"]
    assert (draft["fact"], draft["evidence"]) == ("无比价记录", [])
    problem(case.post("hearing", desk.contact, {"heard_on": "2025-09-15"}), 409, "view_or_time_passed")
    case.then("hearing", desk.contact, heard_on="2025-09-15", view="三笔均有电话询价")
    assert case.facts("supervision.unit_heard", desk.lead)["view"] == "三笔均有电话询价"


def test_a_talk_counts_once_the_second_of_the_two_has_confirmed_it(desk: Supervising) -> None:
    case = desk.checking()
    present = [str(desk.lead.id), str(desk.member.id)]
    told = {"means": "INDIVIDUAL", "minutes": "谈话记录", "is_voluntary": True, "officers": present}
    case.then("talk", desk.member, talked_on="2025-09-10", **told)
    marks = {each["event"]: each["mark"] for each in timeline(desk, case)}
    assert marks["supervision.talk_logged"] == "STATED"
    problem(case.post("confirmation", desk.member, {"entry": 1, "seen": "谈话笔录"}), 409, "own_statement")
    case.then("confirmation", desk.lead, entry=1, seen="本人在场")
    marks = {each["event"]: each["mark"] for each in timeline(desk, case)}
    assert marks["supervision.talk_logged"] == "CONFIRMED"


def timeline(desk: Supervising, case: Walk) -> list[Any]:
    """What the leader of the team reads there."""
    answer = desk.api.get(f"{case.path}/timeline", desk.lead, **HANDLING)
    return list(answer.get_json()["events"])
