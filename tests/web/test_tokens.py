"""Tokens on pages: issued by an administrator who showed who it is, listed, revoked, and what they open."""

import pytest

from domain.officers import EVERYTHING, ORDINARY
from domain.roles import Role
from tests.support.pages import Page, Reader, Site
from tests.support.services import TestClock
from tests.web.test_passwords import PASSWORD, quick, slip_for, use
from tests.web.test_proving import administrator, code_of

__all__ = ["quick"]

pytestmark = pytest.mark.store


def address_of(site: Site, role: Role) -> str:
    return f"/officers/{site.group.officers[role]}"


def issue(site: Site, by: Reader, role: Role = Role.INTAKE, **typed: object) -> str:
    """The token that the page shows."""
    address = address_of(site, role)
    answer = by.send(address, by.get(address).form(f"{address}/token"), **typed)
    assert answer.status_code == 200, answer.text
    return next(word for word in Page(answer.text).text.split() if len(word) == 43)


def status(site: Site, token: str, path: str = "/api/v1/units") -> int:
    return site.app.test_client().get(path, headers={"Authorization": f"Bearer {token}"}).status_code


def by_token(site: Site, token: str) -> tuple[Reader, int, str]:
    reader = site.anonymous()
    answer = reader.send("/login", reader.get("/login").form("/login"), token=token)
    return reader, answer.status_code, Page(answer.text).text


def test_an_administrator_issues_lists_and_revokes(site: Site, clock: TestClock) -> None:
    boss, _secret = administrator(site, clock)
    token = issue(site, boss)
    assert status(site, token) == 200
    address = address_of(site, Role.INTAKE)
    page = boss.get(address)
    assert "Reading, Opening cases, Every other step – issued by" in page.text
    forms = [form for form in page.forms if form.action == f"{address}/token-end"]
    assert len(forms) == 2, "the one of the group, and this one"
    for form in forms:
        assert boss.send(address, form).status_code == 303
    assert status(site, token) == 401
    assert boss.send(address, forms[0]).status_code == 409
    assert "There are none." in boss.get(address).text


def test_a_token_is_issued_for_what_was_chosen(site: Site, clock: TestClock) -> None:
    boss, _secret = administrator(site, clock)
    reading = issue(site, boss, scopes=["READ"], days="1")
    assert status(site, reading) == 200
    clock.move(days=2)
    assert status(site, reading) == 401
    address = address_of(site, Role.INTAKE)
    boss = administrator(site, clock)[0]
    form = boss.get(address).form(f"{address}/token")
    assert form.values.getlist("scopes") == [str(each) for each in ORDINARY]
    assert form.options["scopes"] == [str(each) for each in EVERYTHING]
    wrong: list[dict[str, object]] = [{"scopes": []}, {"scopes": ["ALL"]}, {"days": "0"}, {"days": "91"}, {"days": "x"}]
    for typed in wrong:
        assert boss.send(address, form, **typed).status_code == 422, typed


def test_issuing_asks_for_a_proof_that_is_fresh(site: Site, clock: TestClock) -> None:
    boss, secret = administrator(site, clock)
    address = address_of(site, Role.INTAKE)
    form = boss.get(address).form(f"{address}/token")
    clock.move(minutes=5)
    sent = boss.send(address, form)
    assert (sent.status_code, sent.location) == (302, f"/prove?next={address}")
    prove = boss.get(sent.location).form("/prove")
    assert boss.send("/prove", prove, password=PASSWORD, code=code_of(secret, clock)).status_code == 303
    assert issue(site, boss, scopes=[str(each) for each in EVERYTHING])


def test_an_officer_revokes_the_own_tokens_and_no_others(site: Site, clock: TestClock) -> None:
    slip = slip_for(site)
    boss, _secret = administrator(site, clock)
    token, other = issue(site, boss, Role.AUDITOR), issue(site, boss, Role.INTAKE)
    reader = site.anonymous()
    assert use(reader, slip, name="li")[0] == 303
    page = reader.get("/sessions")
    forms = [form for form in page.forms if form.action == "/sessions/token-end"]
    assert len(forms) == 2
    theirs = next(iter(site.group.service.people.tokens(site.group.officers[Role.INTAKE])))[0]
    assert reader.send("/sessions", forms[0], digest=theirs).status_code == 404
    for form in forms:
        assert reader.send("/sessions", form).status_code == 303
    assert [status(site, each) for each in (token, other)] == [401, 200]
    timeline = boss.get(address_of(site, Role.AUDITOR)).text
    assert "own tokens revoked" in timeline


def test_a_token_for_less_than_pages_do_opens_none(site: Site, clock: TestClock) -> None:
    boss, _secret = administrator(site, clock)
    for scopes in (["READ"], ["READ", "ACT"], ["PROVEN"]):
        _reader, answered, text = by_token(site, issue(site, boss, scopes=scopes))
        assert (answered, "for a script alone" in text) == (401, True)
    reader, answered, _text = by_token(site, issue(site, boss))
    assert answered == 303
    assert reader.get("/petitions")


def test_a_session_by_token_grants_only_where_the_token_was_issued_for_it(site: Site) -> None:
    people, officer = site.group.service.people, site.group.officers[Role.SYSADMIN]
    plain, proven = (people.issue_token(officer, scopes=scopes).token for scopes in (ORDINARY, EVERYTHING))
    address = address_of(site, Role.HANDLER)
    reader = by_token(site, plain)[0]
    answer = reader.client.get(f"{address}/role", headers=reader.headers)
    assert (answer.status_code, "with the scope PROVEN" in Page(answer.text).text) == (403, True)
    other = reader.get(f"{address}/role-end").form()
    granted = {"role": "INTAKE", "from_on": "2026-03-04"}
    assert reader.send(f"{address}/role", other, **granted).status_code == 403
    page = reader.get(address)
    for act in ("slip", "token"):
        assert reader.send(address, page.form(f"{address}/{act}")).status_code == 403
    again = by_token(site, proven)[0]
    form = again.get(f"{address}/role").form()
    assert again.send(f"{address}/role", form, **granted).status_code == 303
