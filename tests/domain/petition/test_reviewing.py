"""The review: who may ask until when, who names whom, what the reviewer decides, and what follows from it."""

from dataclasses import replace

from domain.cases.codes import Tie
from domain.deadlines.clocks import stopped
from domain.growing import Growing
from domain.kernel import FactOutOfOrder
from domain.officers import Officer, OfficerStatus
from domain.petition.aggregate import PETITION
from domain.petition.carrying import CarryOver
from domain.petition.codes import Delivery, Outcome, ReviewResult, Route, Status
from domain.petition.deciding import (
    ApproveDecision,
    DemandsWithoutResult,
    RecordDelivery,
    RemedyMissing,
    ReturnDecision,
)
from domain.petition.ending import (
    Close,
    CloseContent,
    NotDeliveredYet,
    OpenImplementation,
    ReviewWindowOpen,
    Withdraw,
)
from domain.petition.events import (
    Closed,
    DecisionDelivered,
    HandedOver,
    HandlingStarted,
    ImplementationAwaited,
    PresumptionReplaced,
)
from domain.petition.extending import ApproveExtension, RedoingIsNotExtended, RequestExtension
from domain.petition.handing import HandOver, ReviewIsNotHandedOver
from domain.petition.handling import ReviewerDoesNotHandle, StartHandling
from domain.petition.naming import (
    NameReviewer,
    NobodyNamedYet,
    OwnOpinionUnderReview,
    ReplaceReviewer,
    ReviewerNamedAlready,
    ReviewerOfAnotherUnit,
    ReviewerTookPart,
    SameReviewerAgain,
)
from domain.petition.recusing import DecideRecusal, DeclareTie
from domain.petition.requesting import NoReviewOfThisRoute, NoUnitAbove, RequestAfterWindow, RequestReview
from domain.petition.reviewing import NotTheReviewer, ResultsOfAChangeAlone
from domain.petition.reviews import ReviewDecided, ReviewerNamed, ReviewRequested
from domain.roles import Held, Role, Term
from domain.scopes import Openness
from domain.units import Unit, UnitStatus
from domain.values import OfficerRef
from tests.support.given import (
    CLERK,
    GONE,
    GROUP,
    HANDLER,
    HEAD,
    LEADER,
    PLANT,
    REVIEWER,
    SECOND,
    History,
    acting,
    given,
    ref,
)
from tests.support.petitions import (
    MARCH_3,
    PLANT_BELOW,
    answered_below,
    both_heard,
    day,
    delivered,
    extension_asked,
    proposal,
    proposed,
    replied,
    results,
    review,
    review_requested,
    reviewed,
    reviewing,
    telling,
)

OTHER = OfficerRef(ref("other reviewer"))
LAST = day("2025-04-02")
"""Thirty days after the delivery."""


def asked_on(text: str, **changes: str) -> RequestReview:
    return RequestReview(day(text), "请求复查", **changes)


def test_the_request_stops_the_window_and_starts_the_review_of_the_unit_above() -> None:
    after = given(PETITION, answered_below()).when(asked_on("2025-04-02"), consulted=PLANT_BELOW)
    (fact,) = after.events
    assert isinstance(fact, ReviewRequested)
    assert (fact.to_unit, fact.clock.rule, fact.clock.due_on) == (GROUP, "D-P07", day("2025-05-06"))
    assert [ended.rule for ended in fact.stopped] == ["D-P06"]
    assert after.state.status is Status.REVIEW


def test_the_request_brings_it_before_no_further_desk_and_makes_what_was_carried_over_known_above() -> None:
    row = CarryOver("register", "1", PLANT, MARCH_3, "住房", accepted_on=MARCH_3, replied_on=MARCH_3)
    delivery = RecordDelivery(MARCH_3, Delivery.IN_PERSON)
    answered = given(PETITION).when(row, consulted=PLANT_BELOW).when(delivery, by=CLERK, consulted=PLANT_BELOW)
    assert answered.after.state.scope.openness is Openness.CLOSED
    asked = answered.when(asked_on("2025-04-02"), consulted=PLANT_BELOW).after.state.scope
    assert (asked.openness, set(asked.desks)) == (Openness.OPEN, {PLANT})


