"""Setting right from the timeline: each fact leads to the form that begins with it, for whoever may send that form."""

from datetime import date, timedelta

import pytest

from domain.roles import Role
from service.web.form_corrections import day_printed
from tests.support.group import received
from tests.support.pages import Page, Reader, Site

pytestmark = pytest.mark.store

SAID = {
    "en": ("Received on", "now", "Visit"),
    "zh": ("收到日期", "现为", "来访"),
}

WAITS = {
    "en": "not in force yet: Correct a fact. It waits for the confirmation of: Somebody who has seen the paper",
    "zh": "尚未生效：更正。需经以下人员确认：见过证件的人员",
}


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


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_corrected_is_chosen_and_its_right_value_typed_as_pages_print_it(site: Site, language: str) -> None:
    received_on, now, visit = SAID[language]
    group, today = site.group, site.group.service.ledger.today()
    address = f"/petitions/{received(group, today, title='住房补贴问题')}"
    group.service.engine.catch_up()
    clerk = site.reader(Role.INTAKE, language)
    form = f"{address}/correction?fact=1"
    begun = clerk.get(form)
    assert set(begun.form().options["field"]) == {"", "channel", "received_on"}
    assert f"{received_on}" in begun.text
    assert now in begun.text
    assert "received_on" in clerk.get(f"{address}/correction").form().options["field"]
    refused = clerk.send(form, begun.form(), field="received_on", right="gestern", reason="录入有误")
    assert refused.status_code == 409
    assert received_on in Page(refused.text).text
    assert "received_on" not in Page(refused.text).text
    assert not [each for each in Page(refused.text).links if "lang=" in each], "what was typed would be lost"
    assert [each for each in begun.links if "lang=" in each]
    of_another = clerk.send(form, begun.form(), field="case_no", right="1", reason="录入有误")
    assert received_on in Page(of_another.text).text
    for field, right in (("received_on", printed(today - timedelta(days=1), language)), ("channel", visit)):
        sent = clerk.send(form, clerk.get(form).form(), field=field, right=right, reason="录入有误")
        assert sent.status_code == 303, Page(sent.text).text
        waits = field == "received_on"
        told = clerk.get(sent.location).text
        assert (WAITS[language] in told) is waits, (
            "what moves a term is in force once a second person has seen the paper"
        )


def printed(day: date, language: str) -> str:
    """The day as pages print it."""
    return f"{day.year}年{day.month}月{day.day}日" if language == "zh" else f"{day.day} {day:%B} {day.year}"


@pytest.mark.parametrize("text", ["2026年11月26日", "26 November 2026", "2026-11-26", "2026.11.26", "2026/11/26"])
def test_a_day_is_read_as_it_is_printed(text: str) -> None:
    assert day_printed(text) == date(2026, 11, 26)


@pytest.mark.parametrize("text", ["2026年13月26日", "31 November 2026", "26 Nebelung 2026", "26.11.2026", ""])
def test_what_is_no_day_is_read_as_none(text: str) -> None:
    assert day_printed(text) is None
