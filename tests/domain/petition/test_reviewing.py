"""The review: who may ask until when, who names whom, what the reviewer decides, and what follows from it."""

from domain.growing import Growing
from domain.officers import Officer, OfficerStatus
from domain.petition.aggregate import PETITION
from domain.petition.codes import Delivery, Outcome, ReviewResult, Route, Status
from domain.petition.deciding import ApproveDecision, DemandsWithoutResult, RecordDelivery, RemedyMissing
from domain.petition.ending import (
    Close,
    CloseContent,
    NotDeliveredYet,
    OpenImplementation,
    ReviewWindowOpen,
)
from domain.petition.events import Closed, DecisionDelivered, HandedOver, ImplementationAwaited
from domain.petition.handing import HandOver, ReviewIsNotHandedOver
from domain.petition.reviewing import (
    NameReviewer,
    NobodyNamedYet,
    NoReviewOfThisRoute,
    NotTheReviewer,
    NoUnitAbove,
    OwnOpinionUnderReview,
    ReplaceReviewer,
    RequestAfterWindow,
    RequestReview,
    ResultsOfAChangeAlone,
    ReviewerNamedAlready,
    ReviewerOfAnotherUnit,
    ReviewerTookPart,
)
from domain.petition.reviews import ReviewDecided, ReviewerNamed, ReviewRequested
from domain.roles import Held, Role, Term
from domain.values import OfficerRef
from tests.support.given import (
    GROUP,
    HANDLER,
    HEAD,
    LEADER,
    PLANT,
    REVIEWER,
    SECOND,
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
    proposal,
    proposed,
    replied,
    results,
    review,
    review_requested,
    reviewed,
    reviewing,
)

OTHER = OfficerRef(ref("other reviewer"))
LAST = day("2025-04-02")
"""Thirty days after the delivery."""


def asked_on(text: str, **changes: str) -> RequestReview:
    return RequestReview(day(text), "请求复查", **changes)


def test_the_request_stops_the_window_starts_the_review_and_reaches_the_desk_above() -> None:
    after = given(PETITION, answered_below()).when(asked_on("2025-04-02"), consulted=PLANT_BELOW)
    (fact,) = after.events
    assert isinstance(fact, ReviewRequested)
    assert (fact.to_unit, fact.clock.rule, fact.clock.due_on) == (GROUP, "D-P07", day("2025-05-06"))
    assert [ended.rule for ended in fact.stopped] == ["D-P06"]
    assert after.state.status is Status.REVIEW
    assert GROUP in after.state.scope.desks


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
