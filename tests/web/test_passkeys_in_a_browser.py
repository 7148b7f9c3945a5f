"""A passkey in a real browser, whose virtual device makes sure of the person; and how the pages of signing in look."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from domain.roles import Role
from tests.support.browser import DESK, PHONE, Browser, Visit, served
from tests.support.pages import Site
from tests.web.test_passwords import PASSWORD, quick

__all__ = ["quick"]

pytestmark = [pytest.mark.store, pytest.mark.browser]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    """Browsers offer passkeys to names of hosts, not to numbers."""
    with served(site.app) as at:
        yield at.replace("127.0.0.1", "localhost")


def complained(visit: Visit) -> list[str]:
    """What the browser complains of, its advice on forms with several passwords apart."""
    return [said for said in visit.complaints if not said.startswith("verbose")]


def fits(visit: Visit) -> bool:
    """Whether the page is no wider than its window."""
    page, window = visit.width
    return page <= window


def equipped(page: Page) -> None:
    """Gives the page's browser a device of its own."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def test_a_passkey_is_added_and_signs_in(site: Site, address: str, browser: Browser) -> None:
    slip = site.group.service.slips.issue(site.group.officers[Role.INTAKE]).slip
    with browser.at(f"{address}/slip", language="en") as visit:
        page = visit.page
        equipped(page)
        for name, typed in (("slip", slip), ("name", "wang"), ("password", PASSWORD), ("again", PASSWORD)):
            page.fill(f"[name={name}]", typed)
        page.click("button.main")
        page.wait_for_url("**/second-factor")
        page.goto(f"{address}/passkeys")
        page.fill("[name=label]", "laptop")
        page.click("[data-passkey] button")
        page.get_by_text("laptop").wait_for()
        assert visit.violations() == []
        page.click("header form button")
        page.wait_for_url("**/login")
        page.click("[data-passkey] button")
        page.wait_for_url(f"{address}/")
        page.goto(f"{address}/sessions")
        assert page.get_by_text("by passkey").count() == 1
        assert not complained(visit)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pages_of_signing_in_fit_and_keep_nobody_out(
    site: Site, address: str, browser: Browser, language: str
) -> None:
    reader = site.anonymous()
    slip = site.group.service.slips.issue(site.group.officers[Role.AUDITOR]).slip
    typed = {"slip": slip, "name": "wang", "password": PASSWORD, "again": PASSWORD}
    assert reader.send("/slip", reader.get("/slip").form("/slip"), **typed).status_code == 303
    cookie = reader.client.get_cookie("session")
    boss = site.reader(Role.SYSADMIN).client.get_cookie("session")
    assert cookie is not None
    assert boss is not None
    officer = f"/officers/{site.group.officers[Role.INTAKE]}"
    own = [(path, cookie) for path in ("/second-factor", "/passkeys", "/sessions", "/password", "/prove")]
    pages = [("/login", None), (officer, boss), *own]
    for path, session in pages:
        with browser.at(f"{address}{path}", PHONE, language, session and session.value) as visit:
            assert visit.status == 200, path
            assert visit.violations() == [], path
            assert fits(visit), path
            visit.page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
            assert fits(visit), path
            assert not complained(visit), path
