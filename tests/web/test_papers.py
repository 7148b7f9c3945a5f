"""Pages of papers: what whoever pays, leads the unit or takes objections in sees, and does there."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.demonstration.stage import officer_ref
from service.edge.running import Service
from tests.support.applications import application_on, page_as
from tests.support.pages import Page

pytestmark = pytest.mark.store

LINK = re.compile(
    r'href="(/(?:payment-orders|emergency-aids|publicity-notices|vouchers|unchecked-aids)/[0-9a-f-]{36}/[0-9]+)"'
)
FILES = re.compile(r'href="/hardship-requests/[0-9a-f-]{36}"')


@pytest.fixture
def app(demonstration: Service) -> Iterator[Flask]:
    with application_on(demonstration) as found:
        yield found


def client_of(app: Flask, tag: str) -> FlaskClient:
    client = app.test_client()
    client.set_cookie("language", "en")
    with client.session_transaction() as session:
        session["officer"] = str(officer_ref(tag))
    return client


def listed(app: Flask, tag: str, path: str) -> list[str]:
    """Where the papers of the list stand; no page of it leads to a file."""
    page = page_as(app, tag, path, "en").partition("<main")[2]
    assert not FILES.search(page)
    return LINK.findall(page)


def test_whoever_pays_opens_an_order_and_goes_on_to_its_payment(app: Flask) -> None:
    orders, client = listed(app, "payer", "/payment-orders"), client_of(app, "payer")
    found = [page for address in orders if ">Approved<" in (page := client.get(address).text)]
    assert orders
    assert found
    address = next(each for each in orders if ">Approved<" in client.get(each).text)
    closed = Page(client.get(address).text).form(address)
    assert closed.options["purpose"] == ["", "PAYING"]
    refused = client.post(closed.action, data=closed.values)
    assert refused.status_code == 422
    opened = unescape(client.post(closed.action, data={**closed.values, "purpose": "PAYING"}).text).partition("<main")[
        2
    ]
    assert "6222 0000 0000 0000" in opened
    assert not FILES.search(opened)
    for told in ("Category", "Deep hardship", "Living aid", "serious illness"):
        assert told not in opened
    (form,) = set(re.findall(r'href="(/hardship-requests/[0-9a-f-]{36}/payment)"', opened))
    shown = unescape(client.get(form).text).partition("<main")[2]
    assert "Living aid" not in shown
    assert 'href="/payment-orders"' in shown
    assert client.get(form.removesuffix("/payment")).status_code == 403


def test_the_front_page_of_whoever_pays_leads_to_the_orders(app: Flask) -> None:
    page = page_as(app, "payer", "/", "en")
    assert 'href="/payment-orders"' in page
    assert 'href="/hardship-requests"' not in page
    assert 'href="/funds"' not in page


def test_a_leader_sees_emergencies_and_whoever_takes_objections_in_sees_notices(app: Flask) -> None:
    emergencies = listed(app, "leader", "/emergency-aids")
    assert emergencies
    assert client_of(app, "leader").get(emergencies[0]).status_code == 200
    for tag in ("intake", "congress"):
        notices = listed(app, tag, "/publicity-notices")
        assert len(notices) >= 2, tag
        page = unescape(client_of(app, tag).get(notices[0]).text).partition("<main")[2]
        assert "Workplace" in page
        for told in ("Category", "Deep hardship", "Relative hardship", "＊"):
            assert told not in page
        assert re.search(r'href="/hardship-requests/[0-9a-f-]{36}/objection"', page)


def test_the_queue_shows_the_category_to_those_who_may_know_it(app: Flask) -> None:
    for path in ("/relief-queue", "/hardship-requests"):
        assert "Category" in page_as(app, "centre", path, "en").partition("<main")[2]
        assert "Category" not in page_as(app, "auditor", path, "en").partition("<main")[2]


def test_the_discipline_office_opens_a_package_and_nothing_of_the_check(app: Flask) -> None:
    client = client_of(app, "discipline")
    found = re.findall(r'href="(/referral-packages/[0-9a-f-]{36}/1)"', client.get("/referral-packages").text)
    assert found
    closed = Page(client.get(found[0]).text).form(found[0])
    opened = client.post(closed.action, data={**closed.values, "purpose": "VERIFYING"})
    assert opened.status_code == 200
    told = opened.text.partition("<main")[2]
    assert "What concerns one person in charge is handed over." in told
    assert "/supervision-cases/" not in told


def test_the_union_opens_a_wish_and_finds_no_petition_behind_it(app: Flask) -> None:
    client = client_of(app, "union")
    found = re.findall(r'href="(/aid-wishes/[0-9a-f-]{36})"', client.get("/aid-wishes").text)
    assert found
    closed = Page(client.get(found[0]).text).form(found[0])
    opened = client.post(closed.action, data={**closed.values, "purpose": "HANDLING"})
    told = opened.text.partition("<main")[2]
    assert "by appointment" in told
    assert "PET-" not in told
    assert "/petitions/" not in told


def test_the_desk_of_a_team_has_a_page_of_hints(app: Flask) -> None:
    page = client_of(app, "team_lead").get("/lead-slips")
    assert page.status_code == 200
    assert "Hints for checks" in page.text
    assert client_of(app, "member").get("/lead-slips").status_code == 403


def test_whoever_audits_opens_vouchers_that_were_drawn_and_sees_sums_remarks_and_unchecked_money(app: Flask) -> None:
    (first, *_), client = listed(app, "fund_audit", "/vouchers"), client_of(app, "fund_audit")
    closed = Page(client.get(first).text).form(first)
    opened = unescape(client.post(closed.action, data={**closed.values, "purpose": "SUPERVISING"}).text)
    assert "6222 0000 0000 0000" in opened
    assert len(listed(app, "fund_audit", "/unchecked-aids")) == 1
    funds = re.findall(r'href="(/funds/[0-9a-f-]{36})"', page_as(app, "fund_audit", "/funds", "en"))
    spent = [page for f in funds if "What it was spent on" in (page := unescape(client.get(f).text))]
    assert any("Living aid" in page and "Three vouchers" in page and "/sample" in page for page in spent)
    chinese = [page_as(app, "fund_audit", f, "zh") for f in funds]
    assert any("支出项目" in page and "抽取凭证" in page for page in chinese)
    for tag in ("union", "auditor", "aid"):
        assert not any("What it was spent on" in page_as(app, tag, f, "en") for f in funds)
