"""What binds several streams on a real store: racing approvers, one file per household, all in one statement."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.actors import Actor
from domain.fund.aggregate import FUND as FUND_AGGREGATE
from domain.fund.commands import Allocate, CloseFund, FundInsufficient, OpenFund
from domain.funds import Fund, FundSource, fund_stream
from domain.hardship.household import HouseholdHasActiveFile
from domain.kernel import fold
from domain.organisation.officer import AppointOfficer
from domain.organisation.unit import FoundUnit, unit_ref
from domain.roles import Role
from service.edge.running import Service
from service.store.check import check_log
from service.store.steps import Step
from tests.support import hardships as h
from tests.support.given import acting, last_day
from tests.support.group import OPERATOR
from tests.support.services import TestClock

pytestmark = pytest.mark.store

UNIT = unit_ref("HS")
FUND = fund_stream(UNIT, FundSource.FD3, "2025")
SERVING = (Role.UNION_BASE, Role.AID_CENTER, Role.UNIT_LEAD, Role.HANDLER)
UNION, CENTER, APPROVER, PAYER = (acting(each, unit=UNIT) for each in (h.UNION, h.CENTER, h.APPROVER, h.PAYER))


@pytest.fixture
def group(service: Service, clock: TestClock) -> Service:
    """A unit and a fund of 30,000 yuan."""
    clock.set_day(date(2025, 9, 1))
    act(service, UNION, UNIT, FoundUnit("HS", "集团"))
    for visitor in (h.UNION, h.SECOND):
        act(service, OPERATOR, visitor, AppointOfficer("李建国", UNIT, SERVING))
    act(service, CENTER, FUND, OpenFund(UNIT, FundSource.FD3, "2025", date(2025, 9, 1)))
    act(service, CENTER, FUND, Allocate(3_000_000, date(2025, 9, 1)))
    return service


def act(service: Service, by: Actor, stream: UUID, command: Any) -> int:
    return service.ledger.execute([Step(stream, command)], by).version


def planned(service: Service, clock: TestClock, household: str) -> UUID:
    """A household on file with one planned aid of 10,000 yuan."""
    case = uuid4()
    clock.set_day(h.APPLIED_ON)
    ref = service.households.ref(household)
    act(service, UNION, case, h.apply(unit=UNIT, household=ref))
    for by, command in (
        (UNION, h.visit()),
        (UNION, h.verify()),
        (UNION, h.review()),
        (UNION, h.publish()),
        (CENTER, h.approve_file()),
    ):
        clock.set_day(last_day(command))
        act(service, by, case, command)
    clock.set_day(h.PAID_ON)
    act(service, UNION, case, h.plan(yuan=10_000, fund=FUND))
    return case


def fund_state(service: Service) -> Fund:
    return fold(FUND_AGGREGATE, (recorded.event for recorded in service.ledger.history(FUND)))


def test_eight_racing_approvers_never_overdraw_a_fund(group: Service, clock: TestClock) -> None:
    cases = [planned(group, clock, f"household {n}") for n in range(8)]

    def approve(case: UUID) -> str:
        try:
            act(group, APPROVER, case, h.approve_aid())
        except FundInsufficient:
            return "refused"
        return "approved"

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(approve, cases))
    assert sorted(outcomes) == ["approved"] * 3 + ["refused"] * 5
    assert fund_state(group).free_fen == 0
    for case, outcome in zip(cases, outcomes, strict=True):
        names = [recorded.event.NAME for recorded in group.ledger.history(case)]
        assert ("hardship.aid_approved" in names) == (outcome == "approved")


def test_eight_racing_applications_open_one_file_of_a_household(group: Service) -> None:
    household = group.households.ref("register book 0815")
    cases = [uuid4() for _ in range(8)]

    def apply(case: UUID) -> str:
        try:
            act(group, UNION, case, h.apply(on=date(2025, 9, 1), unit=UNIT, household=household))
        except HouseholdHasActiveFile:
            return "refused"
        return "applied"

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(apply, cases))
    assert outcomes.count("applied") == 1
    assert [bool(group.ledger.history(case)) for case in cases] == [outcome == "applied" for outcome in outcomes]


def test_many_applications_in_one_statement_bind_a_household_each(group: Service) -> None:
    cases = [uuid4() for _ in range(12)]
    households = [group.households.ref(f"register book {number}") for number in range(12)]
    asked = [h.apply(on=date(2025, 9, 1), unit=UNIT, household=household) for household in households]
    group.ledger.execute([Step(case, command) for case, command in zip(cases, asked, strict=True)], UNION)
    assert [len(group.ledger.history(household)) for household in households] == [1] * 12
    assert all(group.ledger.history(case) for case in cases)


def test_two_applications_of_one_household_in_one_statement_are_refused_together(group: Service) -> None:
    household = group.households.ref("register book 0815")
    asked = h.apply(on=date(2025, 9, 1), unit=UNIT, household=household)
    first, second = uuid4(), uuid4()
    with pytest.raises(HouseholdHasActiveFile):
        group.ledger.execute([Step(first, asked), Step(second, asked)], UNION)
    assert group.ledger.history(first) == []


def test_a_payment_and_its_reservation_are_one_statement(group: Service, clock: TestClock) -> None:
    case = planned(group, clock, "one")
    act(group, APPROVER, case, h.approve_aid())
    clock.set_day(h.PAID_ON)
    before = len(group.ledger.history(FUND))
    act(group, PAYER, case, h.pay())
    paid, settled = group.ledger.history(case)[-1], group.ledger.history(FUND)[before:]
    assert [each.event.NAME for each in settled] == ["fund.paid"]
    assert settled[0].position == paid.position + 1
    assert (settled[0].at, settled[0].by) == (paid.at, paid.by)
    state = fund_state(group)
    assert (state.paid_fen, state.free_fen, dict(state.reservations)) == (1_000_000, 2_000_000, {})


def test_a_refusal_of_the_fund_leaves_nothing_behind_in_the_case(group: Service, clock: TestClock) -> None:
    cases = [planned(group, clock, f"household {n}") for n in range(4)]
    for case in cases[:3]:
        act(group, APPROVER, case, h.approve_aid())
    before = (len(group.ledger.history(cases[3])), len(group.ledger.history(FUND)))
    with pytest.raises(FundInsufficient):
        act(group, APPROVER, cases[3], h.approve_aid())
    assert (len(group.ledger.history(cases[3])), len(group.ledger.history(FUND))) == before


def test_closing_a_fund_opens_the_next_period_with_the_balance(group: Service) -> None:
    act(group, CENTER, FUND, CloseFund("2026", date(2025, 9, 1)))
    opened = group.ledger.history(fund_stream(UNIT, FundSource.FD3, "2026"))[0].event
    assert getattr(opened, "carried_fen", None) == 3_000_000


def test_a_household_reference_is_stable_and_tells_nothing(group: Service) -> None:
    one = group.households.ref("Ａ 0815-ab")
    assert {one} == {group.households.ref(same) for same in ("a0815-AB", "A 0815 AB", "a0815ab")}
    assert one != group.households.ref("0816")


def test_the_key_of_the_references_is_no_fault_of_the_log(group: Service) -> None:
    group.households.ref("0815")
    assert list(check_log(group.codec, group.reading, group.vault)) == []
