"""Handling: handlers, questions, talks, evidence, and one extension of the term."""

from typing import Any

import pytest

from domain.cases.codes import Confirmer
from domain.cases.facts import Second
from domain.deadlines.clocks import ClockStopped, StopReason
from domain.kernel import FactInTheFuture, FactOutOfOrder
from domain.petition.aggregate import PETITION
from domain.petition.codes import Delivery, EvidenceKind, Route, Status
from domain.petition.deciding import ApproveDecision
from domain.petition.events import (
    DecisionIssued,
    EvidenceAdded,
    Extended,
    ExtensionApproved,
    ExtensionRefused,
    ExtensionRequested,
    HandlingStarted,
    Stated,
    SubmitterAsked,
    TalkRecorded,
)
from domain.petition.extending import (
    ApproveExtension,
    ExtensionAfterDue,
    ExtensionAlreadyAsked,
    ExtensionAlreadyDecided,
    ExtensionTooLong,
    NoExtensionAsked,
    NoExtensionToTell,
    NotInThePetitionProcedure,
    RefuseExtension,
    RequestExtension,
    TellExtension,
)
from domain.petition.handling import AddEvidence, AskSubmitter, RecordTalk, StartHandling, Talk
from domain.separation import SameOfficerProposesAndApproves, TwoOfficersNeeded
from domain.values import written
from tests.support.given import HANDLER, LEADER, SECOND, SUBJECT, given
from tests.support.petitions import (
    accepted,
    both_heard,
    day,
    extension_approved,
    extension_asked,
    handling,
    proposal,
    talk,
    telling,
)

MARCH_3, MARCH_2 = day("2025-03-03"), day("2025-03-02")
APRIL_30 = day("2025-04-30")
DUE, AFTER_DUE = day("2025-05-06"), day("2025-05-07")


def request(on: Any, days: int = 30) -> RequestExtension:
    return RequestExtension(days, "需调取历史档案", on)


def test_handlers_start_after_acceptance() -> None:
    waiting = given(PETITION, accepted())
    waiting.when(StartHandling((HANDLER,), MARCH_2)).refuses(FactOutOfOrder, field="started_on")
    after = waiting.when(StartHandling((HANDLER, SECOND, HANDLER), MARCH_3))
    after.then(HandlingStarted((HANDLER, SECOND), MARCH_3))
    assert after.state.status is Status.HANDLING


def test_what_is_gathered_is_kept_as_facts_of_their_day() -> None:
    open_case = given(PETITION, handling())
    open_case.when(AskSubmitter("请补充工资条", MARCH_3)).then(
        SubmitterAsked(written(SUBJECT, "question", "请补充工资条"), MARCH_3)
    )
    open_case.when(AddEvidence(EvidenceKind.DOC, "工资条", MARCH_3)).then(
        EvidenceAdded(EvidenceKind.DOC, written(SUBJECT, "description", "工资条"), MARCH_3)
    )
    open_case.when(RecordTalk(talk(MARCH_3)), by=HANDLER).then(
        Stated(1, 1, (Second(Confirmer.PARTICIPANT, (SECOND,)),), HANDLER, blocks=False),
        TalkRecorded(True, (HANDLER, SECOND), written(SUBJECT, "minutes", "谈话笔录"), MARCH_3),
    )


@pytest.mark.parametrize(
    "step",
    [AskSubmitter("请补充", MARCH_2), RecordTalk(talk(MARCH_2)), request(MARCH_2)],
)
def test_no_step_of_handling_lies_before_what_it_follows(step: Any) -> None:
    given(PETITION, handling()).when(step).refuses(FactOutOfOrder)


@pytest.mark.parametrize(
    "step",
    [
        AskSubmitter("请补充", MARCH_3),
        RecordTalk(talk(MARCH_3)),
        AddEvidence(EvidenceKind.DOC, "工资条", MARCH_3),
        request(MARCH_3),
    ],
)
def test_no_step_of_handling_lies_in_the_future(step: Any) -> None:
    given(PETITION, handling()).when(step, today=MARCH_2).refuses(FactInTheFuture)


@pytest.mark.parametrize("officers", [(HANDLER,), (HANDLER, HANDLER)])
def test_two_officers_talk(officers: tuple[Any, ...]) -> None:
    alone = RecordTalk(Talk(MARCH_3, officers, "谈话笔录"))
    given(PETITION, handling()).when(alone).refuses(TwoOfficersNeeded, count=1)


def test_an_extension_runs_from_the_unrolled_end() -> None:
    """Scenario 5: due 2025-05-06, extended by thirty days 2025-06-03; a second extension is refused."""
    asked = given(PETITION, extension_asked(APRIL_30))
    approved = asked.when(ApproveExtension(APRIL_30, telling(APRIL_30)), by=LEADER)
    approved.then_only(ExtensionApproved, Extended)
    told = approved.happened[1]
    assert isinstance(told, Extended)
    assert (told.clock.nominal_on, told.clock.due_on) == (day("2025-06-01"), day("2025-06-03"))
    assert (told.method, told.told_on, told.stopped) == (Delivery.POST, APRIL_30, ())
    approved.when(request(APRIL_30)).refuses(ExtensionAlreadyDecided)


@pytest.mark.parametrize(("profile", "limit"), [("national", 30), ("zhejiang", 60)])
def test_an_extension_has_a_limit(profile: str, limit: int) -> None:
    open_case = given(PETITION, handling(profile=profile), profile=profile)
    open_case.when(request(MARCH_3, limit + 1)).refuses(ExtensionTooLong, limit=limit, days=limit + 1)
    open_case.when(request(MARCH_3, limit), by=HANDLER).then_only(ExtensionRequested)


