"""Titles on pages: a name in one is asked about beside its field, and one that is sealed is told to be."""

import pytest
from werkzeug.test import TestResponse

from domain.petition.aggregate import PETITION
from domain.petition.codes import Purpose
from domain.roles import Role
from tests.support.group import handling, received
from tests.support.pages import Page, Reader, Site, dotted

pytestmark = pytest.mark.store

NAMED = "张三反映食堂"
MEANT = "registration.title_is_meant"


def sent(clerk: Reader, **registration: str) -> TestResponse:
    filled = {
        "registration__name": "张三",
        "registration__title": NAMED,
        "registration__demands__0__text": "食堂涨价",
        "registration__demands__0__purpose": "P1",
        "registration__demands__0__issue": "I01",
        **registration,
    }
    return clerk.fill("/petitions/new", channel="LETTER", **dotted(**filled))


@pytest.mark.parametrize(("language", "label"), [("en", "The name is meant to stand there"), ("zh", "姓名确需写明")])
def test_a_name_in_a_title_is_asked_about_beside_the_title(site: Site, language: str, label: str) -> None:
    clerk = site.reader(Role.INTAKE, language)
    assert MEANT in clerk.get("/petitions/new").form().more
    answer = sent(clerk)
    assert answer.status_code == 409
    assert label in answer.text
    assert "title_is_meant”" not in answer.text
    form = Page(answer.text).form()
    names = form.visible
    assert names[names.index("registration.title") + 1] == MEANT
    assert MEANT not in form.more
    assert form.values["registration.title"] == NAMED
    assert clerk.send("/petitions/new", form, **{MEANT: "1"}).status_code == 303


def test_a_name_in_a_brief_is_asked_about_beside_the_brief(site: Site) -> None:
    answer = sent(site.reader(Role.INTAKE), registration__title="食堂", registration__brief=NAMED)
    assert answer.status_code == 409
    more = Page(answer.text).form().more
    assert more[more.index("registration.brief") + 1] == MEANT
    assert '<details class="more" open>' in answer.text


def test_a_title_that_is_sealed_for_the_reader_is_told_to_be(site: Site) -> None:
    group, today = site.group, site.group.service.ledger.today()
    ordinary = received(group, today, title="住房补贴问题")
    accusation = received(group, today, title="采购回扣问题", purpose=Purpose.P3)
    group.service.engine.catch_up()
    auditor, clerk = site.reader(Role.AUDITOR), site.reader(Role.INTAKE)
    for address in ("/petitions", "/due-dates"):
        text = auditor.client.get(address, headers=auditor.headers).text
        assert "住房补贴问题" not in text
        assert "采购回扣问题" not in text
        page = clerk.client.get(address, headers=clerk.headers).text
        assert "住房补贴问题" in page
        assert "采购回扣问题" not in page
        assert page.count('<span class="sealed">sealed</span>') == page.count("/petitions/" + str(accusation)) > 0
    heading = auditor.client.get(f"/petitions/{accusation}", headers=auditor.headers).text.partition("</h1>")[0]
    assert 'class="sealed"' in heading
    assert "采购回扣问题" not in heading
    shown = clerk.client.get(f"/petitions/{ordinary}", headers=clerk.headers).text
    assert shown.count("住房补贴问题") >= 2


def test_the_timeline_opens_the_titles_that_the_list_opens(site: Site) -> None:
    group, today = site.group, site.group.service.ledger.today()
    case = handling(group, today, title="住房补贴问题", brief="反映住房补贴未发")
    cases, callers = group.service.cases, {role: group.caller(role) for role in (Role.AUDITOR, Role.HANDLER)}
    facts = {role: cases.facts_for(cases.open(PETITION, case, by), by)[1] for role, by in callers.items()}
    assert facts[Role.HANDLER]["title"] == "住房补贴问题"
    assert facts[Role.AUDITOR]["title"] == facts[Role.AUDITOR]["brief_draft"] == {"sealed": True}
    assert facts[Role.AUDITOR]["name"] == {"sealed": True}
