"""Funds and work lists: a fund is there as soon as it was answered, and money is told to those who may read it."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from domain.roles import Role
from tests.support.api import Api, problem
from tests.support.walking import Walk, application, notice, payment, review, verification, visit

pytestmark = pytest.mark.store

OPENED = {"unit": "HS", "source": "FD3", "period": "2026", "opened_on": "2026-01-02"}


def test_a_fund_is_read_where_it_was_said_to_be_before_the_list_has_it(api: Api) -> None:
    centre = api.officer(Role.AID_CENTER)
    opened = api.post("/funds", centre, OPENED)
    assert api.get("/funds", centre).get_json()["items"] == []
    read = api.get(opened.headers["Location"], centre)
    assert (read.status_code, read.headers["ETag"]) == (200, '"1"'), read.text
    money = {"amount_fen": 500_000, "allocated_on": "2026-01-05"}
    assert (
        api.post(f"/funds/{opened.get_json()['id']}/allocation", centre, money, read.headers["ETag"]).status_code == 200
    )
    anew = api.get(opened.headers["Location"], centre)
    assert (anew.headers["ETag"], anew.get_json()["free_fen"]) == ('"2"', 500_000)
    assert api.items("/funds", centre) == [anew.get_json()]


def test_there_is_no_fund_at_the_address_of_anything_else(api: Api) -> None:
    centre = api.officer(Role.AID_CENTER)
    request = Walk(api, "hardship-requests", centre, application(api.clock.today))
    for identifier in (request.id, api.unit, uuid4()):
        problem(api.get(f"/funds/{identifier}", centre), 404, "not_found")
    problem(api.get(f"/funds/{uuid4()}", api.clerk), 403, "forbidden")
    problem(api.get(f"/funds/{uuid4()}", centre, Casework_Position="invented"), 400, "token_invalid")


def test_the_queue_tells_what_a_fund_has_free_to_those_who_know_of_the_fund(api: Api) -> None:
    union, centre = api.officer(Role.UNION_BASE), api.officer(Role.AID_CENTER)
    fund = api.post("/funds", centre, OPENED).get_json()["id"]
    api.post(f"/funds/{fund}/allocation", centre, {"amount_fen": 500_000, "allocated_on": "2026-01-05"}, 1)
    case = Walk(api, "hardship-requests", union, application(date(2026, 3, 2)))
    aid = {"amount_fen": 200_000, "fund": fund, "grounds": "住房失火", "proposed_on": "2026-03-02", "no_relative": True}
    case.then("emergency-aid", union, **aid)
    assert [row["fund_free_fen"] for row in api.items("/relief-queue", union)] == [500_000]
    assert api.get("/relief-queue", union).get_json()["open_funds"] == [
        {"fund": fund, "unit": str(api.unit), "source": "FD3", "period": "2026", "free_fen": 500_000}
    ]
    (row,) = api.items("/relief-queue", union)
    assert row["funds_asked"] == [{"fund": fund, "planned_fen": 200_000, "free_fen": 500_000}]
    below = api.officer(Role.AID_CENTER, unit=api.service.people.add_unit("HS01", "一厂", "HS")[1])
    assert api.get("/relief-queue", below).get_json()["open_funds"] == []


class Relief:
    """The application with a fund and the officers of relief."""

    def __init__(self, api: Api) -> None:
        self.api, self.today, api.since = api, api.clock.today, date(2025, 1, 2)
        self.union, self.second = api.officer(Role.UNION_BASE), api.officer(Role.UNION_BASE, name="乙")
        self.centre, self.payer = api.officer(Role.AID_CENTER), api.officer(Role.PAYER)
        self.fund = api.post("/funds", self.centre, OPENED).get_json()["id"]
        money = {"amount_fen": 5_000_000, "allocated_on": "2026-01-05"}
        assert api.post(f"/funds/{self.fund}/allocation", self.centre, money, 1).status_code == 200

    def applied(self, on: date, household: str, **told: Any) -> Walk:
        """A request that came in on a day."""
        return Walk(self.api, "hardship-requests", self.union, application(on, household=household, **told))

    def urgent(self, case: Walk) -> Walk:
        """Emergency aid is proposed today."""
        aid = {"amount_fen": 200_000, "fund": self.fund, "grounds": "住房失火", "no_relative": True}
        return case.then("emergency-aid", self.union, **aid, proposed_on=str(self.today))

    def on_file(self, on: date, household: str) -> Walk:
        """A household that went the whole way from that day until today."""
        case = self.applied(on, household)
        case.then("visit", self.union, **visit(on, (self.union.id, self.second.id)))
        case.then("verification", self.union, **verification(on))
        case.then("review", self.union, **review(on, "H1"))
        case.then("publicity", self.union, **notice(on))
        return case.then("approval", self.centre, approved_on=str(self.today), no_relative=True)

    def published(self, on: date, household: str) -> Walk:
        """A notice that was posted that day."""
        case = self.applied(on, household)
        case.then("visit", self.union, **visit(on, (self.union.id, self.second.id)))
        case.then("verification", self.union, **verification(on))
        case.then("review", self.union, **review(on, "H1"))
        return case.then("publicity", self.union, **notice(on))

    def objected(self, on: date, household: str) -> Walk:
        """Somebody objected on the day on which the notice was posted."""
        return self.published(on, household).then("objection", self.union, reason="家里开店", objected_on=str(on))

    def planned(self, case: Walk) -> Walk:
        """An aid awaits its approval."""
        aid = {"kind": "A1", "amount_fen": 500_000, "fund": self.fund, "grounds": "生活困难", "no_relative": True}
        return case.then("plan", self.union, **aid, planned_on=str(self.today))

    def queue(self) -> list[dict[str, Any]]:
        """The queue as the union reads it."""
        return self.api.items("/relief-queue", self.union)


@pytest.fixture
def relief(api: Api) -> Relief:
    return Relief(api)


def test_the_queue_goes_by_emergency_then_overdue_then_next_due_then_waiting_time(relief: Relief) -> None:
    """Every neighbour differs from the one before it by one thing alone, and they come in in the opposite order."""
    long_on_file = relief.planned(relief.on_file(date(2026, 1, 5), "Q-0008"))
    shortly_on_file = relief.planned(relief.on_file(date(2026, 1, 6), "Q-0009"))
    due_later = relief.applied(date(2026, 3, 2), "Q-0007")
    waiting_less = relief.applied(date(2026, 3, 1), "Q-0006")
    due_sooner = relief.applied(date(2026, 2, 28), "Q-0005")
    overdue = relief.applied(date(2026, 2, 2), "Q-0004")
    longest_overdue = relief.applied(date(2026, 1, 26), "Q-0003")
    urgent_later = relief.urgent(relief.applied(date(2026, 3, 2), "Q-0002"))
    urgent_first = relief.applied(date(2026, 2, 27), "Q-0001", emergency=True, emergency_note="住房失火")
    in_order = [urgent_first, urgent_later, longest_overdue, overdue, due_sooner, waiting_less, due_later]
    queue = relief.queue()
    assert [row["case_id"] for row in queue] == [str(case.id) for case in (*in_order, long_on_file, shortly_on_file)]
    assert [row["emergency"] for row in queue] == [True] * 2 + [False] * 7
    assert [bool(row["overdue_days"]) for row in queue] == [False, False, True, True] + [False] * 5
    due = [row["next_due_on"] for row in queue]
    assert due[4] == due[5] < due[6]
    assert due[7:] == [None, None]
    assert queue[4]["waiting_days"] > queue[5]["waiting_days"]
    assert not {name for row in queue for name in row if "score" in name or "rank" in name}


def test_a_period_that_has_passed_is_over_and_one_that_stands_still_is_paused(relief: Relief) -> None:
    posted = date(2026, 2, 2)
    over, still = relief.published(posted, "Q-0001"), relief.objected(posted, "Q-0002")
    late = relief.applied(posted, "Q-0003")
    told = {row["case_id"]: row for row in relief.queue()}
    asked = ("standing", "overdue_days", "paused_on", "paused_for")
    assert [told[str(over.id)][name] for name in asked] == ["over", 0, None, None]
    assert [told[str(still.id)][name] for name in asked] == ["paused", 0, str(posted), "objection"]
    assert told[str(late.id)]["standing"] == "overdue"
    assert told[str(still.id)]["next_due_on"] is None
    due = {row["case_id"]: row for row in relief.api.items("/due-dates?rule=D-H03", relief.union)}
    assert [due[str(over.id)][name] for name in asked] == ["over", 0, None, None]
    assert [due[str(still.id)][name] for name in asked] == ["paused", 0, str(posted), "objection"]
    overdue = relief.api.items("/due-dates?overdue=true", relief.union)
    assert {row["case_id"] for row in overdue} == {str(late.id)}
    (clock,) = relief.api.get(f"/hardship-requests/{still.id}", relief.union).get_json()["clocks"]
    assert [clock[name] for name in asked] == ["paused", 0, str(posted), "objection"]


def test_emergency_aid_moves_a_request_up_and_its_cancelling_moves_it_down_again(relief: Relief) -> None:
    sooner, later = relief.applied(date(2026, 2, 2), "Q-0001"), relief.applied(date(2026, 3, 2), "Q-0002")
    assert [row["case_id"] for row in relief.queue()] == [str(sooner.id), str(later.id)]
    relief.urgent(later)
    assert [(row["case_id"], row["emergency"]) for row in relief.queue()] == [
        (str(later.id), True),
        (str(sooner.id), False),
    ]
    later.then("aid-cancellation", relief.centre, aid=1, reason="改走常规", cancelled_on=str(relief.today))
    assert [row["case_id"] for row in relief.queue()] == [str(sooner.id), str(later.id)]


def test_a_paid_aid_waits_until_its_receipt_is_confirmed(relief: Relief) -> None:
    case, today = relief.planned(relief.on_file(date(2026, 1, 5), "Q-0001")), str(relief.today)
    waits = [relief.queue()]
    case.then("aid-approval", relief.api.officer(Role.AID_APPROVER), aid=1, approved_on=today, no_relative=True)
    waits.append(relief.queue())
    case.then("payment", relief.payer, **payment(relief.today))
    waits.append(relief.queue())
    case.then("missing-receipt", relief.payer, aid=1, findings="银行退回", held_on=today)
    waits.append(relief.queue())
    assert [[row["waiting_aids"] for row in queue] for queue in waits] == [
        [{"PLANNED": 1}],
        [{"APPROVED": 1}],
        [{"PAID": 1}],
        [{"HELD": 1}],
    ]
    case.then("receipt", relief.payer, aid=1, proof="BANK_PROOF", receipted_on=today)
    assert relief.queue() == []


def test_a_file_without_any_aid_waits_for_nobody(relief: Relief) -> None:
    relief.on_file(date(2026, 1, 5), "Q-0001")
    assert relief.queue() == []


def test_the_board_goes_by_overdue_then_next_due_and_names_the_stage(api: Api) -> None:
    lead, member = api.officer(Role.TEAM_LEAD), api.officer(Role.TEAM_MEMBER)
    api.service.people.add_unit("HS-01", "一厂", "HS")
    told = {"unit": "HS", "subjects": ["S22"], "supervised_unit": "HS-01", "title": "采购", "text": "未见比价记录"}
    more = {"source": "PLAN", "confirmed_by": str(member.id), "alleges_person_violation": False}

    def recorded(days_ago: int) -> Walk:
        on = api.clock.today - timedelta(days=days_ago)
        return Walk(api, "supervision-cases", lead, {**told, **more, "recorded_on": str(on)})

    later, sooner, overdue, longest = (recorded(days) for days in (0, 6, 30, 60))
    free = recorded(90)
    day = str(api.clock.today)
    free.then("registration", lead, registered_on=day)
    free.then("triage", lead, decision="DEMOCRATIC_SUPERVISION", triaged_on=day)
    ended = recorded(120).then("dismissal", api.officer(Role.TEAM_LEAD, name="乙"), reason="查无实据", dismissed_on=day)
    board = api.items("/supervision-board", lead)
    assert [row["case_id"] for row in board] == [str(case.id) for case in (longest, overdue, sooner, later, free)]
    assert [bool(row["overdue_days"]) for row in board] == [True, True, False, False, False]
    assert [row["status"] for row in board] == ["LEAD"] * 4 + ["TRIAGED"]
    assert board[-1]["next_due_on"] is None
    assert str(ended.id) in {row["case_id"] for row in api.items("/supervision-cases", lead)}
