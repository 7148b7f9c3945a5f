"""What is confidential on the page of a case: closed until its reader says what for, and recorded before it opens."""

import psycopg
import pytest

from domain.roles import Role
from service.access.purposes import purposes_of
from tests.support.group import CONTACT, PETITIONER, handling
from tests.support.pages import Page, Site

pytestmark = pytest.mark.store


@pytest.mark.parametrize(("language", "asks"), [("en", "What do you open it for?"), ("zh", "您查阅的目的是什么？")])
def test_the_page_asks_what_for_and_then_opens(site: Site, database_url: str, language: str, asks: str) -> None:
    case = handling(site.group, site.group.service.ledger.today())
    reader, address = site.reader(Role.INTAKE, language), f"/petitions/{case}"
    closed = reader.get(address)
    assert asks in closed.text
    assert PETITIONER not in closed.text
    form = closed.form(f"{address}/opened")
    assert form.options["purpose"] == ["", *purposes_of(frozenset({Role.INTAKE}))]
    assert reader.send(address, form).status_code == 422
    assert reader.send(address, form, purpose="CURIOSITY").status_code == 422
    opened = reader.send(address, form, purpose="ANSWERING")
    assert opened.status_code == 200
    page = Page(opened.text)
    assert PETITIONER in page.text
    assert CONTACT in page.text
    assert asks not in page.text
    assert PETITIONER in reader.get(address).text
    with psycopg.connect(database_url) as connection:
        told = connection.execute("SELECT level, purpose, case_id FROM reads").fetchall()
    assert told == [("C3", "ANSWERING", case)] * 2


def test_whoever_comes_back_to_that_address_is_shown_the_case(site: Site) -> None:
    case = handling(site.group, site.group.service.ledger.today())
    reader = site.reader(Role.INTAKE)
    answer = reader.client.get(f"/petitions/{case}/opened")
    assert (answer.status_code, answer.location) == (302, f"/petitions/{case}")


def test_nobody_is_asked_for_what_the_own_roles_do_not_open(site: Site) -> None:
    case = handling(site.group, site.group.service.ledger.today())
    for role in (Role.AUDITOR, Role.UNIT_LEAD):
        assert "What do you open it for?" not in site.reader(role).get(f"/petitions/{case}").text
    answer = site.reader(Role.AUDITOR)
    form = site.reader(Role.INTAKE).get(f"/petitions/{case}").form(f"/petitions/{case}/opened")
    form.values["_csrf"] = answer.get(f"/petitions/{case}").forms[0].values["_csrf"]
    opened = answer.send("", form, purpose="HANDLING")
    assert opened.status_code == 200
    assert PETITIONER not in opened.text


def test_where_it_cannot_be_recorded_the_page_says_so_and_opens_nothing(site: Site, database_url: str) -> None:
    case = handling(site.group, site.group.service.ledger.today())
    reader, address = site.reader(Role.INTAKE), f"/petitions/{case}"
    form = reader.get(address).form(f"{address}/opened")
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("REVOKE INSERT ON reads FROM casework_writer")
    answer = reader.send(address, form, purpose="ANSWERING")
    assert answer.status_code == 503
    assert "nothing confidential is opened" in answer.text
    assert PETITIONER not in answer.text
