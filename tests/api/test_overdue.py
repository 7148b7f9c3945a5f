"""Scenarios 1, 6, 7, 19, 35 and 44 over HTTP, on a clock that the test sets: what the service does of itself."""

from datetime import date, timedelta

import pytest

from domain.roles import Role
from service.store.tasks import Task
from tests.support.api import SEEN, Api, Body, Case, Officer, accepted, problem, proposed, received
from tests.support.walking import Walk, application, notice, review, verification, visit

pytestmark = pytest.mark.store

SEPT_16, DUE_ON, DAY_AFTER = date(2025, 9, 16), date(2025, 10, 9), date(2025, 10, 10)


def appointed(api: Api) -> list[Officer]:
    """Whoever takes part, since the day before."""
    return [api.clerk, api.head, api.handler, api.leader, api.officer(Role.OWNER_LEAD)]


@pytest.fixture
def letter(api: Api) -> Case:
    """A letter with name and address that came on 16 September 2025."""
    api.clock.set_day(SEPT_16 - timedelta(days=1))
    appointed(api)
    api.clock.set_day(SEPT_16)
    answer = api.post("/petitions", api.clerk, {**received(), "received_on": str(SEPT_16)})
    assert answer.status_code == 201, answer.text
    return Case(api, answer)


def day_begins(api: Api, day: date) -> None:
    """The worker looks at what the day asks of it."""
    api.clock.set_day(day)
    api.service.due_steps.catch_up()


def seen(case: Case) -> Case:
    """The case at the version at which it stands now."""
    case.answer = case.api.get(case.path, case.api.head)
    return case


def clock_of(case: Case, rule: str) -> Body:
    return next(each for each in case.read(case.api.head)["clocks"] if each["rule"] == rule)


def overdue_of(case: Case) -> list[tuple[str, str]]:
    told = case.timeline(case.api.head)["events"]
    return [
        (each["facts"]["rule"], each["facts"]["overdue_on"])
        for each in told
        if each["event"] == "petition.found_overdue"
    ]


@pytest.mark.scenario(1)
def test_a_notice_on_the_day_after_is_recorded_late_beside_the_overdue_fact(api: Api, letter: Case) -> None:
    """Scenario 1."""
    day_begins(api, DUE_ON)
    assert overdue_of(letter) == []
    day_begins(api, DAY_AFTER)
    told = clock_of(letter, "D-P01")
    assert (told["standing"], told["overdue_days"], told["overdue_on"]) == ("overdue", 1, str(DAY_AFTER))
    assert told["term"] == "duty"
    seen(letter).then("notice", api.head, {"notice": {"sent_on": str(DAY_AFTER), "method": "POST"}})
    assert overdue_of(letter) == [("D-P01", str(DAY_AFTER))]
    state = letter.timeline(api.head)["state"]
    assert (state["overdue_rules"], state["late_days"]) == ("D-P01", 1)
    by = next(e["by"] for e in letter.timeline(api.head)["events"] if e["event"] == "petition.found_overdue")
    assert by == {"kind": "service", "name": Task.DUE_STEPS, "cause": {"stream": str(letter.id), "version": 1}}


def test_a_notice_in_time_that_is_recorded_later_counts_by_its_day_with_the_mark_beside_it(
    api: Api, letter: Case
) -> None:
    day_begins(api, DAY_AFTER)
    seen(letter).then("notice", api.head, {"notice": {"sent_on": str(DUE_ON), "method": "POST"}})
    row = letter.timeline(api.head)["state"]
    assert (row["overdue_rules"], row["late_days"]) == ("D-P01", 0)


def test_the_worker_may_stand_still_and_nothing_is_lost(api: Api, letter: Case) -> None:
    """Whoever acts first, the fact stands there with its right day; a case that nobody holds has it too."""
    api.clock.set_day(DAY_AFTER)
    letter.then("notice", api.head, {"notice": {"sent_on": str(DAY_AFTER), "method": "POST"}})
    assert overdue_of(letter) == [("D-P01", str(DAY_AFTER))]
    answer = api.post("/petitions", api.clerk, {**received(), "received_on": str(DAY_AFTER), "registration": None})
    nobodys = Case(api, answer)
    day_begins(api, date(2026, 3, 3))
    api.head.token = api.service.people.issue_token(api.head.id).token
    api.service.engine.catch_up()
    assert overdue_of(nobodys) == [("D-P01", "2025-10-28"), ("D-P05", "2025-12-26")]


