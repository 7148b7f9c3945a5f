"""No sequence of commands and no race overdraws a fund, opens two files of a household or pays too early."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from domain.fund import events as money
from domain.fund.commands import Allocate, CloseFund, OpenFund
from domain.funds import FundSource
from domain.hardship import events as facts
from domain.hardship.aggregate import HARDSHIP
from domain.hardship.aiding import CancelAid
from domain.hardship.approving import RefuseFile
from domain.hardship.codes import BEFORE_FILE, ENDED, OPEN, AidStatus, Category, ObjectionOutcome, Status
from domain.hardship.ending import WithdrawRequest
from domain.hardship.publicity import EndPublicity
from domain.kernel import Command
from domain.values import HouseholdRef, OfficerRef
from tests.support import hardships as make
from tests.support.given import GROUP
from tests.support.instances import an_instance_of
from tests.support.relief_desk import (
    APPROVERS,
    CASES,
    FUNDS,
    HOUSEHOLDS,
    OFFICERS,
    ReliefDesk,
    fifth_working_day,
    freed,
    while_some,
    while_some_aid,
)

households, cases, officers = (st.sampled_from(each) for each in (HOUSEHOLDS, CASES, OFFICERS))
approvers = st.sampled_from((make.CENTER, make.CENTER, make.APPROVER, make.UNION))
places = st.integers(0, 11)
amounts = st.integers(1, 3_000)
outcomes = st.sampled_from(ObjectionOutcome)


class Relief(ReliefDesk):
    """Eight families, twelve requests and one fund per year, in the hands of officers who try anything."""

    @initialize(helped=st.integers(0, 8), noticed=st.integers(0, 4))
    def begin(self, helped: int, noticed: int = 0) -> None:
        """A fund with 4 000 yuan; an aid of some families awaits its approval, and the notice of others stands."""
        self.streams.execute(self.fund, OpenFund(GROUP, FundSource.FD3, "2025", self.streams.today))
        self.streams.execute(self.fund, Allocate(400_000, self.streams.today))
        families = list(zip(CASES, HOUSEHOLDS, strict=False))
        self.post(families[:helped])
        self.streams.today += timedelta(days=15)
        for case, _ in families[:helped]:
            self.approve_file(case, make.CENTER)
            self.plan(case, 1_500, make.UNION)
        self.post(families[helped:][:noticed])

    @rule(days=st.integers(1, 12))
    def days_pass(self, days: int) -> None:
        self.streams.today += timedelta(days=days)

    @rule(case=cases, household=households)
    def apply_at_last(self, case: UUID, household: HouseholdRef) -> None:
        self.apply(case, household)

    @rule(household=households, order=st.permutations(CASES[:3]))
    def apply_at_the_same_moment(self, household: HouseholdRef, order: Sequence[UUID]) -> None:
        raced = [self.prepared(case, make.apply(self.today, household=household)) for case in order]
        won = [self.streams.commit(each) for each in raced if each]
        assert sum(won) <= 1

    @while_some(*BEFORE_FILE)
    @rule(place=places, steps=st.integers(1, 5))
    def proceed(self, place: int, steps: int) -> None:
        self.go_on(self.case_in(place, *BEFORE_FILE), steps)

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

    @while_some(Status.PUBLICITY, Status.OBJECTION)
    @rule(
        place=places,
        by=approvers,
        off=st.sampled_from((0, 0, 0, 1, -1)),
        before=st.sampled_from(("ended", "ended", "objected", "")),
    )
    def decide(self, place: int, by: OfficerRef, off: int, before: str) -> None:
        """Of the last day of the notice or a day beside it; on that day, or once its end is recorded or disputed."""
        case = self.case_in(place, Status.PUBLICITY, Status.OBJECTION)
        if before == "objected":
            self.attempt(case, make.objection(self.today))
        notice = self.state(case).clock("D-H03")
        on = (notice.due_on if notice else self.today) + timedelta(days=off)
        self.streams.today = max(self.today, on + timedelta(days=2 if before else 0))
        if before == "ended":
            self.attempt(case, EndPublicity())
        self.approve_file(case, by, on)

    @while_some(Status.PUBLICITY, Status.OBJECTION)
    @rule(place=places, typed_later=st.sampled_from((0, 0, 1, 3)))
    def object(self, place: int, typed_later: int) -> None:
        on = self.today - timedelta(days=typed_later)
        self.attempt(self.case_in(place, Status.PUBLICITY, Status.OBJECTION), make.objection(on))

    @while_some(Status.OBJECTION)
    @rule(place=places, outcome=outcomes, typed_later=st.sampled_from((0, 0, 1, 3)))
    def resolve(self, place: int, outcome: ObjectionOutcome, typed_later: int) -> None:
        case, on = self.case_in(place, Status.OBJECTION), self.today - timedelta(days=typed_later)
        number = next(iter(self.state(case).open_objections), 1)
        self.attempt(case, make.resolve(on, outcome, objection=number, reasons="不符合"))

    @rule(place=places, by=officers, is_refused=st.booleans())
    def refuse_or_withdraw(self, place: int, by: OfficerRef, is_refused: bool) -> None:
        if is_refused:
            case = self.case_in(place, Status.PUBLICITY, Status.APPROVAL)
            self.attempt(case, RefuseFile(self.today, "不符合", no_relative=True), by)
        else:
            self.attempt(self.case_in(place, *OPEN), WithdrawRequest("自愿退出", self.today), by)

    @while_some(Status.ON_FILE)
    @rule(place=places, yuan=amounts, by=officers)
    def plan_aid(self, place: int, yuan: int, by: OfficerRef) -> None:
        self.plan(self.case_in(place, Status.ON_FILE), yuan, by)

    @while_some(*BEFORE_FILE)
    @rule(place=places, yuan=amounts)
    def propose_emergency(self, place: int, yuan: int) -> None:
        case = self.case_in(place, *BEFORE_FILE)
        self.attempt(case, make.propose_emergency(self.today, yuan, fund=self.fund))

    @while_some_aid(AidStatus.PLANNED)
    @rule(place=places, by=officers)
    def approve_aid(self, place: int, by: OfficerRef) -> None:
        self.approve(*self.aid_in(place, AidStatus.PLANNED), by)

    @while_some_aid(AidStatus.APPROVED)
    @rule(place=places, by=officers)
    def pay_aid(self, place: int, by: OfficerRef) -> None:
        self.pay(*self.aid_in(place, AidStatus.APPROVED), by)

    @while_some_aid(AidStatus.PLANNED, AidStatus.APPROVED)
    @rule(place=places)
    def cancel(self, place: int) -> None:
        case, aid = self.aid_in(place, AidStatus.PLANNED, AidStatus.APPROVED)
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
                free += freed(event)
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
    def nobody_goes_on_file_while_a_notice_stands_or_an_objection_is_open(self) -> None:
        """The last day of the notice is counted here from the day of its posting, without the code under test."""
        for case in CASES:
            least, objections = date.max, 0
            for event in self.streams.histories.get(case, ()):
                match event:
                    case facts.Published():
                        least, objections = fifth_working_day(event.posted_on, self.streams.calendar), 0
                    case facts.Objected():
                        objections += 1
                    case facts.ObjectionResolved():
                        objections -= 1
                    case facts.FileApproved():
                        assert event.approved_on > least
                        assert objections == 0

    @invariant()
    def no_money_appears_or_is_lost_and_what_is_paid_comes_from_a_fund(self) -> None:
        by_case = [e.amount_fen for _, e in self.streams.log if isinstance(e, facts.AidPaid)]
        by_fund = [e.amount_fen for _, e in self.streams.log if isinstance(e, money.Paid)]
        allocated = sum(e.amount_fen for _, e in self.streams.log if isinstance(e, money.Allocated))
        kept = [self.streams.state(fund, "fund") for fund in FUNDS]
        assert by_case == by_fund
        assert sum(each.free_fen + sum(each.reservations.values()) for each in kept) == allocated - sum(by_fund)

    @invariant()
    def what_is_reserved_is_approved_in_its_case(self) -> None:
        reserved = {key for fund in FUNDS for key in self.streams.state(fund, "fund").reservations}
        approved = {(case, aid.number) for case in CASES for aid in self.state(case).aids_in(AidStatus.APPROVED)}
        assert reserved == approved


Relief.TestCase.settings = settings(max_examples=80, stateful_step_count=40, deadline=None)
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
