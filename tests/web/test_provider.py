"""Signing in at an identity provider: the way there and back, whom it lets in, and whatever is refused."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from joserfc.jwk import ECKey
from werkzeug.test import TestResponse

from domain.organisation.officer import BindIdentity, ReleaseIdentity
from domain.roles import Role
from service.access.provider import AT_ONCE, Provider
from service.edge.running import Service
from service.machine.fetching import LARGEST
from service.machine.provider_settings import ProviderSettings
from tests.support.applications import application_on
from tests.support.browser import Browser, served
from tests.support.group import founded
from tests.support.pages import Page, Reader, Site
from tests.support.provider import CLIENT_ID, CLIENT_SECRET, IdentityProvider, running
from tests.support.services import TestClock
from tests.web.test_passwords import quick, slip_for, use

__all__ = ["quick"]

pytestmark = pytest.mark.store


@pytest.fixture
def provider(clock: TestClock) -> Iterator[IdentityProvider]:
    with running(clock) as started:
        yield started


@pytest.fixture
def site(service: Service, provider: IdentityProvider, clock: TestClock) -> Iterator[Site]:
    """The pages, with the provider set up."""
    told = ProviderSettings(provider.address, CLIENT_ID, CLIENT_SECRET)
    with application_on(replace(service, provider=Provider(told, clock))) as app:
        yield Site(app, founded(service))


class _Stay(HTTPRedirectHandler):
    def http_error_302(self, _request: Request, answer: Any, *_args: Any) -> Any:
        return answer

    http_error_303 = http_error_302


def at_provider(address: str) -> str:
    """The browser goes to the provider, which sends it back: the path and query of the answer."""
    with build_opener(_Stay).open(address) as answer:
        parts = urlsplit(answer.headers["Location"])
    return f"{parts.path}?{parts.query}"


def come_back(reader: Reader, address: str) -> TestResponse:
    """The answer of the provider, as browsers ask for it: from elsewhere, so without the cookie of the session."""
    cookie = reader.client.get_cookie("session")
    reader.client.delete_cookie("session")
    answer = reader.client.get(address, headers=reader.headers)
    if cookie is not None and reader.client.get_cookie("session") is None:
        reader.client.set_cookie("session", cookie.value)
    return answer


def sign_in(reader: Reader, path: str = "/login/provider?next=/petitions") -> TestResponse:
    return come_back(reader, at_provider(reader.client.get(path).location))


def bind(site: Site, subject: str, role: Role = Role.INTAKE) -> TestResponse:
    """The administrator binds the subject on the officer's page."""
    operator, address = site.reader(Role.SYSADMIN), f"/officers/{site.group.officers[role]}"
    return operator.send(address, operator.get(address).form(f"{address}/identity"), subject=subject)


def refused(answer: TestResponse, status: int, says: str) -> None:
    assert (answer.status_code, says in Page(answer.text).text) == (status, True), answer.text


def test_whoever_is_bound_signs_in_and_comes_to_the_page_that_was_asked_for(
    site: Site, provider: IdentityProvider
) -> None:
    assert bind(site, "subject-1").status_code == 303
    reader = site.anonymous()
    link = next(each for each in reader.get("/login?next=/petitions").links if each.startswith("/login/provider"))
    answer = sign_in(reader, link)
    assert answer.status_code == 200
    assert '<meta http-equiv="refresh" content="0; url=/petitions">' in answer.text
    assert "Sign out" in reader.get("/petitions").text
    assert "at the identity provider" in reader.get("/sessions").text
    assert reader.client.get_cookie("provider") is None


def test_the_way_to_the_provider_carries_state_nonce_and_the_challenge_of_a_verifier(site: Site) -> None:
    reader = site.anonymous()
    answers = [reader.client.get("/login/provider") for _ in range(2)]
    told = [{name: values[0] for name, values in parse_qs(urlsplit(each.location).query).items()} for each in answers]
    assert told[0]["scope"] == "openid"
    assert told[0]["response_type"] == "code"
    assert told[0]["code_challenge_method"] == "S256"
    assert told[0]["redirect_uri"] == "http://localhost/login/provider/answer"
    for name in ("state", "nonce", "code_challenge"):
        assert len(told[0][name]) >= 43
        assert told[0][name] != told[1][name]
    cookie = answers[0].headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    for name in ("state", "nonce"):
        assert told[0][name] not in cookie, "what the cookie holds is sealed"


