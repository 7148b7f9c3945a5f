"""The second factor: the vectors of RFC 6238, who needs it, how it is set up, and what is refused."""

import re
from base64 import b32decode
from datetime import UTC, datetime

import pytest

from domain.roles import Role
from service.access.second_factor import STEP_S, WITHOUT, code_at, needs_second_factor, step_of
from tests.support.pages import Page, Reader, Site
from tests.support.services import TestClock
from tests.web.test_passwords import PASSWORD, quick, sign_in, slip_for, use

__all__ = ["quick"]

pytestmark = pytest.mark.store

VECTORS = {
    59: "94287082",
    1111111109: "07081804",
    1111111111: "14050471",
    1234567890: "89005924",
    2000000000: "69279037",
    20000000000: "65353130",
}
"""Appendix B of RFC 6238, for SHA-1."""


@pytest.mark.parametrize(("seconds", "code"), VECTORS.items())
def test_the_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    secret = b"12345678901234567890"
    assert code_at(secret, seconds // STEP_S, 8) == code
    assert step_of(secret, code[2:], datetime.fromtimestamp(seconds, UTC)) == seconds // STEP_S


def test_a_code_is_good_for_a_step_before_and_after_and_never_twice() -> None:
    secret, now = b"x" * 20, datetime(2026, 3, 3, tzinfo=UTC)
    step = int(now.timestamp()) // STEP_S
    found = [step_of(secret, code_at(secret, step + away), now) for away in (-2, -1, 0, 1, 2)]
    assert found == [None, step - 1, step, step + 1, None]
    assert step_of(secret, code_at(secret, step), now, after=step) is None
    for wrong in ("", "12345", "é", "1" * 40):
        assert step_of(secret, wrong, now) is None


def test_every_role_but_the_auditors_needs_one() -> None:
    assert {role for role in Role if not needs_second_factor(frozenset({role}))} == WITHOUT
    assert not needs_second_factor(frozenset())


def code_of(secret: bytes, clock: TestClock, later: int = 0) -> str:
    """The code that the officer's app shows."""
    return code_at(secret, int(clock.moment.timestamp()) // STEP_S + later)


def entered(site: Site, role: Role = Role.INTAKE) -> Reader:
    """An officer who has set a password, and no second factor yet."""
    reader = site.anonymous()
    assert use(reader, slip_for(site, role))[0] == 303
    return reader


def set_up(reader: Reader, clock: TestClock) -> tuple[bytes, list[str]]:
    """The secret that the officer's app now holds, and the recovery codes."""
    page = reader.get("/second-factor")
    secret = secret_of(page)
    answer = reader.send("/second-factor", page.form("/second-factor"), code=code_of(secret, clock))
    assert answer.status_code == 200, answer.text
    return secret, re.findall(r"<code[^>]*>([a-z2-7]{16})</code>", answer.text)


def secret_of(page: Page) -> bytes:
    [address] = [link for link in page.links if link.startswith("otpauth://totp/")]
    return b32decode(address.partition("secret=")[2].partition("&")[0])


def test_who_needs_a_second_factor_sets_it_up_before_anything_else(site: Site, clock: TestClock) -> None:
    reader = entered(site)
    for path in ("/", "/petitions"):
        answer = reader.client.get(path)
        assert (answer.status_code, answer.location) == (302, "/second-factor")
    form = reader.get("/second-factor").form("/second-factor")
    posted = reader.client.post("/petitions/new", data=form.values, headers=reader.headers)
    assert posted.status_code == 403
    _secret, codes = set_up(reader, clock)
    assert len(set(codes)) == 10
    assert reader.get("/petitions")


def test_a_token_passes_nobody_by_the_second_factor(site: Site, clock: TestClock) -> None:
    """Whoever has a password signs in with it; the token stays good for scripts."""
    token = site.group.tokens[Role.INTAKE]
    set_up(entered(site), clock)
    other = site.anonymous()
    answer = other.send("/login", other.get("/login").form("/login"), token=token)
    assert answer.status_code == 401
    assert "Sign in as you do otherwise" in Page(answer.text).text
    assert other.client.get("/petitions").status_code in (302, 401)
    scripts = other.client.get("/api/v1/petitions", headers={"Authorization": f"Bearer {token}"})
    assert scripts.status_code == 200


def test_who_needs_none_goes_on_without(site: Site) -> None:
    assert entered(site, Role.AUDITOR).get("/petitions")


def test_a_wrong_code_sets_nothing_up_and_the_secret_stays(site: Site, clock: TestClock) -> None:
    reader = entered(site)
    page = reader.get("/second-factor")
    secret = secret_of(page)
    refused = reader.send("/second-factor", page.form("/second-factor"), code=code_of(secret, clock, later=9))
    again = Page(refused.text)
    assert (refused.status_code, secret_of(again)) == (422, secret)
    assert reader.send("/second-factor", again.form("/second-factor"), code=code_of(secret, clock)).status_code == 200


def test_a_secret_that_was_shown_to_another_or_to_nobody_is_refused(site: Site, clock: TestClock) -> None:
    reader, form = entered(site), site.anonymous()
    assert use(form, slip_for(site, Role.PET_HEAD), name="li")[0] == 303
    other = form.get("/second-factor")
    own = reader.get("/second-factor").form("/second-factor")
    for secret in (other.form("/second-factor").values["secret"], "", "x"):
        answer = reader.send("/second-factor", own, secret=secret, code=code_of(secret_of(other), clock))
        assert answer.status_code == 400


def with_code(site: Site, code: str) -> int:
    reader = site.anonymous()
    form = reader.get("/login").form("/login")
    return reader.send("/login", form, name="wang", password=PASSWORD, code=code).status_code


def test_a_code_is_asked_for_from_then_on_and_is_good_once(site: Site, clock: TestClock) -> None:
    secret, _codes = set_up(entered(site), clock)
    assert sign_in(site.anonymous()) == 401
    assert with_code(site, code_of(secret, clock)) == 401, "it was used to set the second factor up"
    clock.move(seconds=STEP_S)
    code = code_of(secret, clock)
    assert [with_code(site, code), with_code(site, code)] == [303, 401]


def test_a_recovery_code_is_good_once(site: Site, clock: TestClock) -> None:
    _secret, codes = set_up(entered(site), clock)
    assert [with_code(site, code) for code in (codes[3].upper(), codes[3], codes[4])] == [303, 401, 303]


def test_there_is_one_second_factor_until_a_new_slip_takes_it_away(site: Site, clock: TestClock) -> None:
    reader = entered(site)
    page = reader.get("/second-factor")
    set_up(reader, clock)
    late = reader.send("/second-factor", page.form("/second-factor"), code=code_of(secret_of(page), clock))
    assert late.status_code == 422
    assert "You have a second factor" in reader.get("/second-factor").text
    assert use(site.anonymous(), slip_for(site, Role.INTAKE))[0] == 303
    assert sign_in(site.anonymous()) == 303


def test_the_database_holds_neither_secret_nor_codes(site: Site, clock: TestClock) -> None:
    secret, codes = set_up(entered(site), clock)
    with site.group.service.recorder.datastore.get_connection() as connection:
        row = connection.execute("SELECT * FROM credentials").fetchone()
    assert row is not None
    assert secret not in bytes(row["factor"])
    assert not any(code in str(row["recovery"]) for code in codes)


def test_without_a_password_there_is_no_second_factor_to_set_up(site: Site) -> None:
    assert site.reader(Role.INTAKE).client.get("/second-factor").status_code == 404
