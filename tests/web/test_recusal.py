"""Who declares a tie on a page is brought to the list, where the case no longer stands, and not to a page not found."""

import pytest

from domain.roles import Role
from tests.support.group import received
from tests.support.pages import Page, Site

pytestmark = pytest.mark.store


def test_a_declared_tie_leads_back_to_the_list_without_the_case(site: Site) -> None:
    clerk, today = site.reader(Role.INTAKE), site.group.service.ledger.today()
    case = received(site.group, today)
    address = f"/petitions/{case}/tie"
    answer = clerk.send(address, clerk.get(address).form(), tie="RELATIVE", declared_on=today)
    assert answer.status_code == 303, Page(answer.text).text
    assert answer.headers["Location"].endswith("/petitions")
    assert "Recorded" in clerk.get("/petitions").text
    assert str(case) not in clerk.client.get("/petitions").text
    assert clerk.client.get(f"/petitions/{case}").status_code == 404