def test_nobody_is_let_in_whom_no_administrator_bound_whatever_name_the_provider_tells(
    site: Site, provider: IdentityProvider
) -> None:
    provider.claims = {"email": "zhao1@example.org", "name": "赵1", "preferred_username": "赵1"}
    answer = sign_in(site.anonymous())
    refused(answer, 403, "subject-1")
    assert site.anonymous().client.get("/petitions").status_code == 302


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "http://127.0.0.1:1"},
        {"aud": "another"},
        {"aud": ["casework", "another"]},
        {"aud": ["casework", "another"], "azp": "another"},
        {"azp": "another"},
        {"nonce": "x"},
        {"nonce": None},
        {"exp": 1},
        {"exp": None},
        {"iat": None},
        {"iat": 1},
        {"sub": None},
        {"sub": ""},
        {"sub": "x" * 256},
        {"sub": 7},
        {"auth_time": "now"},
        {"at_hash": "x"},
        {"aud": None},
    ],
    ids=str,
)
def test_a_token_that_says_anything_else_is_refused(
    site: Site, provider: IdentityProvider, claims: dict[str, Any]
) -> None:
    assert bind(site, "subject-1").status_code == 303
    provider.claims = claims
    reader = site.anonymous()
    refused(sign_in(reader), 401, "did not confirm who you are")
    assert reader.client.get("/petitions").status_code == 302


def test_a_token_of_two_audiences_names_us_as_its_party(site: Site, provider: IdentityProvider) -> None:
    assert bind(site, "subject-1").status_code == 303
    provider.claims = {"aud": [CLIENT_ID, "another"], "azp": CLIENT_ID}
    assert sign_in(site.anonymous()).status_code == 200


def test_a_token_that_another_key_signed_is_refused_and_a_new_key_of_the_provider_taken(
    site: Site, provider: IdentityProvider
) -> None:
    assert bind(site, "subject-1").status_code == 303
    assert sign_in(site.anonymous()).status_code == 200
    provider.signing = ECKey.generate_key("P-256", {"kid": "first"})
    refused(sign_in(site.anonymous()), 401, "did not confirm")
    provider.signing, provider.key = None, ECKey.generate_key("P-256", {"kid": "second"})
    assert sign_in(site.anonymous()).status_code == 200


def test_the_service_names_itself_in_the_form_where_the_provider_takes_that(
    site: Site, provider: IdentityProvider
) -> None:
    assert bind(site, "subject-1").status_code == 303
    provider.about = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    assert sign_in(site.anonymous()).status_code == 200


def test_an_answer_is_good_once_and_in_the_browser_that_began(site: Site, provider: IdentityProvider) -> None:
    assert bind(site, "subject-1").status_code == 303
    reader, other = site.anonymous(), site.anonymous()
    address = at_provider(reader.client.get("/login/provider").location)
    kept = reader.client.get_cookie("provider")
    assert kept is not None
    refused(come_back(other, address), 400, "was not begun in this browser")
    assert come_back(reader, address).status_code == 200
    refused(come_back(reader, address), 400, "was not begun in this browser")
    other.client.set_cookie("provider", kept.value)
    refused(come_back(other, address), 401, "did not confirm")
    for state in ("", "x", "é"):
        again = at_provider(other.client.get("/login/provider").location)
        parts = parse_qs(urlsplit(again).query)
        code = parts["code"][0]
        refused(come_back(other, f"/login/provider/answer?code={code}&state={state}"), 401, "did not confirm")


def test_an_answer_that_names_another_issuer_or_an_error_is_refused(site: Site, provider: IdentityProvider) -> None:
    reader = site.anonymous()
    address = at_provider(reader.client.get("/login/provider").location)
    refused(come_back(reader, address.replace("iss=http", "iss=https")), 401, "did not confirm")
    provider.refuses = "access_denied"
    refused(sign_in(reader), 401, "did not confirm")


def test_a_sign_in_takes_ten_minutes_at_most(site: Site, clock: TestClock) -> None:
    reader = site.anonymous()
    address = at_provider(reader.client.get("/login/provider").location)
    clock.move(minutes=11)
    refused(come_back(reader, address), 400, "more than ten minutes ago")


@pytest.mark.parametrize("broken", [{"issuer": "http://127.0.0.1:1"}, {"token_endpoint": "http://elsewhere.example/t"}])
def test_what_the_provider_says_of_itself_is_tried(
    site: Site, provider: IdentityProvider, broken: dict[str, Any]
) -> None:
    provider.about = broken
    refused(site.anonymous().client.get("/login/provider", headers={"Accept-Language": "en"}), 503, "does not answer")