def test_an_extension_is_asked_and_decided_before_the_term_ends() -> None:
    """Scenario 6: on the last day it passes; the day after it is refused, and the decision is still owed."""
    open_case = given(PETITION, handling())
    open_case.when(request(DUE)).then_only(ExtensionRequested)
    open_case.when(request(AFTER_DUE)).refuses(ExtensionAfterDue, due_on=DUE, field="requested_on")
    asked = given(PETITION, extension_asked(DUE))
    asked.when(ApproveExtension(DUE), by=LEADER).then_only(ExtensionApproved)
    late = asked.when(ApproveExtension(AFTER_DUE), by=LEADER)
    late.refuses(ExtensionAfterDue, due_on=DUE, field="approved_on")
    issued = (
        both_heard(open_case.when(proposal(AFTER_DUE), by=HANDLER), AFTER_DUE)
        .when(ApproveDecision(AFTER_DUE), by=LEADER)
        .happened[0]
    )
    assert isinstance(issued, DecisionIssued)
    assert issued.stopped == (ClockStopped("D-P05", "", AFTER_DUE, DUE, 1, StopReason.MET),)


def test_an_extension_typed_in_late_is_tried_against_the_day_it_was_decided() -> None:
    asked = given(PETITION, extension_asked(APRIL_30))
    asked.when(ApproveExtension(DUE), by=LEADER, today=day("2025-07-01")).then_only(ExtensionApproved)


def test_whoever_asks_does_not_approve() -> None:
    asked = given(PETITION, extension_asked(APRIL_30))
    asked.when(ApproveExtension(APRIL_30), by=HANDLER).refuses(SameOfficerProposesAndApproves)


def test_an_untold_extension_has_no_effect() -> None:
    """Scenario 7: the term stands as it was until the petitioner is told or telling was tried."""
    untold = given(PETITION, extension_approved(APRIL_30))
    fact = untold.history[-1]
    assert isinstance(fact, ExtensionApproved)
    assert fact.due_on_if_told == day("2025-06-03")
    assert untold.state.clock("D-P05").due_on == DUE
    tried = untold.when(TellExtension(telling(APRIL_30, Delivery.ATTEMPTED)))
    assert tried.state.clock("D-P05").due_on == day("2025-06-03")
    tried.when(TellExtension(telling(APRIL_30))).refuses(NoExtensionToTell)


def test_a_decision_under_an_untold_extension_is_late() -> None:
    untold = given(PETITION, extension_approved(APRIL_30))
    proposed = both_heard(untold.when(proposal(day("2025-05-20")), by=HANDLER), day("2025-05-20"))
    issued = proposed.when(ApproveDecision(day("2025-05-20")), by=LEADER).happened[0]
    assert isinstance(issued, DecisionIssued)
    assert [stop.late_days for stop in issued.stopped] == [14]


def test_days_before_a_late_telling_stay_late() -> None:
    untold = given(PETITION, extension_approved(APRIL_30))
    told = untold.when(TellExtension(telling(day("2025-05-10"))))
    fact = told.happened[0]
    assert isinstance(fact, Extended)
    assert fact.stopped == (ClockStopped("D-P05", "", day("2025-05-10"), DUE, 4, StopReason.REPLACED),)
    assert told.state.clock("D-P05").due_on == day("2025-06-03")


def test_the_petitioner_can_be_told_while_the_opinion_awaits_approval() -> None:
    untold = given(PETITION, extension_approved(APRIL_30))
    proposed = both_heard(untold.when(proposal(APRIL_30), by=HANDLER), APRIL_30)
    proposed.when(TellExtension(telling(APRIL_30))).then_only(Extended)


def test_the_days_of_an_extension_follow_each_other() -> None:
    asked = given(PETITION, extension_asked(APRIL_30))
    before = day("2025-04-29")
    asked.when(ApproveExtension(before), by=LEADER).refuses(FactOutOfOrder, field="approved_on", earliest=APRIL_30)
    asked.when(RefuseExtension("理由不足", before), by=LEADER).refuses(FactOutOfOrder, field="refused_on")
    early = ApproveExtension(APRIL_30, telling(before))
    asked.when(early, by=LEADER).refuses(FactOutOfOrder, field="told_on")
    untold = given(PETITION, extension_approved(APRIL_30))
    untold.when(TellExtension(telling(before))).refuses(FactOutOfOrder, field="told_on", earliest=APRIL_30)


def test_one_request_at_a_time_and_after_a_refusal_another() -> None:
    asked = given(PETITION, extension_asked(APRIL_30))
    asked.when(request(APRIL_30)).refuses(ExtensionAlreadyAsked)
    refused = asked.when(RefuseExtension("理由不足", APRIL_30), by=LEADER)
    refused.then(ExtensionRefused(written(SUBJECT, "grounds", "理由不足"), APRIL_30))
    refused.when(request(APRIL_30), by=HANDLER).then_only(ExtensionRequested)


@pytest.mark.parametrize("step", [ApproveExtension(MARCH_3), RefuseExtension("理由不足", MARCH_3)])
def test_nothing_is_decided_that_nobody_asked(step: Any) -> None:
    given(PETITION, handling()).when(step, by=LEADER).refuses(NoExtensionAsked)


def test_nobody_is_told_of_nothing() -> None:
    given(PETITION, handling()).when(TellExtension(telling(MARCH_3))).refuses(NoExtensionToTell)


@pytest.mark.parametrize("route", [Route.R5, Route.RS])
def test_only_the_petition_procedure_has_a_term_to_extend(route: Route) -> None:
    given(PETITION, handling(route=route)).when(request(MARCH_3)).refuses(NotInThePetitionProcedure)