def test_late_only_with_a_reason_that_the_head_accepts() -> None:
    case = given(PETITION, answered_below())
    late = asked_on("2025-04-03", late_because="住院")
    for refused, role in ((asked_on("2025-04-03"), Role.PET_HEAD), (late, Role.INTAKE)):
        case.when(refused, role=role, consulted=PLANT_BELOW).refuses(RequestAfterWindow, field="late_because")
    case.when(late, role=Role.PET_HEAD, consulted=PLANT_BELOW).then_only(ReviewRequested)


def test_no_review_of_other_routes_of_what_was_not_delivered_or_above_the_top_unit() -> None:
    of_r5 = given(PETITION, proposed(MARCH_3, route=Route.R5)).when(ApproveDecision(MARCH_3), by=LEADER)
    of_r5.when(asked_on("2025-03-03")).refuses(NoReviewOfThisRoute)
    given(PETITION, replied(MARCH_3)).when(asked_on("2025-03-03")).refuses(NotDeliveredYet)
    given(PETITION, delivered(MARCH_3)).when(asked_on("2025-03-04")).refuses(NoUnitAbove, unit="HS", superior="—")


def test_the_head_above_names_somebody_who_had_no_part_in_it() -> None:
    case = given(PETITION, review_requested())
    naming = NameReviewer(REVIEWER, MARCH_3)
    case.when(naming, by=acting(HEAD, Role.PET_HEAD, PLANT), consulted=PLANT_BELOW).refuses(OwnOpinionUnderReview)
    for officer in (HANDLER, SECOND, LEADER):
        taking = NameReviewer(officer, MARCH_3)
        case.when(taking, by=HEAD, consulted=PLANT_BELOW).refuses(ReviewerTookPart, field="reviewer")
    held = Growing({Held(Role.REVIEWER, PLANT): (Term(MARCH_3, None),)})
    of_the_plant = {**PLANT_BELOW, REVIEWER: Officer(OfficerStatus.APPOINTED, PLANT, held)}
    case.when(naming, by=HEAD, consulted=of_the_plant).refuses(ReviewerOfAnotherUnit, field="reviewer")
    named = case.when(naming, by=HEAD, consulted=PLANT_BELOW)
    named.then(ReviewerNamed(REVIEWER, None, MARCH_3))
    assert named.state.named_reviewer == REVIEWER
    named.when(NameReviewer(OTHER, MARCH_3), by=HEAD, consulted=PLANT_BELOW).refuses(ReviewerNamedAlready)


def test_the_reviewer_is_replaced_and_never_handed_over() -> None:
    replacing = ReplaceReviewer(OTHER, MARCH_3)
    given(PETITION, review_requested()).when(replacing, by=HEAD, consulted=PLANT_BELOW).refuses(NobodyNamedYet)
    case = given(PETITION, reviewing())
    after = case.when(replacing, by=HEAD, consulted=PLANT_BELOW)
    after.then(ReviewerNamed(OTHER, REVIEWER, MARCH_3))
    assert REVIEWER not in after.state.scope.assigned
    handing = HandOver(REVIEWER, OTHER, MARCH_3)
    case.when(handing, by=HEAD).refuses(ReviewIsNotHandedOver, field="concerned")
    handed = case.when(HandOver(HANDLER, OTHER, MARCH_3), by=HEAD)
    handed.then_only(HandedOver)
    handed.when(replacing, by=HEAD, consulted=PLANT_BELOW).refuses(ReviewerTookPart, field="reviewer")


def test_the_opinion_has_all_its_parts_and_is_that_of_whoever_is_named() -> None:
    case = given(PETITION, reviewing())
    case.when(review(MARCH_3), by=HEAD).refuses(NotTheReviewer)
    given(PETITION, review_requested()).when(review(MARCH_3), by=REVIEWER).refuses(NobodyNamedYet)
    case.when(review(MARCH_3, remedy=None), by=REVIEWER).refuses(RemedyMissing, field="remedy")
    case.when(review(MARCH_3, ReviewResult.CHANGE, results=()), by=REVIEWER).refuses(DemandsWithoutResult)
    upheld = review(MARCH_3, results=results(Outcome.REJECT))
    case.when(upheld, by=REVIEWER).refuses(ResultsOfAChangeAlone, field="results")


