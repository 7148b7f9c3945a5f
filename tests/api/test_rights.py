"""Rights act when they are answered, worker or no worker, and what tells them fails closed."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest

from projections.catalogue import ACCESS_VIEWS, VIEWS
from projections.petitions import PETITIONS
from service.views.engine import Engine
from tests.support.api import Api, problem
from tests.support.counting import statements

pytestmark = pytest.mark.store


def position_of(api: Api, view: str) -> int:
    return next(each.position for each in api.service.engine.standings() if each.view == view)


@pytest.fixture
def unattended(api: Api, monkeypatch: pytest.MonkeyPatch) -> Api:
    """Nothing brings a view on from now: no worker, and no request either."""
    for officer in (api.clerk, api.operator):
        assert api.get("/units", officer).status_code == 200
    monkeypatch.setattr(Engine, "catch_up", lambda *_given, **_named: 0)
    monkeypatch.setattr(Engine, "advance", lambda *_given, **_named: 0)
    return api


def test_a_token_that_was_revoked_opens_nothing_although_no_view_moves(unattended: Api) -> None:
    before = position_of(unattended, "tokens")
    unattended.service.people.revoke_token(unattended.clerk.id, unattended.clerk.token)
    assert position_of(unattended, "tokens") == before
    problem(unattended.get("/units", unattended.clerk), 401, "token_refused")


def test_a_role_that_was_ended_allows_nothing_although_no_view_moves(unattended: Api) -> None:
    clerk, operator, today = unattended.clerk, unattended.operator, unattended.service.ledger.today()
    assert unattended.get("/petitions", clerk).status_code == 200
    version = unattended.get(f"/officers/{clerk.id}", operator).headers["ETag"]
    for role in unattended.get(f"/officers/{clerk.id}", operator).get_json()["roles"]:
        body = {"role": role, "ended_on": today.isoformat()}
        done = unattended.post(f"/officers/{clerk.id}/role-end", operator, body, version=version)
        assert done.status_code == 200, done.get_json()
        version = done.headers["ETag"]
    problem(unattended.get("/petitions", clerk), 403, "forbidden")


def test_a_token_of_the_last_day_is_good_on_it_and_not_after(unattended: Api) -> None:
    expires = unattended.service.people.tokens(unattended.clerk.id)[0][1]
    days = expires - unattended.service.ledger.today()
    unattended.clock.move(days=days.days)
    assert unattended.get("/units", unattended.clerk).status_code == 200
    unattended.clock.move(days=1)
    problem(unattended.get("/units", unattended.clerk), 401, "token_refused")


@pytest.mark.parametrize("view", [view.name for view in ACCESS_VIEWS])
def test_an_access_view_that_is_set_aside_lets_nobody_in(api: Api, view: str) -> None:
    clerk = api.clerk
    assert api.get("/petitions", clerk).status_code == 200
    with psycopg.connect(api.service.url) as connection:
        connection.execute("UPDATE views.positions SET set_aside = 'KeyError' WHERE view = %s", (view,))
    problem(api.get("/petitions", clerk), 503, "view_stands_still")
    ready = api.client.get("/readyz")
    assert (ready.status_code, ready.get_json()["set_aside"]) == (503, [view])
    list(api.service.rebuilder.rebuild([each for each in ACCESS_VIEWS if each.name == view]))
    assert api.get("/petitions", clerk).status_code == 200


@pytest.mark.parametrize("view", ACCESS_VIEWS, ids=lambda view: view.name)
def test_an_access_view_that_is_not_built_lets_nobody_in(api: Api, view: Any) -> None:
    clerk = api.clerk
    with psycopg.connect(api.service.url) as connection:
        connection.execute(f"DROP TABLE views.{view.name}_v{view.version}")
        connection.execute("DELETE FROM views.positions WHERE view = %s", (view.name,))
    assert api.service.engine.prepare() == [view.name]
    refused = api.get("/petitions", clerk)
    assert (refused.status_code, int(refused.headers["Retry-After"]) > 0) == (503, True)
    assert api.client.get("/readyz").get_json()["views_building"] == [view.name]
    while api.service.engine.advance():
        pass
    assert api.get("/petitions", clerk).status_code == 200


def test_who_asks_costs_one_statement_however_much_is_stored(api: Api) -> None:
    officer, callers, today = api.clerk, api.service.callers, api.service.ledger.today()
    assert callers.by_token(officer.token, today) is not None
    with statements() as told:
        assert callers.by_token(officer.token, today) is not None
        assert callers.by_officer(officer.id, today).roles
    assert len(told) == 2
    api.received()
    with statements() as told:
        callers.by_token(officer.token, today + timedelta(days=1))
    assert len(told) == 1


@pytest.mark.parametrize("purpose", ["P1", "P3"])
def test_no_list_asks_another_one_for_whom_a_petition_exists(api: Api, purpose: str) -> None:
    """Whichever view lags or leads, a row is shown to those for whom its own columns say that it exists."""
    clerk, leader = api.clerk, api.leader
    case = api.screened(purpose=purpose)
    seen = {"Casework_Position": case.answer.headers["Casework-Position"]}
    for ahead in ([view for view in VIEWS if view is not PETITIONS], [PETITIONS]):
        api.service.engine.catch_up(ahead)
        shown = api.get("/due-dates", leader, **seen).get_json()["items"]
        trail = api.get("/due-dates", clerk, **seen).get_json()["items"]
        assert ([row["case_id"] for row in shown] == []) is (purpose == "P3")
        assert [row["case_id"] for row in trail] == [str(case.id)]
