"""Passkeys: added by officers who are signed in, shown alone or beside the password, and whatever is refused."""

import json
import re
from html import unescape
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from domain.roles import Role
from service.access.passkeys import MOST
from tests.support.authenticator import Authenticator
from tests.support.pages import Page, Reader, Site
from tests.support.services import TestClock
from tests.web.test_passwords import PASSWORD, quick, sign_in, slip_for, use
from tests.web.test_second_factor import code_of, set_up

__all__ = ["quick"]

pytestmark = pytest.mark.store

ORIGIN = "http://localhost"


def options_of(html: str) -> str:
    """What the page asks the browser for."""
    [told] = re.findall(r'data-passkey="([^"]*)"', html)
    return unescape(told)


def page_of(reader: Reader, path: str) -> tuple[Page, str]:
    answer = reader.client.get(path, headers=reader.headers)
    assert answer.status_code == 200, answer.text
    return Page(answer.text), options_of(answer.text)


def add(reader: Reader, device: Authenticator, label: str = "key") -> TestResponse:
    page, options = page_of(reader, "/passkeys")
    form = page.form("/passkeys")
    return reader.send("/passkeys", form, label=label, passkey=device.make(options, ORIGIN))


def show(reader: Reader, device: Authenticator, path: str = "/login", **typed: str) -> TestResponse:
    page, options = page_of(reader, path)
    form = page.form(path.partition("?")[0])
    return reader.send(path, form, passkey=device.show(options, ORIGIN), **typed)


def keeper(site: Site, device: Authenticator, role: Role = Role.INTAKE, name: str = "wang") -> Reader:
    """An officer with a password and a passkey, signed in."""
    reader = site.anonymous()
    assert use(reader, slip_for(site, role), name=name)[0] == 303
    assert add(reader, device).status_code == 303
    return reader


def test_a_passkey_whose_device_makes_sure_signs_in_alone(site: Site) -> None:
    device = Authenticator()
    assert "key – added" in keeper(site, device).get("/passkeys").text
    reader = site.anonymous()
    answer = show(reader, device, "/login?next=/petitions")
    assert (answer.status_code, answer.location) == (303, "/petitions")
    assert "Sign out" in reader.get("/petitions").text
    assert "by passkey" in reader.get("/sessions").text


def test_a_passkey_is_a_second_factor_so_whoever_has_one_goes_on(site: Site) -> None:
    reader, device = site.anonymous(), Authenticator()
    assert use(reader, slip_for(site, Role.INTAKE))[0] == 303
    assert reader.client.get("/petitions").location == "/second-factor"
    assert add(reader, device).status_code == 303
    assert reader.get("/petitions")


def test_one_whose_device_does_not_make_sure_stands_beside_the_password(site: Site) -> None:
    device = Authenticator(verifies=False)
    keeper(site, device)
    reader = site.anonymous()
    alone = show(reader, device)
    assert (alone.status_code, "stands beside the password" in Page(alone.text).text) == (401, True)
    assert show(reader, device, name="wang", password="wrong").status_code == 401
    assert sign_in(reader) == 401, "the password alone is not enough"
    assert show(reader, device, name="wang", password=PASSWORD).status_code == 303
    assert reader.get("/petitions")


def test_a_passkey_is_no_second_factor_to_the_password_of_another(site: Site, clock: TestClock) -> None:
    first, second = Authenticator(verifies=False), Authenticator(verifies=False)
    keeper(site, first)
    keeper(site, second, Role.PET_HEAD, "li")
    for name, device in (("li", first), ("wang", second)):
        assert show(site.anonymous(), device, name=name, password=PASSWORD).status_code == 401
    assert show(site.anonymous(), second, name="li", password=PASSWORD).status_code == 303


def test_an_answer_is_good_once_for_its_page_and_its_browser(site: Site, clock: TestClock) -> None:
    device = Authenticator(counts=False)
    keeper(site, device)
    reader, other = site.anonymous(), site.anonymous()
    page, options = page_of(reader, "/login")
    form, answer = page.form("/login"), device.show(options, ORIGIN)
    theirs = page_of(other, "/login")[0].form("/login")
    assert other.send("/login", theirs, passkey=answer).status_code == 401, "another challenge"
    assert other.send("/login", theirs, passkey=answer, asked=form.values["asked"]).status_code == 401
    cookie = reader.client.get_cookie("session")
    assert cookie is not None
    assert reader.send("/login", form, passkey=answer).status_code == 303
    again = site.anonymous()
    again.client.set_cookie("session", cookie.value)
    assert again.send("/login", form, passkey=answer).status_code == 401, "answered before"
    late = site.anonymous()
    page, options = page_of(late, "/login")
    clock.move(minutes=6)
    assert late.send("/login", page.form("/login"), passkey=device.show(options, ORIGIN)).status_code == 401


