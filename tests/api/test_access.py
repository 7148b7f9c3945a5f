"""Who may do what: nothing without a token, nothing that stands in no table, and the whole matrix as agreed."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from werkzeug.routing import Rule

from domain import agreements
from domain.agreements import AGREEMENTS
from domain.batch.aggregate import BATCH
from domain.catalogue import AGGREGATES
from domain.kernel import Command
from domain.organisation.officer import UseSlip
from domain.roles import Role
from domain.values import KeyClass, OfficerRef
from projections.catalogue import ACCESS_VIEWS, CASE_VIEWS, VIEWS
from service.access import table
from service.access.decisions import may_command, may_view
from service.access.texts import texts_open
from service.kinds.catalogue import CASES, COLLECTIONS
from service.store.steps import Caller
from tests.support.api import DAY, Api, problem
from tests.support.golden import equals_golden, lines

NOBODY = UUID(int=0)


def api_rules(app: Flask) -> Iterator[tuple[str, str, Rule]]:
    """Method, address and rule of everything that the API serves."""
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/v1"):
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield method, rule.rule.replace("<uuid:identifier>", "{id}").replace("<int:number>", "{number}"), rule


def test_every_command_of_every_aggregate_stands_in_the_table() -> None:
    commands = {command for aggregate in AGGREGATES for command in aggregate.commands}
    assert commands == set(table.COMMANDS)
    assert {command for command, roles in table.COMMANDS.items() if not roles} == {
        *only_bound_by_agreements(),
        *BATCH.commands,
        UseSlip,
    }


def only_bound_by_agreements() -> set[Any]:
    """Commands of the domain that `agreements` names as parts and that no address takes."""
    addressed = {address.command for collection in COLLECTIONS for address in collection.addressed}
    named = {each for each in vars(agreements).values() if isinstance(each, type) and issubclass(each, Command)}
    return (named & set(table.COMMANDS)) - set(AGREEMENTS) - addressed


def test_every_view_that_is_served_stands_in_the_table() -> None:
    assert set(table.VIEWS) >= {view.name for view in VIEWS} - {view.name for view in ACCESS_VIEWS}
    assert {view.name for view in CASE_VIEWS.values()} <= set(table.KIND_VIEWS)
    assert {kind.aggregate.kind: kind.listing.view.name for kind in CASES} == {
        kind: view.name for kind, view in CASE_VIEWS.items()
    }


def test_what_stands_in_no_table_is_denied() -> None:
    class Unheard:
        """A command that nobody put into the table."""

    everybody = frozenset(Role)
    assert not may_command(everybody, Unheard)  # type: ignore[arg-type]
    assert not may_view(everybody, "unheard")
    opens = texts_open(Caller(OfficerRef(NOBODY)), "unheard", None)
    assert not any(opens(key_class, "unheard.said", "text") for key_class in KeyClass)


def test_no_role_alone_holds_no_right_and_every_role_holds_one() -> None:
    assert not any(may_command(frozenset(), command) for command in table.COMMANDS)
    assert not any(may_view(frozenset(), view) for view in table.VIEWS)
    for role in Role:
        assert may_view(frozenset({role}), "catalogue"), role


def test_commands_that_have_no_address_are_for_operators_alone() -> None:
    addressed = {address.command for collection in COLLECTIONS for address in collection.addressed}
    for command in set(table.COMMANDS) - addressed:
        assert table.COMMANDS[command] <= {Role.SYSADMIN}, command


@pytest.mark.store
def test_nothing_but_health_and_documentation_is_open_without_a_token(shared_api: Api) -> None:
    known = list(api_rules(shared_api.app))
    assert len(known) > 30
    for method, path, _ in known:
        address = path.replace("{id}", str(NOBODY)).replace("{number}", "1")
        for headers in (
            {},
            {"Authorization": "Basic YTpi"},
            {"Authorization": "Bearer"},
            {"Authorization": "Bearer  "},
        ):
            answer = shared_api.client.open(address, method=method, headers=headers)
            problem(answer, 401, "unauthenticated")
            assert answer.headers["WWW-Authenticate"] == "Bearer"
        problem(
            shared_api.client.open(address, method=method, headers={"Authorization": "Bearer x"}), 401, "token_refused"
        )
    for path in ("/healthz", "/readyz", "/api/openapi.json", "/api/docs"):
        assert shared_api.client.get(path).status_code == 200, path
    for path in ("/api/v1", "/api/v1/", "/api/v1/nothing", "/api/v1/petitions/"):
        problem(shared_api.client.get(path), 401, "unauthenticated")
        problem(shared_api.client.options(path), 401, "unauthenticated")


@pytest.mark.store
@pytest.mark.parametrize("token", ["é", "x" * 5000, "'; --", "\x01", "a b", "%00"])
def test_a_token_of_any_form_is_refused_and_breaks_nothing(shared_api: Api, token: str) -> None:
    answer = shared_api.client.get("/api/v1/units", headers={"Authorization": f"Bearer {token}"})
    problem(answer, 401, "token_refused")


@pytest.mark.store
def test_the_matrix_of_addresses_and_roles_is_as_agreed(shared_api: Api) -> None:
    """Asked of the running application; a body is never read before access is decided."""
    officers = {role: shared_api.officer(role) for role in Role}
    told = []
    for method, path, rule in api_rules(shared_api.app):
        allowed = [role for role in Role if _passes(shared_api, method, rule, officers[role])]
        told.append(f"{method:<4} {path}: {' '.join(allowed) or '-'}")
    equals_golden("access.txt", lines(told))


def _passes(api: Api, method: str, rule: Rule, officer: Any) -> bool:
    address = rule.rule.replace("<uuid:identifier>", str(NOBODY)).replace("<int:number>", "1")
    answer = api.client.open(address, method=method, headers=officer.header)
    if answer.status_code == 403:
        problem(answer, 403, "forbidden")
        return False
    assert answer.status_code in (200, 400, 404, 415, 422, 428), (address, answer.status_code)
    return True


@pytest.mark.store
def test_a_grant_and_its_end_act_on_the_very_next_request(api: Api) -> None:
    officer = api.officer()
    problem(api.get("/petitions", officer), 403, "forbidden")
    proposed = api.post(f"/officers/{officer.id}/role", api.operator, {"role": "INTAKE", "from_on": DAY}, 2)
    assert proposed.status_code == 200, proposed.text
    term = {"role": "INTAKE", "for_unit": str(api.unit), "from_on": DAY, "until_on": None}
    told = api.get(f"/officers/{officer.id}", api.operator).get_json()
    assert (told["roles"], told["proposed"]) == ([], [{**term, "proposed_by": str(api.operator.id)}])
    step = f"/officers/{officer.id}/role-confirmation"
    problem(api.post(step, api.operator, {"role": "INTAKE"}, 3), 409, "proposer_confirms")
    confirmed = api.post(step, api.leader, {"role": "INTAKE"}, 3)
    assert confirmed.status_code == 200, confirmed.text
    problem(api.get("/petitions", officer), 403, "forbidden")
    api.clock.move(days=1)
    assert api.get("/petitions", officer).status_code == 200
    told = api.get(f"/officers/{officer.id}", officer).get_json()
    assert (told["roles"], told["proposed"]) == (["INTAKE"], [])
    ended = {"role": "INTAKE", "ended_on": "2026-03-04"}
    assert api.post(f"/officers/{officer.id}/role-end", api.operator, ended, 4).status_code == 200
    problem(api.get("/petitions", officer), 403, "forbidden")


@pytest.mark.store
def test_a_role_is_held_within_its_term_only(api: Api) -> None:
    officer = api.officer()
    term = {"role": "AUDITOR", "from_on": "2026-03-04", "until_on": "2026-03-05"}
    assert api.post(f"/officers/{officer.id}/role", api.operator, term, 2).status_code == 200
    step = f"/officers/{officer.id}/role-confirmation"
    assert api.post(step, api.leader, {"role": "AUDITOR"}, 3).status_code == 200
    seen = []
    for _ in range(4):
        seen.append(api.get("/audit-trail", officer).status_code)
        api.clock.move(days=1)
    assert seen == [403, 200, 200, 403]


@pytest.mark.store
def test_a_token_that_was_revoked_or_ran_out_opens_nothing(api: Api) -> None:
    officer = api.officer(Role.INTAKE)
    assert api.get("/units", officer).status_code == 200
    api.service.people.revoke_token(officer.id, officer.token)
    api.service.engine.catch_up()
    problem(api.get("/units", officer), 401, "token_refused")
    other = api.head
    api.clock.move(days=91)
    problem(api.get("/units", other), 401, "token_refused")


@pytest.mark.store
def test_units_and_officers_are_kept_over_http(api: Api) -> None:
    founded = api.post("/units", api.operator, {"code": "hs-01", "name": "一厂", "parent": "HS"}, key="unit")
    assert founded.status_code == 201, founded.text
    again = api.post("/units", api.operator, {"code": "hs-01", "name": "一厂", "parent": "HS"}, key="unit")
    assert (again.data, again.status_code) == (founded.data, 201)
    unit = api.get(founded.headers["Location"], api.clerk)
    assert (unit.get_json()["code"], unit.headers["ETag"]) == ("HS-01", '"1"')
    problem(api.post("/units", api.operator, {"code": "HS-01", "name": "又一厂"}), 409, "unit_code_taken")
    problem(api.post("/units", api.operator, {"code": "厂", "name": "x"}), 409, "unit_code_malformed")
    problem(api.post("/units", api.clerk, {"code": "HS-02", "name": "二厂"}), 403, "forbidden")
    appointed = api.post("/officers", api.operator, {"name": "李四", "unit": "HS-01", "roles": ["LEADER_VIEW"]})
    assert appointed.status_code == 201, appointed.text
    officer = api.get(appointed.headers["Location"], api.clerk).get_json()
    assert (officer["name"], officer["roles"], officer["unit"]) == ("李四", ["LEADER_VIEW"], unit.get_json()["unit"])
    assert "李四" in {each["name"] for each in api.get("/officers", api.clerk).get_json()["items"]}
    address, led = f"/units/{unit.get_json()['unit']}", {"leader": str(api.leader.id), "named_on": DAY}
    assert unit.get_json()["leaders"] == []
    assert api.post(f"{address}/leader", api.operator, led, 1).status_code == 200
    assert api.post(f"{address}/move", api.operator, {"moved_on": DAY}, 2).status_code == 200
    moved = api.get(address, api.clerk).get_json()
    assert (moved["leaders"], moved["parent"]) == ([str(api.leader.id)], None)
    problem(api.post(f"/units/{api.unit}/move", api.operator, {"moved_on": DAY}, 1), 409, "unit_stands_there")
    dissolved = api.post(f"{address}/dissolution", api.operator, {"dissolved_on": DAY, "successor": "HS"}, 3)
    assert dissolved.status_code == 200, dissolved.text
    problem(api.get(f"/units/{uuid4()}", api.clerk), 404, "not_found")


@pytest.mark.store
def test_whoever_is_recorded_as_leading_a_unit_knows_of_no_check_of_it_for_as_long(api: Api) -> None:
    (plant, _code), chair = api.service.people.add_unit("HS01", "第一机械厂", "HS"), api.officer(Role.UNION_CHAIR)
    lead = {"title": "物资采购监督", "text": "未见比价记录", "source": "PLAN", "alleges_person_violation": False}
    where = {"recorded_on": DAY, "unit": "HS", "subjects": ["S22"], "supervised_unit": "HS01"}
    body = {**lead, **where, "confirmed_by": str(chair.id)}
    recorded = api.post("/supervision-cases", api.officer(Role.TEAM_LEAD), body)
    assert recorded.status_code == 201, recorded.text
    case, address = recorded.headers["Location"], f"/units/{plant}"

    def known() -> tuple[int, int]:
        return api.get(case, chair).status_code, len(api.items("/supervision-cases", chair))

    assert known() == (200, 1)
    assert api.post(f"{address}/leader", api.operator, {"leader": str(chair.id), "named_on": DAY}, 1).status_code == 200
    assert known() == (404, 0)
    list(api.service.rebuilder.rebuild([view for view in ACCESS_VIEWS if view.name == "units"]))
    assert known() == (404, 0)
    released = {"leader": str(chair.id), "released_on": DAY}
    assert api.post(f"{address}/leader-release", api.operator, released, 2).status_code == 200
    assert known() == (200, 1)


@pytest.mark.store
def test_code_lists_are_told_in_the_language_asked_for(api: Api) -> None:
    chinese = api.get("/catalogue", api.clerk, Accept_Language="zh").get_json()["lists"]
    english = api.get("/catalogue", api.clerk, Accept_Language="en").get_json()["lists"]
    assert set(chinese) == set(english) >= {"Status", "Role", "Purpose"}
    assert [each["code"] for each in chinese["Role"]] == [each["code"] for each in english["Role"]] == list(Role)
