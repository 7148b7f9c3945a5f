"""What crosses between kinds of work, over HTTP: hints for checks, wishes for assistance, packages of supervision."""

import re
from datetime import date
from uuid import UUID

import pytest
from flask import Flask

from domain.roles import Role
from service.edge.running import Service
from tests.support.addresses import paths
from tests.support.api import DAY, HANDLING, Api, Body, Case, Officer, problem
from tests.support.services import TestClock
from tests.support.walking import Walk

pytestmark = pytest.mark.store
NEXT_DAY = "2026-03-04"
REFERENCES = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")
HINT = "食堂采购未见公开比价"


@pytest.fixture
def api(app: Flask, service: Service, clock: TestClock) -> Api:
    made = Api(app, service, clock)
    for code, name, above in (("HS01", "公司", "HS"), ("HS02", "外单位", "HS")):
        made.service.people.add_unit(code, name, above)
    return made


def read_by(api: Api, officer: Officer, case: UUID) -> str:
    """Everything that the interface answers the officer, with a purpose said."""
    api.service.engine.catch_up()
    addresses = [path for path in paths(api.app, case) if path.startswith("/api/v1/") and ".xlsx" not in path]
    return "\n".join(api.get(path, officer, **HANDLING).text for path in addresses)


def about_a_system(api: Api) -> Case:
    return api.screened(purpose="P2", text="食堂采购应公开比价", title="食堂管理建议")


def hint(**changes: object) -> Body:
    said = {"title": "食堂采购", "text": HINT, "subjects": ["S22"], "suggested_on": DAY}
    return {"to_unit": "HS", "supervised_unit": "HS01", **said, **changes}


def days_later(api: Api, days: int) -> None:
    """The worker of that day has done its work."""
    api.clock.move(days=days)
    api.service.due_steps.catch_up()
    api.service.engine.catch_up()


def crossed(api: Api) -> Case:
    """A hint, confirmed by a second officer with an own sign-in, once it has reached the desk of the team."""
    second = api.officer(Role.INTAKE, name="乙")
    case = about_a_system(api)
    case.then("lead-hint", api.clerk, hint(confirmed_by=str(second.id)))
    problem(case.post("confirmation", api.clerk, {"entry": 1, "seen": "转出文字"}), 409, "own_statement")
    case.then("confirmation", second, {"entry": 1, "seen": "转出文字"})
    days_later(api, 0)
    assert not api.items("/lead-slips", api.officer(Role.TEAM_LEAD)), "not on the day of the confirmation"
    days_later(api, 1)
    return case


def test_a_hint_reaches_the_team_on_a_later_day_and_says_nothing_of_its_source(api: Api) -> None:
    case, lead = crossed(api), api.officer(Role.TEAM_LEAD)
    (row,) = api.items("/lead-slips", lead)
    assert (row["subjects"], row["laid_on"], row["lies_until"]) == ("S22", NEXT_DAY, "2026-03-18")
    one = api.get(f"/lead-slips/{row['id']}", lead).get_json()
    assert (one["title"], one["text"], one["actions"]) == ("食堂采购", HINT, [])
    number = case.answer.get_json().get("case_no") or case.read(api.head)["case_no"]
    for secret in (str(case.id), number, "食堂管理建议", "王建国", "13900000000", "petition"):
        assert secret not in str(row) + str(one), secret
    for other in (api.officer(Role.TEAM_LEAD, unit="HS02"), api.officer(Role.TEAM_LEAD, unit="HS01")):
        assert api.items("/lead-slips", other) == []
        assert api.get(f"/lead-slips/{row['id']}", other).status_code == 404
    days_later(api, 20)
    assert api.items("/lead-slips", lead) == []
    assert api.get(f"/lead-slips/{row['id']}", lead).status_code == 404


def test_a_hint_is_laid_once_however_often_the_worker_looks(api: Api) -> None:
    case = crossed(api)
    for _look in range(3):
        days_later(api, 1)
    told = [each["event"] for each in case.timeline(api.head)["events"]]
    assert told.count("petition.slip_delivered") == 1


def recorded(api: Api, source: str) -> Walk:
    """A lead as a team records it."""
    lead, member = api.officer(Role.TEAM_LEAD), api.officer(Role.TEAM_MEMBER)
    said = {"title": "食堂采购", "text": HINT, "source": source, "confirmed_by": str(member.id)}
    told = {"recorded_on": NEXT_DAY, "unit": "HS", "subjects": ["S22"], "supervised_unit": "HS01"}
    return Walk(api, "supervision-cases", lead, {**told, **said, "alleges_person_violation": False})