@pytest.mark.scenario(44)
def test_a_telephone_call_stops_nothing_and_handling_starts_by_silence(api: Api, letter: Case) -> None:
    """Scenario 44."""
    api.clock.set_day(date(2025, 9, 20))
    letter.then("screening", api.head, {"screened_on": "2025-09-20"})
    letter.then("note", api.head, {"note": "电话告知已收到", "noted_on": "2025-09-20"})
    day_begins(api, DAY_AFTER)
    assert overdue_of(letter) == [("D-P01", str(DAY_AFTER))]
    begun = clock_of(letter, "D-P05")
    assert (begun["started_on"], begun["due_on"]) == ("2025-10-02", "2025-12-01")
    api.clock.set_day(date(2025, 11, 20))
    told = {"sent_on": "2025-11-20", "method": "POST"}
    seen(letter).then("acceptance", api.head, accepted([api.handler], accepted_on="2025-11-20", notice=told))
    assert clock_of(letter, "D-P05") == begun | {"overdue_days": 0}


def accepted_on_3_march(api: Api) -> Case:
    api.clock.set_day(date(2025, 3, 2))
    appointed(api)
    api.clock.set_day(date(2025, 3, 3))
    case = Case(api, api.post("/petitions", api.clerk, {**received(), "received_on": "2025-03-03"}))
    told = {"sent_on": "2025-03-03", "method": "POST"}
    return case.then("acceptance", api.head, accepted([api.handler], accepted_on="2025-03-03", notice=told))


@pytest.mark.scenario(6)
def test_an_extension_after_the_due_day_is_refused_and_the_mark_stays(api: Api) -> None:
    """Scenario 6: due 2025-05-06; requested on 05-07."""
    case = accepted_on_3_march(api)
    day_begins(api, date(2025, 5, 7))
    asked = {"days": 30, "reason": "需调取档案", "requested_on": "2025-05-07"}
    problem(seen(case).post("extension", api.handler, asked), 409, "extension_after_due")
    assert overdue_of(case) == [("D-P05", "2025-05-07")]
    assert clock_of(case, "D-P05")["standing"] == "overdue"


@pytest.mark.scenario(7, half="the term stands until the petitioner is told, or telling was tried")
def test_an_extension_that_nobody_was_told_of_does_not_move_the_day(api: Api) -> None:
    """Scenario 7."""
    case = accepted_on_3_march(api)
    api.clock.set_day(date(2025, 4, 25))
    case.then("extension", api.handler, {"days": 30, "reason": "需调取档案", "requested_on": "2025-04-25"})
    case.then("extension-approval", api.leader, {"approved_on": "2025-04-25"})
    day_begins(api, date(2025, 5, 7))
    assert overdue_of(case) == [("D-P05", "2025-05-07")]


@pytest.mark.scenario(19)
def test_execution_runs_by_itself_from_delivery_and_is_supervised(api: Api) -> None:
    """Scenario 19: on day 31 nothing is paid and nobody opened it: overdue, and the case cannot be closed."""
    case = accepted_on_3_march(api)
    second = api.officer(Role.HANDLER, name="乙")
    supported = [{"demand": 1, "outcome": "SUPPORT", "basis": "劳动合同法第八十五条"}]
    talk = {"talked_on": "2025-03-03", "officers": [str(api.handler.id), str(second.id)], "minutes": "谈话"}
    case.then("decision", api.handler, proposed([], proposed_on="2025-03-03", results=supported, heard=talk))
    case.then("confirmation", api.head, SEEN)
    case.then("decision-approval", api.head, {"issued_on": "2025-03-03"})
    case.then("delivery", api.clerk, {"delivered_on": "2025-03-03", "method": "IN_PERSON"})
    assert clock_of(case, "D-P13")["due_on"] == "2025-04-02"
    day_begins(api, date(2025, 4, 3))
    assert overdue_of(case) == [("D-P13", "2025-04-03")]
    problem(seen(case).post("closing", api.head, {"closed_on": "2025-04-03"}), 409, "supported_claim_not_executed")
    told = {"lapse": "NOT_EXECUTED", "letter": "请说明未付原因", "supervised_on": "2025-04-03"}
    case.then("supervision", api.head, told)
    answer = clock_of(case, "D-P15")
    assert (answer["item"], answer["due_on"], answer["term"]) == ("1", "2025-05-06", "duty")
    problem(case.post("closing", api.head, {"closed_on": "2025-04-03"}), 409, "supported_claim_not_executed")
    owner = api.officer(Role.OWNER_LEAD)
    (due,) = (each for each in api.items("/due-dates", owner) if each["rule"] == "D-P15")
    assert due["case_id"] == str(case.id)
    answered = {"oversight": 1, "adoption": "ADOPTED", "answer": "已付清", "answered_on": "2025-04-03"}
    problem(case.post("supervision-answer", api.head, answered), 409, "own_letter_answered")
    case.then("supervision-answer", owner, answered)
    assert [each["rule"] for each in case.read(api.head)["clocks"]] == ["D-P06", "D-P13"]


