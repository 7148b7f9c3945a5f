"""Acceptance scenarios 32, 33, 35 and 37 and the examples of eligibility, as officers meet them over HTTP."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.roles import Role
from tests.support.api import Api, Officer, problem
from tests.support.applications import application_on
from tests.support.databases import Databases
from tests.support.services import TestClock, service_on
from tests.support.walking import Walk, application, notice, payment, review, verification, visit

pytestmark = pytest.mark.store

APPLIED_ON, VISITED_ON, VERIFIED_ON, REVIEWED_ON = (date(2025, 9, day) for day in (8, 12, 16, 19))
POSTED_ON = date(2025, 9, 26)


class Relief:
    """The application at a place, with the officers of a relief desk."""

    def __init__(self, api: Api) -> None:
        self.api, api.since = api, date(2025, 1, 2)
        self.union = api.officer(Role.UNION_BASE)
        self.second = api.officer(Role.UNION_BASE, name="乙")
        self.centre = api.officer(Role.AID_CENTER)
        self.approver = api.officer(Role.AID_APPROVER)
        self.payer = api.officer(Role.PAYER)

    def verified(self, **changes: Any) -> Walk:
        """A family of four whose data was checked."""
        case = Walk(self.api, "hardship-requests", self.union, application(APPLIED_ON, **changes))
        case.then("visit", self.union, **visit(VISITED_ON, (self.union.id, self.second.id)))
        return case.then("verification", self.union, **verification(VERIFIED_ON))

    def published(self, category: str = "H2", rigid: int = 10_000, **changes: Any) -> Walk:
        """A family whose notice is up since Friday, 26 September 2025."""
        case = self.verified(**changes).then("review", self.union, **review(REVIEWED_ON, category, rigid=rigid))
        return case.then("publicity", self.union, **notice(POSTED_ON))

    def fund(self, yuan: int) -> str:
        """An open fund of 2025 with so much in it."""
        body = {"unit": "HS", "source": "FD3", "period": "2025", "opened_on": "2025-01-02"}
        opened = self.api.post("/funds", self.centre, body)
        assert opened.status_code == 201, opened.text
        identifier = str(opened.get_json()["id"])
        money = {"amount_fen": yuan * 100, "allocated_on": "2025-01-06"}
        assert self.api.post(f"/funds/{identifier}/allocation", self.centre, money, 1).status_code == 200
        return identifier


@pytest.fixture
def at(databases: Databases, tmp_path: Path) -> Iterator[Callable[..., Relief]]:
    """Opens the desk of a place on a day; each place has a database of its own."""
    opened: list[tuple[Any, str]] = []
    apps = ExitStack()

    def open_at(profile: str = "national", on: date = date(2025, 10, 9)) -> Relief:
        clock, url = TestClock(), databases.create()
        clock.set_day(on)
        service = service_on(url, tmp_path, clock, profile)
        opened.append((service, url))
        return Relief(Api(apps.enter_context(application_on(service)), service, clock))

    with apps:
        yield open_at
    for service, url in opened:
        service.close()
        databases.drop(url)


def steps(case: Walk, by: Officer) -> dict[str, str]:
    """The comparisons of the explanation by what each tests."""
    told: list[dict[str, Any]] = case.facts("hardship.reviewed", by)["snapshot"]
    return {step["code"]: compared(step) for step in told}


def compared(step: dict[str, Any]) -> str:
    numbers = dict(step["numbers"])
    return f"{numbers.get('left')} {step['comparison']} {numbers.get('right')}: {step['holds']}"


@pytest.mark.scenario(32)
@pytest.mark.parametrize(
    ("rigid", "category", "comparison"),
    [
        (30_000, "H1", "4200000 < 5097600: True"),
        (10_000, "H2", "6200000 < 10195200: True"),
    ],
    ids=["deep", "relative"],
)
def test_32_the_category_is_what_was_computed_and_its_arithmetic_is_shown(
    at: Callable[..., Relief], rigid: int, category: str, comparison: str
) -> None:
    desk = at()
    case = desk.verified()
    for other in sorted({"H1", "H2", "H0", "H4", "HW"} - {category}):
        by_hand = {**review(REVIEWED_ON, other, rigid=rigid), "reasons": "手工改"}
        problem(case.post("review", desk.union, by_hand), 409, "category_not_computed")
    case.then("review", desk.union, **review(REVIEWED_ON, category, rigid=rigid))
    assert comparison in steps(case, desk.centre).values()
    assert case.read(desk.centre)["category"] == category


@pytest.mark.scenario(33)
def test_33_the_line_itself_is_relative_in_qingdao_and_deep_in_anqing_both_explained(at: Callable[..., Relief]) -> None:
    qingdao, anqing = at("qingdao"), at("anqing")
    exactly = {"income": 72_000, "rigid": 72_000 - 50_976}
    relative = qingdao.verified().then("review", qingdao.union, **review(REVIEWED_ON, "H2", **exactly))
    case = anqing.verified()
    problem(case.post("review", anqing.union, review(REVIEWED_ON, "H1", **exactly)), 409, "provincial_income_missing")
    deep = case.then("review", anqing.union, **review(REVIEWED_ON, "H1", **exactly, provincial_income_fen=3_500_000))
    assert steps(relative, qingdao.union)["DEEP"] == "5097600 < 5097600: False"
    assert steps(deep, anqing.union)["DEEP"] == "5097600 <= 5097600: True"


@pytest.mark.scenario(35)
def test_35_the_notice_stands_until_the_end_of_its_last_day_and_shows_nothing_of_the_family(
    at: Callable[..., Relief],
) -> None:
    desk = at(on=date(2025, 10, 10))
    case = desk.published()
    approval = {"approved_on": "2025-10-10", "no_relative": True}
    refused = problem(case.post("approval", desk.centre, approval), 409, "publicity_not_over")
    assert "2025-10-10" in refused["detail"]
    waiting = {each["action"]: each for each in case.read(desk.centre)["not_yet"]}
    assert (waiting["approval"]["code"], waiting["approval"]["passes_on"]) == ("publicity_not_over", "2025-10-11")
    desk.api.clock.set_day(date(2025, 10, 11))
    problem(case.post("approval", desk.centre, approval), 409, "publicity_not_over")
    case.then("approval", desk.centre, approved_on="2025-10-11", no_relative=True)
    posted = case.facts("hardship.published", desk.union)
    shown = {name: posted[name] for name in ("masked_name", "category", "aid_kind", "posted_on", "take_down_on")}
    days = {"posted_on": "2025-09-26", "take_down_on": "2025-10-26"}
    assert shown == {"masked_name": "张＊", "category": "H2", "aid_kind": "A1", **days}
    assert not {"members", "causes", "incomes", "expenses", "situation"} & set(posted)


@pytest.mark.scenario(37)
def test_37_a_burnt_house_is_paid_the_same_day_and_checked_within_thirty_days_or_shown_to_the_auditors(
    at: Callable[..., Relief],
) -> None:
    saturday = date(2025, 9, 13)
    desk = at(on=saturday)
    fund = desk.fund(10_000)
    leader, audit = desk.api.leader, desk.api.officer(Role.FUND_AUDIT)
    told = {"emergency": True, "emergency_note": "住房失火"}
    case = Walk(desk.api, "hardship-requests", desk.union, application(saturday, **told))
    proposal = {"fund": fund, "grounds": "住房失火", "proposed_on": str(saturday), "no_relative": True}
    short = case.post("emergency-aid", desk.union, {"amount_fen": 1_000_001, **proposal})
    said = "紧急救助合计最多10,000.00元，已安排或发放0.00元，现申请10,000.01元。"
    assert problem(short, 409, "emergency_cap_exceeded")["detail"] == said
    case.then("emergency-aid", desk.union, amount_fen=200_000, **proposal)
    problem(case.post("emergency-approval", desk.approver, {}), 403, "forbidden")
    case.then("emergency-approval", leader, aid=1, approved_on=str(saturday), no_relative=True)
    case.then("payment", desk.payer, **payment(saturday))
    (clock,) = [each for each in case.read(desk.centre)["clocks"] if each["rule"] == "D-H08"]
    assert clock["due_on"] == "2025-10-13"
    desk.api.clock.set_day(date(2025, 10, 14))
    problem(desk.api.get(f"/hardship-requests/{case.id}", audit), 403, "forbidden")
    (late,) = desk.api.items(f"/due-dates?overdue=true&rule=D-H08&case_id={case.id}", audit)
    assert late["overdue_days"] == 1
    case.then("visit", desk.union, **visit(date(2025, 10, 14), (desk.union.id, desk.second.id)))
    case.then("verification", desk.union, **verification(date(2025, 10, 14)))
    case.then("review", desk.union, **review(date(2025, 10, 14), "H1"))
    case.then("publicity", desk.union, **notice(date(2025, 10, 14), "A11"))
    assert "D-H08" not in [each["rule"] for each in case.read(desk.centre)["clocks"]]
    ended = case.facts("hardship.published", desk.centre)["stopped"]
    assert [(each["rule"], each["late_days"]) for each in ended] == [("D-H08", 1)]


def test_an_alternative_to_the_notice_stands_once_whoever_approved_it_has_signed_in(at: Callable[..., Relief]) -> None:
    desk = at(on=date(2025, 10, 9))
    case = desk.verified().then("review", desk.union, **review(REVIEWED_ON, "H2", rigid=10_000))
    approved = {"kind": "CASE_NUMBER_ONLY", "approved_by": str(desk.second.id)}
    case.then("publicity", desk.union, **{**notice(POSTED_ON), "consented": False, "alternative": approved})
    assert case.read(desk.union)["status"] == "UNION_REVIEWED"
    seen = {"entry": 1, "seen": "替代公示审批单"}
    problem(case.post("confirmation", desk.centre, seen), 409, "named_confirms")
    case.then("confirmation", desk.second, **seen)
    assert case.read(desk.union)["status"] == "PUBLICITY"
