"""Setting right from the timeline: each fact leads to the form that begins with it, for whoever may send that form."""

import pytest

from domain.roles import Role
from tests.support.group import received
from tests.support.pages import Reader, Site

pytestmark = pytest.mark.store


def links(reader: Reader, address: str, noun: str) -> list[str]:
    """The links of the page to that form."""
    return [each for each in reader.get(address).links if each.startswith(f"{address}/{noun}")]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_fact_in_the_timeline_leads_to_its_correction(site: Site, language: str) -> None:
    group, today = site.group, site.group.service.ledger.today()
    address = f"/petitions/{received(group, today, title='住房补贴问题')}"
    group.service.engine.catch_up()
    clerk, auditor = site.reader(Role.INTAKE, language), site.reader(Role.AUDITOR, language)
    offered = links(clerk, address, "correction")
    assert f"{address}/correction?fact=1" in offered
    assert len(links(clerk, address, "void")) == 2
    begun = clerk.get(f"{address}/correction?fact=1").form()
    assert begun.values["fact"] == "1"
    assert "fact" not in clerk.get(f"{address}/correction").form().values
    assert not links(auditor, address, "correction")
    assert not links(auditor, address, "void")
