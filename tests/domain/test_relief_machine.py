"""No sequence of commands and no race overdraws a fund, opens two files of a household or pays too early."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from domain.fund import events as money
from domain.fund.commands import Allocate, CloseFund, OpenFund
from domain.funds import FundSource, fund_stream
from domain.hardship import events as facts
from domain.hardship.aggregate import HARDSHIP
from domain.hardship.aiding import CancelAid
from domain.hardship.approving import RefuseFile
from domain.hardship.codes import ENDED, AidKind, AidStatus, Category, ObjectionOutcome, Status
from domain.hardship.ending import WithdrawRequest
from domain.hardship.publicity import EndPublicity
from domain.kernel import Command, Rejected
from domain.values import HouseholdRef, OfficerRef
from tests.support import hardships as make
from tests.support.given import GROUP, LEADER, SECOND, ref
from tests.support.instances import an_instance_of
from tests.support.streams import Prepared, Streams

HOUSEHOLDS = tuple(HouseholdRef(ref(f"family {number}")) for number in range(8))
CASES = tuple(ref(f"request {number}") for number in range(12))
OFFICERS = (make.UNION, make.CENTER, make.APPROVER, make.PAYER, LEADER, SECOND)
APPROVERS = tuple(OfficerRef(ref(f"approver {number}")) for number in range(8))
FUNDS = tuple(fund_stream(GROUP, FundSource.FD3, str(year)) for year in range(2025, 2029))

households, cases, officers = (st.sampled_from(each) for each in (HOUSEHOLDS, CASES, OFFICERS))
aids = st.integers(1, 4)
amounts = st.integers(1, 3_000)
outcomes = st.sampled_from(ObjectionOutcome)


class Relief(RuleBasedStateMachine):
    """Eight families, twelve requests and one fund per year, in the hands of officers who try anything."""

    def __init__(self) -> None:
        super().__init__()
        self.streams = Streams(today=date(2025, 9, 1))
        self.fund = FUNDS[0]

    @initialize(helped=st.integers(0, 8))
    def begin(self, helped: int) -> None:
        """A fund with 4 000 yuan; some families are on file, and an aid of each awaits its approval."""
        self.streams.execute(self.fund, OpenFund(GROUP, FundSource.FD3, "2025", self.streams.today))
        self.streams.execute(self.fund, Allocate(400_000, self.streams.today))
        for case, household in zip(CASES[:helped], HOUSEHOLDS, strict=False):
            self.apply(case, household)
            self.go_on(case, 4)
        self.streams.today += timedelta(days=15)
        for case in CASES[:helped]:
            self.approve_file(case, make.CENTER)
            self.plan(case, 1_500, make.UNION)

    @property
    def today(self) -> date:
        return self.streams.today

    def state(self, case: UUID) -> Any:
        return self.streams.state(case, "hardship")

    def attempt(self, stream: UUID, command: Command[Any], by: OfficerRef = make.UNION) -> bool:
        try:
            self.streams.execute(stream, command, by)
        except Rejected:
            return False
        return True

    @rule(days=st.integers(1, 12))
    def days_pass(self, days: int) -> None:
        self.streams.today += timedelta(days=days)

    @rule(case=cases, household=households)
    def apply(self, case: UUID, household: HouseholdRef) -> None:
        self.attempt(case, make.apply(self.today, household=household))

    @rule(household=households, order=st.permutations(CASES[:3]))
    def apply_at_the_same_moment(self, household: HouseholdRef, order: Sequence[UUID]) -> None:
        raced = [self.prepared(case, make.apply(self.today, household=household)) for case in order]
        won = [self.streams.commit(each) for each in raced if each]
        assert sum(won) <= 1

    def prepared(self, case: UUID, command: Command[Any], by: OfficerRef = make.UNION) -> Prepared | None:
        try:
            return self.streams.prepare(case, command, by)
        except Rejected:
            return None

    @rule(case=cases, steps=st.integers(1, 5))
    def go_on(self, case: UUID, steps: int) -> None:
        """The next steps of the ordinary way."""
        for _ in range(steps):
            self.attempt(case, self.next_step(case), make.UNION)

    def next_step(self, case: UUID) -> Command[Any]:
        state, on = self.state(case), self.today
        ways: dict[Status, Command[Any]] = {
            Status.SUBMITTED: make.visit(on),
            Status.VISITED: make.verify(on),
            Status.VERIFIED: make.review(on=on),
            Status.UNION_REVIEWED: make.publish(on),
        }
        return ways.get(state.status, EndPublicity())

    @rule(case=cases, household=households, days=st.integers(0, 12), yuan=amounts)
    def hurry(self, case: UUID, household: HouseholdRef, days: int, yuan: int) -> None:
        """Every step up to the payment, one after another, with too few days between or enough."""
        self.apply(case, household)
        self.go_on(case, 4)
        self.days_pass(days)
        self.approve_file(case, make.CENTER)
        self.plan(case, yuan, make.UNION)
        number = len(self.state(case).aids)
        self.approve(case, number, make.APPROVER)
        self.pay(case, number, make.PAYER)

    @rule(case=cases, by=officers)
    def approve_file(self, case: UUID, by: OfficerRef) -> None:
        self.attempt(case, make.approve_file(self.today), by)

    @rule(case=cases)
    def object(self, case: UUID) -> None:
        self.attempt(case, make.objection(self.today))

    @rule(case=cases, outcome=outcomes, number=st.integers(1, 2))
    def resolve(self, case: UUID, outcome: ObjectionOutcome, number: int) -> None:
        self.attempt(case, make.resolve(self.today, outcome, objection=number, reasons="不符合"))

    @rule(case=cases, by=officers)
    def refuse_or_withdraw(self, case: UUID, by: OfficerRef) -> None:
        if not self.attempt(case, RefuseFile(self.today, "不符合", no_relative=True), by):
            self.attempt(case, WithdrawRequest("自愿退出", self.today), by)

    @rule(case=cases, yuan=amounts, by=officers)
    def plan(self, case: UUID, yuan: int, by: OfficerRef) -> None:
        self.attempt(case, make.plan(AidKind.A12, yuan, self.today, fund=self.fund), by)

    @rule(case=cases, yuan=amounts)
    def propose_emergency(self, case: UUID, yuan: int) -> None:
        self.attempt(case, make.propose_emergency(self.today, yuan, fund=self.fund))

    @rule(case=cases, aid=aids, by=officers)
    def approve(self, case: UUID, aid: int, by: OfficerRef) -> None:
        if not self.attempt(case, make.approve_aid(aid, self.today), by):
            self.attempt(case, make.approve_emergency(self.today, aid), by)

    @rule(case=cases, aid=aids, by=officers)
    def pay(self, case: UUID, aid: int, by: OfficerRef) -> None:
        self.attempt(case, make.pay(aid, self.today), by)

    @rule(case=cases, aid=aids)
    def cancel(self, case: UUID, aid: int) -> None:
        self.attempt(case, CancelAid(aid, "情况变化", self.today))

    @rule(order=st.permutations(range(8)))
    def eight_approve_at_the_same_moment(self, order: Sequence[int]) -> None:
        """Each decides on what all of them saw; whoever lost decides anew, as the ledger does."""
        waiting = self.waiting()
        raced = [
            (case, make.approve_aid(aid, self.today), APPROVERS[place])
            for place, (case, aid) in zip(order, waiting * 8, strict=False)
        ]
        prepared = [self.prepared(*each) for each in raced]
        for each, seen in zip(raced, prepared, strict=True):
            if seen and not self.streams.commit(seen):
                self.attempt(*each)

    def waiting(self) -> list[tuple[UUID, int]]:
        planned = ((case, self.state(case).aids_in(AidStatus.PLANNED)) for case in CASES)
        return [(case, aid.number) for case, found in planned for aid in found]

    @rule(fen=st.integers(1, 300_000))
    def allocate(self, fen: int) -> None:
        self.attempt(self.fund, Allocate(fen, self.today))

    @precondition(lambda self: self.fund != FUNDS[-1])
    @rule()
    def close_fund(self) -> None:
        following = FUNDS.index(self.fund) + 1
        if self.attempt(self.fund, CloseFund(str(2025 + following), self.today)):
            self.fund = FUNDS[following]

    @rule(case=cases, command=st.sampled_from(HARDSHIP.commands), by=officers, data=st.data())
    def anything(self, case: UUID, command: type[Command[Any]], by: OfficerRef, data: st.DataObject) -> None:
        """Any command with any values of its fields."""
        given = {"fund": self.fund, "household": HOUSEHOLDS[0]}
        known = {name: value for name, value in given.items() if name in command.__dataclass_fields__}
        chosen = an_instance_of(command, lambda options: data.draw(st.sampled_from(options)), **known)
        self.attempt(case, chosen, by)

    @invariant()
    def no_fund_is_overdrawn(self) -> None:
        for fund in FUNDS:
            free = 0
            for event in self.streams.histories.get(fund, ()):
                free += _change(event)
                assert free >= 0
            assert free == self.streams.state(fund, "fund").free_fen

    @invariant()
    def one_household_has_one_active_file(self) -> None:
        active = [state.household for case in CASES if (state := self.state(case)).status not in ENDED | {Status.NEW}]
        assert len(active) == len(set(active))
        assert {house for house in HOUSEHOLDS if self.streams.state(house, "household").case} == set(active)

    @invariant()
    def nothing_is_paid_before_the_notice_has_ended(self) -> None:
        for case in CASES:
            ended_on = date.max
            emergencies = set()
            for event in self.streams.histories.get(case, ()):
                match event:
                    case facts.PublicityEnded():
                        ended_on = event.ended_on
                    case facts.AidPlanned(is_emergency=True):
                        emergencies.add(event.aid)
                    case facts.AidPaid():
                        assert event.aid in emergencies or event.paid_on > ended_on

    @invariant()
    def what_is_paid_is_paid_from_a_fund_and_was_allocated(self) -> None:
        by_case = [e.amount_fen for _, e in self.streams.log if isinstance(e, facts.AidPaid)]
        by_fund = [e.amount_fen for _, e in self.streams.log if isinstance(e, money.Paid)]
        allocated = sum(e.amount_fen for _, e in self.streams.log if isinstance(e, money.Allocated))
        assert by_case == by_fund
        assert sum(by_fund) <= allocated

    @invariant()
    def what_is_reserved_is_approved_in_its_case(self) -> None:
        reserved = {key for fund in FUNDS for key in self.streams.state(fund, "fund").reservations}
        approved = {(case, aid.number) for case in CASES for aid in self.state(case).aids_in(AidStatus.APPROVED)}
        assert reserved == approved


def _change(event: object) -> int:
    """What one fact does to the money that is free, told without the code under test."""
    match event:
        case money.FundOpened() | money.BalanceCarried():
            return event.carried_fen
        case money.Allocated() | money.Released():
            return event.amount_fen
        case money.Reserved():
            return -event.amount_fen
        case money.Closed():
            return -event.balance_fen
    return 0


Relief.TestCase.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
TestRelief = Relief.TestCase


def test_the_machine_reaches_a_payment() -> None:
    """A machine that never pays would prove nothing: its own rules, in the ordinary order, do."""
    relief = Relief()
    relief.begin(8)
    relief.eight_approve_at_the_same_moment(range(8))
    relief.pay(CASES[0], 1, make.PAYER)
    assert [event.amount_fen for _, event in relief.streams.log if isinstance(event, money.Paid)] == [150_000]
    assert relief.streams.state(relief.fund, "fund").free_fen == 100_000
    assert relief.state(CASES[0]).category is Category.H1
