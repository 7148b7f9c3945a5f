"""The page of a case: what the case consists of, who may take the next step, and the texts of every step."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from domain.catalogue import CASES
from domain.kernel import Aggregate
from domain.organisation.unit import unit_ref
from domain.petition.aggregate import PETITION
from domain.roles import Role
from projections.aids import AIDS
from projections.catalogue import BY_NAME
from projections.funds import FUNDS
from projections.petitions import PETITIONS
from projections.rectification_items import RECTIFICATION_ITEMS
from projections.relief_queue import RELIEF_QUEUE
from projections.supervision_board import SUPERVISION_BOARD
from service.access.visibility import visible
from service.demonstration.stage import officer_ref
from service.edge.running import Service
from service.office.next_steps import main_path, meeting, next_steps
from service.views.naming import table_of
from service.views.queries import Queries
from tests.support.applications import application_on, page_as
from tests.support.pages import Page

pytestmark = pytest.mark.store


@pytest.fixture
def app(demonstration: Service) -> Iterator[Flask]:
    with application_on(demonstration) as found:
        yield found


def shown(app: Flask, tag: str, address: str, language: str = "en") -> str:
    """What the page says to that officer of the demonstration, below its head."""
    return page_as(app, tag, address, language).partition("<main")[2]


def opened(app: Flask, tag: str, address: str) -> str:
    """The page with what is confidential, which that officer of the demonstration opens to handle the case."""
    client = app.test_client()
    client.set_cookie("language", "en")
    with client.session_transaction() as session:
        session["officer"] = str(officer_ref(tag))
    form = Page(client.get(address).text).form(f"{address}/opened")
    answer = client.post(form.action, data={**form.values, "purpose": "HANDLING"})
    assert answer.status_code == 200, (address, answer.status_code)
    return unescape(answer.text).partition("<main")[2]


def panel(page: str, title: str) -> str:
    """The part of the page under that heading; empty where there is none."""
    found = re.search(rf"<h2[^>]*>{title} ?<.*?</section>", page, re.DOTALL)
    return found[0] if found else ""


def busiest(demonstration: Service, view: object) -> tuple[UUID, list[dict[str, object]]]:
    """The case with most rows in the view."""
    rows = Queries(demonstration.reading).all(view)  # type: ignore[arg-type]
    cases = [row["case_id"] for row in rows]
    case = max(cases, key=lambda each: (cases.count(each), str(each)))
    return case, [row for row in rows if row["case_id"] == case]


@pytest.mark.parametrize("tag", ["centre", "union"])
def test_whoever_works_on_it_sees_every_aid_with_its_amount(app: Flask, demonstration: Service, tag: str) -> None:
    case, rows = busiest(demonstration, AIDS)
    told = panel(shown(app, tag, f"/hardship-requests/{case}"), "Aids of the case")
    assert told.count("<tr>") == len(rows) + 1
    for row in rows:
        amount = int(str(row["amount_fen"]))
        assert f"{amount // 100:,}.{amount % 100:02}" in told
        assert str(row["planned_on"]) in told


def test_who_may_not_know_what_an_aid_is_for_is_shown_its_amount_alone(app: Flask, demonstration: Service) -> None:
    case, _rows = busiest(demonstration, AIDS)
    told = {
        tag: panel(shown(app, tag, f"/hardship-requests/{case}"), "Aids of the case") for tag in ("centre", "auditor")
    }
    assert "Living aid" in told["centre"]
    assert told["auditor"]
    assert "Living aid" not in told["auditor"]


def test_a_supervision_case_shows_the_state_of_each_item_and_each_finding(app: Flask, demonstration: Service) -> None:
    case, rows = busiest(demonstration, RECTIFICATION_ITEMS)
    page = shown(app, "team_lead", f"/supervision-cases/{case}")
    items = panel(page, "Rectification items")
    assert items.count("<tr>") == len(rows) + 1
    assert "Responsible unit" in items
    assert "sealed" not in items
    assert panel(page, "Findings").count("<tr>") >= 2
    auditor = shown(app, "auditor", f"/supervision-cases/{case}")
    assert panel(auditor, "Rectification items").count("sealed</span>") == len(rows)


def test_the_unit_sees_its_own_items_and_the_draft_without_what_it_rests_on(app: Flask, demonstration: Service) -> None:
    rows = Queries(demonstration.reading).all(RECTIFICATION_ITEMS)
    client = app.test_client()
    with client.session_transaction() as session:
        session["officer"] = str(officer_ref("supervised"))
    seen = [row["case_id"] for row in rows if client.get(f"/supervision-cases/{row['case_id']}").status_code == 200]
    page = shown(app, "supervised", f"/supervision-cases/{seen[0]}")
    assert panel(page, "Rectification items").count("<tr>") >= 2
    assert panel(page, "Findings").count("<tr>") >= 2
    assert "Possible next" not in page or "Verify" not in page.partition("Possible next")[2].partition("</p>")[0]


def case_in(demonstration: Service, view: str, status: str) -> UUID:
    query = f"SELECT case_id FROM {table_of(BY_NAME[view])} WHERE status = %s ORDER BY case_id"
    found: UUID = Queries(demonstration.reading).rows(query, [status])[0]["case_id"]
    return found


def test_the_page_names_the_next_step_and_who_may_take_it(app: Flask, demonstration: Service) -> None:
    case = case_in(demonstration, "relief_queue", "UNION_REVIEWED")
    page = shown(app, "centre", f"/hardship-requests/{case}", "zh")
    line = re.sub("<[^>]+>", "", page.partition("下一步可办")[2].partition("</p>")[0])
    assert "公示" in line
    assert "基层工会" in line
    assert "撤回" not in line


def test_a_step_that_has_to_wait_names_its_day(app: Flask, demonstration: Service) -> None:
    query = f"SELECT case_id FROM {table_of(RELIEF_QUEUE)} WHERE status = 'PUBLICITY' AND next_due_on >= %s"
    case = Queries(demonstration.reading).rows(query, [demonstration.ledger.today()])[0]["case_id"]
    line = shown(app, "union", f"/hardship-requests/{case}").partition("Possible next")[2].partition("</p>")[0]
    assert "from " in line


LAST = {
    "petition": {"NOT_ACCEPTED", "CLOSED", "WITHDRAWN", "VOID"},
    "supervision": {"CLOSED", "NO_PROBLEM", "VOID"},
    "hardship": set[str](),
}
"""The statuses that are ends: nothing is left there but what stands aside."""


def test_every_status_that_is_not_the_last_has_a_next_step_for_somebody() -> None:
    for aggregate in CASES:
        ends = {str(status) for status in aggregate.statuses if not main_path(aggregate, str(status))}
        assert ends == LAST[aggregate.kind]


def may_meet(roles: frozenset[Role], aggregate: Aggregate[Any], status: str, rule: str) -> bool:
    """Whether one of the roles takes a step that meets the term in cases of that status."""
    met = ((rows, list(zip(*pairs, strict=True))) for rows, pairs in meeting(aggregate, (rule,)))
    return any(row.role in roles for rows, pairs in met if (status, rule) in pairs for row in rows)


def test_a_duty_is_that_of_the_roles_whose_step_meets_the_term() -> None:
    supervision = next(each for each in CASES if each.kind == "supervision")
    centre, unit, leader = (frozenset({role}) for role in (Role.AID_CENTER, Role.SUPERVISED, Role.TEAM_LEAD))
    assert not may_meet(centre, supervision, "RECTIFYING", "D-S07")
    assert may_meet(unit, supervision, "RECTIFYING", "D-S07")
    assert may_meet(leader, supervision, "REGISTERED", "D-S01")
    assert not may_meet(centre, supervision, "REGISTERED", "D-S01")


def test_the_first_contact_is_no_duty_of_whoever_pays_or_approves_an_emergency() -> None:
    hardship = next(each for each in CASES if each.kind == "hardship")
    for role in (Role.PAYER, Role.UNIT_LEAD):
        assert not may_meet(frozenset({role}), hardship, "SUBMITTED", "D-H01")
        assert not may_meet(frozenset({role}), hardship, "VISITED", "D-H02")
    for status, rule in (("SUBMITTED", "D-H01"), ("SUBMITTED", "D-H02"), ("VISITED", "D-H02"), ("VERIFIED", "D-H02")):
        assert may_meet(frozenset({Role.UNION_BASE}), hardship, status, rule)


def test_the_overview_shows_what_the_reader_can_do_something_about(app: Flask) -> None:
    page = shown(app, "centre", "/")
    due = page.partition("more terms are for others")[0]
    assert "/hardship-requests/" in due
    assert "/supervision-cases/" not in due.replace("/supervision-cases?", "")
    assert "/due-dates" in page
    everything = shown(app, "auditor", "/")
    assert "/supervision-cases/" in everything
    assert "more terms are for others" not in everything


def test_what_others_left_overdue_is_brought_to_the_chair_apart_from_the_own_terms(app: Flask) -> None:
    page = shown(app, "chair", "/")
    brought = page.partition("Overdue with others: you may step in")[2].partition("</section>")[0]
    assert "Overdue by" in brought
    cases = set(re.findall(r"/supervision-cases/([0-9a-f-]{36})", brought))
    assert cases
    assert "他人承办已逾期" in shown(app, "chair", "/", "zh")
    assert "you may step in" not in shown(app, "auditor", "/")


@pytest.mark.parametrize("tag", ["head", "head-JX-1", "owner", "leader"])
def test_the_overview_shows_terms_of_cases_on_which_the_reader_has_a_step(
    app: Flask, demonstration: Service, tag: str
) -> None:
    due = shown(app, tag, "/").partition("more terms are for others")[0]
    cases = {UUID(each) for each in re.findall(r"/petitions/([0-9a-f-]{36})", due)}
    caller = demonstration.callers.by_officer(officer_ref(tag), demonstration.ledger.today())
    for case in cases:
        opened = demonstration.cases.open(PETITION, case, caller)
        own = [each.command for each in next_steps(demonstration.ledger, opened, caller) if each.is_own]
        now, later = demonstration.cases.possible(opened, caller)
        assert own or now or later, case
        scope = opened.state.scope
        assert {scope.owner, *scope.desks} & {each.unit for each in caller.held} or caller.who in scope.assigned, case


def test_a_petition_of_a_plant_names_its_own_head_and_not_the_one_who_reads(app: Flask, demonstration: Service) -> None:
    head = demonstration.callers.by_officer(officer_ref("head"), demonstration.ledger.today())
    plants = [
        row
        for row in Queries(demonstration.reading).all(PETITIONS, visible(head, PETITIONS))
        if row["status"] == "ROUTING" and row["unit"] == unit_ref("JX-1")
    ]
    assert plants
    told = shown(app, "head", f"/petitions/{plants[0]['case_id']}")
    following = told.partition('class="note next"')[2].partition("</p>")[0]
    assert "Machinery Plant 1" in following
    assert "(you)" not in following


def test_every_step_keeps_its_own_texts(app: Flask, demonstration: Service) -> None:
    case = case_in(demonstration, "relief_queue", "ON_FILE")
    address, findings = f"/hardship-requests/{case}", ("A family of four in one flat", "As stated.")
    assert not any(finding in shown(app, "centre", address) for finding in findings)
    texts = panel(opened(app, "centre", address), "Texts")
    assert all(finding in texts for finding in findings)
    days = re.findall('<span class="day">([^<]+)</span>', texts)
    assert len(days) == texts.count("<h3>")


def test_what_is_sealed_as_a_whole_is_said_once_for_each_step(app: Flask, demonstration: Service) -> None:
    case = case_in(demonstration, "relief_queue", "ON_FILE")
    texts = panel(shown(app, "auditor", f"/hardship-requests/{case}"), "Texts")
    assert texts.count("sealed</span>") == texts.count("<h3>") > 1


def test_an_open_objection_is_shown_with_the_term_that_it_pauses(app: Flask, demonstration: Service) -> None:
    """Neither late nor ready anywhere: on the page of the case, in the queue, on the overview, among the due dates."""
    case = case_in(demonstration, "relief_queue", "OBJECTION")
    since = Queries(demonstration.reading).rows(
        f"SELECT paused_on FROM {table_of(RELIEF_QUEUE)} WHERE case_id = %s", [case]
    )
    told = f"Paused since {since[0]['paused_on']}: An objection is open"
    page = shown(app, "centre", f"/hardship-requests/{case}")
    assert told in page
    assert "Over for" not in page
    assert "Overdue by" not in page
    assert "They own a shop" in panel(page, "Objections")
    assert "sealed" in panel(shown(app, "auditor", f"/hardship-requests/{case}"), "Objections")
    for address in ("/relief-queue", "/due-dates"):
        (row,) = [each for each in shown(app, "centre", address).split("<tr>") if str(case) in each]
        assert told in row, address
    assert str(case) not in shown(app, "centre", "/due-dates?overdue=1")
    paused = panel(shown(app, "centre", "/"), "Paused until something is settled")
    assert str(case) in paused
    assert "自" in shown(app, "centre", f"/hardship-requests/{case}", "zh").partition("起暂停：异议待核实")[0][-12:]


def test_a_fund_and_the_audit_trail_name_cases_by_number_and_lead_to_them(app: Flask, demonstration: Service) -> None:
    known = {
        str(row["case_id"]): row["case_no"]
        for view in (PETITIONS, SUPERVISION_BOARD, RELIEF_QUEUE)
        for row in Queries(demonstration.reading).all(view)
    }
    fund = max(Queries(demonstration.reading).all(FUNDS), key=lambda row: row["paid_fen"])["fund"]
    for tag, address, least in (("centre", f"/funds/{fund}", 1), ("auditor", "/audit-trail?kind=petition", 10)):
        page = shown(app, tag, address)
        linked = re.findall(r'href="/[a-z-]+/([0-9a-f-]{36})">([^<]+)</a>', page)
        cases = [(case, text) for case, text in linked if case in known]
        assert len(cases) >= least, address
        assert all(text == known[case] for case, text in cases)
    assert not re.search(r">\s*(Petition|Hardship request) [0-9a-f]{8}\b", shown(app, "auditor", "/audit-trail"))
