"""Pages that say what to do next: overviews without cases, wrong filters, purposes, and whose rules hold."""

from datetime import timedelta

import pytest

from domain.levels import ReadFor
from domain.roles import Role
from service.access.purposes import purposes_of
from tests.support.group import PLANT, handling
from tests.support.pages import Page, Site
from tests.support.services import TestClock

pytestmark = pytest.mark.store


def test_an_overview_without_cases_names_what_there_is_to_do(site: Site) -> None:
    operator = site.reader(Role.SYSADMIN).get("/")
    assert "Who works here, with roles and terms" in operator.text
    assert "/registers" not in operator.links
    assert "Who opened what is confidential" in site.reader(Role.PI_OFFICER).get("/").text
    assert "/registers" in site.reader(Role.INTAKE).get("/").links


def test_a_wrong_filter_is_named_as_on_the_page_and_left_out_by_a_link(site: Site) -> None:
    page = site.reader(Role.PI_OFFICER, "zh").get("/access-log?days=0&officer=", 400)
    assert "days" not in page.text
    assert "可取 1 至 366 的整数" in page.text
    assert "/access-log" in page.links
    found = site.reader(Role.INTAKE).get(f"/petitions?status=CLOSED&q={'x' * 101}", 400)
    assert "Search takes: at most 100 characters." in found.text
    assert "/petitions?status=CLOSED" in found.links


def test_an_opening_without_a_purpose_is_asked_again_on_the_page_of_the_case(site: Site) -> None:
    case = f"/petitions/{handling(site.group, site.group.service.ledger.today())}"
    clerk = site.reader(Role.INTAKE)
    form = clerk.get(case).form(f"{case}/opened")
    assert "PAYING" not in form.options["purpose"]
    answer = clerk.send(case, form, purpose="")
    assert answer.status_code == 422
    again = Page(answer.text)
    assert "Choose what you open it for" in again.text
    assert again.form(f"{case}/opened").options["purpose"] == form.options["purpose"]


def test_every_role_has_purposes_and_every_purpose_roles() -> None:
    offered = {role: purposes_of(frozenset({role})) for role in Role}
    assert all(offered.values())
    assert offered[Role.PAYER] == [ReadFor.PAYING]
    assert set().union(*offered.values()) == set(ReadFor)


def test_a_unit_without_a_choice_tells_whose_rules_hold(site: Site) -> None:
    assert "as nothing else was chosen here or above" in site.reader(Role.SYSADMIN).get(f"/units/{PLANT}").text


def test_the_name_of_an_officer_is_no_secret_on_the_own_page(site: Site) -> None:
    page = site.reader(Role.SYSADMIN).get(f"/officers/{site.group.officers[Role.INTAKE]}")
    assert "赵1" in page.text.partition("What was recorded")[2]
    assert "sealed" not in page.text


@pytest.mark.parametrize(("language", "reminder"), [("en", "Reminder: due soon"), ("zh", "到期提醒")])
def test_an_overview_reminds_in_time_and_brings_what_is_overdue_to_every_head(
    site: Site, clock: TestClock, language: str, reminder: str
) -> None:
    """Sixty days from acceptance; an edit on the way moves no day."""
    today = clock.today
    case = handling(site.group, today)
    site.group.service.engine.catch_up()

    def overview(role: Role, days: int) -> Page:
        """Of the role so many days later, signed in again: a session ends before that."""
        clock.set_day(today + timedelta(days=days))
        site.group.service.due_steps.catch_up()
        site.readers.clear()
        return site.reader(role, language).get("/")

    seen = {days: reminder in overview(Role.HANDLER, days).text for days in (49, 50, 58)}
    assert seen == {49: False, 50: True, 58: True}
    heads = (Role.PET_HEAD, Role.OWNER_LEAD, Role.UNIT_LEAD)
    assert [role for role in heads if f"/petitions/{case}" in overview(role, 75).links] == list(heads)
