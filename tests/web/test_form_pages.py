"""Forms as people use them: nothing typed is lost, nothing is done twice, and a whole petition goes through them."""

from typing import Any
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from domain.petition.reception import Screen
from domain.roles import Role
from projections.petitions import PETITIONS
from service.access.decisions import may_command
from service.views.naming import over
from service.views.queries import Queries
from tests.support.group import GROUP, received, screened
from tests.support.pages import Page, Site, dotted

pytestmark = pytest.mark.store

DAY = "2026-03-03"


def receive(**changes: Any) -> dict[str, Any]:
    """A letter, registered as it comes in."""
    filled = dotted(
        channel="LETTER",
        registration__title="住房补贴",
        registration__demands__0__text="请求补发\r\n住房补贴",
        registration__demands__0__purpose="P1",
        registration__demands__0__issue="I12",
        registration__name="王建国",
        registration__contact="13900000000",
    )
    return {**filled, **changes}


def events(site: Site, case: str) -> list[str]:
    """What was recorded of the case at that address."""
    history = site.group.service.ledger.history(UUID(case.rpartition("/")[2]))
    return [recorded.event.NAME.partition(".")[2] for recorded in history]


def done(answer: TestResponse) -> str:
    """The address of the page that follows a form that went through."""
    assert answer.status_code == 303, Page(answer.text).text
    return answer.location


def test_a_petition_lives_its_whole_life_in_forms(site: Site) -> None:
    clerk, head = site.reader(Role.INTAKE), site.reader(Role.PET_HEAD)
    handler, leader = site.reader(Role.HANDLER), site.reader(Role.UNIT_LEAD)
    owner, officers = site.reader(Role.OWNER_LEAD), site.group.officers
    case = done(clerk.fill("/petitions/new", **receive()))
    assert "Recorded: Receive a petition." in clerk.get(case).text
    told = dotted(notice__sent_on=DAY, notice__method="POST")
    done(head.fill(f"{case}/acceptance", handlers=[officers[Role.HANDLER]], **told))
    opinion = dotted(
        results__0__demand="1",
        results__0__outcome="SUPPORT",
        results__0__basis="补贴办法",
        claim="请求",
        findings="属实",
        opinion="支持",
        legal_basis="条例",
        remedy="三十日内可申请复查",
        heard__talked_on=DAY,
        heard__officers=[officers[Role.HANDLER], officers[Role.OWNER_LEAD]],
        heard__minutes="笔录",
    )
    done(handler.fill(f"{case}/decision", **opinion))
    site.group.service.engine.catch_up()
    assert f"{case}/confirmation" in owner.get("/").links
    done(owner.fill(f"{case}/confirmation", seen="本人在场"))
    assert f"{case}/confirmation" not in owner.get("/").links
    done(leader.fill(f"{case}/decision-approval"))
    done(clerk.fill(f"{case}/delivery", method="IN_PERSON"))
    done(owner.fill(f"{case}/implementation", task="补发", responsible_unit=str(GROUP)))
    done(owner.fill(f"{case}/implementation-confirmation", evidence="已补发"))
    done(head.fill(f"{case}/contentment", content_on=DAY))
    assert events(site, case) == [
        "received",
        "registered",
        "screened",
        "notice_sent",
        "accepted",
        "handling_started",
        "stated",
        "talk_recorded",
        "decision_proposed",
        "confirmed",
        "decision_issued",
        "decision_delivered",
        "implementation_awaited",
        "implementation_opened",
        "implementation_confirmed",
        "closed",
    ]
    assert "Closed" in clerk.get(case).text
    assert case in head.get("/petitions?status=CLOSED").links


def test_the_form_shows_seven_fields_and_keeps_the_rest_behind_the_fold(site: Site) -> None:
    form = site.reader(Role.INTAKE).get("/petitions/new").form()
    assert len(form.visible) == 7
    assert form.visible[0] == "unit"
    assert {"registration.name", "registration.contact", "registration.notice.sent_on"} <= set(form.more)
    assert form.values["unit"] == str(GROUP)
    assert form.values["received_on"] == DAY
    assert form.required == {"channel", "received_on", "unit"}


def test_sending_twice_records_once(site: Site) -> None:
    clerk = site.reader(Role.INTAKE)
    form = clerk.get("/petitions/new").form()
    answers = [clerk.send("/petitions/new", form, **receive()) for _ in range(2)]
    assert done(answers[0]) == done(answers[1])
    assert events(site, done(answers[0])) == ["received", "registered"]
    case = done(answers[0])
    form = clerk.get(f"{case}/notice").form()
    filled = dotted(notice__method="POST")
    assert [done(clerk.send(f"{case}/notice", form, **filled)) for _ in range(2)] == [case, case]
    assert events(site, case).count("notice_sent") == 1


def test_the_same_form_with_other_content_shows_what_was_recorded(site: Site) -> None:
    clerk = site.reader(Role.INTAKE)
    case = done(clerk.fill("/petitions/new", **receive()))
    form = clerk.get(f"{case}/notice").form()
    done(clerk.send(f"{case}/notice", form, **dotted(notice__method="POST")))
    again = clerk.send(f"{case}/notice", form, **dotted(notice__method="PHONE"))
    page = Page(again.text)
    assert again.status_code == 409
    assert "This form was sent once already" in page.text
    assert "Notice sent" in page.text
    assert page.form().values["notice.method"] == "PHONE"
    assert page.form().values["_key"] != form.values["_key"]
    assert page.links.count(case) > Page(clerk.client.get(f"{case}/notice").text).links.count(case)
    first = clerk.get("/petitions/new").form()
    opened = done(clerk.send("/petitions/new", first, **receive()))
    assert opened in Page(clerk.send("/petitions/new", first, **receive(channel="VISIT")).text).links