def test_a_lead_that_a_hint_led_to_differs_in_no_answer_from_one_of_daily_supervision(api: Api) -> None:
    crossed(api)
    known = [recorded(api, source) for source in ("PET", "INSPECT")]
    readers = [api.officer(role) for role in (Role.TEAM_LEAD, Role.UNION_CHAIR, Role.AUDITOR)]
    readers.append(api.officer(Role.SUPERVISED, unit="HS01"))
    for reader in readers:
        seen = [_shape(api, reader, each) for each in known]
        assert seen[0] == seen[1], reader


def _shape(api: Api, reader: Officer, case: Walk) -> object:
    """The case, its timeline and its row in the list, without what tells any two cases apart."""
    api.service.engine.catch_up()
    answers = [api.get(f"/supervision-cases/{case.id}{part}", reader, **HANDLING) for part in ("", "/timeline")]
    rows = [row for row in api.items("/supervision-cases", reader) if str(case.id) in str(row)]
    number = answers[0].get_json().get("case_no", "")
    told = "\n".join([*(each.text for each in answers), str(rows)])
    return REFERENCES.sub("{ref}", told.replace(number or "-", "{number}"))


def test_a_wish_for_assistance_crosses_with_the_contact_alone(api: Api) -> None:
    case, union = api.screened(), api.officer(Role.UNION_BASE)
    body = {"to_unit": "HS", "contact": "王建国 13900000000", "agreed_on": DAY}
    refused = case.post("assistance-wish", api.clerk, {**body, "petitioner_agrees": False})
    assert refused.status_code in (409, 422), refused.text
    case.then("assistance-wish", api.clerk, {**body, "petitioner_agrees": True})
    days_later(api, 0)
    days_later(api, 1)
    (row,) = api.items("/aid-wishes", union)
    one = api.get(f"/aid-wishes/{row['id']}", union)
    assert one.get_json()["contact"] is None, "no purpose was said"
    assert one.get_json()["wants_purpose"] == ["C3"]
    opened = api.get(f"/aid-wishes/{row['id']}", union, **HANDLING).get_json()
    assert opened["contact"] == "王建国 13900000000"
    traced = api.service.trace.of_case(case.id)
    assert [level for _at, level in traced][-1:] == ["C3"]
    for secret in (str(case.id), "补发住房补贴", "petition"):
        assert secret not in str(row) + str(opened), secret
    assert str(case.id) not in read_by(api, union, case.id)
    days_later(api, 40)
    assert api.items("/aid-wishes", union) == []


def test_a_wish_from_an_accusation_tells_nothing_of_it(api: Api) -> None:
    case, union = api.screened(purpose="P3"), api.officer(Role.UNION_BASE)
    body = {"to_unit": "HS", "contact": "王建国 13900000000", "agreed_on": DAY, "petitioner_agrees": True}
    case.then("assistance-wish", api.clerk, body)
    days_later(api, 0)
    days_later(api, 1)
    (row,) = api.items("/aid-wishes", union)
    assert set(row) == {"id", "status", "laid_on", "lies_until"}
    accused = api.officer(Role.UNION_BASE, unit="ACCUSED")
    assert api.get(f"/aid-wishes/{row['id']}", accused).status_code == 404


@pytest.fixture
def autumn(app: Flask, service: Service, clock: TestClock) -> Api:
    clock.set_day(date(2025, 9, 3))
    made = Api(app, service, clock)
    made.since = date(2025, 1, 2)
    made.service.people.add_unit("HS01", "第一机械厂", "HS")
    return made


def triaged(api: Api, decision: str = "BOTH") -> Walk:
    """A lead part of which concerns a person."""
    lead, member = api.officer(Role.TEAM_LEAD), api.officer(Role.TEAM_MEMBER)
    told = {"recorded_on": "2025-09-01", "unit": "HS", "subjects": ["S14"], "supervised_unit": "HS01"}
    said = {"title": "大额资金", "text": "未见会议记录", "source": "PLAN", "confirmed_by": str(member.id)}
    case = Walk(api, "supervision-cases", lead, {**told, **said, "alleges_person_violation": True})
    case.then("registration", lead, registered_on="2025-09-01")
    return case.then("triage", lead, decision=decision, triaged_on="2025-09-02")


PART = "个人决定三百万元资金的使用"


