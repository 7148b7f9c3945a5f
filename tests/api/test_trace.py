"""Confidential texts over the interface: sealed until a purpose is said in a header, and recorded before they open."""

from hashlib import sha256
from typing import Any

import psycopg
import pytest

from domain.organisation.unit import NameLeader, unit_ref
from domain.roles import Role
from service.store.steps import Step
from service.store.tasks import Task
from tests.support.api import DAY, Api, Officer, problem

pytestmark = pytest.mark.store

PURPOSE = {"Casework_Purpose": "ANSWERING"}


def led_by(api: Api, code: str, officer: Officer) -> None:
    """Records that the officer leads the unit from above."""
    command = NameLeader(officer.id, api.service.ledger.today())
    api.service.ledger.execute([Step(unit_ref(code), command)], Task.OFFICERS_ADD.actor)
    api.service.engine.catch_up()


def names(api: Api, path: str, by: Officer, **headers: str) -> tuple[list[Any], list[str]]:
    """The names in the timeline, and what waits for a purpose."""
    answer = api.get(f"{path}/timeline", by, **headers)
    assert answer.status_code == 200, answer.text
    told = answer.get_json()
    return [each["facts"]["name"] for each in told["events"] if "name" in each["facts"]], told["wants_purpose"]


def test_a_timeline_stays_sealed_until_a_purpose_is_said_and_then_opens_for_the_day(api: Api) -> None:
    case = api.screened()
    assert names(api, case.path, api.clerk) == ([{"sealed": True}], ["C3"])
    assert names(api, case.path, api.clerk, **PURPOSE) == (["王建国"], [])
    assert names(api, case.path, api.clerk) == (["王建国"], [])
    assert names(api, case.path, api.auditor, **PURPOSE) == ([{"sealed": True}], [])


def test_a_purpose_that_is_none_is_refused(api: Api) -> None:
    case = api.screened()
    for given in ("CURIOSITY", "answering", "ANSWERING, HANDLING"):
        for path in (case.path, f"{case.path}/timeline"):
            said = problem(api.get(path, api.clerk, Casework_Purpose=given), 400, "purpose_malformed")
            assert "ANSWERING" in said["detail"]


def test_where_it_cannot_be_recorded_nothing_is_opened(api: Api, database_url: str) -> None:
    case = api.screened()
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("REVOKE INSERT ON reads FROM casework_writer")
    answer = api.get(f"{case.path}/timeline", api.clerk, **PURPOSE)
    problem(answer, 503, "trace_unavailable")
    assert answer.headers["Retry-After"] == "1"
    assert "王建国" not in answer.text


def test_a_list_and_a_case_that_open_titles_alone_leave_no_trace(api: Api, database_url: str) -> None:
    case = api.screened()
    assert api.items("/petitions", api.clerk)[0]["title"] == "住房补贴问题"
    assert case.read(api.clerk)["wants_purpose"] == []
    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT FROM reads").rowcount == 0


def test_the_document_names_the_purposes(shared_api: Api) -> None:
    document = shared_api.client.get("/api/openapi.json").get_json()
    for path in ("/api/v1/petitions/{identifier}", "/api/v1/hardship-requests/{identifier}/timeline"):
        [header] = [each for each in document["paths"][path]["get"]["parameters"] if each["name"] == "Casework-Purpose"]
        assert "HANDLING" in header["schema"]["enum"]


def test_the_access_log_tells_openings_and_files_of_the_units_appointed_for(api: Api) -> None:
    api.service.people.add_unit("HS01", "第一机械厂", "HS")
    protects, below = api.officer(Role.PI_OFFICER), api.officer(Role.PI_OFFICER, unit="HS01")
    case = api.screened()
    names(api, case.path, api.clerk, **PURPOSE)
    assert api.get("/registers/RG-P1.csv", api.clerk).status_code == 200
    report = api.get("/access-log", protects).get_json()
    [opening] = report["openings"]
    assert (opening["reader"], opening["case"], opening["purpose"]) == (str(api.clerk.id), str(case.id), "ANSWERING")
    [counted] = report["readers"]
    assert (counted["openings"], counted["cases"], counted["others"], counted["is_many"]) == (1, 1, 0, False)
    [file] = report["files"]
    content = api.get("/registers/RG-P1.csv", api.clerk).data
    assert (file["what"], file["form"], file["entries"]) == ("RG-P1", "csv", 1)
    assert file["digest"] == sha256(content).hexdigest()
    assert report["broken"] == []
    assert [api.get("/access-log", below).get_json()[name] for name in ("readers", "openings", "files")] == [[], [], []]
    for other in (api.clerk, api.head, api.auditor, api.operator):
        problem(api.get("/access-log", other), 403, "forbidden")
    problem(api.get("/access-log?days=0", protects), 400, "filter_invalid")
    problem(api.get("/access-log?unit=x", protects), 400, "parameter_unknown")


def test_a_file_that_cannot_be_recorded_does_not_leave(api: Api, database_url: str) -> None:
    api.screened()
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("REVOKE INSERT ON exports FROM casework_writer")
    problem(api.get("/registers/RG-P1.csv", api.clerk), 503, "trace_unavailable")


def test_the_access_log_tells_nothing_of_what_accuses_the_own_line(api: Api) -> None:
    case, office = api.screened(purpose="P3"), api.officer(Role.DI_OFFICER)
    case.then("package", api.head, {"to_unit": "HS", "sent_on": DAY})
    ordinary = api.received()
    for path, by in ((ordinary.path, api.clerk), (case.path, office), (ordinary.path, api.clerk)):
        assert api.get(f"{path}/timeline", by, Casework_Purpose="VERIFYING").status_code == 200
    outside, of_the_line = (api.officer(Role.PI_OFFICER, name=name) for name in ("外", "内"))
    all_of_it = api.get("/access-log", outside).get_json()
    assert {each["case"] for each in all_of_it["openings"]} == {str(case.id), str(ordinary.id)}
    led_by(api, "ACCUSED", of_the_line)
    left = api.get("/access-log", of_the_line)
    assert str(case.id) not in left.text
    told = left.get_json()
    assert {each["case"] for each in told["openings"]} == {str(ordinary.id)}
    assert [each["number"] for each in told["openings"]] == [*range(len(told["openings"]), 0, -1)]
    assert str(office.id) not in {each["reader"] for each in told["readers"]}


def test_the_access_log_counts_by_month_what_was_unsealed(api: Api) -> None:
    case = api.received(confidentiality_requested=True, brief="反映补贴问题")
    case.then("screening", api.head, {"screened_on": DAY, "brief": "反映补贴问题"})
    case.accepted([api.handler])
    asked = {"fields": ["NAME"], "purpose": "HANDLING", "hours": 2, "reason": "需当面核实", "requested_on": DAY}
    case.then("unsealing", api.handler, asked)
    version, keeper = case.read(api.officer(Role.ID_CUSTODIAN))["version"], api.officer(Role.ID_CUSTODIAN)
    body = {"unsealing": 1, "grounds": "可先书面询问", "refused_on": DAY}
    assert api.post(f"{case.path}/unsealing-refusal", keeper, body, version).status_code == 200
    api.service.engine.catch_up()
    counted = api.get("/access-log", api.officer(Role.PI_OFFICER)).get_json()["unsealings"]
    assert counted == [{"month": "2026-03", "requested": 1, "approved": 0, "refused": 1, "released": 0}]