def reviewed(api: Api, applied_on: date = date(2025, 9, 8)) -> tuple[Walk, Officer, Officer, Officer]:
    """A request that waits for its notice, two officers of the union, and one of the aid centre."""
    api.clock.set_day(applied_on - timedelta(days=1))
    union, second, centre = (
        api.officer(Role.UNION_BASE),
        api.officer(Role.UNION_BASE, name="乙"),
        api.officer(Role.AID_CENTER),
    )
    api.clock.set_day(applied_on)
    walk = Walk(api, "hardship-requests", union, application(applied_on))
    visited_on, verified_on, reviewed_on = (applied_on + timedelta(days=days) for days in (4, 8, 11))
    for day, noun, body in (
        (visited_on, "visit", visit(visited_on, (union.id, second.id))),
        (verified_on, "verification", verification(verified_on)),
        (reviewed_on, "review", review(reviewed_on, "H1")),
    ):
        api.clock.set_day(day)
        walk.then(noun, union, **body)
    return walk, union, second, centre


@pytest.mark.scenario(35)
def test_a_notice_comes_down_by_itself_when_its_days_are_full(api: Api) -> None:
    """Scenario 35: five working days from Friday 2025-09-26 end on 10-10; on 10-11 it is down and may be approved."""
    walk, union, _, centre = reviewed(api)
    api.clock.set_day(date(2025, 9, 26))
    walk.then("publicity", union, **notice(date(2025, 9, 26)))
    day_begins(api, date(2025, 10, 10))
    approval = {"approved_on": "2025-10-10", "no_relative": True}
    problem(walk.post("approval", centre, approval), 409, "publicity_not_over")
    day_begins(api, date(2025, 10, 11))
    told = walk.read(centre)
    assert (told["status"], [each["rule"] for each in told["clocks"]]) == ("APPROVAL", ["D-H04"])
    walk.then("approval", centre, approved_on="2025-10-11", no_relative=True)


@pytest.mark.scenario(45)
def test_a_notice_of_a_request_that_is_typed_late_begins_once_another_has_seen_it(api: Api) -> None:
    """Scenario 45: typed on 2025-10-20 as posted on 09-26; then its days were full on 10-10."""
    walk, union, second, centre = reviewed(api)
    day_begins(api, date(2025, 10, 20))
    posted = walk.then("publicity", union, **notice(date(2025, 9, 26)))
    assert posted.answer.get_json()["events"] == ["hardship.stated", "hardship.published"]
    assert walk.read(centre)["status"] == "UNION_REVIEWED"
    problem(walk.post("confirmation", union, {"entry": 1, "seen": "公告栏张贴单"}), 409, "own_statement")
    walk.then("confirmation", second, entry=1, seen="公告栏张贴单")
    day_begins(api, date(2025, 10, 20))
    told = walk.read(centre)
    terms = [(each["rule"], each["started_on"]) for each in told["clocks"]]
    assert (told["status"], terms) == ("APPROVAL", [("D-H04", "2025-10-10")])


def test_registers_and_lists_count_by_the_day_of_the_fact_and_show_the_mark(api: Api, letter: Case) -> None:
    day_begins(api, DAY_AFTER)
    (term,) = (each for each in api.items("/due-dates?overdue=true", api.head) if each["rule"] == "D-P01")
    assert (term["overdue_on"], term["term"]) == (str(DAY_AFTER), "duty")
    seen(letter).then("notice", api.head, {"notice": {"sent_on": str(DUE_ON), "method": "POST"}})
    (row,) = api.items("/petitions", api.head)
    assert (row["overdue_rules"], row["late_days"]) == ("D-P01", 0)


def test_a_notice_whose_last_day_is_provisional_promises_no_day_and_names_the_year_that_is_missing(api: Api) -> None:
    """Posted on 2026-12-18: its fifth working day, 25 December, may still be moved by the plan of 2027."""
    walk, union, _, centre = reviewed(api, date(2026, 11, 30))
    day_begins(api, date(2026, 12, 18))
    walk.then("publicity", union, **notice(date(2026, 12, 18)))
    for today in (date(2026, 12, 18), date(2027, 1, 20)):
        day_begins(api, today)
        read = walk.read(centre)
        (waiting,) = (each for each in read["not_yet"] if each["action"] == "approval")
        assert (read["status"], waiting["code"], waiting.get("passes_on")) == (
            "PUBLICITY",
            "publicity_provisional",
            None,
        )
        asked = {"approved_on": str(today), "no_relative": True}
        refused = problem(walk.post("approval", centre, asked), 409, "publicity_provisional")
        assert "2027" in refused["detail"]
    (term,) = (each for each in api.items("/due-dates", centre) if each["rule"] == "D-H03")
    assert (term["provisional"], term["due_on"]) == (True, "2026-12-25")
