"""Every page for every role: it is shown or refused in a readable way, and never breaks."""

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from domain.roles import Role
from service.access.decisions import may_view
from service.kinds.catalogue import COLLECTIONS
from service.words.sentences import LANGUAGES
from tests.support.group import CONTACT, GROUP, PETITIONER, Group, furnished, received
from tests.support.pages import Site

pytestmark = pytest.mark.store

LISTS = {
    "/petitions": "petitions",
    "/supervision-cases": "supervision_board",
    "/hardship-requests": "relief_queue",
    "/due-dates": "due_dates",
    "/audit-trail": "audit_trail",
    "/funds": "funds",
    "/units": "units",
    "/officers": "officers",
}


@pytest.fixture(scope="module")
def furnished_site(shared_site: Site) -> tuple[Site, dict[str, UUID]]:
    """Petitions at several stages."""
    return shared_site, furnished(shared_site.group)


def _addresses(group: Group, cases: dict[str, UUID]) -> Iterator[str]:
    yield from ("/", *LISTS, "/nothing-here")
    for collection in COLLECTIONS:
        yield f"/{collection.name}/new"
        yield f"/{collection.name}/{uuid4()}"
    for case in (cases["handling"], cases["delivered"]):
        yield f"/petitions/{case}"
        yield f"/petitions/{case}/replay?version=2"
        yield from (f"/petitions/{case}/{address.noun}" for address in COLLECTIONS[0].addressed if address.noun)
    yield from (f"/units/{GROUP}", f"/units/{GROUP}/dissolution")
    for officer in list(group.officers.values())[:2]:
        yield from (f"/officers/{officer}", f"/officers/{officer}/role", f"/petitions/{officer}")


def test_every_page_answers_every_role(furnished_site: tuple[Site, dict[str, UUID]]) -> None:
    site, cases = furnished_site
    addresses = list(_addresses(site.group, cases))
    for role, reader in site.everyone():
        for address in addresses:
            status = reader.client.get(address).status_code
            assert status in (200, 403, 404, 409), f"{role} {address}: {status}"


@pytest.mark.parametrize("role", Role)
def test_lists_open_for_the_roles_that_may_read_them_and_only_those_are_offered(shared_site: Site, role: Role) -> None:
    reader = shared_site.reader(role)
    offered = set(reader.get("/").links)
    for address, view in LISTS.items():
        may = may_view(frozenset({role}), view)
        reader.get(address, 200 if may else 403)
        assert (address in offered) == may


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_speaks_the_readers_language(furnished_site: tuple[Site, dict[str, UUID]], language: str) -> None:
    site, cases = furnished_site
    reader = site.reader(Role.PET_HEAD, language)
    for address in ("/", "/petitions", f"/petitions/{cases['handling']}", f"/petitions/{cases['handling']}/replay"):
        html = reader.client.get(address, headers=reader.headers).text
        assert f'lang="{"zh-CN" if language == "zh" else "en"}"' in html
        assert ("信访" if language == "zh" else "Petition") in html
        for family in ("field.", "command.", "event.", "rule.", "Status."):
            assert f">{family}" not in html


def test_the_language_is_kept_in_a_cookie(shared_site: Site) -> None:
    client = shared_site.app.test_client()
    answer = client.get("/login?lang=en", headers={"Accept-Language": "zh"})
    assert (answer.status_code, answer.location) == (302, "/login")
    assert "Sign in" in client.get("/login", headers={"Accept-Language": "zh"}).text


def test_the_overview_tells_what_is_due(furnished_site: tuple[Site, dict[str, UUID]]) -> None:
    site, cases = furnished_site
    page = site.reader(Role.PET_HEAD).get("/")
    assert "Overdue by 25 days" in page.text
    assert f"/petitions/{cases['overdue']}" in page.links
    assert "/petitions?status=HANDLING" in page.links


def test_filters_narrow_the_list(furnished_site: tuple[Site, dict[str, UUID]]) -> None:
    site, cases = furnished_site
    reader = site.reader(Role.PET_HEAD)
    for query, shown in (
        ("status=HANDLING", {"handling"}),
        ("q=加班", {"overdue"}),
        ("purpose=P2&status=", {"registered"}),
        ("received_until=2026-02-01", {"overdue"}),
        ("unit=HS01", set()),
    ):
        links = reader.get(f"/petitions?{query}").links
        assert {name for name, case in cases.items() if f"/petitions/{case}" in links} == shown, query
    assert "No case matches" in reader.get("/petitions?q=无此内容").text
    assert "No case matches" in site.reader(Role.AUDITOR).get("/petitions?q=加班").text
    reader.get("/petitions?status=NONSENSE", 400)
    reader.get("/due-dates?rule=nonsense", 400)
    reader.get("/audit-trail?officer=nobody&event=", 400)
    assert "Overdue" in reader.get("/due-dates?overdue=1").text


