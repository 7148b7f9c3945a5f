"""Facts typed late or wrong, denied first, set right in any order: they come to what facts typed in time come to."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.cases.overdue import NOTHING_OVERDUE
from domain.cases.waiting import NO_PAST, NOTHING_WAITS
from domain.changing import changed
from domain.hardship import mending as of_hardship
from domain.hardship.aggregate import HARDSHIP
from domain.petition import mending as of_petition
from domain.petition.aggregate import PETITION
from domain.petition.codes import Delivery, Outcome
from domain.petition.deciding import ApproveDecision, RecordDelivery
from domain.petition.notices import SendNotice
from domain.petition.reception import Screen
from domain.petition.registering import Register
from domain.petition.routing import Accept
from domain.supervision import mending as of_supervision
from domain.supervision.aggregate import SUPERVISION
from domain.supervision.checking import AddEvidence
from domain.supervision.codes import DeliveryWay, SignerPost, TriageDecision
from domain.supervision.ending import Close
from domain.supervision.finding import DraftFindings, Finalise, HearUnit
from domain.supervision.leading import Register as RegisterLead
from domain.supervision.leading import Triage
from domain.supervision.noticing import Delivery as NoticeDelivery
from domain.supervision.noticing import IssueNotice, Reply
from domain.supervision.noticing import RecordDelivery as DeliverNotice
from domain.supervision.preparing import StartCheck
from tests.support import hardships, petitions, supervision
from tests.support.given import CLERK, HANDLER, HEAD, LEADER
from tests.support.typing_late import Act, Kind, LateDesk, Owed, days_between

MARCH_3 = petitions.MARCH_3
LAST = date(2025, 8, 1)
WRONG, BEGUN, OPENED = (0, 0, -1, -2, 1, 3), (0, 0, 1, 3), (0, -2, -20)
"""By how many days the clerk is wrong; where it is a long time at the start, silence begins what was never due."""
Choose = Callable[[Any], Any]


def act(after: int, said: Callable[[date], Any], by: Any) -> Act:
    """What was done so many days after 3 March 2025."""
    return Act(MARCH_3 + timedelta(days=after), said, by)


PETITIONS = (
    Kind(PETITION, of_petition.CORRECTIONS, of_petition.Correct, of_petition.Confirm, of_petition.Contest),
    (
        act(0, petitions.receive, CLERK),
        act(1, lambda _: Register(petitions.registration()), CLERK),
        act(7, lambda day: SendNotice(petitions.told(day)), CLERK),
        act(9, lambda day: Screen(day, None), HEAD),
        act(10, lambda day: Accept(day, handlers=(HANDLER,)), HEAD),
        act(30, lambda day: petitions.proposal(day, Outcome.SUPPORT), HANDLER),
        act(66, ApproveDecision, LEADER),
        act(69, lambda day: RecordDelivery(day, Delivery.POST), CLERK),
    ),
)
CHECKS = (
    Kind(
        SUPERVISION, of_supervision.CORRECTIONS, of_supervision.Correct, of_supervision.Confirm, of_supervision.Contest
    ),
    (
        act(0, lambda day: supervision.lead(day), CLERK),
        act(2, RegisterLead, CLERK),
        act(20, lambda day: Triage(TriageDecision.DEMOCRATIC_SUPERVISION, day), HEAD),
        act(21, lambda day: supervision.plan(day, begins_on=MARCH_3 + timedelta(days=21)), LEADER),
        act(22, supervision.team, LEADER),
        act(24, lambda day: StartCheck(supervision.start(day)), supervision.ENGINEER),
        act(26, lambda day: AddEvidence(supervision.evidence(day)), supervision.ENGINEER),
        act(28, lambda day: DraftFindings(day, (supervision.finding(),)), supervision.ENGINEER),
        act(30, lambda day: HearUnit(day, "无异议"), supervision.ENGINEER),
        act(33, lambda day: Finalise(day, (supervision.ENGINEER, supervision.WORKER)), supervision.ENGINEER),
        act(35, lambda day: IssueNotice(day, SignerPost.UNION_CHAIR, (supervision.demand(),)), LEADER),
        act(37, lambda day: DeliverNotice(NoticeDelivery(day, DeliveryWay.IN_PERSON)), CLERK),
        act(41, lambda day: Reply(day, supervision.plans()), supervision.CONTACT),
        act(75, supervision.submission, supervision.CONTACT),
        act(80, supervision.verification, supervision.ENGINEER),
        act(84, supervision.report, supervision.ENGINEER),
        act(85, Close, LEADER),
    ),
)
REQUESTS = (
    Kind(
        HARDSHIP,
        of_hardship.CORRECTIONS,
        of_hardship.Correct,
        of_hardship.Confirm,
        of_hardship.Contest,
        hardships.AROUND,
    ),
    (
        act(0, hardships.apply, hardships.UNION),
        act(9, hardships.visit, hardships.UNION),
        act(12, hardships.verify, hardships.UNION),
        act(17, lambda day: hardships.review(on=day), hardships.UNION),
        Act(MARCH_3 + timedelta(days=21), hardships.publish, hardships.UNION, begins_period=True),
        act(36, hardships.approve_file, hardships.CENTER),
        act(38, lambda day: hardships.plan(on=day), hardships.UNION),
        act(40, lambda day: hardships.approve_aid(on=day), hardships.APPROVER),
        act(57, lambda day: hardships.pay(on=day), hardships.PAYER),
    ),
)
KINDS = {kind.aggregate.kind: (kind, acts) for kind, acts in (PETITIONS, CHECKS, REQUESTS)}


def typed_in_time(kind: Kind, acts: tuple[Act, ...]) -> LateDesk:
    """Every fact on its day, and a worker that never sleeps."""
    desk = LateDesk(kind, acts[0].on)
    for each in acts:
        goes_on_to(desk, each.on, awake=True)
        assert desk.types(each, each.on) == (), f"{each.on}: {desk.does(each.said(each.on), each.by)}"
        desk.confirms_all()
    goes_on_to(desk, LAST, awake=True)
    return desk


def goes_on_to(desk: LateDesk, day: date, *, awake: bool) -> None:
    """Days pass, with the worker at work on each of them or asleep."""
    for each in days_between(desk.today, day) if awake else (max(day, desk.today),):
        desk.today = each
        if awake and desk.case.history:
            desk.wakes()


def typed_by_chance(kind: Kind, acts: tuple[Act, ...], choose: Choose) -> LateDesk:
    """Every fact in the end, however late, after whatever mistakes, and a worker that wakes now and then."""
    desk, owed, earliest = LateDesk(kind, acts[0].on), list[Owed](), acts[0].on + timedelta(days=min(OPENED))
    for each in acts:
        goes_on_to(desk, each.on + timedelta(days=choose((0, 0, 1, 4, 9, 20))), awake=False)
        if desk.case.history and choose((False, True)):
            desk.wakes(choose((1, 2)))
        wrong = each.on + timedelta(days=choose(BEGUN if each.begins_period else OPENED if each is acts[0] else WRONG))
        found = desk.types(each, max(earliest, min(wrong, desk.today))) if wrong != each.on else None
        if found is None:
            settle(desk, owed, choose, everything=True)
            found = desk.types(each, each.on)
            assert found is not None, f"{each.on}: {desk.does(each.said(each.on), each.by)}"
        owed.extend(desk.denied_first(each, found) if choose((False, True)) else found)
        earliest = each.on
        desk.confirms_all()
        settle(desk, owed, choose, everything=choose((False, False, True)))
    settle(desk, owed, choose, everything=True)
    assert owed == []
    goes_on_to(desk, LAST, awake=False)
    desk.wakes(choose((1, 2)))
    return desk


def settle(desk: LateDesk, owed: list[Owed], choose: Choose, *, everything: bool) -> None:
    """What was typed wrong is put right, as far as the order of the steps lets it: by chance one of it, or all."""
    for _ in range(len(owed) if everything else min(1, len(owed))):
        order = sorted(owed, key=lambda each: choose(range(8)))
        done = next((each for each in order if desk.puts_right(each)), None)
        if done is None:
            return
        owed.remove(done)


def told(desk: LateDesk) -> Any:
    """What decisions read, but for how the facts came to be known and what the service found before they were."""
    found = {name: None for name in ("presumed_on",) if hasattr(desk.state, name)}
    return changed(desk.state, waiting=NOTHING_WAITS, past=NO_PAST, overdue=NOTHING_OVERDUE, **found)


IN_TIME = {name: typed_in_time(*each) for name, each in KINDS.items()}


@pytest.mark.parametrize("name", KINDS)
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_holds_is_what_holds_had_everything_been_typed_in_time(name: str, data: st.DataObject) -> None:
    def choose(options: Any) -> Any:
        return data.draw(st.sampled_from(options))

    desk = typed_by_chance(*KINDS[name], choose)
    assert told(desk) == told(IN_TIME[name])
    assert desk.state.statement_numbers == ()
