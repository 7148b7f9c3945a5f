"""From a slip to a password to a session: each step, and whatever is refused on the way."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from argon2 import PasswordHasher

from domain.roles import Role
from service.access import passwords
from service.access.credentials import FREE
from service.office.slips import DAYS
from tests.support.pages import Page, Reader, Site
from tests.support.services import TestClock

pytestmark = pytest.mark.store

PASSWORD = "correct horse battery staple"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hashes that cost little: what they cost in earnest is tried once."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobodys.cache_clear()
    yield
    passwords._nobodys.cache_clear()


def slip_for(site: Site, role: Role = Role.AUDITOR) -> str:
    """A slip that the administrator issued on the officer's page."""
    operator, address = site.reader(Role.SYSADMIN), f"/officers/{site.group.officers[role]}"
    answer = operator.send(address, operator.get(address).form(f"{address}/slip"))
    assert answer.status_code == 200, answer.text
    return next(word for word in Page(answer.text).text.split() if "." in word and len(word) > 70)


def use(reader: Reader, slip: str, **typed: str) -> tuple[int, str]:
    given = {"slip": slip, "name": "wang", "password": PASSWORD, "again": PASSWORD, **typed}
    answer = reader.send("/slip", reader.get("/slip").form("/slip"), **given)
    return answer.status_code, Page(answer.text).text


def sign_in(reader: Reader, name: str = "wang", password: str = PASSWORD) -> int:
    return reader.send("/login", reader.get("/login").form("/login"), name=name, password=password).status_code


def test_a_slip_leads_to_a_password_and_that_to_sessions_which_end(site: Site) -> None:
    slip = slip_for(site)
    first = site.anonymous()
    assert use(first, slip)[0] == 303
    assert "Sign out" in first.get("/petitions").text
    second = site.anonymous()
    assert sign_in(second, "  WANG ") == 303
    assert second.send("/", second.get("/").form("/logout")).status_code == 303
    assert [each.client.get("/").status_code for each in (first, second)] == [200, 302]


def test_a_slip_is_good_once_and_a_new_one_takes_its_place(site: Site) -> None:
    old, slip = slip_for(site), slip_for(site)
    assert use(site.anonymous(), old)[0] == 409
    assert use(site.anonymous(), slip)[0] == 303
    status, text = use(site.anonymous(), slip)
    assert (status, "used or expired" in text) == (409, True)


def test_a_new_password_ends_the_one_before_and_every_session(site: Site) -> None:
    reader = site.anonymous()
    assert use(reader, slip_for(site))[0] == 303
    assert use(site.anonymous(), slip_for(site), password="another long one", again="another long one")[0] == 303
    assert reader.client.get("/").status_code == 302
    assert [sign_in(site.anonymous()), sign_in(site.anonymous(), password="another long one")] == [401, 303]


def test_what_is_no_slip_or_no_longer_one_is_refused(site: Site, clock: TestClock) -> None:
    slip = slip_for(site)
    for wrong in ("", "x", slip[:-1], f"{uuid4().hex}.{slip.partition('.')[2]}"):
        assert use(site.anonymous(), wrong)[0] == 409
    clock.move(days=DAYS + 1)
    assert use(site.anonymous(), slip)[0] == 409


@pytest.mark.parametrize(
    "typed",
    [
        {"password": "too short", "again": "too short"},
        {"password": "x" * 201, "again": "x" * 201},
        {"again": PASSWORD + "?"},
        {"name": " "},
        {"name": "x" * 61},
        {"name": PASSWORD},
    ],
)
def test_an_unfit_password_leaves_the_slip_good(site: Site, typed: dict[str, str]) -> None:
    slip = slip_for(site)
    assert use(site.anonymous(), slip, **typed)[0] == 422
    assert use(site.anonymous(), slip)[0] == 303


def test_a_name_belongs_to_one_officer(site: Site) -> None:
    assert use(site.anonymous(), slip_for(site))[0] == 303
    slip = slip_for(site, Role.PET_HEAD)
    assert use(site.anonymous(), slip, name="Wang")[0] == 409
    assert use(site.anonymous(), slip, name="li")[0] == 303


def test_a_wrong_password_and_an_unknown_name_are_refused_alike(site: Site) -> None:
    assert use(site.anonymous(), slip_for(site))[0] == 303
    answers = []
    for name, password in (("wang", "wrong"), ("nobody", PASSWORD), ("", "")):
        reader = site.anonymous()
        answer = reader.send("/login", reader.get("/login").form("/login"), name=name, password=password)
        answers.append((answer.status_code, "Name, password or code is wrong" in Page(answer.text).text))
    assert answers == [(401, True)] * 3


def test_guessing_is_slowed_for_one_officer_and_nobody_else(site: Site, clock: TestClock) -> None:
    assert use(site.anonymous(), slip_for(site))[0] == 303
    assert use(site.anonymous(), slip_for(site, Role.PET_HEAD), name="li")[0] == 303
    reader = site.anonymous()
    assert [sign_in(reader, password="wrong") for _ in range(FREE)] == [401] * FREE
    form = reader.get("/login").form("/login")
    slowed = reader.send("/login", form, name="wang", password=PASSWORD)
    assert (slowed.status_code, slowed.headers["Retry-After"]) == (429, "1")
    assert sign_in(site.anonymous(), "li") == 303
    clock.move(seconds=1)
    assert sign_in(site.anonymous()) == 303
    assert sign_in(site.anonymous(), password="wrong") == 401, "who signed in begins anew"


def test_more_at_once_than_a_process_computes_are_told_to_come_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "PATIENCE_S", 0)
    monkeypatch.setattr(passwords, "AT_ONCE", 1)
    for _ in range(2):
        passwords._TURNS.acquire()
    try:
        assert sign_in(site.anonymous(), "nobody") == 503
    finally:
        for _ in range(2):
            passwords._TURNS.release()


def test_slips_are_issued_by_administrators_alone_and_told_to_nobody_else(site: Site) -> None:
    slip_for(site)
    officer = site.group.officers[Role.AUDITOR]
    reader = site.reader(Role.PET_HEAD)
    page = reader.get(f"/officers/{officer}")
    assert f"/officers/{officer}/slip" not in [form.action for form in page.forms]
    assert "Slip issued" not in page.text
    assert "Token issued" not in page.text
    assert "Slip issued" in site.reader(Role.SYSADMIN).get(f"/officers/{officer}").text
    refused = reader.client.post(
        f"/officers/{officer}/slip", data={"_csrf": reader.get("/").form("/logout").values["_csrf"]}
    )
    assert refused.status_code == 403


def test_the_log_holds_neither_slip_nor_password(site: Site) -> None:
    slip = slip_for(site)
    assert use(site.anonymous(), slip)[0] == 303
    with site.group.service.reading.get_connection() as connection:
        stored = b" ".join(bytes(row["state"]) for row in connection.execute("SELECT state FROM events"))
    for secret in (slip, slip.partition(".")[2], PASSWORD, "wang"):
        assert secret.encode() not in stored


def test_what_is_kept_of_a_password_is_made_by_argon2id_as_rfc_9106_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    kept = passwords.kept_form(PASSWORD)
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert passwords.is_password(kept, PASSWORD)
    assert not passwords.is_password(kept, PASSWORD + " ")
    assert not passwords.is_password("no such form", PASSWORD)
