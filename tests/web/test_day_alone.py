"""A fact recorded on a day alone, as pages tell it."""

from datetime import date

import pytest

from domain.roles import Role
from tests.support.filing import told_on_a_day
from tests.support.group import received
from tests.support.pages import Site

pytestmark = pytest.mark.store


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_case_tells_the_day_and_no_minute(site: Site, language: str) -> None:
    case = received(site.group, site.group.service.ledger.today())
    told_on_a_day(site.group.service, case, date(2026, 3, 3))
    site.group.service.engine.catch_up()
    page = site.reader(Role.PET_HEAD, language).get(f"/petitions/{case}")
    assert "2026-03-03 09:00" in page.text
    assert "2026-03-03 ·" in page.text or "2026-03-03\n" in page.text
    assert "2026-03-03 00:00" not in page.text
