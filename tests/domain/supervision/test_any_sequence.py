"""What no sequence of commands does: verify by the responsible unit, start with a tied team, lose a lateness."""

from datetime import date, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from domain.kernel import Command, NotAllowedNow
from domain.supervision import events as e
from domain.supervision.aggregate import SUPERVISION
from domain.supervision.checking import AddEvidence
from domain.supervision.codes import ENDED, Conflict, ItemStatus, Outcome, Trade, TriageDecision
from domain.supervision.concerning import NameConcerned
from domain.supervision.ending import Close, Report
from domain.supervision.finding import Changed, DraftFindings, Finalise, HearUnit
from domain.supervision.leading import Triage
from domain.supervision.mending import Correct
from domain.supervision.noticing import IssueNotice, Reply
from domain.supervision.numbering import NumberDocument, VoidNumber
from domain.supervision.preparing import ApprovePlan, AssignTeam, StartCheck
from domain.supervision.rectifying import AcceptOpenItem, SubmitRectification, Verifier, VerifyItem
from domain.supervision.referring import Refer, SignForReferral, TellFeedback
from domain.values import OfficerRef, UnitRef
from tests.support.agreeing import assert_agreeing
from tests.support.given import GROUP, LEADER, PLANT, Given
from tests.support.instances import an_instance_of
from tests.support.supervision import (
    CONTACT,
    ENGINEER,
    SEPT_1,
    TEAM,
    VERIFIERS,
    WORKER,
    case,
    checking,
    demand,
    evidence,
    finding,
    member,
    notice,
    plan,
    plans,
    rectifying,
    registered,
    report,
    start,
    submission,
    team,
    verification,
)

OFFICERS = (LEADER, ENGINEER, WORKER, CONTACT)
UNITS: tuple[UnitRef, ...] = (GROUP, PLANT)
ITEMS = (demand(days=10), demand(days=20), demand(days=30, responsible_unit=GROUP))

officers = st.sampled_from(OFFICERS)
units = st.sampled_from(UNITS)
members = st.builds(
    member,
    officers,
    st.sampled_from(Trade),
    st.sampled_from((*[Conflict.NONE] * 5, *Conflict)),
    units,
)
outsiders = st.sampled_from((VERIFIERS, (Verifier(ENGINEER, PLANT), Verifier(WORKER, PLANT))))
verifiers = outsiders | st.lists(st.builds(Verifier, officers, units), min_size=1, max_size=3).map(tuple)
submitters = st.sampled_from((*[CONTACT] * 30, *OFFICERS))
mostly = st.sampled_from((True, True, True, False))
collectors = st.just((ENGINEER, WORKER)) | st.lists(officers, min_size=1, max_size=3).map(tuple)
teams = st.just(TEAM) | st.lists(members, min_size=1, max_size=4).map(tuple)
places = st.integers(0, 5)


def with_item(status: ItemStatus) -> Any:
    """The rule is tried where an item stands there."""
    return precondition(lambda self: any(item.status is status for item in self.case.state.items.values()))


def allowed(*commands: type[Command[Any]]) -> Any:
    """The rule is tried where one of its commands is allowed; that they are refused elsewhere is tested of all."""
    return precondition(lambda self: any(self.case.state.status in command.allowed_in for command in commands))


