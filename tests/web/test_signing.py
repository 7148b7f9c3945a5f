"""Signing in and out, what is open without it, and acting as another in the demonstration alone."""

import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urljoin, urlsplit
from uuid import uuid4

import pytest

from domain.organisation.officer import RevokeToken
from domain.roles import Role
from service.access.sessions import IDLE, LONGEST, NOTED
from service.access.tokens import digest_of
from service.store.steps import Step
from service.web.session import OPEN, is_local
from service.wsgi import build
from tests.support.group import OPERATOR
from tests.support.pages import Page, Reader, Site
from tests.support.services import TestClock

pytestmark = pytest.mark.store

ANYBODY = {"/healthz", "/readyz", "/metrics", "/api/openapi.json", "/api/docs", "/login", "/slip"}


def test_nothing_but_sign_in_files_health_and_the_document_is_open(shared_site: Site) -> None:
    reader = shared_site.anonymous()
    for rule in shared_site.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.rule in ANYBODY or rule.endpoint == "web.static":
            continue
        path = "".join(str(uuid4()) if part.startswith("uuid") else part for part in _parts(rule.rule))
        answer = reader.client.get(path)
        goes_to_sign_in = answer.status_code == 302 and answer.location.startswith("/login")
        assert goes_to_sign_in or answer.status_code in (401, 404), f"{path} {answer.status_code}"


def _parts(rule: str) -> list[str]:
    inner = rule.replace("<uuid:", "<").replace("<identifier>", "<uuid>")
    inner = inner.replace("<noun>", "closing").replace("<path:filename>", "x")
    for collection in ("petitions", "units"):
        inner = inner.replace(_choice(inner), collection) if "<any(" in inner else inner
    return inner.replace("<uuid>", "<>uuid<>").split("<>")


def _choice(rule: str) -> str:
    return rule[rule.index("<any(") : rule.index(">") + 1]


def test_a_token_signs_in_and_leads_to_the_page_that_was_asked_for(site: Site) -> None:
    reader = site.anonymous()
    answer = reader.client.get("/petitions?status=RECEIVED")
    assert answer.location == "/login?next=/petitions?status%3DRECEIVED"
    form = reader.get(answer.location).form("/login")
    signed = reader.send("/login", form, token=site.group.tokens[Role.INTAKE])
    assert (signed.status_code, signed.location) == (303, "/petitions?status=RECEIVED")
    assert "Sign out" in reader.get("/petitions").text


def test_a_wrong_token_is_refused(site: Site) -> None:
    reader = site.anonymous()
    answer = reader.send("/login", reader.get("/login").form("/login"), token="wrong")
    assert answer.status_code == 401
    assert "unknown, revoked or expired" in answer.text


def test_a_revoked_token_ends_the_session(site: Site) -> None:
    reader = site.reader(Role.INTAKE)
    reader.get("/petitions")
    digest = digest_of(site.group.tokens[Role.INTAKE])
    site.group.service.ledger.execute([Step(site.group.officers[Role.INTAKE], RevokeToken(digest))], OPERATOR)
    assert reader.client.get("/petitions").status_code == 302


def test_signing_out_ends_the_session(site: Site) -> None:
    reader = site.reader(Role.INTAKE)
    form = reader.get("/").form("/logout")
    assert reader.send("/", form).status_code == 303
    assert reader.client.get("/").status_code == 302


def test_the_cookie_is_for_this_site_alone_and_for_tls_beyond_this_machine(site: Site) -> None:
    client = site.app.test_client()
    here = client.get("/login").headers["Set-Cookie"]
    assert re.fullmatch(r"session=[\w-]{43}; HttpOnly; Path=/; SameSite=Strict", here), here
    for scheme in ("http", "https"):
        beyond = site.app.test_client().get("/login", base_url=f"{scheme}://casework.example").headers["Set-Cookie"]
        assert re.fullmatch(r"__Host-session=[\w-]{43}; Secure; HttpOnly; Path=/; SameSite=Strict", beyond), beyond


def test_what_leaves_the_process_is_an_identifier_that_is_new_with_every_sign_in(site: Site) -> None:
    reader = site.anonymous()
    form = reader.get("/login").form("/login")
    before = _cookie(reader)
    assert reader.send("/login", form, token=site.group.tokens[Role.INTAKE]).status_code == 303
    after = _cookie(reader)
    assert before != after
    with site.group.service.recorder.datastore.get_connection() as connection:
        row = connection.execute("SELECT * FROM sessions").fetchone()
    assert row is not None
    assert (row["digest"], row["officer"]) == (digest_of(after), site.group.officers[Role.INTAKE])
    assert after not in str(row)


def test_an_identifier_that_was_brought_along_opens_nothing(site: Site) -> None:
    reader = site.anonymous()
    for brought in ("x" * 43, "x" * 3_000, "é", ""):
        reader.client.set_cookie("session", brought)
        assert reader.client.get("/petitions").status_code == 302