def test_upheld_the_answer_is_delivered_and_closes_after_the_window_for_a_re_review() -> None:
    case = given(PETITION, reviewed())
    assert case.state.status is Status.REVIEW_REPLIED
    case.when(CloseContent(MARCH_3), by=HEAD).refuses(NotDeliveredYet)
    told = case.when(RecordDelivery(MARCH_3, Delivery.IN_PERSON), today=MARCH_3)
    told.then_only(DecisionDelivered)
    assert [clock.rule for clock in told.state.clocks.values()] == ["D-P08"]
    told.when(Close(LAST), by=HEAD).refuses(ReviewWindowOpen)
    told.when(Close(day("2025-04-03")), by=HEAD).then_only(Closed)
    told.when(CloseContent(MARCH_3), by=HEAD).then_only(Closed)


def test_changed_to_support_it_is_carried_out_from_the_delivery_on() -> None:
    case = given(PETITION, reviewed(MARCH_3, ReviewResult.CHANGE))
    assert case.state.outcomes == (Outcome.SUPPORT,)
    told = case.when(RecordDelivery(MARCH_3, Delivery.IN_PERSON), today=MARCH_3)
    told.then_only(DecisionDelivered, ImplementationAwaited)
    assert told.when(OpenImplementation("补发", PLANT), by=LEADER).state.is_implementing


def test_revoked_it_is_handled_again_in_a_term_of_its_own_and_answered_anew() -> None:
    case = given(PETITION, reviewing(MARCH_3, Outcome.SUPPORT))
    redone = case.when(review(MARCH_3, ReviewResult.REVOKE_REDO, days=20), by=REVIEWER)
    redone.then_only(ReviewDecided)
    state = redone.state
    assert (state.status, state.outcomes, state.delivered_on) == (Status.HANDLING, (), None)
    assert {(clock.rule, clock.length) for clock in state.clocks.values()} == {("D-P20", 20)}
    assert HANDLER in state.scope.assigned
    assert REVIEWER not in state.scope.assigned
    again = redone.when(proposal(MARCH_3, Outcome.EXPLAIN), by=HANDLER)
    answered = both_heard(again, MARCH_3).when(ApproveDecision(MARCH_3), by=LEADER)
    told = answered.when(RecordDelivery(MARCH_3, Delivery.IN_PERSON), today=MARCH_3)
    assert [clock.rule for clock in told.state.clocks.values()] == ["D-P06"]
    told.when(asked_on("2025-03-04"), consulted=PLANT_BELOW).then_only(ReviewRequested)


def test_a_window_that_is_not_counted_lets_no_late_request_through() -> None:
    case = given(PETITION, _without_clocks(answered_below()))
    assert not case.state.clocks
    late = asked_on("2025-04-03", late_because="住院")
    case.when(asked_on("2025-04-03"), consulted=PLANT_BELOW).refuses(RequestAfterWindow, due_on=LAST)
    case.when(asked_on("2025-04-02"), consulted=PLANT_BELOW).then_only(ReviewRequested)
    case.when(late, role=Role.PET_HEAD, consulted=PLANT_BELOW).then_only(ReviewRequested)


def _without_clocks(history: History) -> History:
    """No command leaves an answer without its window; should one, it is counted from the delivery."""
    clocks = given(PETITION, history).state.clocks.values()
    return (*history, PresumptionReplaced(MARCH_3, tuple(stopped(clock, MARCH_3) for clock in clocks)))


def test_the_unit_above_is_the_next_that_is_active() -> None:
    merged = Unit(UnitStatus.DISSOLVED, "HS9", day("2000-01-01"), parent=GROUP)
    below = {**PLANT_BELOW, PLANT: replace(PLANT_BELOW[PLANT], parent=GONE), GONE: merged}
    asked = given(PETITION, answered_below()).when(asked_on("2025-03-04"), consulted=below)
    (fact,) = asked.events
    assert isinstance(fact, ReviewRequested)
    assert fact.to_unit == GROUP
    alone = {**below, GONE: replace(merged, parent=None)}
    given(PETITION, answered_below()).when(asked_on("2025-03-04"), consulted=alone).refuses(NoUnitAbove, unit="HS01")