def test_a_provider_that_is_away_is_told_of_and_passwords_open_all_the_same(
    site: Site, provider: IdentityProvider, clock: TestClock
) -> None:
    reader = site.anonymous()
    address = at_provider(reader.client.get("/login/provider").location)
    provider.is_away = True
    answer = come_back(reader, address)
    refused(answer, 503, "whoever has a password can sign in with it")
    assert answer.headers["Retry-After"] == "5"
    calls = len(provider.calls)
    clock.move(hours=2)
    refused(reader.client.get("/login/provider", headers=reader.headers), 503, "does not answer")
    refused(reader.client.get("/login/provider", headers=reader.headers), 503, "does not answer")
    assert len(provider.calls) == calls + 1, "who does not answer is not asked again at once"
    assert use(site.anonymous(), slip_for(site))[0] == 303
    provider.is_away = False
    clock.move(seconds=6)
    assert reader.client.get("/login/provider").status_code == 302


def test_one_subject_is_one_officer_and_one_officer_one_subject(site: Site) -> None:
    assert bind(site, "subject-1").status_code == 303
    operator = site.reader(Role.SYSADMIN)
    head, clerk = (f"/officers/{site.group.officers[role]}" for role in (Role.PET_HEAD, Role.INTAKE))
    refused(bind(site, "subject-1", Role.PET_HEAD), 409, "bound to another officer")
    for subject in ("", " ", "x" * 256, "a\x07b"):
        assert bind(site, subject, Role.PET_HEAD).status_code == 422
    form = operator.get(head).form(f"{head}/identity")
    again = operator.client.post(f"{clerk}/identity", data={**form.values, "subject": "subject-2"})
    assert again.status_code == 409
    assert "since" in operator.get(clerk).text


def test_a_released_identity_opens_nothing_and_ends_the_sessions(site: Site) -> None:
    assert bind(site, "subject-1").status_code == 303
    reader = site.anonymous()
    assert sign_in(reader).status_code == 200
    operator, address = site.reader(Role.SYSADMIN), f"/officers/{site.group.officers[Role.INTAKE]}"
    assert operator.send(address, operator.get(address).form(f"{address}/identity-end")).status_code == 303
    assert reader.client.get("/petitions").status_code == 302
    refused(sign_in(reader), 403, "subject-1")
    assert bind(site, "subject-1", Role.PET_HEAD).status_code == 303


def test_a_token_opens_no_pages_for_whoever_is_bound(site: Site) -> None:
    assert bind(site, "subject-1").status_code == 303
    reader = site.anonymous()
    answer = reader.send("/login", reader.get("/login").form("/login"), token=site.group.tokens[Role.INTAKE])
    refused(answer, 401, "Sign in as you do otherwise")


def test_identities_are_bound_by_administrators_alone_and_stand_in_no_log(site: Site) -> None:
    assert bind(site, "subject-1").status_code == 303
    reader, address = site.reader(Role.PET_HEAD), f"/officers/{site.group.officers[Role.INTAKE]}"
    page = reader.get(address)
    assert "Identity of the provider bound" not in page.text
    assert f"{address}/identity-end" not in [form.action for form in page.forms]
    values = {"_csrf": reader.get("/").form("/logout").values["_csrf"], "subject": "s"}
    for act in ("identity", "identity-end", "token", "token-end", "slip"):
        assert reader.client.post(f"{address}/{act}", data=values).status_code == 403, act
    assert "Identity of the provider bound" in site.reader(Role.SYSADMIN).get(address).text
    with site.group.service.reading.get_connection() as connection:
        stored = b" ".join(bytes(row["state"]) for row in connection.execute("SELECT state FROM events"))
    assert b"subject-1" not in stored


def test_signing_out_shows_the_way_out_of_the_provider(site: Site, provider: IdentityProvider) -> None:
    assert bind(site, "subject-1").status_code == 303
    for path, action in (("/", "/logout"), ("/sessions", "/sessions/end")):
        reader = site.anonymous()
        assert sign_in(reader).status_code == 200
        ended = reader.send(path, reader.get(path).form(action))
        assert f"{provider.address}/end" in Page(ended.text).links
        assert reader.client.get("/petitions").status_code == 302
    reader = site.anonymous()
    assert sign_in(reader).status_code == 200
    provider.about = {"end_session_endpoint": None}
    site.app.extensions["casework"].provider._known = None
    assert reader.send("/", reader.get("/").form("/logout")).status_code == 303


