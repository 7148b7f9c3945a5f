"""What binds several streams: everything is appended, or nothing is."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest

from domain.agreements import AGREEMENTS, FOLLOWING, parts_of
from domain.catalogue import AGGREGATES, BY_KIND
from domain.fund.commands import Allocate, CloseFund, FundInsufficient, FundIsClosed, OpenFund
from domain.fund.events import Paid, Released, Reserved
from domain.funds import Fund, FundSource, FundStatus, fund_stream
from domain.hardship.aiding import AidUnknown, CancelAid
from domain.hardship.approving import RefuseFile
from domain.hardship.codes import AidKind, Category, HouseholdStatus, ObjectionOutcome, Status
from domain.hardship.ending import WithdrawRequest
from domain.hardship.events import AidPaid, HouseholdFileOpened, HouseholdFileReleased
from domain.hardship.household import HouseholdHasActiveFile
from domain.hardship.paying import ConfirmReceipt
from domain.hardship.publicity import PublicityNotOver
from domain.kernel import Command, Rejected
from domain.values import OfficerRef
from tests.support.given import GROUP, LEADER, ref
from tests.support.hardships import (
    APPROVED_ON,
    APPROVER,
    CENTER,
    FAMILY,
    MONEY,
    PAID_ON,
    PAYER,
    UNION,
    apply,
    approve_aid,
    approve_emergency,
    approve_file,
    means,
    objection,
    pay,
    plan,
    propose_emergency,
    publish,
    resolve,
    review,
    verify,
    visit,
)
from tests.support.instances import an_instance_of
from tests.support.petitions import day
from tests.support.streams import Streams

CASE, OTHER = ref("case"), ref("other case")
JANUARY_5 = date(2025, 1, 5)

TO_THE_FILE: tuple[tuple[Command[object], OfficerRef], ...] = (
    (apply(), UNION),
    (visit(), UNION),
    (verify(), UNION),
    (review(), UNION),
    (publish(), UNION),
    (approve_file(), CENTER),
)


@pytest.fixture
def streams() -> Streams:
    """A fund of the union with 6 000 yuan."""
    made = Streams()
    made.execute(MONEY, OpenFund(GROUP, FundSource.FD3, "2025", JANUARY_5))
    made.execute(MONEY, Allocate(600_000, JANUARY_5))
    return made


def run(streams: Streams, steps: Iterator[tuple[Command[object], OfficerRef]], case: UUID = CASE) -> None:
    for command, by in steps:
        streams.execute(case, command, by)


def fund(streams: Streams) -> Fund:
    state: Fund = streams.state(MONEY, "fund")
    return state


def on_file(streams: Streams) -> Streams:
    run(streams, iter(TO_THE_FILE))
    return streams


def approved(streams: Streams) -> Streams:
    run(on_file(streams), iter([(plan(), UNION), (approve_aid(), APPROVER)]))
    return streams


def holder(streams: Streams) -> UUID | None:
    case: UUID | None = streams.state(FAMILY, "household").case
    return case


def test_a_family_is_helped_from_the_request_to_the_receipt(streams: Streams) -> None:
    """The main path, read back sealed at every step: no rule reads what is personal."""
    approved(streams).execute(CASE, pay(), PAYER)
    streams.execute(CASE, ConfirmReceipt(1, "SIGNATURE", day("2025-10-16")), UNION)
    assert streams.state(CASE, "hardship").status is Status.ON_FILE
    assert (fund(streams).paid_fen, fund(streams).free_fen, holder(streams)) == (500_000, 100_000, CASE)
    bound = [type(event) for stream, event in streams.log if stream in (MONEY, FAMILY)]
    assert bound[2:] == [HouseholdFileOpened, Reserved, Paid]


def test_a_household_with_an_active_file_opens_no_second_one(streams: Streams) -> None:
    streams.execute(CASE, apply(), UNION)
    before = len(streams.log)
    with pytest.raises(HouseholdHasActiveFile):
        streams.execute(OTHER, apply(), UNION)
    assert len(streams.log) == before


def test_of_two_who_apply_at_the_same_moment_one_opens_the_file(streams: Streams) -> None:
    first, second = streams.prepare(CASE, apply(), UNION), streams.prepare(OTHER, apply(), CENTER)
    assert streams.commit(second)
    assert not streams.commit(first)
    assert (holder(streams), CASE in streams.histories) == (OTHER, False)
    with pytest.raises(HouseholdHasActiveFile):
        streams.prepare(CASE, apply(), UNION)


def test_an_approval_that_the_fund_refuses_leaves_no_trace(streams: Streams) -> None:
    run(on_file(streams), iter([(plan(yuan=6_001), UNION)]))
    before = len(streams.log)
    with pytest.raises(FundInsufficient):
        streams.execute(CASE, approve_aid(), APPROVER)
    assert len(streams.log) == before


def test_an_aid_from_a_closed_fund_is_not_approved(streams: Streams) -> None:
    run(on_file(streams), iter([(plan(), UNION)]))
    streams.execute(MONEY, CloseFund("2026", day("2025-10-13")))
    with pytest.raises(FundIsClosed):
        streams.execute(CASE, approve_aid(), APPROVER)


def test_the_refusal_of_the_named_stream_comes_first(streams: Streams) -> None:
    with pytest.raises(AidUnknown):
        run(on_file(streams), iter([(plan(), UNION), (approve_aid(7), APPROVER)]))
    assert parts_of(CASE, streams.state(CASE, "hardship"), pay(7)) == ()
    assert parts_of(CASE, streams.state(CASE, "hardship"), CancelAid(7, "x", PAID_ON)) == ()
    early = Streams()
    run(early, iter(TO_THE_FILE[:5]))
    early.today = day("2025-10-10")
    with pytest.raises(PublicityNotOver):
        run(early, iter([(approve_file(day("2025-10-10")), CENTER)]))


def test_a_cancelled_aid_frees_its_reservation_and_a_planned_one_has_none(streams: Streams) -> None:
    run(on_file(streams), iter([(plan(), UNION), (CancelAid(1, "情况变化", PAID_ON), UNION)]))
    assert fund(streams).free_fen == 600_000
    run(streams, iter([(plan(on=PAID_ON), UNION), (approve_aid(2, PAID_ON), APPROVER)]))
    assert fund(streams).free_fen == 100_000
    streams.execute(CASE, CancelAid(2, "情况变化", PAID_ON), UNION)
    assert (fund(streams).free_fen, type(streams.log[-1][1])) == (600_000, Released)


def test_a_withdrawal_frees_the_household_and_what_was_promised(streams: Streams) -> None:
    run(approved(streams), iter([(plan(AidKind.A12, 100), UNION), (approve_aid(2), APPROVER)]))
    streams.execute(CASE, pay(1), PAYER)
    streams.execute(CASE, WithdrawRequest("自愿退出", PAID_ON), UNION)
    assert (fund(streams).free_fen, dict(fund(streams).reservations)) == (100_000, {})
    assert streams.state(FAMILY, "household").status is HouseholdStatus.FREE
    streams.execute(OTHER, apply(day("2025-10-20")), UNION)
    assert holder(streams) == OTHER


@pytest.mark.parametrize("way", ["review", "objection", "approval"])
def test_every_refusal_of_the_request_frees_the_household(streams: Streams, way: str) -> None:
    """With emergency money promised and not paid, that is free again as well."""
    rich = review(Category.H0, means=means(income=200_000, rigid=0), reasons="收入高于标准")
    reject = resolve(day("2025-09-30"), ObjectionOutcome.REJECT, reasons="名下有店铺")
    ends = {
        "review": [(rich, UNION)],
        "objection": [*TO_THE_FILE[3:5], (objection(day("2025-09-29")), UNION), (reject, UNION)],
        "approval": [*TO_THE_FILE[3:5], (RefuseFile(APPROVED_ON, "不符合", no_relative=True), CENTER)],
    }
    emergency = [(propose_emergency(day("2025-09-12")), UNION), (approve_emergency(day("2025-09-12")), LEADER)]
    run(streams, iter((*TO_THE_FILE[:2], *emergency, TO_THE_FILE[2])))
    assert fund(streams).free_fen == 400_000
    run(streams, iter(ends[way]))
    assert streams.state(CASE, "hardship").status is Status.NOT_ELIGIBLE
    assert (fund(streams).free_fen, holder(streams)) == (600_000, None)
    assert HouseholdFileReleased in {type(event) for stream, event in streams.log if stream == FAMILY}


def test_closing_a_period_opens_the_next_with_the_balance(streams: Streams) -> None:
    approved(streams).execute(CASE, pay(), PAYER)
    streams.execute(MONEY, CloseFund("2026", day("2025-12-31")))
    following = streams.state(fund_stream(GROUP, FundSource.FD3, "2026"), "fund")
    assert (following.status, following.free_fen, following.period) == (FundStatus.OPEN, 100_000, "2026")
    assert fund(streams).status is FundStatus.CLOSED


def test_the_balance_comes_into_a_period_that_is_open_already(streams: Streams) -> None:
    upcoming = fund_stream(GROUP, FundSource.FD3, "2026")
    streams.execute(upcoming, OpenFund(GROUP, FundSource.FD3, "2026", day("2025-12-01")))
    streams.execute(upcoming, Allocate(50, day("2025-12-01")))
    streams.execute(MONEY, CloseFund("2026", day("2025-12-31")))
    assert streams.state(upcoming, "fund").free_fen == 600_050


def test_eight_who_approve_at_the_same_moment_promise_no_more_than_there_is(streams: Streams) -> None:
    """Eight families, 1 000 yuan each, 6 000 yuan in the fund: six are promised, two are refused."""
    cases = [ref(f"family {number}") for number in range(8)]
    for case in cases:
        first = (apply(household=ref(f"household {case}")), UNION)
        run(streams, iter((first, *TO_THE_FILE[1:], (plan(yuan=1_000), UNION))), case)
    prepared = {case: streams.prepare(case, approve_aid(), OfficerRef(ref(f"approver {case}"))) for case in cases}
    assert [streams.commit(each) for each in prepared.values()] == [True] + [False] * 7
    outcomes = [_again(streams, case) for case in cases[1:]]
    assert outcomes == [None] * 5 + [FundInsufficient] * 2
    assert fund(streams).free_fen == 0


def _again(streams: Streams, case: UUID) -> type[Rejected] | None:
    try:
        streams.execute(case, approve_aid(), APPROVER)
    except Rejected as rejection:
        return type(rejection)
    return None


def test_a_payment_is_a_fact_of_the_case_and_of_the_fund(streams: Streams) -> None:
    approved(streams)
    prepared = streams.prepare(CASE, pay(), PAYER)
    assert [(stream, type(event)) for stream, event in prepared.decided] == [(CASE, AidPaid), (MONEY, Paid)]


def test_agreed_commands_consult_nothing_and_belong_to_their_kind() -> None:
    known = {command for aggregate in AGGREGATES for command in aggregate.commands}
    assert set(AGREEMENTS) | FOLLOWING <= known
    assert not set(AGREEMENTS) & FOLLOWING
    assert all(an_instance_of(command).consults() == () for command in FOLLOWING)


def test_a_command_that_nobody_bound_stands_alone() -> None:
    for aggregate in AGGREGATES:
        for command in set(aggregate.commands) - set(AGREEMENTS):
            assert parts_of(CASE, BY_KIND[aggregate.kind].initial, an_instance_of(command)) == ()
    for command, kind in ((WithdrawRequest("x", PAID_ON), "hardship"), (CloseFund("2026", PAID_ON), "fund")):
        assert parts_of(CASE, BY_KIND[kind].initial, command) == ()
