"""Acceptance scenarios 16, 17 and 46, and what is sealed opened by three, over HTTP."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from domain.organisation.unit import NameLeader, unit_ref
from domain.roles import Role
from service.edge.running import Service
from service.store.steps import Step
from service.store.tasks import Task
from tests.support.addresses import paths
from tests.support.api import DAY, HANDLING, Api, Body, Case, Officer, problem, received
from tests.support.services import TestClock

pytestmark = pytest.mark.store
NOBODY = UUID("00000000-0000-4000-8000-000000000000")
LETTER = {"purpose": "P3", "text": "科长收受回扣", "title": "采购问题"}
DESK = (Role.INTAKE, Role.PET_HEAD)
Told = Mapping[str, tuple[int, str]]
"""By address: the status and the body of an answer."""
THE_OTHERS = (("P2", "公告栏应及时更新"), ("P3", "科长收受回扣"))
SECRETS = ("科长收受回扣", "采购问题", "王建国", "13900000000")


@pytest.fixture
def api(app: Flask, service: Service, clock: TestClock) -> Api:
    made = Api(app, service, clock)
    for code, name, above in (("HS01", "公司", "HS"), ("HS0101", "一分厂", "HS01"), ("HS0102", "二分厂", "HS01")):
        made.service.people.add_unit(code, name, above)
    return made


def opened(api: Api, by: Officer, unit: str, *accused: Body, **letter: object) -> Case:
    """A letter that was opened and sealed in one step."""
    body = {**received(unit=unit, **{**LETTER, **letter}), "accused": list(accused)}
    answer = api.post("/petitions", by, body)
    assert answer.status_code == 201, answer.text
    return Case(api, answer)


def led_by(api: Api, code: str, officer: Officer) -> None:
    """Records that the officer leads the unit from above."""
    command = NameLeader(officer.id, api.service.ledger.today())
    api.service.ledger.execute([Step(unit_ref(code), command)], Task.OFFICERS_ADD.actor)
    api.service.engine.catch_up()


def everything(api: Api, officer: Officer, case: UUID) -> Told:
    """Every answer of the interface to the officer, on the case and on everything else, the id itself apart.

    Files are left out, which leave a trace of their own.
    """
    api.service.engine.catch_up()
    told = {}
    for path in paths(api.app, case):
        if path.startswith("/api/v1/") and not path.endswith((".csv", ".xlsx")):
            answer = api.get(path, officer)
            told[path.replace(str(case), "{id}")] = (answer.status_code, answer.text.replace(str(case), "{id}"))
    return told


def assert_as_before(api: Api, case: UUID, before: Sequence[tuple[Officer, Told]], unknown: str) -> None:
    """Nothing whatever has changed for any of them, and nothing tells what is unknown to them."""
    for each, told in before:
        now = everything(api, each, case)
        assert {path: (told[path], now[path]) for path in told if told[path] != now[path]} == {}
        assert not [path for path, (_status, text) in now.items() if unknown in text]


def read_by(api: Api, officer: Officer, case: UUID) -> str:
    return "\n".join(text for _status, text in everything(api, officer, case).values())


@pytest.mark.scenario(16)
@pytest.mark.scenario(46)
def test_16_46_a_letter_about_the_desk_is_gone_from_it_in_the_step_that_seals_it(api: Api) -> None:
    upper_clerk, upper = api.officer(Role.INTAKE), api.head
    clerk, head = api.officer(Role.INTAKE, unit="HS01"), api.officer(Role.PET_HEAD, unit="HS01")
    company = [
        *(api.officer(role, unit="HS01") for role in Role),
        *(api.officer(role, unit="HS0101") for role in (Role.INTAKE, Role.PET_HEAD, Role.HANDLER, Role.AUDITOR)),
    ]
    before = [(each, everything(api, each, NOBODY)) for each in company]
    secretary = api.officer(Role.DI_HEAD, unit="HS01")
    case = opened(
        api,
        clerk,
        "HS01",
        {"accused_unit": "HS01", "officer": str(head.id), "is_of_the_desk": True},
        {"accused_unit": "HS01", "officer": str(secretary.id)},
    )
    number = case.answer.get_json()["case_no"]
    assert_as_before(api, case.id, before, number)

    assert number in read_by(api, upper_clerk, case.id)
    case.then("screening", upper, {"screened_on": DAY})
    refused = case.post("package", upper, {"to_unit": "HS01", "sent_on": DAY})
    assert "HS" in problem(refused, 409, "discipline_office_accused")["detail"]
    case.then("package", upper, {"to_unit": "HS", "sent_on": DAY})
    for each in (upper_clerk, upper):
        seen = read_by(api, each, case.id)
        assert number in seen
        assert not [secret for secret in (*SECRETS, str(secretary.id)) if secret in _of_case(api, each, case)]
    assert_as_before(api, case.id, before, number)


def test_a_letter_about_every_desk_goes_to_the_authority_above_the_top_unit(api: Api) -> None:
    body = {**received(unit="HS", **LETTER), "accused": [{"accused_unit": "HS"}]}
    said = problem(api.post("/petitions", api.clerk, body), 409, "no_desk_above")["detail"]
    assert "市总工会" in said
    assert api.items("/petitions", api.head) == []


def _of_case(api: Api, officer: Officer, case: Case) -> str:
    """The case and its timeline, opened with a purpose."""
    return "\n".join(api.get(f"{case.path}{part}", officer, **HANDLING).text for part in ("", "/timeline"))


def test_17_the_line_of_the_accused_learns_not_even_whether_there_is_a_letter(api: Api) -> None:
    boss = api.officer(Role.UNIT_LEAD, unit="HS0101")
    outside = api.officer(Role.UNIT_LEAD, name="分管", unit="HS01")
    led_by(api, "HS0101", outside)
    line = [boss, outside, *(api.officer(role, unit="HS0101") for role in Role)]
    clerk, head = (api.officer(role, unit="HS01") for role in DESK)
    before = [(each, everything(api, each, NOBODY)) for each in line]
    case = opened(api, clerk, "HS01", {"accused_unit": "HS0101", "officer": str(boss.id)})
    assert_as_before(api, case.id, before, case.answer.get_json()["case_no"])
    for each in line[:2]:
        note = {"note": "核对笔迹", "noted_on": DAY}
        answer, unknown = (api.post(f"/petitions/{one}/note", each, note, 1) for one in (case.id, NOBODY))
        assert (answer.status_code, answer.data) == (unknown.status_code, unknown.data)
    case.then("screening", head, {"screened_on": DAY})


def test_whoever_comes_to_work_in_the_accused_unit_loses_the_letter_with_the_next_request(api: Api) -> None:
    clerk, other = (api.officer(Role.INTAKE, name=name, unit="HS01") for name in ("甲", "乙"))
    case = opened(api, clerk, "HS01", {"accused_unit": "HS0101"})
    assert case.read(other)["id"] == str(case.id)
    led_by(api, "HS0101", other)
    assert api.get(case.path, other).status_code == 404
    assert case.read(clerk)["id"] == str(case.id)


def referred(api: Api) -> Case:
    """A package that is on its way from the company to its discipline office."""
    case = opened(api, api.officer(Role.INTAKE, unit="HS01"), "HS01", {"accused_unit": "HS0101"})
    head = api.officer(Role.PET_HEAD, unit="HS01")
    case.then("note", head, {"note": "已电话核实来信", "noted_on": DAY})
    case.then("screening", head, {"screened_on": DAY})
    return case.then("package", head, {"to_unit": "HS01", "sent_on": DAY})


def test_the_discipline_office_knows_of_the_package_alone_and_opens_it_with_a_purpose(api: Api) -> None:
    case = referred(api)
    di, elsewhere = (api.officer(Role.DI_OFFICER, unit=unit) for unit in ("HS01", "HS"))
    assert api.get(case.path, elsewhere).status_code == 404
    api.service.engine.catch_up()
    assert [row["case_no"] for row in api.items("/petitions", di)] == [case.answer.get_json()["case_no"]]
    closed = api.get(f"{case.path}/timeline", di)
    assert not [secret for secret in SECRETS if secret in closed.text]
    opened_by = api.get(f"{case.path}/timeline", di, Casework_Purpose="VERIFYING").text
    assert all(secret in opened_by for secret in SECRETS)
    assert "已电话核实来信" not in opened_by
    told = [each["event"] for each in api.get(f"{case.path}/timeline", di).get_json()["events"]]
    assert told == ["petition.received", "petition.registered", "petition.sealed", "petition.package_sent"]
    traced = api.service.trace.of_case(case.id)
    assert [level for _at, level in traced] == ["C4"]


def test_the_discipline_office_signs_and_keeps_its_own_terms(api: Api) -> None:
    case, di = referred(api), api.officer(Role.DI_OFFICER, unit="HS01")
    version = case.read(di)["version"]
    answer = api.post(f"{case.path}/package-receipt", di, {"received_on": DAY}, version)
    assert answer.status_code == 200, answer.text
    case.answer = answer
    assert {clock["rule"] for clock in case.read(di)["clocks"]} == {"D-P11"}
    case.then("acceptance-notice", di, {"told_on": DAY, "method": "POST"})
    case.then("conclusion", api.officer(Role.DI_HEAD, unit="HS01"), {"concluded_on": DAY})
    case.then("result-notice", di, {"told_on": DAY, "method": "POST"})
    head = api.officer(Role.PET_HEAD, unit="HS01")
    assert case.read(head)["status"] == "REFERRED_DI"
    assert api.post(f"{case.path}/package-receipt", head, {"received_on": DAY}, 1).status_code in (403, 404)


def in_confidence(api: Api) -> Case:
    """A petition filed in confidence, in the hands of a handler who reads the brief."""
    case = api.received(confidentiality_requested=True, brief="反映补贴问题")
    case.then("screening", api.head, {"screened_on": DAY, "brief": "反映补贴问题"})
    return case.accepted([api.handler])


REQUEST = {"fields": ["NAME"], "purpose": "HANDLING", "hours": 2, "reason": "需当面核实", "requested_on": DAY}


def test_what_is_sealed_opens_by_three_and_closes_by_itself(api: Api) -> None:
    case, keeper = in_confidence(api), api.officer(Role.ID_CUSTODIAN)
    assert "王建国" not in _of_case(api, api.handler, case)
    case.then("unsealing", api.handler, REQUEST)
    answer = case.post("unsealing-approval", api.leader, {"unsealing": 1, "approved_on": DAY})
    assert answer.status_code == 200, answer.text
    case.answer = answer
    version = case.read(keeper)["version"]
    released = api.post(f"{case.path}/release", keeper, {"unsealing": 1}, version)
    assert released.status_code == 200, released.text
    assert "王建国" not in api.get(f"{case.path}/timeline", api.handler).text, "no purpose was said"
    traced = len(api.service.trace.of_case(case.id))
    shown = api.get(f"{case.path}/timeline", api.handler, **HANDLING).text
    assert "王建国" in shown
    assert "13900000000" not in shown, "the contact was not asked for"
    assert len(api.service.trace.of_case(case.id)) == traced + 1
    assert "王建国" not in _of_case(api, api.leader, case)
    api.clock.moment += timedelta(hours=2)
    assert "王建国" not in _of_case(api, api.handler, case)


def test_a_refused_unsealing_is_kept_and_a_custodian_says_yes_or_no_alone(api: Api) -> None:
    case, keeper = in_confidence(api), api.officer(Role.ID_CUSTODIAN)
    case.then("unsealing", api.handler, REQUEST)
    version = case.read(keeper)["version"]
    body = {"unsealing": 1, "grounds": "可先书面询问", "refused_on": DAY}
    assert api.post(f"{case.path}/unsealing-refusal", keeper, body, version).status_code == 200
    case.answer = api.get(case.path, api.clerk)
    assert "petition.unsealing_refused" in [each["event"] for each in case.timeline(api.head)["events"]]
    case.then("same-person-question", api.clerk, {"other_no": "PET-HS-2025-ABCDEFGH", "asked_on": DAY})
    version = case.read(keeper)["version"]
    answered = {"question": 1, "is_same": True, "answered_on": DAY}
    assert api.post(f"{case.path}/same-person-answer", keeper, answered, version).status_code == 200
    kept = api.get(f"{case.path}/timeline", keeper, **HANDLING).text
    assert "王建国" in kept
    assert "补发住房补贴" not in kept, "what was written is not for the keeper of identities"


@pytest.mark.scenario(
    15, half="nobody outside the desk sees a letter that also accuses, nor is it handled or sent whole"
)
def test_15_a_letter_with_three_matters_is_the_desks_alone_and_goes_nowhere_whole(api: Api) -> None:
    clerk, head = (api.officer(role, unit="HS01") for role in DESK)
    handler, leader = (api.officer(role, unit="HS01") for role in (Role.HANDLER, Role.UNIT_LEAD))
    before = [(each, everything(api, each, NOBODY)) for each in (handler, leader)]
    body = received(unit="HS01", purpose="P1", text="补发工资", title="三件事")
    demands = body["registration"]["demands"]
    demands += [{**demands[0], "purpose": purpose, "text": text} for purpose, text in THE_OTHERS]
    answer = api.post("/petitions", clerk, {**body, "accused": [{"accused_unit": "HS0101"}]})
    assert answer.status_code == 201, answer.text
    case = Case(api, answer)
    case.then("screening", head, {"screened_on": DAY})
    accepting = {"accepted_on": DAY, "route": "R6", "handlers": [str(handler.id)]}
    problem(case.post("acceptance", head, accepting), 409, "accusation_is_referred")
    problem(case.post("package", head, {"to_unit": "HS01", "sent_on": DAY}), 409, "accusation_among_others")
    assert_as_before(api, case.id, before, case.answer.get_json()["case_no"])
