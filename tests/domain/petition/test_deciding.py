"""Deciding: proposed, approved by another officer or returned, delivered."""

import pytest

from domain.deadlines.clocks import ClockStopped, StopReason, started
from domain.kernel import FactInTheFuture, FactOutOfOrder
from domain.petition.aggregate import PETITION
from domain.petition.codes import Delivery, Outcome, Purpose, Route, Status
from domain.petition.deciding import (
    AlreadyDelivered,
    ApproveDecision,
    DeliveryOnlyAttempted,
    DemandsWithoutResult,
    LeaderDecidesSupportAlone,
    PetitionerNotHeard,
    RecordDelivery,
    RemedyMissing,
    ReturnDecision,
)
from domain.petition.ending import SupportedClaimNotExecuted
from domain.petition.events import (
    Closed,
    DecisionDelivered,
    DecisionIssued,
    DecisionProposed,
    DecisionReturned,
    Stated,
    TalkRecorded,
)
from domain.petition.handling import RecordTalk
from domain.roles import Role
from domain.separation import SameOfficerProposesAndApproves, TwoOfficersNeeded
from domain.values import content, written
from service.office.calendars import packaged_calendar
from tests.support.given import CLERK, HANDLER, LEADER, SUBJECT, given
from tests.support.petitions import (
    Talk,
    anonymous,
    both_heard,
    day,
    delivered,
    demand,
    handling,
    proposal,
    proposed,
    registration,
    replied,
    results,
    talk,
)

MARCH_2, MARCH_3, MARCH_4, MARCH_5 = (day(f"2025-03-0{number}") for number in (2, 3, 4, 5))
DUE = day("2025-05-06")


def test_an_opinion_has_all_its_parts() -> None:
    after = given(PETITION, handling()).when(proposal(MARCH_4), by=HANDLER)
    after.then_only(Stated, TalkRecorded, DecisionProposed)
    fact = after.happened[2]
    assert isinstance(fact, DecisionProposed)
    assert [(each.demand, each.outcome) for each in fact.results] == [(1, Outcome.EXPLAIN)]
    assert (fact.remedy, fact.proposed_by, fact.proposed_on) == (
        written(SUBJECT, "remedy", "三十日内可请求复查"),
        HANDLER,
        MARCH_4,
    )
    assert both_heard(after, MARCH_4).state.status is Status.DECISION_REVIEW


def test_the_leader_of_the_unit_decides_where_a_demand_is_supported_and_nowhere_else() -> None:
    for outcome, commands in (
        (Outcome.SUPPORT, (ApproveDecision(MARCH_5), ReturnDecision("补充事实", MARCH_5))),
        (Outcome.PARTIAL, (ApproveDecision(MARCH_5),)),
    ):
        before = given(PETITION, proposed(MARCH_4, outcome))
        for command in commands:
            assert before.when(command, by=LEADER, role=Role.UNIT_LEAD).rejection is None
    before = given(PETITION, proposed(MARCH_4))
    for command in (ApproveDecision(MARCH_5), ReturnDecision("补充事实", MARCH_5)):
        before.when(command, by=LEADER, role=Role.UNIT_LEAD).refuses(LeaderDecidesSupportAlone)
        assert before.when(command, by=LEADER, role=Role.PET_HEAD).rejection is None


def test_the_petitioner_is_heard_first() -> None:
    open_case = given(PETITION, handling())
    unheard = proposal(MARCH_4, heard=None)
    open_case.when(unheard).refuses(PetitionerNotHeard)
    both_heard(open_case.when(RecordTalk(talk(MARCH_4), with_petitioner=False)), MARCH_4).when(unheard).refuses(
        PetitionerNotHeard
    )
    both_heard(open_case.when(RecordTalk(talk(MARCH_4))), MARCH_4).when(unheard).then_only(DecisionProposed)


def test_a_talk_after_the_proposal_hears_nobody() -> None:
    open_case = given(PETITION, handling())
    open_case.when(proposal(MARCH_4, heard=talk(MARCH_5))).refuses(PetitionerNotHeard)
    late = both_heard(open_case.when(RecordTalk(talk(MARCH_5))), MARCH_5)
    late.when(proposal(MARCH_4, heard=None)).refuses(PetitionerNotHeard)
    both_heard(late.when(RecordTalk(talk(MARCH_4))), MARCH_4).when(proposal(MARCH_4, heard=None)).then_only(
        DecisionProposed
    )


def test_two_officers_hear_the_petitioner() -> None:
    alone = proposal(MARCH_4, heard=Talk(MARCH_4, (HANDLER,), "谈话笔录"))
    given(PETITION, handling()).when(alone).refuses(TwoOfficersNeeded)


def test_who_cannot_be_reached_cannot_be_heard() -> None:
    quiet = given(PETITION, handling(given_facts=anonymous()))
    quiet.when(proposal(MARCH_4, heard=None)).then_only(DecisionProposed)


@pytest.mark.parametrize("route", [Route.R5, Route.RS])
def test_only_the_petition_procedure_asks_for_hearing_and_remedy(route: Route) -> None:
    open_case = given(PETITION, handling(route=route))
    open_case.when(proposal(MARCH_4, heard=None, remedy=None)).then_only(DecisionProposed)


def test_an_opinion_names_the_remedy() -> None:
    given(PETITION, handling()).when(proposal(MARCH_4, remedy=None)).refuses(RemedyMissing)