def test_a_session_that_ended_stays_ended_for_whoever_kept_its_cookie(site: Site) -> None:
    reader = site.reader(Role.INTAKE)
    kept = _cookie(reader)
    assert reader.send("/", reader.get("/").form("/logout")).status_code == 303
    assert reader.client.get_cookie("session") is None
    reader.client.set_cookie("session", kept)
    assert reader.client.get("/petitions").status_code == 302


def test_all_sessions_of_an_officer_end_at_once_and_those_of_nobody_else(site: Site) -> None:
    here, there, other = site.reader(Role.INTAKE), site.reader(Role.INTAKE, "zh"), site.reader(Role.PET_HEAD)
    listed = here.get("/sessions")
    assert listed.text.count("Used ") == 2
    assert here.send("/sessions", listed.form("/sessions/end")).location == "/login"
    assert [each.client.get("/").status_code for each in (here, there, other)] == [302, 302, 200]


@pytest.mark.parametrize(("step", "steps"), [(IDLE, 1), (IDLE - NOTED, int(LONGEST / (IDLE - NOTED)) + 1)])
def test_a_session_ends_without_use_and_in_any_case_after_half_a_day(
    site: Site, clock: TestClock, step: timedelta, steps: int
) -> None:
    reader = site.reader(Role.INTAKE)
    reader.get("/sessions")
    for number in range(steps):
        clock.move(seconds=step.total_seconds())
        is_last = number == steps - 1
        assert reader.client.get("/sessions").status_code == (302 if is_last else 200)


def _cookie(reader: Reader) -> str:
    cookie = reader.client.get_cookie("session")
    assert cookie is not None
    return cookie.value


def test_a_form_of_another_site_is_refused(site: Site) -> None:
    reader = site.reader(Role.INTAKE)
    for values in ({}, {"_csrf": "0" * 64}, {"_csrf": "é"}):
        answer = reader.client.post("/logout", data=values)
        assert answer.status_code == 403, answer.text
    assert reader.client.get("/").status_code == 200


@pytest.mark.parametrize("address", ["//elsewhere.example", "/\\elsewhere.example", "https://elsewhere.example", ""])
def test_signing_in_leads_nowhere_else(site: Site, address: str) -> None:
    assert not is_local(address)
    reader = site.anonymous()
    form = reader.get("/login").form("/login")
    assert reader.send("/login", form, token=site.group.tokens[Role.INTAKE], next=address).location == "/"


@pytest.mark.parametrize("beginning", ["//", "/%09/", "/%0a/", "/%0d%0a/", "/%5C", "/%2F%09%2F", "/%E4%BF%A1/"])
def test_the_language_is_chosen_without_leaving_the_site(site: Site, beginning: str) -> None:
    """Browsers leave out tabs and line ends, and take a backslash for a stroke."""
    client = site.app.test_client()
    answer = client.get(f"{beginning}elsewhere.example/x?lang=en", base_url="http://localhost")
    assert answer.status_code in (302, 308, 404)
    led = urlsplit(urljoin("http://localhost/", answer.headers.get("Location", "/")))
    assert led.hostname == "localhost"
    assert not set(answer.headers.get("Location", "/")) & set("\\\t\r\n")
    shown = client.get(f"{beginning}elsewhere.example/x", base_url="http://localhost").text
    links = [urljoin("http://localhost/", each) for each in re.findall(r'href="([^"]*lang=[^"]*)"', shown)]
    assert {urlsplit(each).hostname for each in links} <= {"localhost"}


def test_acting_as_another_exists_in_the_demonstration_alone(site: Site) -> None:
    reader = site.reader(Role.INTAKE)
    form = reader.get("/").form("/logout")
    officer = site.group.officers[Role.PET_HEAD]
    answer = reader.client.post("/act-as", data={"_csrf": form.values["_csrf"], "officer": str(officer)})
    assert answer.status_code == 404


def test_in_the_demonstration_nobody_signs_in_and_everybody_acts_as_anybody(site: Site) -> None:
    service = site.group.service
    app = build(replace(service, is_demonstration=lambda: True))
    reader = Reader(app.test_client())
    assert app.test_client().get("/login").status_code == 302
    page = reader.get("/")
    form = page.form("/act-as")
    assert len(form.options["officer"]) == len(Role)
    officer = str(site.group.officers[Role.AUDITOR])
    assert reader.send("/", form, officer=officer, next="/audit-trail").location == "/audit-trail"
    assert reader.get("/audit-trail").form("/act-as").values["officer"] == officer
    for unknown in (str(uuid4()), "nobody"):
        assert reader.send("/", form, officer=unknown).status_code == 404


def test_pages_that_are_open_are_few() -> None:
    assert {
        "web.sign_in",
        "web.sign_in_form",
        "web.use_slip",
        "web.use_slip_form",
        "web.static",
        "web.documentation",
        "web.provider",
        "web.provider_answer",
    } == OPEN


def test_an_error_page_for_nobody_offers_to_sign_in(shared_site: Site) -> None:
    page = Page(shared_site.anonymous().client.get("/nothing-here").text)
    assert "/logout" not in [form.action for form in page.forms]