def test_what_is_no_passkey_of_ours_is_refused(site: Site) -> None:
    device, stranger = Authenticator(), Authenticator()
    keeper(site, device)
    stranger.make(json.dumps({"user": {"id": ""}, "rp": {"id": "localhost"}, "challenge": ""}), ORIGIN)
    reader = site.anonymous()
    page, options = page_of(reader, "/login")
    form = page.form("/login")
    elsewhere = json.dumps({**json.loads(options), "rpId": "elsewhere.example"})
    good = json.loads(device.show(options, ORIGIN))
    other_key = {**good, "response": {**good["response"], "signature": "AAAA"}}
    sent = [
        stranger.show(options, ORIGIN),
        device.show(options, "https://elsewhere.example"),
        device.show(elsewhere, ORIGIN),
        json.dumps(other_key),
        *("x", "{}", "[]", "null", "1", '{"id": 1}', "é", "x" * 20_000, '{"id":"é","rawId":"é","response":{}}'),
    ]
    for number, answer in enumerate(sent):
        assert reader.send("/login", form, passkey=answer).status_code == 401, number
    for asked in ("", "x", "é"):
        assert reader.send("/login", form, passkey=json.dumps(good), asked=asked).status_code == 401


def test_a_device_that_counts_backwards_is_a_copy_and_refused(site: Site) -> None:
    device = Authenticator()
    keeper(site, device)
    device.uses = 10
    assert show(site.anonymous(), device).status_code == 303
    device.uses = 5
    assert show(site.anonymous(), device).status_code == 401


def test_what_the_browser_made_for_another_page_is_not_kept(site: Site) -> None:
    reader, device = site.anonymous(), Authenticator()
    assert use(reader, slip_for(site))[0] == 303
    page, options = page_of(reader, "/passkeys")
    form = page.form("/passkeys")
    for answer in (device.make(options, "https://elsewhere.example"), "", "x", "{}", "[]", "x" * 20_000):
        assert reader.send("/passkeys", form, passkey=answer).status_code == 422
    assert reader.send("/passkeys", form, passkey=device.make(options, ORIGIN), asked="x").status_code == 422
    made = device.make(options, ORIGIN)
    assert reader.send("/passkeys", form, passkey=made).status_code == 303
    assert reader.send("/passkeys", form, passkey=made).status_code == 422, "answered before"


def test_a_passkey_is_shown_once_more_before_granting(site: Site, clock: TestClock) -> None:
    device, reader = Authenticator(), site.anonymous()
    slip = site.group.service.slips.issue(site.group.officers[Role.SYSADMIN]).slip
    assert use(reader, slip)[0] == 303
    assert add(reader, device).status_code == 303
    address = f"/officers/{site.group.officers[Role.HANDLER]}/role"
    clock.move(minutes=5)
    assert reader.client.get(address).location == f"/prove?next={address}"
    proved = show(reader, device, f"/prove?next={address}")
    assert (proved.status_code, proved.location) == (303, address)
    assert reader.get(address).form()
    clock.move(minutes=5)
    device.verifies = False
    assert show(reader, device, f"/prove?next={address}").status_code == 401
    assert show(reader, device, f"/prove?next={address}", password=PASSWORD).status_code == 303


def test_the_passkey_of_another_proves_nothing(site: Site, clock: TestClock) -> None:
    reader, own, foreign = site.anonymous(), Authenticator(), Authenticator()
    keeper(site, foreign)
    slip = site.group.service.slips.issue(site.group.officers[Role.SYSADMIN]).slip
    assert use(reader, slip, name="boss")[0] == 303
    assert add(reader, own).status_code == 303
    clock.move(minutes=5)
    assert show(reader, foreign, "/prove").status_code == 401
    assert reader.client.get("/officers/new").status_code == 302