def test_the_same_reviewer_again_is_told_so_and_one_who_left_may_come_back() -> None:
    case = given(PETITION, reviewing())
    case.when(ReplaceReviewer(REVIEWER, MARCH_3), by=HEAD, consulted=PLANT_BELOW).refuses(
        SameReviewerAgain, officer=REVIEWER, field="reviewer"
    )
    other = case.when(ReplaceReviewer(OTHER, MARCH_3), by=HEAD, consulted=PLANT_BELOW)
    other.when(ReplaceReviewer(REVIEWER, MARCH_3), by=HEAD, consulted=PLANT_BELOW).then_only(ReviewerNamed)


def test_whoever_returned_a_draft_or_approved_an_extension_had_a_part() -> None:
    ways = (
        ReturnDecision("事实不清", MARCH_3),
        ApproveExtension(MARCH_3, telling(MARCH_3)),
    )
    for history, act in zip((proposed(MARCH_3), extension_asked(MARCH_3)), ways, strict=True):
        assert OTHER in given(PETITION, history).when(act, by=OTHER).state.took_part


def test_the_opinion_is_no_older_than_the_naming_and_ends_the_part_of_the_reviewer() -> None:
    later = day("2025-03-05")
    named = given(PETITION, review_requested()).when(NameReviewer(REVIEWER, later), by=HEAD, consulted=PLANT_BELOW)
    named.when(review(day("2025-03-04")), by=REVIEWER).refuses(FactOutOfOrder, field="decided_on", earliest=later)
    for result in ReviewResult:
        state = named.when(review(later, result), by=REVIEWER).state
        assert (state.named_reviewer, REVIEWER in state.scope.assigned) == (None, False)


def test_who_reviews_or_did_never_handles_and_is_never_handed_over() -> None:
    case = given(PETITION, reviewing())
    handing = HandOver(HANDLER, REVIEWER, MARCH_3)
    case.when(handing, by=HEAD).refuses(ReviewerDoesNotHandle, field="handed_to")
    redone = case.when(review(MARCH_3, ReviewResult.REVOKE_REDO), by=REVIEWER)
    redone.when(handing, by=HEAD).refuses(ReviewerDoesNotHandle, field="handed_to")
    anew = given(PETITION, _without_handler())
    assert anew.state.status is Status.ACCEPTED
    anew.when(StartHandling((REVIEWER,), MARCH_3), by=HEAD).refuses(ReviewerDoesNotHandle, field="handlers")
    anew.when(StartHandling((SECOND,), MARCH_3), by=HEAD).then_only(HandlingStarted)


def _without_handler() -> History:
    """The answer was revoked after its handler had declared a tie."""
    recused = given(PETITION, reviewing()).when(DeclareTie(Tie.OTHER, MARCH_3), by=HANDLER)
    return recused.when(review(MARCH_3, ReviewResult.REVOKE_REDO), by=REVIEWER).history


def test_a_reviewer_whose_tie_was_refused_is_not_named_anew_once_another_reviews() -> None:
    tied = given(PETITION, reviewing()).when(DeclareTie(Tie.OTHER, MARCH_3), by=acting(REVIEWER, Role.REVIEWER))
    tied.when(HandOver(REVIEWER, OTHER, MARCH_3), by=HEAD).refuses(ReviewIsNotHandedOver)
    other = tied.when(NameReviewer(OTHER, MARCH_3), by=HEAD, consulted=PLANT_BELOW)
    refusing = DecideRecusal(REVIEWER, is_confirmed=False, grounds="不影响公正", decided_on=MARCH_3)
    held = Growing({Held(Role.REVIEWER, GROUP): (Term(MARCH_3, None),)})
    known = {**PLANT_BELOW, REVIEWER: Officer(OfficerStatus.APPOINTED, GROUP, held)}
    after = other.when(refusing, by=acting(HEAD, Role.PET_HEAD), consulted=known).state
    assert (after.named_reviewer, REVIEWER in after.scope.assigned) == (OTHER, False)


def test_handling_again_is_not_extended_and_a_withdrawal_is_of_its_days() -> None:
    asked = RequestExtension(10, "需调取历史档案", day("2025-03-05"))
    redone = given(PETITION, reviewing()).when(review(day("2025-03-05"), ReviewResult.REVOKE_REDO), by=REVIEWER)
    redone.when(asked, by=HANDLER).refuses(RedoingIsNotExtended)
    redone.when(Withdraw("本人自愿撤回", MARCH_3)).refuses(FactOutOfOrder, field="withdrawn_on")
    assert not redone.when(Withdraw("本人自愿撤回", day("2025-03-06"))).state.clocks
