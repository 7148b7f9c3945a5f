"""Scenarios 25 and 47 over HTTP: a letter that nobody answers goes above, and to the authority in the end."""

from datetime import date

import pytest

from domain.roles import Role
from tests.scenarios.test_supervision_steps import Supervising
from tests.support.api import Api, problem

pytestmark = pytest.mark.store


@pytest.fixture
def desk(api: Api) -> Supervising:
    return Supervising(api)


def day_begins(desk: Supervising, day: date) -> None:
    desk.api.clock.set_day(day)
    desk.api.service.due_steps.catch_up()


@pytest.mark.scenario(25)
@pytest.mark.scenario(47, half="(a) no answer, no decision: a letter of proposal, handed over, reported, closed")
def test_a_letter_that_nobody_answers_is_escalated_and_handed_to_the_authority(desk: Supervising) -> None:
    """Delivered on 18 September, due on 15 October: overdue from the 16th; no decision by 17 November."""
    case, chair = desk.noticed(), desk.leader
    asked = {"cause": "NO_ANSWER", "authority": "PARTY_COMMITTEE", "paper": "逾期未答复"}
    party = desk.api.officer(Role.PARTY_COMMITTEE)
    day_begins(desk, date(2025, 10, 15))
    early = case.post("escalation", chair, {**asked, "escalated_on": "2025-10-15"})
    problem(early, 409, "nothing_overdue_to_escalate")
    day_begins(desk, date(2025, 10, 16))
    (late,) = (each for each in desk.api.items("/due-dates?overdue=true", chair) if each["case_id"] == str(case.id))
    assert (late["rule"], late["overdue_on"]) == ("D-S06", "2025-10-16")
    problem(case.post("escalation", desk.contact, {**asked, "escalated_on": "2025-10-16"}), 403, "forbidden")
    case.then("escalation", chair, **asked, escalated_on="2025-10-16")
    told = case.read(desk.contact)
    assert (told["status"], "D-S08" in [each["rule"] for each in told["clocks"]]) == ("ESCALATED", True)
    assert case.read(party)["status"] == "ESCALATED"
    assert case.facts("supervision.escalated", party)["paper"] == "逾期未答复"
    problem(case.post("report", desk.lead, report(date(2025, 10, 16))), 409, "items_left_to_the_unit")
    day_begins(desk, date(2025, 11, 18))
    assert case.facts("supervision.found_overdue", chair)["rule"] == "D-S08"
    handed = {"competent": "市总工会", "proposal": "请依法处理", "handed_over_on": "2025-11-18"}
    case.then("proposal", chair, **handed)
    assert case.read(chair)["clocks"] == []
    rows = desk.api.items("/registers/RG-S2", chair)
    assert {row["status"] for row in rows} == {"HANDED_OVER"}
    case.then("report", desk.lead, **report(date(2025, 11, 18)))
    case.then("closing", chair, closed_on="2025-11-18")


def report(on: date) -> dict[str, object]:
    """The congress hears the result."""
    return {"to": "CONGRESS", "reported_on": str(on), "summary": "一项问题移交主管机关", "names_no_person": True}


def test_what_the_party_committee_decides_binds_the_unit_again(desk: Supervising) -> None:
    case, party = desk.noticed(), desk.api.officer(Role.PARTY_COMMITTEE)
    day_begins(desk, date(2025, 10, 16))
    asked = {"cause": "NO_ANSWER", "authority": "PARTY_COMMITTEE", "paper": "逾期未答复", "escalated_on": "2025-10-16"}
    case.then("escalation", desk.leader, **asked)
    decided = {"decision": "限十日内整改并报告", "decided_on": "2025-10-16"}
    problem(case.post("escalation-decision", desk.leader, decided), 409, "party_decides_itself")
    case.then("escalation-decision", party, **decided)
    assert case.facts("supervision.escalation_decided", desk.contact)["decision"] == "限十日内整改并报告"
    told = case.read(desk.contact)
    assert (told["status"], {each["rule"] for each in told["clocks"]}) == ("RECTIFYING", {"D-S07"})
    assert case.post("rectification", desk.contact, {}).status_code == 422
