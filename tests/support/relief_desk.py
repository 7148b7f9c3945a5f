"""A relief desk in memory: families, requests and funds, for machines that try any sequence of steps."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hypothesis.stateful import RuleBasedStateMachine, precondition

from domain.catalogue import BY_EVENT
from domain.deadlines.calendar import Calendar
from domain.fund import events as money
from domain.funds import FundSource, fund_stream
from domain.hardship.codes import AidKind, AidStatus, Status
from domain.hardship.publicity import EndPublicity
from domain.kernel import Command, Rejected
from domain.values import HouseholdRef, OfficerRef
from tests.support import hardships as make
from tests.support.agreeing import assert_agreeing
from tests.support.given import GROUP, LEADER, SECOND, ref
from tests.support.streams import Prepared, Streams

HOUSEHOLDS = tuple(HouseholdRef(ref(f"family {number}")) for number in range(8))
CASES = tuple(ref(f"request {number}") for number in range(12))
OFFICERS = (make.UNION, make.CENTER, make.APPROVER, make.PAYER, LEADER, SECOND)
APPROVERS = tuple(OfficerRef(ref(f"approver {number}")) for number in range(8))
FUNDS = tuple(fund_stream(GROUP, FundSource.FD3, str(year)) for year in range(2025, 2029))


class ReliefDesk(RuleBasedStateMachine):
    """What the steps of a machine are made of; what is refused changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.streams = Streams(today=date(2025, 9, 1))
        self.fund = FUNDS[0]

    def teardown(self) -> None:
        """What the views show of requests and funds is what decisions on them read, after every step."""
        for history in self.streams.histories.values():
            if history and (aggregate := BY_EVENT[type(history[0])]).kind in ("hardship", "fund"):
                assert_agreeing(aggregate, history)

    @property
    def today(self) -> date:
        return self.streams.today

    def state(self, case: UUID) -> Any:
        return self.streams.state(case, "hardship")

    def case_in(self, place: int, *wanted: Status) -> UUID:
        """One of the requests that stand there, else any."""
        found = [case for case in CASES if self.state(case).status in wanted] or CASES
        return found[place % len(found)]

    def aid_in(self, place: int, *wanted: AidStatus) -> tuple[UUID, int]:
        """One of the aids that stand there, else one that may not exist."""
        found = [(case, aid.number) for case in CASES for aid in self.state(case).aids_in(*wanted)]
        return found[place % len(found)] if found else (CASES[place], 1)

    def attempt(self, stream: UUID, command: Command[Any], by: OfficerRef = make.UNION) -> bool:
        try:
            self.streams.execute(stream, command, by)
        except Rejected:
            return False
        return True

    def prepared(self, case: UUID, command: Command[Any], by: OfficerRef = make.UNION) -> Prepared | None:
        try:
            return self.streams.prepare(case, command, by)
        except Rejected:
            return None

    def post(self, families: Iterable[tuple[UUID, HouseholdRef]]) -> None:
        """Each family applies, and its notice is posted."""
        for case, household in families:
            self.apply(case, household)
            self.go_on(case, 4)

    def apply(self, case: UUID, household: HouseholdRef) -> None:
        self.attempt(case, make.apply(self.today, household=household))

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

    def approve_file(self, case: UUID, by: OfficerRef, on: date | None = None) -> None:
        self.attempt(case, make.approve_file(on or self.today), by)

    def plan(self, case: UUID, yuan: int, by: OfficerRef) -> None:
        self.attempt(case, make.plan(AidKind.A12, yuan, self.today, fund=self.fund), by)

    def approve(self, case: UUID, aid: int, by: OfficerRef) -> None:
        if not self.attempt(case, make.approve_aid(aid, self.today), by):
            self.attempt(case, make.approve_emergency(self.today, aid), by)

    def pay(self, case: UUID, aid: int, by: OfficerRef) -> None:
        self.attempt(case, make.pay(aid, self.today), by)


def while_some(*wanted: Status) -> Any:
    """The rule is tried where a request stands there; that it is refused elsewhere is tested of every command."""
    return precondition(lambda self: any(self.state(case).status in wanted for case in CASES))


def while_some_aid(*wanted: AidStatus) -> Any:
    """The rule is tried where an aid stands there."""
    return precondition(lambda self: any(self.state(case).aids_in(*wanted) for case in CASES))


def fifth_working_day(after: date, calendar: Calendar) -> date:
    """Counted day by day, without the code under test."""
    days = (after + timedelta(days=step) for step in range(1, 30))
    return [day for day in days if not calendar.is_day_off(day)][4]


def freed(event: object) -> int:
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