def test_lists_go_on_page_by_page(site: Site) -> None:
    first = site.group.service.ledger.today()
    cases = {received(site.group, first - timedelta(days=number % 3)) for number in range(7)}
    site.group.service.engine.catch_up()
    reader, address, seen = site.reader(Role.INTAKE), "/petitions?limit=3", []
    for _page in range(3):
        page = reader.get(address)
        seen += [link for link in page.links if link.startswith("/petitions/") and link != "/petitions/new"]
        address = next((link for link in page.links if "cursor=" in link and "lang=" not in link), "")
    assert sorted(seen) == sorted(f"/petitions/{case}" for case in cases)


def test_the_case_page_explains_its_clock_and_what_is_not_possible_yet(
    furnished_site: tuple[Site, dict[str, UUID]],
) -> None:
    site, cases = furnished_site
    text = site.reader(Role.PET_HEAD).get(f"/petitions/{cases['delivered']}").text
    assert "30 natural days from 26 February 2026 end on 28 March 2026." in text
    assert "That is a day off (weekend, 28 March to 29 March), so it is due on 30 March 2026." in text
    assert "The petitioner may request a review, or after one a second review, until 30 March 2026." in text
    assert "Possible from 31 March 2026." in text
    assert "Close, the petitioner is content" in text


def test_texts_are_shown_to_those_who_may_read_them_and_sealed_for_others(
    furnished_site: tuple[Site, dict[str, UUID]],
) -> None:
    site, cases = furnished_site
    address = f"/petitions/{cases['handling']}"
    for role in (Role.INTAKE, Role.HANDLER):
        site.reader(role).open(address)
    for path in (address, f"{address}/replay?version=2"):
        clerk = site.reader(Role.INTAKE).get(path).text
        assert PETITIONER in clerk
        assert CONTACT in clerk
        handler = site.reader(Role.HANDLER).get(path).text
        assert PETITIONER in handler
        assert "请求补发2023年住房补贴" in handler
        leading = site.reader(Role.OWNER_LEAD).get(path).text
        assert PETITIONER not in leading
        assert "请求补发2023年住房补贴" in leading
        auditor = site.reader(Role.AUDITOR).get(path).text
        assert "sealed" in auditor
        for text in (PETITIONER, CONTACT, "请求补发2023年住房补贴"):
            assert text not in auditor


def test_replay_steps_through_every_event(furnished_site: tuple[Site, dict[str, UUID]]) -> None:
    site, cases = furnished_site
    reader = site.reader(Role.PET_HEAD)
    steps = len(site.group.service.ledger.history(cases["delivered"]))
    address, seen = f"/petitions/{cases['delivered']}/replay?version=1", 0
    while address:
        page = reader.get(address)
        seen += 1
        assert f"Step {seen} of {steps}" in page.text
        address = next((link for link in page.links if link.endswith(f"version={seen + 1}")), "")
    assert seen == steps > 9
    third = reader.get(f"/petitions/{cases['delivered']}/replay?version=3").text
    assert "Screened" in third
    assert "changed" in third
    for wrong in ("0", str(steps + 1), "x", "-1", "１", "99999999999"):
        reader.get(f"/petitions/{cases['delivered']}/replay?version={wrong}", 404)


def test_an_error_page_says_what_happened(shared_site: Site) -> None:
    page = shared_site.reader(Role.AUDITOR).get(f"/petitions/{uuid4()}", 404)
    assert "There is nothing at this address that you may know of." in page.text
    assert "To the overview" in page.text
    refused = shared_site.reader(Role.PAYER).get("/petitions", 403)
    assert "Your roles do not allow this." in refused.text


def test_pages_are_never_kept_and_files_are(shared_site: Site) -> None:
    client = shared_site.reader(Role.AUDITOR).client
    assert client.get("/petitions").headers["Cache-Control"] == "no-store"
    for name in ("casework.css", "casework.js", "icon.svg"):
        with client.get(f"/static/{name}") as answer:
            assert answer.status_code == 200
            assert "max-age" in answer.headers["Cache-Control"]


def test_a_page_says_which_parameters_it_does_not_know(furnished_site: tuple[Site, dict[str, UUID]]) -> None:
    site, cases = furnished_site
    reader = site.reader(Role.PET_HEAD)
    known = ("/petitions?status=HANDLING&limit=5", "/due-dates?overdue=1", "/audit-trail?kind=petition", "/")
    for address in known:
        assert "This page does not know" not in reader.get(address).text, address
    for address in ("/petitions?state=HANDLING&limit=5", "/due-dates?state=1", "/audit-trail?state=a", "/?state=1"):
        assert "This page does not know: state." in reader.get(address).text, address
    for address in (f"/petitions/{cases['handling']}", f"/petitions/{cases['handling']}/replay"):
        assert "This page does not know: a, b." in reader.get(f"{address}?b=1&a=<i>").text, address


def test_the_events_of_the_audit_filter_can_be_told_apart(shared_site: Site) -> None:
    page = shared_site.reader(Role.AUDITOR).client.get("/audit-trail", headers={"Accept-Language": "zh"}).text
    titles = re.findall("<option[^>]*>([^<]+)</option>", page.partition('name="event"')[2].partition("</select>")[0])
    assert len(titles) > 50
    assert len(titles) == len(set(titles))
