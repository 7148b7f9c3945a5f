"""Slips: what may cross to work of another kind, who confirms it, and on which days it lies there."""

from dataclasses import replace

from domain.actors import ServiceActing
from domain.cases.second import OwnStatement
from domain.cases.subjects import SubjectCode
from domain.petition.aggregate import PETITION
from domain.petition.codes import Issue, Purpose
from domain.petition.ending import Withdraw
from domain.petition.linking import (
    AccusationNeverCrosses,
    LookedIntoByItself,
    NothingAboutASystem,
    PetitionerDoesNotAgree,
    SuggestedAndConfirmedByOne,
    SuggestLead,
    WishAssistance,
)
from domain.petition.links import AssistanceWished, LeadSuggested, SlipDelivered, SlipScheduled, SlipTakenDown
from domain.petition.mending import Confirm, Void
from domain.petition.reacting import TakeDueSteps
from domain.petition.registering import Demand
from domain.scopes import Excerpt, Laid
from tests.support.given import CLERK, GROUP, HEAD, PLANT, Given, History, given
from tests.support.petitions import MARCH_3, day, demand, registration, screened

SUGGESTION = demand(Purpose.P2, "食堂采购应公开比价")
SERVICE = ServiceActing("due_steps")
SECONDED = Confirm(1, "看过转出的文字")


def about_a_system() -> History:
    return screened(MARCH_3, registration(demands=(SUGGESTION,)))


def hint(**changes: object) -> SuggestLead:
    parts = {
        "to_unit": GROUP,
        "supervised_unit": PLANT,
        "subjects": (SubjectCode.S22, SubjectCode.S22),
        "title": "食堂采购",
        "text": "食堂采购未见公开比价",
        "confirmed_by": HEAD,
        "suggested_on": day("2025-03-05"),
    }
    return SuggestLead(**{**parts, **changes})  # type: ignore[arg-type]


def hinted() -> Given:
    return given(PETITION, about_a_system()).when(hint(), by=CLERK, today=day("2025-03-05")).after


def stepped(before: Given, on: str) -> Given:
    return before.when(TakeDueSteps(), by=SERVICE, today=day(on)).after


def test_a_hint_takes_effect_once_the_second_officer_has_confirmed_it_with_an_own_sign_in() -> None:
    waiting = hinted()
    assert not waiting.state.links.underway
    waiting.when(SECONDED, by=CLERK).refuses(OwnStatement)
    confirmed = waiting.when(SECONDED, by=HEAD, today=day("2025-03-06")).after
    (slip,) = confirmed.state.links.underway.values()
    assert (slip.paper, slip.to_unit, slip.about) == (Excerpt.LEAD_SLIP, GROUP, PLANT)


def test_a_hint_goes_on_a_later_working_day_lies_ten_of_them_and_each_step_is_taken_once() -> None:
    confirmed = hinted().when(SECONDED, by=HEAD, today=day("2025-03-07")).after
    friday = stepped(confirmed, "2025-03-07")
    assert friday.history[-1] == SlipScheduled(1, day("2025-03-10"))
    assert not friday.state.scope.laid
    monday = stepped(friday, "2025-03-10")
    assert monday.history[-1] == SlipDelivered(1, Excerpt.LEAD_SLIP, GROUP, PLANT, day("2025-03-10"), day("2025-03-24"))
    assert monday.state.scope.laid == (Laid(Excerpt.LEAD_SLIP, 1, GROUP, PLANT),)
    over = stepped(monday, "2025-03-25")
    assert over.history[-1] == SlipTakenDown(1, Excerpt.LEAD_SLIP, day("2025-03-25"))
    assert not over.state.scope.laid
    assert over.state.links.sent == 1


def test_a_worker_that_stood_still_lays_a_slip_on_the_day_on_which_it_comes() -> None:
    confirmed = stepped(hinted().when(SECONDED, by=HEAD, today=day("2025-03-07")).after, "2025-03-07")
    late = stepped(confirmed, "2025-05-06")
    laid = SlipDelivered(1, Excerpt.LEAD_SLIP, GROUP, PLANT, day("2025-05-06"), day("2025-05-20"))
    assert [each for each in late.history if isinstance(each, SlipDelivered | SlipTakenDown)] == [laid]


def test_two_hints_that_wait_at_the_same_time_are_two_slips() -> None:
    both = hinted().when(hint(title="食堂"), by=CLERK, today=day("2025-03-05")).after
    assert [each.slip for each in both.history if isinstance(each, LeadSuggested)] == [1, 2]


def test_a_hint_takes_a_second_officer_and_a_union_from_outside() -> None:
    before = given(PETITION, about_a_system())
    before.when(hint(confirmed_by=CLERK), by=CLERK).refuses(SuggestedAndConfirmedByOne)
    before.when(hint(to_unit=PLANT), by=CLERK).refuses(LookedIntoByItself)


def test_what_is_about_no_system_or_accuses_somebody_never_crosses() -> None:
    given(PETITION, screened()).when(hint(), by=CLERK).refuses(NothingAboutASystem)
    of_pay = replace(demand(), issue=Issue.I15)
    allowed = given(PETITION, screened(given_facts=registration(demands=(of_pay,)))).when(hint(), by=CLERK)
    assert allowed.rejection is None
    both = registration(demands=(SUGGESTION, Demand("科长收受回扣", Purpose.P3, Issue.I12)))
    given(PETITION, screened(given_facts=both)).when(hint(), by=CLERK).refuses(AccusationNeverCrosses)


def wish(**changes: object) -> WishAssistance:
    parts = {"to_unit": GROUP, "contact": "王建国 13900000000", "agreed_on": day("2025-03-05")}
    return WishAssistance(**{**parts, "petitioner_agrees": True, **changes})  # type: ignore[arg-type]


def test_a_wish_crosses_with_consent_alone_and_lies_thirty_days() -> None:
    before = given(PETITION, screened())
    before.when(wish(petitioner_agrees=False), by=CLERK).refuses(PetitionerDoesNotAgree)
    wished = before.when(wish(), by=CLERK, today=day("2025-03-05")).after
    (fact,) = [each for each in wished.history if isinstance(each, AssistanceWished)]
    assert fact.contact.value == "王建国 13900000000"
    laid = stepped(stepped(wished, "2025-03-05"), "2025-03-06")
    assert laid.history[-1] == SlipDelivered(1, Excerpt.AID_WISH, GROUP, None, day("2025-03-06"), day("2025-04-05"))


def test_a_wish_crosses_from_what_is_sealed_and_from_what_has_ended() -> None:
    accusing = registration(demands=(Demand("科长收受回扣", Purpose.P3, Issue.I12),))
    given(PETITION, screened(given_facts=accusing)).when(wish(), by=CLERK).then_only(AssistanceWished)
    ended = given(PETITION, screened()).when(Withdraw("自愿撤回", day("2025-03-04")), by=CLERK).after
    laid = stepped(stepped(ended.when(wish(), by=CLERK, today=day("2025-03-05")).after, "2025-03-05"), "2025-03-06")
    assert laid.state.scope.laid


def test_a_slip_of_a_petition_that_is_void_lies_nowhere() -> None:
    wished = given(PETITION, screened()).when(wish(), by=CLERK, today=day("2025-03-05")).after
    laid = stepped(stepped(wished, "2025-03-05"), "2025-03-06")
    void = laid.when(Void("误登记"), by=CLERK, today=day("2025-03-07")).after
    void = void.when(SECONDED, by=HEAD, today=day("2025-03-07")).after
    assert void.state.scope.laid == ()
    assert not void.state.links.underway
