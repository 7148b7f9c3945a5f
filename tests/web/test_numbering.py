"""A document is given its number on its own form, and the page of the case shows it in both languages."""

import pytest

from domain.petition.codes import Delivery
from domain.petition.notices import Notice, SendNotice
from domain.roles import Role
from tests.support.group import received
from tests.support.pages import Site

pytestmark = pytest.mark.store


@pytest.mark.parametrize(
    ("language", "titles"),
    [("en", ("Official numbers", "Notice to the petitioner")), ("zh", ("文号", "告知书"))],
)
def test_the_form_offers_the_documents_and_the_page_shows_their_numbers(
    site: Site, language: str, titles: tuple[str, str]
) -> None:
    today = site.group.service.ledger.today()
    case = received(site.group, today)
    site.group.do(Role.INTAKE, case, SendNotice(Notice(today, Delivery.POST)))
    site.group.service.engine.catch_up()
    clerk, address = site.reader(Role.INTAKE, language), f"/petitions/{case}"
    form = clerk.get(f"{address}/document-number").form()
    assert form.options["document"][-1] == "3"
    answer = clerk.send(f"{address}/document-number", form, document="3")
    assert answer.status_code == 303, answer.text[-3000:]
    shown = clerk.get(address).text
    assert f"HS信告〔{today.year}〕1号" in shown
    for title in titles:
        assert title in shown
    voiding = clerk.get(f"{address}/document-number-void").form()
    assert voiding.options["document"][-1] == "3"
    clerk.send(f"{address}/document-number-void", voiding, document="3", reason="套打错误")
    assert "套打错误" in clerk.open(address).text
