"""Aiding by file: kinds and caps, another officer approves, cancelled aid falls away."""

import pytest

from domain.deadlines.clocks import ClockStopped, StopReason, started
from domain.funds import FundNotOpen
from domain.hardship.aggregate import HARDSHIP
from domain.hardship.aiding import (
    AidNotInThisStatus,
    AidUnknown,
    CancelAid,
    GuardianConsentMissing,
    NoAidToCancel,
    NoAidToDecide,
)
from domain.hardship.checking import RelativeInvolved
from domain.hardship.codes import AidKind, AidStatus, Category
from domain.hardship.events import AidApproved, AidCancelled, AidPlanned
from domain.hardship.limits import (
    AidBasisMissing,
    AidCapExceeded,
    AidShareExceeded,
    KindNotForCategory,
    KindNotInMoney,
    OneKindForRelative,
)
from domain.kernel import FactOutOfOrder
from domain.roles import Role
from domain.separation import SameOfficerProposesAndApproves
from domain.values import Sensitive, written
from service.office.calendars import packaged_calendar
from tests.support.given import GROUP, SUBJECT, UNITS, Decided, Given, given
from tests.support.hardships import (
    AID_APPROVED_ON,
    APPROVER,
    AROUND,
    MONEY,
    PLANNED_ON,
    UNION,
    aid_approved,
    aid_paid,
    aid_planned,
    approve_aid,
    fen,
    means,
    on_file,
    plan,
)
from tests.support.petitions import day

RELATIVE = means(rigid=10_000)
LOSS = means(income=200_000, rigid=0, loss_year_fen=fen(170_000))


def planned(before: Given, *args: object, **changes: object) -> Decided:
    return before.when(plan(*args, **changes), by=UNION, consulted=AROUND)


def cancel(on: str = "2025-10-15") -> CancelAid:
    return CancelAid(1, "家庭情况变化", day(on))


def test_an_aid_is_planned_from_an_open_fund() -> None:
    fact = AidPlanned(
        aid=1,
        kind=AidKind.A1,
        amount_fen=fen(5_000),
        fund=MONEY,
        fund_unit=GROUP,
        basis_fen=None,
        grounds=written(SUBJECT, "grounds", "生活困难"),
        is_emergency=False,
        asks=Role.AID_APPROVER,
        planned_by=UNION,
        planned_on=PLANNED_ON,
    )
    planned(given(HARDSHIP, on_file())).then(fact)
    given(HARDSHIP, on_file()).when(plan(), consulted=UNITS).refuses(FundNotOpen)
    planned(given(HARDSHIP, on_file()), no_relative=False).refuses(RelativeInvolved)
    planned(given(HARDSHIP, on_file()), on=day("2025-10-10")).refuses(FactOutOfOrder, field="planned_on")


def test_what_is_not_given_in_money_takes_nothing_from_a_fund() -> None:
    planned(given(HARDSHIP, on_file()), AidKind.A14).refuses(KindNotInMoney, kind=AidKind.A14)


def test_each_category_has_its_kinds() -> None:
    struck = given(HARDSHIP, on_file(Category.H3, LOSS))
    planned(struck, AidKind.A1).refuses(KindNotForCategory, category=Category.H3)
    planned(struck, AidKind.A11, basis_fen=fen(100_000)).then_only(AidPlanned)


def test_a_household_in_relative_hardship_is_given_one_kind_in_a_year() -> None:
    first = planned(given(HARDSHIP, on_file(Category.H2, RELATIVE)), AidKind.A1)
    planned(first.after, AidKind.A12).refuses(OneKindForRelative, kind=AidKind.A1)
    planned(first.after, AidKind.A1, 100).then_only(AidPlanned)
    next_year = day("2026-01-05")
    plan_next = plan(AidKind.A12, on=next_year)
    first.when(plan_next, by=UNION, consulted=AROUND, today=next_year).then_only(AidPlanned)
    deep = planned(given(HARDSHIP, on_file()), AidKind.A1)
    planned(deep.after, AidKind.A12).then_only(AidPlanned)


@pytest.mark.parametrize(
    ("category", "kind", "limit", "changes"),
    [
        (Category.H1, AidKind.A1, 12 * 1_062, {}),
        (Category.H2, AidKind.A1, 8 * 1_062, {}),
        (Category.H1, AidKind.A3, 10 * 1_062, {"guardian_consents": True}),
        (Category.H2, AidKind.A3, 8 * 1_062, {"guardian_consents": True}),
        (Category.H1, AidKind.A4, 3_000, {}),
        (Category.H1, AidKind.A2, 20_000, {"basis_fen": fen(20_000)}),
        (Category.H2, AidKind.A2, 16_000, {"basis_fen": fen(20_000)}),
        (Category.H1, AidKind.A11, 10_000, {"basis_fen": fen(500_000)}),
    ],
)
def test_every_cap_is_reached_and_not_passed(
    category: Category, kind: AidKind, limit: int, changes: dict[str, object]
) -> None:
    before = given(HARDSHIP, on_file(category, RELATIVE if category is Category.H2 else None))
    planned(before, kind, limit, **changes).then_only(AidPlanned)
    planned(before, kind, limit + 1, **changes).refuses(AidCapExceeded, kind=kind, limit_fen=fen(limit))


