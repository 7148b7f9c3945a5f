"""Scenario 45, the clock half of 44, and a received day typed a year off, over HTTP at days that the test sets."""

from datetime import date

import pytest
from flask import Flask

from domain.roles import Role
from service.edge.running import Service
from tests.support.api import Api, Case, problem
from tests.support.services import TestClock

pytestmark = pytest.mark.store

RECEIVED, POSTED = "2025-03-03", "2025-03-10"
PRESUMED = {"D-P05": "2025-05-19"}
"""The handling term that silence started on 19 March: its sixtieth day, 18 May, is a Sunday."""
REGISTERED = {"title": "住房补贴问题", "name": "王建国", "contact": "13900000000"}
DEMAND = {"text": "补发住房补贴", "purpose": "P1", "issue": "I12"}


@pytest.fixture
def spring(app: Flask, service: Service, clock: TestClock) -> Api:
    """A desk in the spring of 2025."""
    clock.set_day(date(2025, 3, 3))
    return Api(app, service, clock)


def letter(api: Api, received_on: str = RECEIVED) -> Case:
    """A letter of 3 March, whose first notice is due on 18 March."""
    body = {"channel": "LETTER", "received_on": received_on, "unit": "HS"}
    return Case(api, api.post("/petitions", api.clerk, {**body, "registration": {**REGISTERED, "demands": [DEMAND]}}))


def noticed(case: Case, today: date) -> Case:
    """The clerk types on that day that a notice was posted on 10 March."""
    case.api.clock.set_day(today)
    return case.then("notice", case.api.clerk, {"notice": {"sent_on": POSTED, "method": "POST"}})


def terms(case: Case) -> dict[str, str]:
    """The due days of the terms that run."""
    return {clock["rule"]: clock["due_on"] for clock in case.read(case.api.head)["clocks"]}


@pytest.mark.scenario(45)
def test_a_notice_typed_late_moves_nothing_until_a_second_officer_has_seen_the_slip(spring: Api) -> None:
    case = noticed(letter(spring), date(2025, 3, 28))
    assert case.answer.get_json()["events"] == ["petition.stated", "petition.notice_sent"]
    assert (terms(case), case.read(spring.head)["notice_on"]) == ({"D-P01": "2025-03-18", **PRESUMED}, None)
    own = case.post("confirmation", spring.clerk, {"entry": 1, "seen": "公告栏张贴单"})
    problem(own, 409, "own_statement")
    case.then("confirmation", spring.head, {"entry": 1, "seen": "公告栏张贴单"})
    row = case.read(spring.head)
    assert (terms(case), row["notice_on"], row["late_days"]) == (PRESUMED, POSTED, 0)
    assert case.timeline(spring.head)["state"]["overdue_rules"] == "D-P01", "found on 19 March, and never taken back"
    told = {each["event"]: each for each in case.timeline(spring.head)["events"]}
    notice, confirmed = told["petition.notice_sent"], told["petition.confirmed"]
    assert (notice["facts"]["sent_on"], notice["recorded_at"][:10], notice["mark"]) == (
        POSTED,
        "2025-03-28",
        "CONFIRMED",
    )
    assert confirmed["facts"]["confirmed_by"] == str(spring.head.id)


@pytest.mark.scenario(45)
def test_a_notice_typed_after_thirty_days_stops_nothing_and_is_kept_as_a_remark(spring: Api) -> None:
    case = noticed(letter(spring), date(2025, 5, 12))
    assert case.answer.get_json()["events"] == ["petition.remarked", "petition.notice_sent"]
    assert (terms(case), case.read(spring.head)["notice_on"]) == ({"D-P01": "2025-03-18", **PRESUMED}, None)
    marks = [each["mark"] for each in case.timeline(spring.head)["events"]]
    assert marks == [None, None, None, None, None, "REMARK"]
    problem(case.post("confirmation", spring.head, {"entry": 1, "seen": "公告栏张贴单"}), 409, "nothing_waits")


def test_a_telephone_call_stops_nothing(spring: Api) -> None:
    """Scenario 44, the clock half: what else is recorded leaves the term as it is."""
    case = letter(spring)
    spring.clock.set_day(date(2025, 3, 5))
    case.then("note", spring.clerk, {"note": "已电话告知收到来信", "noted_on": "2025-03-05"})
    assert terms(case) == {"D-P01": "2025-03-18"}