@pytest.mark.scenario(24, half="the person's part is referred in five working days, and nobody here reads it again")
def test_24_the_part_about_a_person_goes_sealed_to_the_discipline_office(autumn: Api) -> None:
    lead, chair, office = (autumn.officer(role) for role in (Role.TEAM_LEAD, Role.UNION_CHAIR, Role.DI_OFFICER))
    contact = autumn.officer(Role.SUPERVISED, unit="HS01")
    case = triaged(autumn)
    due = {clock["rule"]: clock["due_on"] for clock in case.read(lead)["clocks"]}
    assert due == {"D-S02": "2025-09-09"}
    package = {"organ": "DISCIPLINE", "package": PART, "referred_on": "2025-09-03"}
    problem(case.post("referral", lead, {**package, "to_unit": "HS01"}), 409, "office_of_the_unit")
    case.then("referral", lead, **package, to_unit="HS")
    (row,) = autumn.items("/referral-packages", office)
    address = f"/referral-packages/{case.id}/{row['number']}"
    assert autumn.get(address, office).get_json()["package"] is None, "no purpose was said"
    opened = autumn.get(address, office, Casework_Purpose="VERIFYING").get_json()
    assert opened["package"] == PART
    assert {each["command"] for each in opened["actions"]} == {"SignForReferral"}
    assert "未见会议记录" not in str(opened)
    for each in (lead, chair, contact, autumn.officer(Role.AUDITOR)):
        assert PART not in read_by(autumn, each, case.id)
    assert autumn.get(f"/supervision-cases/{case.id}", office).status_code == 403

    signed = {"referral": 1, "received_on": "2025-09-03"}
    answer = autumn.post(f"/supervision-cases/{case.id}/referral-receipt", office, signed, opened["version"])
    assert answer.status_code == 200, answer.text
    told = {"referral": 1, "feedback_on": "2025-09-03"}
    answer = autumn.post(f"/supervision-cases/{case.id}/referral-feedback", office, told, answer.get_json()["version"])
    assert answer.status_code == 200, answer.text
    assert case.read(lead)["clocks"] == []
    autumn.service.engine.catch_up()
    (entry,) = autumn.get("/registers/RG-S3", chair).get_json()["items"]
    assert (entry["organ"], entry["received_on"], entry["feedback_on"]) == ("DISCIPLINE", "2025-09-03", "2025-09-03")


def test_an_office_of_another_unit_knows_of_no_package(autumn: Api) -> None:
    lead, elsewhere = autumn.officer(Role.TEAM_LEAD), autumn.officer(Role.DI_HEAD, unit="HS01")
    case = triaged(autumn)
    case.then("referral", lead, organ="DISCIPLINE", package=PART, referred_on="2025-09-03", to_unit="HS")
    assert autumn.items("/referral-packages", elsewhere) == []
    assert autumn.get(f"/referral-packages/{case.id}/1", elsewhere).status_code == 404
    signed = {"referral": 1, "received_on": "2025-09-03"}
    assert autumn.post(f"/supervision-cases/{case.id}/referral-receipt", elsewhere, signed, 1).status_code == 404


def test_a_tie_that_was_refused_stays_in_the_register(autumn: Api) -> None:
    lead, other, chair = (
        autumn.officer(Role.TEAM_LEAD),
        autumn.officer(Role.TEAM_LEAD, name="乙"),
        autumn.officer(Role.UNION_CHAIR),
    )
    case = triaged(autumn)
    case.then("tie", lead, tie="RELATIVE", declared_on="2025-09-03", reason="堂兄在供应商任职")
    autumn.service.engine.catch_up()
    assert autumn.get("/registers/RG-S4", lead).get_json()["items"] == [], "who is recused knows of the case no more"
    (entry,) = autumn.get("/registers/RG-S4", other).get_json()["items"]
    assert (entry["standing"], entry["stated_as"], entry["decided_on"]) == ("DECLARED", "TEAM_LEAD", None)
    refused = {"concerned": str(lead.id), "is_confirmed": False, "grounds": "供应商与本事项无关"}
    case.then("recusal-decision", chair, **refused, decided_on="2025-09-03")
    autumn.service.engine.catch_up()
    (entry,) = autumn.get("/registers/RG-S4", chair).get_json()["items"]
    assert (entry["standing"], entry["decided_as"], entry["decided_on"]) == ("REFUSED", "UNION_CHAIR", "2025-09-03")
    assert "堂兄" not in str(entry)