def test_granting_asks_the_provider_anew_and_takes_no_old_answer(
    site: Site, provider: IdentityProvider, clock: TestClock
) -> None:
    assert bind(site, "boss", Role.SYSADMIN).status_code == 303
    provider.subject, provider.shown_before = "boss", 3600
    reader = site.anonymous()
    assert sign_in(reader).status_code == 200
    address = f"/officers/{site.group.officers[Role.HANDLER]}/role"
    answer = reader.client.get(address)
    assert (answer.status_code, answer.location) == (302, f"/prove?next={address}")
    page = reader.get(answer.location)
    assert "/prove" not in [form.action for form in page.forms]
    link = next(each for each in page.links if each.startswith("/login/provider"))
    asked = parse_qs(urlsplit(reader.client.get(link).location).query)
    assert (asked["prompt"], asked["max_age"]) == (["login"], ["0"])
    provider.obeys_login = False
    refused(sign_in(reader, link), 401, "did not ask you anew")
    assert reader.client.get(address).status_code == 302
    provider.obeys_login, provider.shown_before = True, None
    assert sign_in(reader, link).status_code == 200
    assert reader.get(address).form()
    clock.move(minutes=5)
    assert reader.client.get(address).status_code == 302
    provider.subject = "subject-1"
    assert bind(site, "subject-1").status_code == 303
    refused(sign_in(reader, link), 401, "somebody else")
    assert reader.client.get(address).status_code == 302


def test_a_fresh_sign_in_at_the_provider_is_a_proof_and_one_without_its_time_none(
    site: Site, provider: IdentityProvider
) -> None:
    assert bind(site, "boss", Role.SYSADMIN).status_code == 303
    address = f"/officers/{site.group.officers[Role.HANDLER]}/role"
    for before, status in ((0, 200), (299, 200), (300, 302), (None, 302)):
        provider.subject, provider.shown_before = "boss", before
        reader = site.anonymous()
        assert sign_in(reader).status_code == 200
        assert reader.client.get(address).status_code == status, before


def test_nobody_is_asked_anew_who_is_not_signed_in(site: Site) -> None:
    assert site.anonymous().client.get("/login/provider?anew=1").status_code == 401


def test_without_a_provider_there_is_no_way_to_one(service: Service) -> None:
    with application_on(service) as app:
        site = Site(app, founded(service))
        assert not [link for link in site.anonymous().get("/login").links if "provider" in link]
        for path in ("/login/provider", "/login/provider/answer"):
            assert site.anonymous().client.get(path).status_code == 404


def test_a_subject_that_two_administrators_bound_at_once_opens_for_neither(site: Site) -> None:
    running, officers = site.group.service, site.group.officers
    assert bind(site, "subject-1").status_code == 303
    digest = running.identities.digest_of(site.app.extensions["casework"].provider.issuer, "subject-1")
    site.group.do(Role.SYSADMIN, officers[Role.PET_HEAD], BindIdentity(digest))
    running.engine.catch_up()
    refused(sign_in(site.anonymous()), 403, "subject-1")
    site.group.do(Role.SYSADMIN, officers[Role.PET_HEAD], ReleaseIdentity())
    assert sign_in(site.anonymous()).status_code == 200, "what was released is over at once, wherever views stand"


def test_few_wait_for_the_provider_at_a_time(site: Site) -> None:
    provider: Provider = site.app.extensions["casework"].provider
    for _ in range(AT_ONCE):
        assert provider._turns.acquire(blocking=False)
    refused(site.anonymous().client.get("/login/provider", headers={"Accept-Language": "en"}), 503, "does not answer")
    provider._turns.release()
    assert site.anonymous().client.get("/login/provider").status_code == 302


def test_an_answer_that_is_no_json_or_too_long_is_none(site: Site, provider: IdentityProvider) -> None:
    provider.about = {"padding": "x" * (LARGEST + 1)}
    refused(site.anonymous().client.get("/login/provider", headers={"Accept-Language": "en"}), 503, "does not answer")


def test_over_tls_the_flow_keeps_to_this_host_and_comes_back_over_tls(site: Site) -> None:
    answer = site.app.test_client().get("/login/provider", base_url="https://casework.example")
    cookie = answer.headers["Set-Cookie"]
    assert re.fullmatch(r"__Host-provider=[\w-]+; .*Secure; HttpOnly; Path=/; SameSite=Lax", cookie), cookie
    asked = parse_qs(urlsplit(answer.location).query)
    assert asked["redirect_uri"] == ["https://casework.example/login/provider/answer"]


@pytest.mark.browser
def test_a_browser_keeps_the_session_that_an_answer_from_elsewhere_opened(
    site: Site, provider: IdentityProvider, browser: Browser
) -> None:
    """Its cookie goes with no request that another site began: the page after the answer begins the next."""
    assert bind(site, "subject-1").status_code == 303
    provider.shows_page = True
    with served(site.app) as address, browser.at(f"{address}/login?next=/petitions", language="en") as visit:
        page = visit.page
        here = address.replace("127.0.0.1", "localhost")
        page.goto(f"{here}/login?next=/petitions")
        page.get_by_text("Sign in at the identity provider").click()
        page.wait_for_url(f"{provider.address}/authorize**")
        page.get_by_text("Sign in").click()
        page.wait_for_url(f"{here}/petitions")
        assert page.get_by_text("Sign out").count() == 1