def test_adding_and_removing_ask_for_a_fresh_proof(site: Site, clock: TestClock) -> None:
    device = Authenticator()
    reader = keeper(site, device)
    page, options = page_of(reader, "/passkeys")
    forms = {path: page.form(path) for path in ("/passkeys", "/passkeys/removed")}
    clock.move(minutes=5)
    assert reader.client.get("/passkeys").location == "/prove?next=/passkeys"
    for path, form in forms.items():
        sent = reader.send(path, form, passkey=Authenticator().make(options, ORIGIN))
        assert (sent.status_code, sent.location) == (302, "/prove?next=/passkeys")


def test_a_removed_passkey_opens_nothing(site: Site) -> None:
    device = Authenticator()
    reader = keeper(site, device)
    form = reader.get("/passkeys").form("/passkeys/removed")
    for wrong in ("", "x", "é", "AAAA"):
        assert reader.send("/passkeys/removed", form, credential=wrong).status_code == 303
    assert show(site.anonymous(), device).status_code == 303
    assert reader.send("/passkeys/removed", form).status_code == 303
    assert show(site.anonymous(), device).status_code == 401
    assert reader.client.get("/petitions").location == "/second-factor"


def test_nobody_removes_the_passkey_of_another(site: Site) -> None:
    device, other = Authenticator(), Authenticator()
    keeper(site, device)
    reader = keeper(site, other, Role.PET_HEAD, "li")
    theirs = site.group.service.passkeys.of(UUID(str(site.group.officers[Role.INTAKE])))[0].name
    form = reader.get("/passkeys").form("/passkeys/removed")
    assert reader.send("/passkeys/removed", form, credential=theirs).status_code == 303
    assert show(site.anonymous(), device).status_code == 303


def test_a_new_slip_takes_the_passkeys_away(site: Site) -> None:
    device = Authenticator()
    keeper(site, device)
    assert use(site.anonymous(), slip_for(site, Role.INTAKE))[0] == 303
    assert show(site.anonymous(), device).status_code == 401
    assert sign_in(site.anonymous()) == 303


def test_nobody_adds_one_by_a_token(site: Site) -> None:
    site.reader(Role.INTAKE).get("/passkeys", 404)


def test_an_officer_has_only_so_many(site: Site) -> None:
    reader, device = site.anonymous(), Authenticator()
    assert use(reader, slip_for(site))[0] == 303
    page, options = page_of(reader, "/passkeys")
    for _ in range(MOST):
        assert add(reader, device).status_code == 303
    assert "as many as there can be" in reader.get("/passkeys").text
    assert reader.send("/passkeys", page.form("/passkeys"), passkey=device.make(options, ORIGIN)).status_code == 422


def test_the_password_is_changed_with_a_passkey_instead_of_a_code(site: Site) -> None:
    device = Authenticator()
    reader = keeper(site, device)
    fresh = "a password of my very own"
    typed = {"password": PASSWORD, "fresh": fresh, "again": fresh}
    page = reader.get("/password")
    assert reader.send("/password", page.form("/password"), **typed).status_code == 401
    assert show(reader, device, "/password", **{**typed, "password": "wrong"}).status_code == 401
    assert show(reader, device, "/password", **typed).status_code == 303
    assert reader.get("/passkeys")


def test_a_code_of_the_app_stays_good_beside_a_passkey(site: Site, clock: TestClock) -> None:
    reader, device = site.anonymous(), Authenticator(verifies=False)
    assert use(reader, slip_for(site, Role.INTAKE))[0] == 303
    secret, _codes = set_up(reader, clock)
    assert add(reader, device).status_code == 303
    clock.move(seconds=30)
    other = site.anonymous()
    form = other.get("/login").form("/login")
    assert other.send("/login", form, name="wang", password=PASSWORD, code=code_of(secret, clock)).status_code == 303


def test_without_script_nothing_of_it_is_seen_and_the_policy_holds(site: Site) -> None:
    answer = site.anonymous().client.get("/login", headers={"Accept-Language": "en"})
    assert re.search(r'<div data-passkey="[^"]*" hidden>', answer.text)
    assert "script-src 'self';" in answer.headers["Content-Security-Policy"]
    assert all(src.startswith("/static/") for src in Page(answer.text).scripts), Page(answer.text).scripts
