"""What boards, funds, due dates and the audit trail answer over HTTP after whole lives, and to whom."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from tests.support.lives import TODAY, Answer, Served, said
from tests.support.walking import application, notice, review, verification, visit

pytestmark = pytest.mark.store

PLANT = "HS01"

READERS = {
    "/supervision-board": {"CHAIR", "TEAM_LEAD", "MEMBER", "SUPERVISED", "UNION", "AUDITOR"},
    "/relief-queue": {"LEADER", "CHAIR", "UNION", "CENTRE", "APPROVER", "AUDITOR"},
    "/funds": {"CHAIR", "UNION", "CENTRE", "APPROVER", "FUND_AUDIT", "AUDITOR"},
    "/payment-orders": {"PAYER"},
    "/emergency-aids": {"LEADER"},
    "/publicity-notices": {"CLERK"},
    "/audit-trail": {"LEADER", "HEAD", "AUDITOR"},
}
PEOPLE = ("CLERK", "HEAD", "HANDLER", "LEADER", "TEAM_LEAD", "MEMBER", "SUPERVISED")
MORE = ("CHAIR", "UNION", "CENTRE", "APPROVER", "PAYER", "FUND_AUDIT", "AUDITOR", "SYSADMIN")


def pages(served: Served, path: str, by: str, **headers: str) -> Iterator[dict[str, Any]]:
    """Every row of a list, two a page."""
    cursor = ""
    while True:
        page = served.read(f"{path}&limit=2{cursor}", by, **headers)
        yield from page["items"]
        if page["next_cursor"] is None:
            return
        cursor = f"&cursor={page['next_cursor']}"


def applied(served: Served, on: date, household: str, **changes: Any) -> Answer:
    """A request of the plant, so that a list of the plant shows these alone."""
    return served.did("/hardship-requests", "UNION", application(on, PLANT, household, **changes))


@pytest.mark.parametrize("path", READERS)
def test_a_board_is_for_its_readers_and_for_nobody_else(served: Served, path: str) -> None:
    answered = {name: served.get(path, name).status for name in (*PEOPLE, *MORE)}
    assert answered == {name: 200 if name in READERS[path] else 403 for name in (*PEOPLE, *MORE)}
    assert served.get(path, None).status == 401


def test_due_dates_show_to_each_the_kinds_that_he_or_she_reads(served: Served, hardship_life: str) -> None:
    fire = said(hardship_life, "fire")
    (late,) = [row for row in pages(served, f"/due-dates?case_id={fire}", "FUND_AUDIT") if row["rule"] == "D-H08"]
    assert late["due_on"] == "2025-10-13"
    assert late["overdue_days"] == (TODAY - date(2025, 10, 13)).days > 0
    assert list(pages(served, f"/due-dates?case_id={fire}", "TEAM_LEAD")) == []
    assert served.get("/due-dates", "SYSADMIN").status == 403


def test_a_failed_verification_stays_late_after_the_item_has_passed(served: Served, supervision_life: str) -> None:
    case = said(supervision_life, "supervision case")
    read = served.read(f"/supervision-cases/{case}", "AUDITOR")
    assert (read["status"], read["open_items"], read["reopened"], read["late_days"]) == ("CLOSED", 0, 1, 14)
    events = served.read(f"/supervision-cases/{case}/timeline", "AUDITOR")["events"]
    reopened, verified = (
        next(each["facts"] for each in events if each["event"] == f"supervision.{name}")
        for name in ("item_reopened", "item_verified")
    )
    assert (reopened["due_on"], reopened["late_days"]) == ("2025-10-20", 7)
    assert [(ended["due_on"], ended["late_days"]) for ended in verified["stopped"]] == [("2025-10-20", 14)]


def test_the_supervision_board_holds_what_is_open_soonest_first(served: Served, supervision_life: str) -> None:
    last, first, second = (lead(served, on) for on in (TODAY, date(2025, 9, 1), date(2025, 9, 8)))
    seen = second.headers["casework-position"]
    board = list(pages(served, f"/supervision-board?supervised_unit={PLANT}", "CHAIR", Casework_Position=seen))
    assert [row["case_id"] for row in board] == [answer.body["id"] for answer in (first, second, last)]
    assert [row["overdue_days"] for row in board] == [(TODAY - date(2025, 9, day)).days for day in (15, 22)] + [0]
    everything = {row["case_id"] for row in pages(served, f"/supervision-cases?supervised_unit={PLANT}", "CHAIR")}
    assert everything - {row["case_id"] for row in board} == {said(supervision_life, "supervision case")}


def lead(served: Served, on: date) -> Answer:
    """A lead on the plant that waits for its triage."""
    body = {"recorded_on": str(on), "unit": "HS", "subjects": ["S81"], "supervised_unit": PLANT, "title": "厂务公开"}
    more = {"text": "公示不足七天", "source": "PLAN", "confirmed_by": served.officers["MEMBER_ID"]}
    return served.did("/supervision-cases", "TEAM_LEAD", {**body, **more, "alleges_person_violation": False})


def test_the_queue_puts_emergencies_first_then_the_next_due_then_who_waits_longest(served: Served) -> None:
    now = applied(served, TODAY, "Q-0001")
    saturday = applied(served, date(2025, 9, 6), "Q-0002")
    friday = applied(served, date(2025, 9, 5), "Q-0003")
    monday = applied(served, date(2025, 9, 1), "Q-0004")
    fire = applied(served, TODAY, "Q-0005", emergency=True, emergency_note="住房失火")
    seen = fire.headers["casework-position"]
    queue = list(pages(served, f"/relief-queue?unit={PLANT}&status=SUBMITTED", "UNION", Casework_Position=seen))
    assert [row["case_id"] for row in queue] == [each.body["id"] for each in (fire, monday, friday, saturday, now)]
    assert [row["next_due_on"] for row in queue[1:4]] == ["2025-09-08", "2025-09-12", "2025-09-12"]
    waiting = [(TODAY - date(2025, 9, day)).days for day in (1, 5, 6)]
    assert [row["waiting_days"] for row in queue] == [0, *waiting, 0]
    assert [row["overdue_days"] for row in queue[1:3]] == [(TODAY - date(2025, 9, day)).days for day in (8, 12)]


def test_after_their_lives_one_household_waits_for_nothing_and_the_other_for_its_check(
    served: Served, hardship_life: str
) -> None:
    family, fire, fund = (said(hardship_life, name) for name in ("family", "fire", "fund"))
    queue = {row["case_id"]: row for row in pages(served, "/relief-queue?unit=HS", "CENTRE")}
    assert family not in queue
    row = queue[fire]
    assert (row["emergency"], row["paid_fen"], row["open_aids"], row["fund_free_fen"]) == (True, 200_000, 0, 300_000)
    read = served.get(f"/funds/{fund}", "FUND_AUDIT")
    assert read.version == f'"{read.body["version"]}"' == '"6"'
    money = {name: read.body[f"{name}_fen"] for name in ("received", "reserved", "paid", "free")}
    assert money == {"received": 1_000_000, "reserved": 0, "paid": 700_000, "free": 300_000}
    assert read.body in served.read("/funds", "FUND_AUDIT")["items"]


def test_the_audit_trail_holds_case_and_fund_in_one_order(served: Served, hardship_life: str) -> None:
    family, fund = said(hardship_life, "family"), said(hardship_life, "fund")
    spent = [row["event"] for row in pages(served, f"/audit-trail?stream={fund}&sort=position", "AUDITOR")]
    assert spent == ["fund.opened", "fund.allocated", *("fund.reserved", "fund.paid") * 2]
    trail = list(pages(served, f"/audit-trail?stream={family}&sort=position", "AUDITOR"))
    assert [row["version"] for row in trail] == list(range(1, 14))
    assert {row["by"]["officer"] for row in trail if row["event"] == "hardship.aid_paid"} == {
        served.officers["PAYER_ID"]
    }
    approved = next(row for row in trail if row["event"] == "hardship.aid_approved")
    then = served.read(f"/hardship-requests/{family}?as_of={approved['position']}", "CENTRE")
    assert (then["promised_fen"], then["paid_fen"], then["actions"]) == (500_000, 0, [])


def test_no_approval_while_the_notice_is_up_and_the_case_says_from_when_it_passes(served: Served) -> None:
    union, visitor = served.officers["UNION_ID"], served.officers["VISITOR_ID"]
    case = applied(served, TODAY, "N-0001")
    path = f"/hardship-requests/{case.body['id']}"
    steps = {
        "visit": visit(TODAY, (union, visitor)),
        "verification": verification(TODAY),
        "review": review(TODAY, "H1"),
        "publicity": notice(TODAY),
    }
    for noun, body in steps.items():
        case = served.did(f"{path}/{noun}", "UNION", body, case)
    approval = {"approved_on": str(TODAY), "no_relative": True}
    refused = served.post(f"{path}/approval", "CENTRE", approval, case)
    assert (refused.status, refused.body["code"]) == (409, "publicity_not_over")
    read = served.read(path, "CENTRE")
    ends = date.fromisoformat(read["publicity_ends_on"])
    waiting = {each["action"]: each for each in read["not_yet"]}
    assert waiting["approval"]["code"] == "publicity_not_over"
    assert waiting["approval"]["passes_on"] == str(ends + timedelta(days=1))
    assert str(ends) in refused.body["detail"]
    assert "approval" not in {each["action"] for each in read["actions"]}
    assert "approval" not in {each["action"] for each in served.read(path, "UNION")["not_yet"]}