def test_a_cap_counts_what_was_planned_in_the_same_year_and_not_cancelled() -> None:
    first = planned(given(HARDSHIP, on_file()), AidKind.A1, 12_000)
    planned(first.after, AidKind.A1, 745).refuses(AidCapExceeded, used_fen=1_200_000)
    planned(first.when(cancel()).after, AidKind.A1, 745, on=day("2025-10-15")).then_only(AidPlanned)
    next_year = day("2026-01-05")
    first.when(plan(yuan=745, on=next_year), today=next_year, consulted=AROUND).then_only(AidPlanned)


def test_medical_and_accident_aid_are_measured_by_what_the_family_bears() -> None:
    planned(given(HARDSHIP, on_file()), AidKind.A2).refuses(AidBasisMissing, kind=AidKind.A2)
    fact = planned(given(HARDSHIP, on_file()), AidKind.A2, basis_fen=fen(20_000)).happened[0]
    assert isinstance(fact, AidPlanned)
    assert fact.basis_fen == Sensitive(SUBJECT, "basis_fen", 2_000_000)


def test_medical_aid_of_a_year_stays_within_the_bills_of_the_year_however_it_is_split() -> None:
    first = planned(given(HARDSHIP, on_file()), AidKind.A2, 12_000, basis_fen=fen(20_000))
    planned(first.after, AidKind.A2, 8_000, basis_fen=fen(20_000)).then_only(AidPlanned)
    refused = {"used_fen": 1_200_000, "limit_fen": 2_000_000, "asked_fen": 800_100}
    planned(first.after, AidKind.A2, 8_001, basis_fen=fen(20_000)).refuses(AidCapExceeded, **refused)


def test_accident_aid_is_a_share_of_each_loss() -> None:
    before = planned(given(HARDSHIP, on_file()), AidKind.A11, 2_000, basis_fen=fen(50_000)).after
    planned(before, AidKind.A11, 7_500, basis_fen=fen(50_000)).then_only(AidPlanned)
    planned(before, AidKind.A11, 7_501, basis_fen=fen(50_000)).refuses(
        AidShareExceeded, limit_fen=750_000, asked_fen=750_100
    )


def test_aid_for_schooling_needs_the_guardian() -> None:
    planned(given(HARDSHIP, on_file()), AidKind.A3).refuses(GuardianConsentMissing)


def test_another_officer_approves_and_the_days_to_pay_run_for_each_aid() -> None:
    clock = started("D-H05", AID_APPROVED_ON, packaged_calendar(), "national", item="1")
    approved = AidApproved(1, APPROVER, AID_APPROVED_ON, clock)
    after = given(HARDSHIP, aid_planned()).when(approve_aid(), by=APPROVER).then(approved)
    assert after.state.aids[1].status is AidStatus.APPROVED
    assert set(after.state.clocks) == {("D-H05", "1")}


def test_whoever_planned_does_not_approve() -> None:
    own = given(HARDSHIP, aid_planned())
    own.when(approve_aid(), by=UNION).refuses(SameOfficerProposesAndApproves)
    second = own.when(plan(AidKind.A12), by=APPROVER, consulted=AROUND)
    second.when(approve_aid(2), by=APPROVER).refuses(SameOfficerProposesAndApproves)
    second.when(approve_aid(2), by=UNION).then_only(AidApproved)
    own.when(approve_aid(no_relative=False), by=APPROVER).refuses(RelativeInvolved)
    own.when(approve_aid(on=day("2025-10-12")), by=APPROVER).refuses(FactOutOfOrder, field="approved_on")


def test_only_a_planned_aid_is_approved() -> None:
    given(HARDSHIP, on_file()).when(approve_aid(), by=APPROVER).refuses(NoAidToDecide)
    given(HARDSHIP, aid_planned()).when(approve_aid(7), by=APPROVER).refuses(AidUnknown, aid=7)
    two = given(HARDSHIP, aid_approved()).when(plan(AidKind.A12), by=UNION, consulted=AROUND)
    two.when(approve_aid(1), by=APPROVER).refuses(AidNotInThisStatus, aid=1, status=AidStatus.APPROVED)


def test_a_cancelled_aid_is_not_due_any_more() -> None:
    reason = written(SUBJECT, "reason", "家庭情况变化")
    given(HARDSHIP, aid_planned()).when(cancel()).then(AidCancelled(1, reason, day("2025-10-15"), ()))
    stop = ClockStopped("D-H05", "1", day("2025-10-15"), day("2025-10-28"), 0, StopReason.ENDED)
    after = given(HARDSHIP, aid_approved()).when(cancel()).then(AidCancelled(1, reason, day("2025-10-15"), (stop,)))
    after.when(cancel()).refuses(NoAidToCancel)
    given(HARDSHIP, aid_paid()).when(cancel()).refuses(NoAidToCancel)
