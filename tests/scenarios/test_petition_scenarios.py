"""Acceptance scenarios of petitions that a set clock tells, as officers meet them over HTTP, with the 2025 calendar."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.roles import Role
from tests.support.api import Api, accepted, problem, proposed, registered
from tests.support.applications import application_on
from tests.support.databases import Databases
from tests.support.services import TestClock, service_on
from tests.support.walking import Walk

pytestmark = pytest.mark.store

SEPTEMBER_16, MARCH_3, APRIL_30, MAY_6, MAY_7 = "2025-09-16", "2025-03-03", "2025-04-30", "2025-05-06", "2025-05-07"
TOLD_THAT_DAY = {"sent_on": "2025-08-29", "method": "POST"}
Desks = Callable[..., Api]


@pytest.fixture
def at(databases: Databases, tmp_path: Path) -> Iterator[Desks]:
    """Opens the desk of a place on a day; each place has a database of its own."""
    opened: list[tuple[Any, str]] = []
    apps = ExitStack()

    def open_at(on: str, profile: str = "national") -> Api:
        clock, url = TestClock(), databases.create()
        clock.set_day(date.fromisoformat(on))
        service = service_on(url, tmp_path, clock, profile)
        opened.append((service, url))
        return Api(apps.enter_context(application_on(service)), service, clock)

    with apps:
        yield open_at
    for service, url in opened:
        service.close()
        databases.drop(url)


def letter(on: str, channel: str = "LETTER", **registration: Any) -> dict[str, Any]:
    return {"channel": channel, "received_on": on, "unit": "HS", "registration": registered(**registration)}


def clock_of(case: Walk, rule: str) -> dict[str, Any] | None:
    """The running term of the rule, as the head sees it."""
    clocks: list[dict[str, Any]] = case.read(case.api.head)["clocks"]
    return next((each for each in clocks if each["rule"] == rule), None)


def handled(api: Api, on: str) -> Walk:
    """A letter that is accepted and handled on the day it came in, which is today."""
    case = Walk(api, "petitions", api.clerk, letter(on))
    told = {"sent_on": on, "method": "POST"}
    return case.then("acceptance", api.head, **accepted([api.handler], accepted_on=on, notice=told))


@pytest.mark.scenario(1)
@pytest.mark.parametrize(("sent_on", "late_days"), [("2025-10-09", 0), ("2025-10-10", 1)])
def test_1_fifteen_days_that_end_on_a_holiday_roll_to_the_first_working_day(
    at: Desks, sent_on: str, late_days: int
) -> None:
    api = at("2025-10-10")
    case = Walk(api, "petitions", api.clerk, letter(SEPTEMBER_16)).then("screening", api.head, screened_on=SEPTEMBER_16)
    clock = clock_of(case, "D-P01")
    assert clock is not None
    assert (clock["nominal_on"], clock["due_on"]) == ("2025-10-01", "2025-10-09")
    case.then("notice", api.head, notice={"sent_on": sent_on, "method": "POST"})
    (ended,) = case.facts("petition.notice_sent", api.head)["stopped"]
    assert (ended["rule"], ended["late_days"]) == ("D-P01", late_days)
    assert clock_of(case, "D-P01") is None


@pytest.mark.scenario(2)
def test_2_whoever_is_told_on_the_spot_is_owed_no_later_notice(at: Desks) -> None:
    api = at(SEPTEMBER_16)
    on_the_spot = {"sent_on": SEPTEMBER_16, "method": "ON_THE_SPOT"}
    case = Walk(api, "petitions", api.clerk, letter(SEPTEMBER_16, channel="VISIT", notice=on_the_spot))
    case.then("acceptance", api.head, accepted_on=SEPTEMBER_16, handlers=[str(api.handler.id)])
    clock = clock_of(case, "D-P05")
    assert clock is not None
    assert clock["started_on"] == SEPTEMBER_16
    assert clock_of(case, "D-P01") is None
    events = [each["event"] for each in api.get(f"{case.path}/timeline", api.head).get_json()["events"]]
    assert events.count("petition.notice_sent") == 1


@pytest.mark.scenario(3, half="whoever gave no contact is owed no notice")
def test_3_whoever_gave_no_contact_is_owed_no_notice(at: Desks) -> None:
    api = at("2025-10-20")
    nobody = letter(SEPTEMBER_16, channel="WEB", name=None, contact=None)
    case = Walk(api, "petitions", api.clerk, nobody).then("screening", api.head, screened_on=SEPTEMBER_16)
    (ended,) = case.facts("petition.registered", api.head)["stopped"]
    assert (ended["rule"], ended["why"], ended["late_days"]) == ("D-P01", "exempt", 0)
    notice = {"notice": {"sent_on": SEPTEMBER_16, "method": "POST"}}
    problem(case.post("notice", api.head, notice), 409, "petitioner_has_no_contact")


@pytest.mark.scenario(5)
def test_5_a_decision_is_owed_in_sixty_days_and_thirty_more_once(at: Desks) -> None:
    api = at(MARCH_3)
    case = handled(api, MARCH_3)
    clock = clock_of(case, "D-P05")
    assert clock is not None
    assert clock["due_on"] == MAY_6
    api.clock.set_day(date.fromisoformat(APRIL_30))
    case.then("extension", api.handler, days=30, reason="需外出核查", requested_on=APRIL_30)
    telling = {"told_on": APRIL_30, "method": "POST"}
    case.then("extension-approval", api.leader, approved_on=APRIL_30, telling=telling)
    clock = clock_of(case, "D-P05")
    assert clock is not None
    assert clock["due_on"] == "2025-06-03"
    again = {"days": 30, "reason": "再延", "requested_on": APRIL_30}
    problem(case.post("extension", api.handler, again), 409, "extension_already_decided")


@pytest.mark.scenario(6)
def test_6_after_its_due_day_a_term_is_extended_no_more(at: Desks) -> None:
    api = at(MARCH_3)
    case = handled(api, MARCH_3)
    api.clock.set_day(date.fromisoformat(MAY_7))
    asked = {"days": 30, "reason": "需外出核查", "requested_on": MAY_7}
    assert "2025-05-06" in problem(case.post("extension", api.handler, asked), 409, "extension_after_due")["detail"]
    read = case.read(api.head)
    assert read["status"] == "HANDLING"
    assert [each["overdue_days"] for each in read["clocks"] if each["rule"] == "D-P05"] == [1]
    other = api.officer(Role.PET_HEAD)
    talk = {"talked_on": MAY_7, "officers": [str(api.handler.id), str(other.id)], "minutes": "谈话笔录"}
    case.then("talk", api.handler, talk=talk).then("confirmation", other, entry=1, seen="谈话笔录")
    case.then("decision", api.handler, **proposed([], proposed_on=MAY_7, heard=None))
    assert case.read(api.head)["status"] == "DECISION_REVIEW"


@pytest.mark.scenario(7, half="the term stands until the petitioner is told, or telling was tried")
def test_7_an_extension_counts_once_the_petitioner_is_told(at: Desks) -> None:
    api = at(MARCH_3)
    case = handled(api, MARCH_3)
    api.clock.set_day(date.fromisoformat(APRIL_30))
    case.then("extension", api.handler, days=30, reason="需外出核查", requested_on=APRIL_30)
    case.then("extension-approval", api.leader, approved_on=APRIL_30)
    untold = clock_of(case, "D-P05")
    assert untold is not None
    assert untold["due_on"] == MAY_6
    case.then("extension-notice", api.handler, telling={"told_on": APRIL_30, "method": "ATTEMPTED"})
    tried = clock_of(case, "D-P05")
    assert tried is not None
    assert tried["due_on"] == "2025-06-03"


@pytest.mark.scenario(9)
@pytest.mark.parametrize(("profile", "size", "most"), [("national", 23, 5), ("zhejiang", 8, 3)])
def test_9_a_group_is_one_case_with_so_many_representatives_and_no_other_name(
    at: Desks, profile: str, size: int, most: int
) -> None:
    api = at(SEPTEMBER_16, profile)
    speakers = [f"代表{number}" for number in range(7)]
    together = {"channel": "VISIT", "group_size": size}
    too_many = letter(SEPTEMBER_16, **together, representatives=speakers[: most + 1])
    problem(api.post("/petitions", api.clerk, too_many), 409, "representatives_exceed_limit")
    case = Walk(api, "petitions", api.clerk, letter(SEPTEMBER_16, **together, representatives=speakers[:most]))
    read = case.read(api.clerk)
    assert (read["group_size"], read["is_collective"]) == (size, size >= 5)
    told = api.get(f"{case.path}/timeline", api.clerk, Casework_Purpose="HANDLING").text
    assert [name for name in speakers if name in told] == speakers[:most]


def answered_by_the_plant(api: Api) -> Walk:
    """A letter that the group forwarded to its plant, whose answer was delivered on 29 August."""
    api.service.people.add_unit("HS01", "第一机械厂", "HS")
    day = "2025-08-29"
    api.clock.set_day(date.fromisoformat(day))
    case = Walk(api, "petitions", api.clerk, letter(day)).then("screening", api.head, screened_on=day)
    case.then("forwarding", api.head, to_unit="HS01", forwarded_on=day, notice=TOLD_THAT_DAY)
    case.then("acceptance", api.head, **accepted([api.handler], accepted_on=day, notice=TOLD_THAT_DAY))
    heard = {"talked_on": day, "officers": [str(api.handler.id), str(api.head.id)], "minutes": "谈话笔录"}
    case.then("decision", api.handler, **proposed([], proposed_on=day, heard=heard))
    case.then("confirmation", api.head, entry=1, seen="谈话笔录")
    case.then("decision-approval", api.head, issued_on=day)
    return case.then("delivery", api.clerk, delivered_on=day, method="IN_PERSON")


@pytest.mark.scenario(13)
def test_13_a_review_is_asked_for_until_the_last_day_and_decided_by_the_unit_above(at: Desks) -> None:
    api = at("2025-08-29")
    case = answered_by_the_plant(api)
    reviewer = api.officer(Role.REVIEWER)
    api.clock.set_day(date(2025, 9, 29))
    late = {"requested_on": "2025-09-29", "request": "请求复查"}
    problem(case.post("review", api.clerk, late), 409, "request_after_window")
    problem(case.post("review", api.clerk, {**late, "late_because": "住院"}), 409, "request_after_window")
    assert api.get(case.path, reviewer).status_code == 404
    case.then("review", api.clerk, requested_on="2025-09-28", request="请求复查")
    took_part = {"reviewer": str(api.handler.id), "reviewer_named_on": "2025-09-29"}
    problem(case.post("reviewer", api.head, took_part), 409, "officer_without_role")
    case.then("reviewer", api.head, reviewer=str(reviewer.id), reviewer_named_on="2025-09-29")
    opinion = {"findings": "属实", "opinion": "维持", "legal_basis": "信访工作条例第三十五条"}
    decided = {**opinion, "decided_on": "2025-09-29", "result": "UPHOLD"}
    problem(case.post("review-decision", reviewer, decided), 409, "remedy_missing")
    case.then("review-decision", reviewer, **decided, remedy="三十日内可请求复核")
    case.then("delivery", api.clerk, delivered_on="2025-09-29", method="IN_PERSON")
    window = clock_of(case, "D-P08")
    assert window is not None
    assert (case.read(api.head)["status"], window["due_on"]) == ("REVIEW_REPLIED", "2025-10-29")
    for language in ("zh", "en"):
        page = api.get(case.path, api.head, **{"Accept-Language": language})
        assert page.status_code == 200
    assert api.get(case.path, reviewer).status_code == 404
    api.clock.set_day(date(2025, 10, 30))
    case.then("closing", api.head, closed_on="2025-10-30")