def test_errors_stand_at_their_fields_and_nothing_typed_is_lost(site: Site) -> None:
    clerk = site.reader(Role.INTAKE)
    typed = receive(channel="", received_on="yesterday", **{"registration.title": "长" * 41})
    answer = clerk.fill("/petitions/new", **typed)
    page = Page(answer.text)
    assert answer.status_code == 422
    for told in ("Fill this in.", "Give a day as year-month-day", "at most 40 characters"):
        assert told in page.text
    assert 'aria-invalid="true"' in answer.text
    values = page.form().values
    assert {name: values[name].replace("\n", "\r\n") for name in typed if typed[name]} == {
        name: value for name, value in typed.items() if value
    }
    assert events_of_all(site) == []


def events_of_all(site: Site) -> list[Any]:
    """Every petition that the views know of."""
    site.group.service.engine.catch_up()
    return Queries(site.group.service.reading).rows(over("SELECT case_id FROM {petitions}", PETITIONS), [])


def test_a_mistake_behind_the_fold_opens_it(site: Site) -> None:
    answer = site.reader(Role.INTAKE).fill("/petitions/new", **receive(**{"registration.group_size": "many"}))
    assert '<details class="more" open>' in answer.text
    assert "Give a whole number from 1 to 100000." in answer.text


def test_a_rule_that_refuses_is_told_at_the_field_that_it_speaks_of(site: Site) -> None:
    clerk = site.reader(Role.INTAKE, "zh")
    answer = clerk.fill("/petitions/new", **receive(received_on="2026-03-04"))
    page = Page(answer.text)
    assert answer.status_code == 409
    assert "“收到日期”填写的2026年3月4日晚于今天（2026年3月3日）" in page.text
    assert 'aria-describedby="f-received_on-error"' in answer.text
    assert page.form().values["registration.name"] == "王建国"


def test_a_stale_form_shows_what_happened_meanwhile_and_keeps_what_was_typed(site: Site) -> None:
    case = received(site.group, site.group.service.ledger.today())
    head = site.reader(Role.PET_HEAD)
    address = f"/petitions/{case}/screening"
    form = head.get(address).form()
    done(site.reader(Role.INTAKE).fill(f"/petitions/{case}/notice", **dotted(notice__method="POST")))
    stale = head.send(address, form, brief="反映补贴未发")
    page = Page(stale.text)
    assert stale.status_code == 412
    assert "The record has moved on" in page.text
    assert "Notice sent" in page.text
    assert page.form().values["brief"] == "反映补贴未发"
    done(head.send(address, page.form()))
    assert events(site, str(case)) == ["received", "registered", "notice_sent", "screened"]


def test_a_row_is_added_without_a_script(site: Site) -> None:
    clerk = site.reader(Role.INTAKE)
    form = clerk.get("/petitions/new").form()
    answer = clerk.send("/petitions/new", form, **receive(), _add="registration.demands")
    more = Page(answer.text).form()
    assert answer.status_code == 200
    assert more.values["registration.demands.0.text"] == "请求补发\n住房补贴"
    assert "registration.demands.1.text" in more.values
    second = {f"registration.demands.1.{name}": text for name, text in (("text", "二"), ("purpose", "P1"))}
    case = done(clerk.send("/petitions/new", more, **second, **{"registration.demands.1.issue": "I01"}))
    assert "二" in clerk.get(case).text


def test_an_action_that_is_not_possible_says_why(site: Site) -> None:
    case = screened(site.group, site.group.service.ledger.today())
    text = site.reader(Role.PET_HEAD).get(f"/petitions/{case}/closing", 409).text
    assert "This step is not possible where the record stands now." in text


def test_units_and_officers_are_kept_in_forms(site: Site) -> None:
    operator = site.reader(Role.SYSADMIN)
    unit = done(operator.fill("/units/new", code="hs02", name="第二机械厂", parent=str(GROUP)))
    assert "第二机械厂" in operator.get(unit).text
    assert "Unit added" in operator.get(unit).text
    officer = done(operator.fill("/officers/new", name="钱七", unit=unit.rpartition("/")[2], roles=["INTAKE"]))
    assert "钱七" in operator.get("/officers").text
    done(operator.fill(f"{officer}/role", role="HANDLER", from_on=DAY))
    assert "Case handler" in operator.get(officer).text
    refused = operator.fill("/units/new", code="hs02", name="再来一个")
    assert refused.status_code == 409


def test_only_those_who_may_give_a_command_see_and_send_its_form(shared_site: Site) -> None:
    case = received(shared_site.group, shared_site.group.service.ledger.today())
    address = f"/petitions/{case}/screening"
    assert not may_command(frozenset({Role.AUDITOR}), Screen)
    auditor = shared_site.reader(Role.AUDITOR)
    auditor.get(address, 403)
    token = auditor.get("/").form("/logout").values["_csrf"]
    assert auditor.client.post(address, data={"_csrf": token}).status_code == 403


def test_nonsense_in_hidden_fields_breaks_nothing(site: Site) -> None:
    clerk = site.reader(Role.INTAKE)
    case = received(site.group, site.group.service.ledger.today())
    address = f"/petitions/{case}/notice"
    form = clerk.get(address).form()
    for nonsense in ("", "-1", "x", "９", "9" * 30, "\0"):
        answer = clerk.send(address, form, _version=nonsense, **dotted(notice__method="POST"))
        assert answer.status_code == 412
    for nonsense in ("\0", "x" * 5000, "键"):
        answer = clerk.send("/petitions/new", form, _key=nonsense, **{"registration.demands._rows": nonsense})
        assert answer.status_code == 422
    for noun in ("nothing", "new", "registration/x"):
        assert clerk.client.get(f"/petitions/{case}/{noun}").status_code == 404
