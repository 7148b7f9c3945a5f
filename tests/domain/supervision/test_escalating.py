"""The stage above: what is overdue leads there whoever edited last, and what comes of it ends it."""

from dataclasses import replace

from domain.roles import Role
from domain.separation import SameOfficerProposesAndApproves
from domain.supervision.aggregate import SUPERVISION
from domain.supervision.codes import Answer, Authority, EscalationCause, ItemStatus, Status
from domain.supervision.escalating import (
    Escalate,
    NothingOverdueToEscalate,
    NotPutBeforeParty,
    PartyDecidesItself,
    ProposeToAuthority,
    RecordDecision,
)
from domain.supervision.escalations import Escalated, EscalationDecided, ItemsHandedOver
from domain.supervision.noticing import ItemReply, NoticeNotDelivered, Reply
from domain.supervision.noting import WriteNote
from domain.supervision.reacting import TakeDueSteps
from domain.supervision.rectifying import SubmitRectification
from domain.supervision.stage import ItemsLeftToTheUnit, NothingLeftToTheUnit
from tests.support.given import CLERK, HEAD, Decided, Given, given
from tests.support.supervision import day, delivered, issued, plans, rectifying, report

SEPT_18 = day("2025-09-18")
LATE = day("2025-10-16")
NO_ANSWER = Escalate(EscalationCause.NO_ANSWER, Authority.SUPERIOR, "逾期未答复", LATE)
BEFORE_PARTY = replace(NO_ANSWER, authority=Authority.PARTY_COMMITTEE)
DECISION = RecordDecision("限十日内整改", day("2025-10-20"))
PROPOSAL = ProposeToAuthority("市总工会", "请依法处理", day("2025-10-20"))


def silent() -> Given:
    """Nobody answered the letter of 18 September: fifteen working days were over on 15 October."""
    return given(SUPERVISION, delivered(SEPT_18)).when(TakeDueSteps(), today=LATE).after


def escalated(command: Escalate = NO_ANSWER) -> Decided:
    return silent().when(command, by=HEAD, today=LATE, role=Role.UNION_CHAIR)


def test_a_letter_without_an_answer_is_escalated_from_the_day_on_which_the_duty_was_overdue() -> None:
    noted = silent().when(WriteNote("电话催办", LATE), by=CLERK, today=LATE).after
    after = noted.when(NO_ANSWER, by=HEAD, today=LATE, role=Role.UNION_CHAIR)
    (fact,) = after.happened
    assert isinstance(fact, Escalated)
    assert (fact.rule, fact.overdue_on, fact.clock.rule, fact.clock.due_on) == (
        "D-S06",
        LATE,
        "D-S08",
        day("2025-11-17"),
    )
    assert after.after.state.status is Status.ESCALATED


def test_what_is_not_overdue_is_not_escalated_as_overdue_and_nothing_before_the_letter_is_there() -> None:
    in_time = given(SUPERVISION, delivered(SEPT_18))
    early = replace(NO_ANSWER, escalated_on=SEPT_18)
    in_time.when(early, by=HEAD, role=Role.UNION_CHAIR).refuses(NothingOverdueToEscalate, field="cause")
    silent().when(replace(NO_ANSWER, cause=EscalationCause.NOT_RECTIFIED), by=HEAD, today=LATE).refuses(
        NothingOverdueToEscalate
    )
    in_time.when(replace(early, cause=EscalationCause.REFUSAL), by=HEAD).then_only(Escalated)
    given(SUPERVISION, issued(SEPT_18)).when(early, by=HEAD).refuses(NoticeNotDelivered)


def test_an_answer_ends_the_stage() -> None:
    answered = escalated().after.when(Reply(day("2025-10-20"), plans(1)), by=CLERK)
    (fact,) = answered.happened
    assert [(each.rule, each.late_days) for each in fact.stopped] == [("D-S06", 5), ("D-S08", 0)]
    assert answered.after.state.status is Status.RECTIFYING


def test_an_item_that_is_late_is_escalated_and_answered_for_what_is_left() -> None:
    before = given(SUPERVISION, rectifying(SEPT_18))
    over = before.when(TakeDueSteps(), today=day("2025-10-21")).after
    command = Escalate(EscalationCause.NOT_RECTIFIED, Authority.SUPERIOR, "逾期未整改", day("2025-10-21"))
    stage = over.when(command, by=HEAD, today=day("2025-10-21")).after
    answers = (ItemReply(1, Answer.PLAN, "十日内完成"),)
    again = stage.when(Reply(day("2025-10-22"), answers), by=CLERK).after
    assert again.state.status is Status.RECTIFYING
    again.when(SubmitRectification(1, "制度文件", day("2025-10-23")), by=CLERK).happened  # noqa: B018 — it passes


def test_the_superiors_decision_is_recorded_by_the_union_and_the_partys_by_itself() -> None:
    decided = escalated().after.when(DECISION, by=HEAD, role=Role.UNION_CHAIR)
    decided.then_only(EscalationDecided)
    assert decided.after.state.status is Status.RECTIFYING
    assert ("D-S06", "") not in decided.after.state.clocks
    escalated().after.when(DECISION, by=CLERK, role=Role.PARTY_COMMITTEE).refuses(NotPutBeforeParty)
    party = escalated(BEFORE_PARTY).after
    assert Role.PARTY_COMMITTEE in party.state.scope.asked
    party.when(DECISION, by=HEAD, role=Role.UNION_CHAIR).refuses(PartyDecidesItself)
    party.when(DECISION, by=HEAD, role=Role.PARTY_COMMITTEE).refuses(SameOfficerProposesAndApproves)
    by_party = party.when(DECISION, by=CLERK, role=Role.PARTY_COMMITTEE).after
    assert Role.PARTY_COMMITTEE not in by_party.state.scope.asked


def test_a_proposal_hands_over_what_is_left_and_then_alone_the_stage_is_reported() -> None:
    escalated().after.when(report(day("2025-10-20")), by=CLERK).refuses(ItemsLeftToTheUnit)
    handed = escalated().after.when(PROPOSAL, by=HEAD)
    (fact,) = handed.happened
    assert isinstance(fact, ItemsHandedOver)
    assert fact.items == (1,)
    assert {each.rule for each in fact.stopped} == {"D-S06", "D-S07", "D-S08"}
    state = handed.after.state
    assert (state.status, state.items[1].status, dict(state.clocks)) == (
        Status.ESCALATED,
        ItemStatus.HANDED_OVER,
        {},
    )
    for command in (PROPOSAL, DECISION, Reply(day("2025-10-20"), plans(1))):
        handed.after.when(command, by=HEAD).refuses(NothingLeftToTheUnit)
    assert handed.after.when(report(day("2025-10-21")), by=CLERK).after.state.status is Status.REPORTED


def test_the_unit_is_told_that_it_is_escalated_and_what_is_decided() -> None:
    told = escalated().after.state.told
    assert told is not None
    assert (told.status, ("D-S08", "") in told.clocks) == (Status.ESCALATED, True)
