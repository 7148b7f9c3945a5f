"""Password and second factor once more before granting, paying and letting in; and changing the own password."""

import psycopg
import pytest

from domain.roles import Role
from service.access.second_factor import STEP_S, code_at
from tests.support.pages import Page, Reader, Site
from tests.support.services import TestClock
from tests.web.test_passwords import PASSWORD, quick, sign_in, slip_for, use
from tests.web.test_second_factor import secret_of, set_up

__all__ = ["quick"]

pytestmark = pytest.mark.store

FRESH = "a password of my very own"


def administrator(site: Site, clock: TestClock) -> tuple[Reader, bytes]:
    """The administrator, signed in by password and second factor some time ago."""
    reader = site.anonymous()
    slip = site.group.service.slips.issue(site.group.officers[Role.SYSADMIN]).slip
    assert use(reader, slip)[0] == 303
    return reader, set_up(reader, clock)[0]


def code_of(secret: bytes, clock: TestClock) -> str:
    return code_at(secret, int(clock.moment.timestamp()) // STEP_S)


def test_granting_asks_for_password_and_code_once_they_are_five_minutes_old(site: Site, clock: TestClock) -> None:
    reader, secret = administrator(site, clock)
    address = f"/officers/{site.group.officers[Role.HANDLER]}"
    form = reader.get(f"{address}/role").form()
    clock.move(minutes=5)
    for path in (f"{address}/role", "/officers/new"):
        answer = reader.client.get(path)
        assert (answer.status_code, answer.location) == (302, f"/prove?next={path}")
    sent = reader.send(f"{address}/role", form, role="AUDITOR", from_on="2026-03-03")
    assert sent.status_code == 403
    assert Page(sent.text).form().values["role"] == "AUDITOR"
    slip = reader.send(address, reader.get(address).form(f"{address}/slip"))
    assert (slip.status_code, slip.location) == (302, f"/prove?next={address}")
    prove = reader.get(f"/prove?next={address}/role").form("/prove")
    assert reader.send("/prove", prove, password=PASSWORD, code="000000").status_code == 401
    assert reader.send("/prove", prove, password="wrong", code=code_of(secret, clock)).status_code == 401
    assert reader.client.get(f"{address}/role").status_code == 302
    proved = reader.send("/prove", prove, password=PASSWORD, code=code_of(secret, clock))
    assert (proved.status_code, proved.location) == (303, f"{address}/role")
    assert reader.get(f"{address}/role").form()


def test_other_steps_and_whoever_has_no_password_are_not_asked(site: Site, clock: TestClock) -> None:
    reader, _secret = administrator(site, clock)
    clock.move(minutes=6)
    assert reader.get(f"/officers/{site.group.officers[Role.HANDLER]}/role-end")
    assert reader.get("/units/new")
    by_token = site.reader(Role.UNIT_LEAD)
    clock.move(minutes=6)
    for path in ("/prove", "/password"):
        by_token.get(path, 404)


def test_the_own_password_is_changed_with_the_present_one_and_ends_the_other_sessions(
    site: Site, clock: TestClock
) -> None:
    reader, other = site.anonymous(), site.anonymous()
    assert use(reader, slip_for(site))[0] == 303
    assert sign_in(other) == 303
    form = reader.get("/password").form("/password")
    for wrong, status in (
        ({"password": "wrong", "fresh": FRESH, "again": FRESH}, 401),
        ({"password": PASSWORD, "fresh": FRESH, "again": PASSWORD}, 422),
        ({"password": PASSWORD, "fresh": "short", "again": "short"}, 422),
        ({"password": PASSWORD, "fresh": "password123456", "again": "password123456"}, 422),
    ):
        assert reader.send("/password", form, **wrong).status_code == status
    assert reader.send("/password", form, password=PASSWORD, fresh=FRESH, again=FRESH).status_code == 303
    assert "Your password is changed" in reader.get("/sessions").text
    assert other.client.get("/").status_code == 302
    assert [sign_in(site.anonymous()), sign_in(site.anonymous(), password=FRESH)] == [401, 303]


def test_sessions_that_are_over_are_cleared_away(site: Site, clock: TestClock, database_url: str) -> None:
    reader = site.anonymous()
    assert use(reader, slip_for(site))[0] == 303
    assert sign_in(site.anonymous()) == 303
    clock.move(hours=13)
    assert sign_in(site.anonymous()) == 303
    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT FROM sessions").rowcount == 1


def test_the_secret_of_the_second_factor_stays_when_the_page_is_loaded_again(site: Site) -> None:
    reader = site.anonymous()
    assert use(reader, slip_for(site, Role.INTAKE))[0] == 303
    first, second = reader.get("/second-factor"), reader.get("/second-factor")
    assert secret_of(first) == secret_of(second)
    another = site.anonymous()
    assert use(another, slip_for(site, Role.PET_HEAD), name="li")[0] == 303
    assert secret_of(another.get("/second-factor")) != secret_of(first)
