"""The pages in a real browser: they need no network, keep the policy, fit a phone, and run nobody's script."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

import pytest

from domain.roles import Role
from service.words.sentences import LANGUAGES
from service.wsgi import build
from tests.support.browser import DESK, PHONE, Browser, served
from tests.support.group import furnished, received
from tests.support.pages import Site

pytestmark = [pytest.mark.store, pytest.mark.browser]

SCRIPT = "<script>document.title='taken'</script>"
IMAGE = "<img src=x onerror=document.title='taken'>"
SOME_OPERATIONS = "document.querySelectorAll('details.panel').forEach((each, at) => { if (at % 20) each.remove() })"
"""Leaves every twentieth of the page of the API, where some five hundred are made by one template."""


@dataclass(frozen=True)
class Shown:
    """The demonstration, served."""

    browser: Browser
    address: str
    cases: dict[str, UUID]


@pytest.fixture(scope="module")
def shown(shared_site: Site, browser: Browser) -> Iterator[Shown]:
    """Pages that nobody has to sign in for, with cases on them, one of them hostile."""
    group = shared_site.group
    cases = furnished(group)
    hostile = received(group, group.service.ledger.today(), title=IMAGE[:40], facts=SCRIPT + IMAGE, brief=SCRIPT)
    group.service.engine.catch_up()
    with served(build(replace(group.service, is_demonstration=lambda: True))) as address:
        yield Shown(browser, address, {**cases, "hostile": hostile})


def _addresses(cases: dict[str, UUID]) -> list[str]:
    case = f"/petitions/{cases['delivered']}"
    return ["/", "/petitions", "/petitions/new", case, f"{case}/replay?version=3", "/due-dates", "/api/docs"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_keeps_a_reader_from_a_page(shown: Shown, language: str) -> None:
    """The rules of axe on the main pages, and no complaint of the browser; who cannot see them is told as much."""
    for address in _addresses(shown.cases):
        with shown.browser.at(shown.address + address, language=language) as visit:
            assert visit.complaints == [], address
            assert "</footer>" in visit.page.content()
            visit.page.evaluate(SOME_OPERATIONS)
            assert visit.violations() == [], address


def test_axe_finds_what_is_wrong(shown: Shown) -> None:
    with shown.browser.at(f"{shown.address}/petitions") as visit:
        visit.page.evaluate("document.documentElement.removeAttribute('lang')")
        assert [each.partition(" ")[0] for each in visit.violations()] == ["html-has-lang"]


def test_the_browser_complains_of_scripts_that_the_policy_forbids(shown: Shown) -> None:
    with shown.browser.at(shown.address) as visit:
        visit.page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: '1'}))")
        visit.page.wait_for_timeout(100)
        assert visit.complaints


def test_scripts_that_somebody_typed_never_run(shown: Shown) -> None:
    for address in (f"/petitions/{shown.cases['hostile']}", "/petitions", "/"):
        html, complaints = shown.browser.page(shown.address + address)
        assert "<title>taken" not in html
        assert not complaints


def test_the_page_of_the_api_offers_to_try_its_operations(shown: Shown) -> None:
    html, _complaints = shown.browser.page(f"{shown.address}/api/docs", language="en")
    assert '<form class="try"' in html
    assert 'hidden=""><h3>Try it' not in html.replace("\n", "")
    assert "petition_Accept" in html


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_pages_can_be_looked_at(shown: Shown, size: tuple[int, int], language: str, tmp_path: Path) -> None:
    for number, address in enumerate(_addresses(shown.cases)[:4]):
        picture = shown.browser.picture(shown.address + address, tmp_path / f"{number}.png", size, language)
        width, height = struct.unpack(">II", picture[16:24])
        assert (width, height) == size
        assert len(picture) > 5_000


def test_the_demonstration_shows_who_acts(shown: Shown) -> None:
    html, _complaints = shown.browser.page(shown.address)
    assert html.count("<option") >= len(Role)
