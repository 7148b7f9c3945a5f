"""Acceptance scenarios 8, 17, 23, 27 and 36, as far as they tell who learns of what, over HTTP."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask

from domain.roles import Role
from service.edge.running import Service
from tests.support.addresses import paths
from tests.support.api import DAY, Api, Officer, problem
from tests.support.services import TestClock
from tests.support.walking import Walk, application, notice, review, verification, visit

pytestmark = pytest.mark.store
NOBODY = UUID("00000000-0000-4000-8000-000000000000")


def read_by(api: Api, officer: Officer, case: UUID) -> str:
    """Everything that the interface answers the officer, on the case and on everything else."""
    api.service.engine.catch_up()
    addresses = [path for path in paths(api.app, case) if path.startswith("/api/v1/") and ".xlsx" not in path]
    return "\n".join(api.get(path, officer).text for path in addresses)


@pytest.mark.scenario(8)
def test_8_a_handler_who_declares_a_tie_is_out_at_once_and_the_record_shows_it(api: Api) -> None:
    case = api.screened().accepted([api.handler])
    declared = {"tie": "RELATIVE", "declared_on": DAY, "reason": "信访人直接上级的配偶"}
    case.then("tie", api.handler, declared)
    assert str(case.id) not in read_by(api, api.handler, case.id)
    case.then(
        "recusal-decision",
        api.head,
        {"concerned": str(api.handler.id), "is_confirmed": True, "grounds": "属实", "decided_on": DAY},
    )
    assert str(case.id) not in read_by(api, api.handler, case.id)
    told = [each["event"] for each in case.timeline(api.head)["events"]]
    assert {"petition.tie_declared", "petition.recusal_confirmed"} <= set(told)


@pytest.mark.scenario(17, half="nothing tells whether there is a letter")
def test_17_whoever_leads_the_accused_learns_not_even_whether_there_is_a_letter(api: Api) -> None:
    api.service.people.add_unit("HS01", "第一机械厂", "HS")
    case = api.screened(purpose="P3", name=None, contact=None)
    for role in (Role.UNIT_LEAD, Role.OWNER_LEAD, Role.HANDLER):
        officer = api.officer(role, unit="HS01")
        seen = read_by(api, officer, case.id)
        assert str(case.id) not in seen
        assert api.get(case.path, officer).data == api.get(f"/petitions/{NOBODY}", officer).data
        answer = api.post(f"{case.path}/note", officer, {"note": "核对笔迹", "noted_on": DAY}, 1)
        unknown = api.post(f"/petitions/{NOBODY}/note", officer, {"note": "核对笔迹", "noted_on": DAY}, 1)
        assert (answer.status_code, answer.data) == (unknown.status_code, unknown.data)


@pytest.fixture
def api(app: Flask, service: Service, clock: TestClock) -> Api:
    return Api(app, service, clock)


@pytest.fixture
def autumn(app: Flask, service: Service, clock: TestClock) -> Api:
    clock.set_day(date(2025, 11, 3))
    api = Api(app, service, clock)
    api.since = date(2025, 1, 2)
    return api


def registered_lead(api: Api, source: str = "PLAN", source_ref: str | None = None) -> Walk:
    """A lead on a plant whose plan was approved."""
    lead, member = api.officer(Role.TEAM_LEAD), api.officer(Role.TEAM_MEMBER)
    told = {"recorded_on": "2025-09-01", "unit": "HS", "subjects": ["S22"], "supervised_unit": "HS01"}
    said = {"title": "物资采购监督", "text": "未见比价记录", "source": source, "confirmed_by": str(member.id)}
    body = {**told, **said, "alleges_person_violation": False, "source_ref": source_ref}
    case = Walk(api, "supervision-cases", lead, body)
    case.then("registration", lead, registered_on="2025-09-01")
    case.then("triage", lead, decision="DEMOCRATIC_SUPERVISION", triaged_on="2025-09-03")
    plan = {"body": "UNION", "kind": "SPECIAL", "questions": "是否比价", "means": ["DOCUMENTS"], "materials": "台账"}
    return case.then(
        "plan", _leader_of_checks(api), **plan, begins_on="2025-09-08", ends_on="2025-12-31", approved_on="2025-09-05"
    )


def _leader_of_checks(api: Api) -> Officer:
    """Whoever approves plans and names teams."""
    return api.officer(Role.UNION_CHAIR)


def team(api: Api, conflict: str) -> list[dict[str, str]]:
    """Two, the second of whom declares that tie."""
    lead, member = api.officer(Role.TEAM_LEAD), api.officer(Role.TEAM_MEMBER)
    return [
        {"officer": str(lead.id), "unit": "HS", "trade": "ENGINEERING", "conflict": "NONE"},
        {"officer": str(member.id), "unit": "HS", "trade": "FRONT_LINE", "conflict": conflict},
    ]


@pytest.mark.scenario(23)
def test_23_a_member_with_a_cousin_at_the_supplier_is_replaced_and_one_alone_does_not_start(autumn: Api) -> None:
    autumn.service.people.add_unit("HS01", "第一机械厂", "HS")
    case, lead = registered_lead(autumn), autumn.officer(Role.TEAM_LEAD)
    named = {"assigned_on": "2025-09-08", "leader": str(lead.id)}
    leader = _leader_of_checks(autumn)
    problem(case.post("team", leader, {**named, "members": team(autumn, "RELATIVE")}), 409, "member_has_conflict")
    alone = case.post("team", leader, {**named, "members": team(autumn, "NONE")[:1]})
    assert alone.status_code in (409, 422), alone.text
    assert case.read(lead)["status"] == "PLANNED"
    case.then("team", leader, **named, members=team(autumn, "NONE"))


@pytest.mark.scenario(27)
def test_27_where_a_lead_came_from_stands_in_nothing_that_the_unit_reads(autumn: Api) -> None:
    autumn.service.people.add_unit("HS01", "第一机械厂", "HS")
    contact, lead = autumn.officer(Role.SUPERVISED, unit="HS01"), autumn.officer(Role.TEAM_LEAD)
    case = registered_lead(autumn, "HOTLINE", "热线第七号")
    assert str(case.id) not in read_by(autumn, contact, case.id)
    members = {"assigned_on": "2025-09-08", "leader": str(lead.id), "members": team(autumn, "NONE")}
    case.then("team", _leader_of_checks(autumn), **members)
    start = {"notified_on": "2025-09-08", "started_on": "2025-09-09", "work_time_released": True}
    case.then("start", lead, start=start)
    seen = read_by(autumn, contact, case.id)
    assert str(case.id) in seen
    without_codes = "\n".join(line for line in seen.splitlines() if '"lists"' not in line)
    for secret in ("热线第七号", '"HOTLINE"', '"source"'):
        assert secret not in without_codes, secret


@pytest.mark.scenario(36)
def test_36_who_objects_is_told_to_nobody_and_two_look_before_the_notice_goes_on(autumn: Api) -> None:
    autumn.clock.set_day(date(2025, 10, 9))
    union, second = autumn.officer(Role.UNION_BASE), autumn.officer(Role.UNION_BASE, name="乙")
    centre = autumn.officer(Role.AID_CENTER)
    days = [date(2025, 9, 8) + timedelta(days=later) for later in (0, 4, 8, 11, 18, 21)]
    case = Walk(autumn, "hardship-requests", union, application(days[0]))
    case.then("visit", union, **visit(days[1], (union.id, second.id)))
    case.then("verification", union, **verification(days[2]))
    case.then("review", union, **review(days[3], "H2", rigid=10_000))
    case.then("publicity", union, **notice(days[4]))
    body = {"reason": "他家有门面房", "objected_on": str(days[5]), "objector": "隔壁老周"}
    case.then("objection", union, **body)
    paused = [clock for clock in case.read(union)["clocks"] if clock["rule"] == "D-H03"]
    assert [clock["paused_on"] for clock in paused] == [str(days[5])]
    everybody = [union, second, centre, *(autumn.officer(role) for role in Role)]
    for officer in everybody:
        assert "隔壁老周" not in read_by(autumn, officer, case.id)
    outcome = {"objection": 1, "outcome": "KEEP", "findings": "门面房属于他人", "resolved_on": "2025-10-09"}
    told = {**outcome, "told_on": "2025-10-09", "no_relative": True}
    alone = case.post("objection-outcome", centre, {**told, "checked_by": [str(union.id)]})
    problem(alone, 409, "two_officers_needed")
    case.then("objection-outcome", centre, **told, checked_by=[str(union.id), str(second.id)])
