"""What a token is good for: reading, opening cases, acting, and what asks for a proof anew."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from domain.officers import EVERYTHING, ORDINARY, TokenScope
from domain.organisation.officer import LONGEST_TOKEN, AppointOfficer
from domain.roles import Role
from service.access.proof import PROVEN, ProofLacking
from service.kinds.organisation.kind import OFFICERS
from service.office.giving import Asked
from tests.support.api import Api, Officer, accepted, problem, received

pytestmark = pytest.mark.store

READ, FILE, ACT = TokenScope.READ, TokenScope.FILE, TokenScope.ACT


def with_scopes(api: Api, officer: Officer, *scopes: TokenScope) -> Officer:
    """The same officer with another token."""
    issued = api.service.people.issue_token(officer.id, scopes=scopes)
    return Officer(officer.id, issued.token)


def test_a_token_for_reading_reads_and_nothing_else(api: Api) -> None:
    case, reader = api.screened(), with_scopes(api, api.head, READ)
    for path in ("/units", "/petitions", f"/petitions/{case.id}", "/my-day", "/catalogue", "/nothing-here"):
        as_whole, as_reader = (api.get(path, by) for by in (api.head, reader))
        assert as_whole.status_code == as_reader.status_code, path
    for path, body in (("/petitions", received()), (f"/petitions/{case.id}/acceptance", accepted([api.handler]))):
        refused = api.post(path, reader, body, version=case.version)
        told = problem(refused, 403, "scope_lacking")
        assert ("FILE" if path == "/petitions" else "ACT") in told["detail"]
        assert refused.headers["WWW-Authenticate"] == 'Bearer error="insufficient_scope"'
    assert case.version == api.get(f"/petitions/{case.id}", reader).get_json()["version"]


def test_a_token_for_filing_opens_cases_and_reads_none(api: Api) -> None:
    filer = with_scopes(api, api.clerk, FILE)
    filed = api.post("/petitions", filer, received())
    assert filed.status_code == 201
    problem(api.get("/petitions", filer), 403, "scope_lacking")
    problem(api.get(f"/petitions/{filed.get_json()['id']}", filer), 403, "scope_lacking")
    screening = f"/petitions/{filed.get_json()['id']}/screening"
    problem(api.post(screening, with_scopes(api, api.head, FILE), {}, version=1), 403, "scope_lacking")
    unit = {"code": "HS02", "name": "二厂"}
    problem(api.post("/units", with_scopes(api, api.operator, FILE), unit), 403, "scope_lacking")


def test_a_case_offers_no_more_than_the_token_is_good_for(api: Api) -> None:
    case = api.screened()
    whole, reader = (case.read(by) for by in (api.head, with_scopes(api, api.head, READ)))
    assert whole["actions"]
    assert (reader["actions"], reader["not_yet"]) == ([], [])
    both = case.read(with_scopes(api, api.head, READ, ACT))
    proven = {command.__name__ for command in PROVEN}
    assert both["actions"] == [each for each in whole["actions"] if each["command"] not in proven]


def test_a_token_for_acting_neither_reads_nor_files(api: Api) -> None:
    actor = with_scopes(api, api.clerk, ACT)
    problem(api.get("/units", actor), 403, "scope_lacking")
    problem(api.post("/petitions", actor, received()), 403, "scope_lacking")


def test_what_is_granted_or_paid_takes_a_token_that_was_issued_for_it(api: Api) -> None:
    operator, leader = with_scopes(api, api.operator, *ORDINARY), with_scopes(api, api.leader, *ORDINARY)
    officer = f"/officers/{api.clerk.id}"
    version = api.get(officer, operator).headers["ETag"]
    grant = {"role": "AUDITOR", "from_on": api.clock.today.isoformat()}
    told = problem(api.post(f"{officer}/role", operator, grant, version=version), 403, "proof_needed")
    assert "PROVEN" in told["detail"]
    problem(api.post("/officers", operator, {"name": "乙", "unit": str(api.unit)}), 403, "proof_needed")
    confirm = {"role": "AUDITOR"}
    problem(api.post(f"{officer}/role-confirmation", leader, confirm, version=version), 403, "proof_needed")
    payer = with_scopes(api, api.officer(Role.PAYER), *ORDINARY)
    for case in (uuid4(), uuid4()):
        problem(api.post(f"/hardship-requests/{case}/payment", payer, {}, version=1), 403, "proof_needed")
    end = {"role": "INTAKE", "ended_on": api.clock.today.isoformat()}
    assert api.post(f"{officer}/role-end", operator, end, version=version).status_code == 200
    assert api.get(officer, operator).headers["ETag"] != version


def test_the_roles_decide_before_the_proof_is_asked_for(api: Api) -> None:
    clerk = with_scopes(api, api.clerk, *ORDINARY)
    problem(api.post("/officers", clerk, {"name": "乙", "unit": str(api.unit)}), 403, "forbidden")


def test_figures_are_read_by_a_token_for_reading(api: Api) -> None:
    forwarded = {"X-Forwarded-For": "10.0.0.1"}
    for scope, status in ((READ, 200), (ACT, 403)):
        token = with_scopes(api, api.operator, scope).header
        assert api.client.get("/metrics", headers={**token, **forwarded}).status_code == status


def test_no_token_is_good_for_longer_than_ninety_days(api: Api) -> None:
    issued = api.service.people.issue_token(api.clerk.id, scopes=EVERYTHING)
    assert issued.expires_on == api.clock.today + LONGEST_TOKEN == api.clock.today + timedelta(days=90)


def test_a_proof_is_asked_for_whichever_door_gives_the_command(api: Api) -> None:
    caller = replace(api.service.callers.by_officer(api.operator.id, api.clock.today), scopes=frozenset(ORDINARY))
    with pytest.raises(ProofLacking):
        api.service.giving.give(Asked(OFFICERS, AppointOfficer("乙", api.unit), caller, "key"))


def test_what_takes_a_proof_is_listed() -> None:
    assert {each.__name__ for each in PROVEN} == {
        *("AppointOfficer", "GrantRole", "ConfirmRole", "IssueToken", "IssueSlip", "BindIdentity", "PayAid"),
        *("Unseal", "ApproveUnsealing"),
    }


def test_the_document_says_what_a_command_takes(shared_api: Api) -> None:
    paths = shared_api.client.get("/api/openapi.json").get_json()["paths"]
    told = {path: paths[path]["post"].get("x-scopes") for path in paths if "post" in paths[path]}
    assert told["/api/v1/petitions"] == ["FILE"]
    assert told["/api/v1/officers"] == ["ACT", "PROVEN"]
    assert told["/api/v1/hardship-requests/{identifier}/payment"] == ["ACT", "PROVEN"]
    assert told["/api/v1/petitions/{identifier}/acceptance"] == ["ACT"]