def test_a_received_day_typed_a_year_off_is_set_right_by_two(spring: Api) -> None:
    """What silence began because of the wrong day has never begun; what was found overdue stays in the record."""
    case = letter(spring, "2024-03-03")
    assert terms(case) == {"D-P01": "2024-03-18"}
    wrong = {"fact": 1, "field": "received_on", "right": RECEIVED, "reason": "年份录错"}
    case.then("correction", spring.clerk, wrong)
    assert terms(case) == {"D-P01": "2024-03-18", "D-P05": "2024-05-20"}
    case.then("confirmation", spring.head, {"entry": 1, "seen": "收文登记簿"})
    assert (terms(case), case.read(spring.head)["received_on"]) == ({"D-P01": "2025-03-18"}, RECEIVED)
    due = [(each["due_on"], each["rule"]) for each in spring.items("/due-dates", spring.head)]
    assert due == [("2025-03-18", "D-P01")]
    told = case.timeline(spring.head)["events"]
    assert (told[0]["facts"]["received_on"], told[0]["mark"]) == ("2024-03-03", "CORRECTED")
    correction = next(each["facts"] for each in told if each["event"] == "petition.corrected")
    assert [(each["was_due_on"], each["due_on"]) for each in correction["moved"]] == [("2024-03-18", "2025-03-18")]
    assert [(each["rule"], each["why"]) for each in correction["stopped"]] == [("D-P05", "replaced")]
    assert [each["event"] for each in told].count("petition.found_overdue") == 2
    spring.clock.set_day(date(2025, 3, 19))
    case.then("note", spring.clerk, {"note": "期满未决", "noted_on": "2025-03-19"})
    assert terms(case) == {"D-P01": "2025-03-18", **PRESUMED}


def test_rows_that_follow_step_by_step_are_those_of_a_rebuild(spring: Api) -> None:
    case = letter(spring, "2024-03-03")
    wrong = {"fact": 1, "field": "received_on", "right": RECEIVED, "reason": "年份录错"}
    case.then("correction", spring.clerk, wrong)
    spring.service.engine.catch_up()
    case.then("confirmation", spring.head, {"entry": 1, "seen": "收文登记簿"})
    case.then("correction", spring.clerk, {"fact": 2, "field": "title", "right": "住房公积金问题", "reason": "写错"})
    spring.service.engine.catch_up()
    noticed(letter(spring), date(2025, 3, 28))
    spring.service.engine.catch_up()
    assert all(each.is_equal for each in spring.service.rebuilder.compare(spring.service.engine.views))
    assert [each["title"] for each in spring.items("/petitions?q=公积金", spring.head)] == ["住房公积金问题"]
    old = case.timeline(spring.head)["events"][1]["facts"]["title"]
    assert old == {"sealed": True}


def test_a_case_registered_twice_is_void_by_two(spring: Api) -> None:
    case = letter(spring)
    case.then("void", spring.clerk, {"reason": "同一封信登记了两次"})
    assert case.read(spring.head)["status"] == "REGISTERED"
    case.then("confirmation", spring.head, {"entry": 1, "seen": "原信"})
    assert (case.read(spring.head)["status"], terms(case)) == ("VOID", {})
    problem(case.post("void", spring.clerk, {"reason": "再次作废"}), 409, "not_allowed_in_this_status")


def test_an_officer_who_takes_part_in_nothing_confirms_nothing(spring: Api) -> None:
    case = noticed(letter(spring), date(2025, 3, 28))
    stranger = spring.officer(Role.HANDLER, name="乙")
    problem(case.post("confirmation", stranger, {"entry": 1, "seen": "公告栏张贴单"}), 404, "not_found")


def test_a_handler_whom_a_late_slip_names_knows_of_the_case_once_it_was_confirmed(spring: Api) -> None:
    """What waits for a second person lets nobody in before."""
    handler, case = spring.officer(Role.HANDLER, name="乙"), letter(spring)
    spring.clock.set_day(date(2025, 3, 28))
    told = {"sent_on": POSTED, "method": "POST"}
    case.then("acceptance", spring.head, {"accepted_on": POSTED, "handlers": [str(handler.id)], "notice": told})
    assert "petition.stated" in case.answer.get_json()["events"]
    problem(spring.get(case.path, handler), 404, "not_found")
    case.then("confirmation", spring.clerk, {"entry": 1, "seen": "受理登记"})
    assert spring.get(case.path, handler).status_code == 200


def test_what_waits_for_a_second_person_is_listed_for_whoever_may_confirm_it(spring: Api) -> None:
    case = noticed(letter(spring), date(2025, 3, 28))
    (waiting,) = spring.items("/confirmations", spring.head)
    told = {name: waiting[name] for name in ("case_id", "kind", "entry", "action", "fact", "one_of", "only_named")}
    assert told == {
        "case_id": str(case.id),
        "kind": "petition",
        "entry": 1,
        "action": "confirmation",
        "fact": "petition.notice_sent",
        "one_of": [],
        "only_named": False,
    }
    assert (waiting["stated_by"], waiting["recorded_at"][:10]) == (str(spring.clerk.id), "2025-03-28")
    assert spring.items("/confirmations", spring.clerk) == []
    assert spring.items("/confirmations", spring.officer(Role.HANDLER, name="乙")) == []
    problem(spring.get("/confirmations?q=1", spring.head), 400, "parameter_unknown")
    case.then(waiting["action"], spring.head, {"entry": waiting["entry"], "seen": "公告栏张贴单"})
    assert spring.items("/confirmations", spring.head) == []