class AnySequence(RuleBasedStateMachine):
    """Commands in any order, by anybody; what is refused changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.on: date = SEPT_1
        self.case: Given = case()
        self.lateness: dict[int, int] = {}

    @initialize(begun=st.sampled_from((registered, checking, *[lambda: rectifying(items=ITEMS)] * 3)))
    def begins(self, begun: Any) -> None:
        self.case = case(begun())

    def teardown(self) -> None:
        """What the views show of the check is what decisions on it read, after every step."""
        assert_agreeing(SUPERVISION, self.case.history)

    def tries(self, command: Command[Any], by: OfficerRef) -> None:
        decided = self.case.when(command, by=by, today=self.on)
        if decided.rejection is None:
            self.case = decided.after

    def item(self, place: int, *wanted: ItemStatus) -> int:
        """One of the items that stand there, else any."""
        found = [number for number, item in self.case.state.items.items() if item.status in wanted]
        return (found or [1, 2, 3])[place % len(found or ITEMS)]

    @rule(days=st.integers(1, 20))
    def time_passes(self, days: int) -> None:
        self.on = min(self.on + timedelta(days=days), date(2026, 12, 1))

    @allowed(Triage)
    @rule(by=officers, decision=st.sampled_from(TriageDecision), alleges=st.booleans())
    def triage(self, by: OfficerRef, decision: TriageDecision, alleges: bool) -> None:
        self.tries(Triage(decision, self.on, alleges), by)

    @allowed(ApprovePlan)
    @rule(by=officers)
    def approve(self, by: OfficerRef) -> None:
        self.tries(plan(self.on, ends_on=self.on), by)

    @allowed(AssignTeam)
    @rule(by=officers, named=teams, place=places, settles=mostly)
    def assign(self, by: OfficerRef, named: Any, place: int, settles: bool) -> None:
        leader = named[place].officer if place < len(named) else OFFICERS[place % len(OFFICERS)]
        self.tries(team(self.on, named, leader=leader, votes=not settles), by)

    @allowed(StartCheck)
    @rule(by=officers, released=mostly)
    def begin(self, by: OfficerRef, released: bool) -> None:
        self.tries(StartCheck(start(self.on, work_time_released=released)), by)

    @allowed(AddEvidence)
    @rule(by=officers, named=collectors)
    def collect(self, by: OfficerRef, named: tuple[OfficerRef, ...]) -> None:
        self.tries(AddEvidence(evidence(self.on, collectors=named)), by)

    @allowed(DraftFindings)
    @rule(by=officers, outcome=st.sampled_from(Outcome), piece=st.sampled_from((1, 1, 1, 2)))
    def draft(self, by: OfficerRef, outcome: Outcome, piece: int) -> None:
        self.tries(DraftFindings(self.on, (finding(outcome=outcome, evidence=(piece,)),)), by)

    @allowed(HearUnit)
    @rule(by=officers, view=st.sampled_from((None, "无异议")))
    def hear(self, by: OfficerRef, view: str | None) -> None:
        self.tries(HearUnit(self.on, view, let_time_pass=view is None), by)

    @allowed(Finalise)
    @rule(by=officers, outcome=st.sampled_from(Outcome))
    def finalise(self, by: OfficerRef, outcome: Outcome) -> None:
        self.tries(Finalise(self.on, tuple(self.case.state.team), (Changed(1, outcome),)), by)

    @allowed(IssueNotice)
    @rule(by=officers)
    def sign(self, by: OfficerRef) -> None:
        self.tries(notice(self.on, ITEMS), by)

    @allowed(Reply)
    @rule(by=officers)
    def reply(self, by: OfficerRef) -> None:
        self.tries(Reply(self.on, plans(1, 2, 3)), by)

    @with_item(ItemStatus.OPEN)
    @allowed(SubmitRectification)
    @rule(by=submitters, place=places)
    def submit(self, by: OfficerRef, place: int) -> None:
        self.tries(submission(self.on, self.item(place, ItemStatus.OPEN)), by)

    @with_item(ItemStatus.SUBMITTED)
    @allowed(VerifyItem)
    @rule(by=officers, place=places, passed=st.booleans(), named=verifiers, on_site=st.booleans())
    def verify(self, by: OfficerRef, place: int, passed: bool, named: Any, on_site: bool) -> None:
        item = self.item(place, ItemStatus.SUBMITTED)
        self.tries(verification(self.on, item, passed=passed, verifiers=named, on_site=on_site), by)

    @allowed(AcceptOpenItem)
    @rule(by=officers, place=places, owner=officers, is_hopeless=st.sampled_from((*[False] * 7, True)))
    def accept_open(self, by: OfficerRef, place: int, owner: OfficerRef, is_hopeless: bool) -> None:
        if is_hopeless:
            item = self.item(place, ItemStatus.OPEN, ItemStatus.SUBMITTED)
            self.tries(AcceptOpenItem(item, owner, "需集团立项", self.on), by)

    @allowed(Report, Close)
    @rule(by=officers, last=st.booleans())
    def end(self, by: OfficerRef, last: bool) -> None:
        self.tries(Close(self.on) if last else report(self.on), by)

    @invariant()
    def nobody_verifies_for_the_own_unit_or_what_they_submitted(self) -> None:
        demanded: dict[int, UnitRef] = {}
        submitters: dict[int, set[OfficerRef]] = {}
        at_home: set[tuple[OfficerRef, UnitRef]] = set()
        for event in self.case.history:
            if isinstance(event, e.TeamAssigned):
                at_home = {(member.officer, member.unit) for member in event.members}
            elif isinstance(event, e.NoticeIssued):
                demanded = {item.number: item.responsible_unit for item in event.items}
            elif isinstance(event, e.RectificationSubmitted):
                submitters.setdefault(event.item, set()).add(event.submitted_by)
            elif isinstance(event, e.ItemVerified | e.ItemReopened):
                named = {verifier.officer for verifier in event.verifiers}
                assert len(named) >= 2
                assert not named & submitters[event.item]
                assert demanded[event.item] not in {verifier.unit for verifier in event.verifiers}
                assert not {(officer, demanded[event.item]) for officer in named} & at_home

    @invariant()
    def only_two_clean_members_start(self) -> None:
        clean: set[OfficerRef] = set()
        for event in self.case.history:
            if isinstance(event, e.TeamAssigned):
                clean = {each.officer for each in event.members if each.conflict is Conflict.NONE}
                assert len(clean) == len(event.members)
            elif isinstance(event, e.Started):
                assert len(clean) >= 2

    @invariant()
    def a_lateness_once_recorded_stays(self) -> None:
        now = {number: item.late_days for number, item in self.case.state.items.items()}
        assert all(now[number] >= late for number, late in self.lateness.items())
        for event in self.case.history:
            if isinstance(event, e.ItemReopened):
                assert now[event.item] >= event.late_days
        self.lateness = now

    @invariant()
    def an_items_clock_runs_until_it_is_settled_and_keeps_its_due_day(self) -> None:
        first = {
            clock.item: clock
            for event in self.case.history
            if isinstance(event, e.NoticeDelivered)
            for clock in event.clocks
        }
        for number, item in self.case.state.items.items():
            clock = self.case.state.clock("D-S07", str(number))
            assert clock is None or clock.nominal_on == clock.started_on + timedelta(days=item.days)
            assert clock in ((None,) if self.case.state.items[number].is_settled else (first[str(number)],))

    @precondition(lambda self: self.case.state.status in ENDED)
    @invariant()
    def an_ended_case_stands_still(self) -> None:
        """Only what was handed over still gets its receipt and what became of it."""
        assert {rule for rule, _ in self.case.state.clocks} <= {"D-S02", "D-S03"}
        handing_over = {Refer, SignForReferral, TellFeedback}
        for command in set(SUPERVISION.commands) - {Correct, NameConcerned, NumberDocument, VoidNumber, *handing_over}:
            self.case.when(an_instance_of(command), consulted={}).refuses(NotAllowedNow)


AnySequence.TestCase.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
TestAnySequence = AnySequence.TestCase