@pytest.mark.parametrize("numbers", [(1,), (1, 1), (1, 2, 3), (2, 3)])
def test_every_demand_has_exactly_one_result(numbers: tuple[int, ...]) -> None:
    two = registration(demands=(demand(), demand(Purpose.P2, "公开补贴名单")))
    given_results = tuple(results(*[Outcome.REJECT] * number)[-1] for number in numbers)
    open_case = given(PETITION, handling(given_facts=two))
    wrong = proposal(MARCH_4, results=given_results)
    open_case.when(wrong).refuses(DemandsWithoutResult, demands=2)
    both = proposal(MARCH_4, Outcome.REJECT, Outcome.ADOPT)
    assert both_heard(open_case.when(both), MARCH_4).state.outcomes == (Outcome.REJECT, Outcome.ADOPT)


def test_an_opinion_follows_the_start_of_handling_and_the_return() -> None:
    given(PETITION, handling(MARCH_4)).when(proposal(MARCH_4), today=MARCH_3).refuses(FactInTheFuture)
    early = proposal(MARCH_3, heard=talk(MARCH_3))
    given(PETITION, handling(MARCH_4)).when(early).refuses(FactOutOfOrder)
    returned = given(PETITION, proposed(MARCH_4)).when(ReturnDecision("事实不清", MARCH_5), by=LEADER)
    returned.when(proposal(MARCH_4), by=HANDLER).refuses(FactOutOfOrder, field="proposed_on", earliest=MARCH_5)


def test_whoever_proposes_neither_approves_nor_returns() -> None:
    review = given(PETITION, proposed(MARCH_4))
    review.when(ApproveDecision(MARCH_4), by=HANDLER).refuses(SameOfficerProposesAndApproves)
    review.when(ReturnDecision("事实不清", MARCH_4), by=HANDLER).refuses(SameOfficerProposesAndApproves)


def test_the_term_ends_when_the_opinion_is_dispatched() -> None:
    after = given(PETITION, proposed(MARCH_4)).when(ApproveDecision(DUE, day("2025-05-08")), by=LEADER)
    stop = ClockStopped("D-P05", "", day("2025-05-08"), DUE, 2, StopReason.MET)
    after.then(DecisionIssued((Outcome.EXPLAIN,), LEADER, DUE, day("2025-05-08"), (stop,)))
    assert (after.state.status, dict(after.state.clocks)) == (Status.REPLIED, {})


def test_an_opinion_on_its_last_day_is_in_time() -> None:
    fact = given(PETITION, proposed(MARCH_4)).when(ApproveDecision(DUE), by=LEADER).happened[0]
    assert isinstance(fact, DecisionIssued)
    assert (fact.dispatched_on, [stop.late_days for stop in fact.stopped]) == (DUE, [0])


def test_the_days_of_an_opinion_follow_each_other() -> None:
    review = given(PETITION, proposed(MARCH_4))
    review.when(ApproveDecision(MARCH_3), by=LEADER).refuses(FactOutOfOrder, field="issued_on")
    review.when(ApproveDecision(MARCH_5, MARCH_4), by=LEADER).refuses(FactOutOfOrder, field="dispatched_on")
    review.when(ReturnDecision("事实不清", MARCH_3), by=LEADER).refuses(FactOutOfOrder, field="returned_on")
    review.when(ApproveDecision(MARCH_5), by=LEADER, today=MARCH_4).refuses(FactInTheFuture)


def test_a_returned_opinion_goes_back_to_handling_with_its_term_running() -> None:
    returned = given(PETITION, proposed(MARCH_4)).when(ReturnDecision("事实不清", MARCH_5), by=LEADER)
    returned.then(DecisionReturned(written(SUBJECT, "grounds", "事实不清"), LEADER, MARCH_5))
    assert (returned.state.status, returned.state.outcomes) == (Status.HANDLING, ())
    assert returned.state.clock("D-P05").due_on == DUE
    returned.when(proposal(MARCH_5, heard=None), by=HANDLER).then_only(DecisionProposed)


def test_the_days_for_a_review_run_from_delivery() -> None:
    """Scenario 13: thirty days from 2025-08-29 end on a Sunday that is worked, so they are not rolled."""
    august_29 = day("2025-08-29")
    step = RecordDelivery(august_29, Delivery.POST, proof="回执号 88")
    after = given(PETITION, replied(august_29, accepted_on=day("2025-08-01"))).when(step)
    clock = started("D-P06", august_29, packaged_calendar(), "national")
    after.then(DecisionDelivered(Delivery.POST, content(SUBJECT, "proof", "回执号 88"), august_29, clock))
    assert (clock.due_on, clock.provisional) == (day("2025-09-28"), False)


def test_an_answer_is_delivered_once_and_not_by_trying() -> None:
    answered = given(PETITION, replied(MARCH_4))
    answered.when(RecordDelivery(MARCH_4, Delivery.ATTEMPTED)).refuses(DeliveryOnlyAttempted)
    answered.when(RecordDelivery(MARCH_3, Delivery.POST)).refuses(FactOutOfOrder, field="delivered_on")
    answered.when(RecordDelivery(MARCH_5, Delivery.POST), today=MARCH_4).refuses(FactInTheFuture)
    given(PETITION, delivered(MARCH_4)).when(RecordDelivery(MARCH_5, Delivery.POST)).refuses(AlreadyDelivered)


def test_a_delivery_closes_where_the_person_is_content() -> None:
    answered = given(PETITION, replied(MARCH_4))
    content_now = RecordDelivery(MARCH_4, Delivery.IN_PERSON, content_on=MARCH_4)
    answered.when(content_now, by=CLERK).then_only(DecisionDelivered, Closed)
    answered.when(content_now, by=HANDLER).refuses(SameOfficerProposesAndApproves)
    early = RecordDelivery(MARCH_5, Delivery.IN_PERSON, content_on=MARCH_4)
    answered.when(early).refuses(FactOutOfOrder, field="closed_on")
    supported = given(PETITION, replied(MARCH_4, Outcome.SUPPORT))
    supported.when(content_now, by=CLERK).refuses(SupportedClaimNotExecuted)
