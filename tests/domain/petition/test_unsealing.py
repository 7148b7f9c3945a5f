"""Unsealing: three persons, some hours, every refusal kept; and whether two matters are one person's."""

from datetime import UTC, datetime

import pytest

from domain.kernel import FactOutOfOrder
from domain.levels import ReadFor
from domain.petition.aggregate import PETITION
from domain.petition.codes import UnsealedField
from domain.petition.unsealing import (
    AnswerSamePerson,
    ApproveUnsealing,
    AskSamePerson,
    NoQuestionAsked,
    NothingIsSealed,
    NoUnsealingAsked,
    RefuseUnsealing,
    RequestUnsealing,
    Unseal,
    UnsealingByThree,
    UnsealingWaits,
)
from domain.petition.unsealings import IdentityReleased, SamePersonAnswered, UnsealingApproved, UnsealingRefused
from domain.roles import Role
from domain.values import OfficerRef
from service.kinds.petition.unsealed import unsealed
from tests.support.given import CLERK, HANDLER, LEADER, Decided, Given, given, ref
from tests.support.petitions import MARCH_3, day, handling, registration

MARCH_2, MARCH_4 = day("2025-03-02"), day("2025-03-04")
KEEPER = OfficerRef(ref("keeper of identities"))
IN_CONFIDENCE = registration(confidentiality_requested=True)


def in_confidence() -> Given:
    """A petition filed in confidence, in the hands of a handler."""
    return given(PETITION, handling(given_facts=IN_CONFIDENCE))


def request(hours: int = 2, *fields: UnsealedField) -> RequestUnsealing:
    """The handler has to go and see the petitioner."""
    asked = fields or (UnsealedField.NAME, UnsealedField.CONTACT)
    return RequestUnsealing(asked, ReadFor.HANDLING, hours, "需当面核实", MARCH_4)


def asked(hours: int = 2, *fields: UnsealedField) -> Decided:
    """It was asked for."""
    return in_confidence().when(request(hours, *fields), by=HANDLER)


def approved() -> Decided:
    """The leader has agreed."""
    return asked().when(ApproveUnsealing(1, MARCH_4), by=LEADER)


def test_what_is_asked_for_opens_for_whoever_asked_and_closes_by_itself() -> None:
    approved().then_only(UnsealingApproved)
    released = approved().when(Unseal(1), by=KEEPER, today=MARCH_4)
    assert released.events == (IdentityReleased(1, KEEPER, datetime(2025, 3, 4, 11, tzinfo=UTC)),)
    before, after = (datetime(2025, 3, 4, 10, 59, tzinfo=UTC), datetime(2025, 3, 4, 11, tzinfo=UTC))
    assert "petition.registered name" in unsealed(released.state, HANDLER, before)
    assert "petition.registered facts" not in unsealed(released.state, HANDLER, before)
    assert not unsealed(released.state, HANDLER, after)
    assert not unsealed(released.state, LEADER, before)
    assert not unsealed(approved().state, HANDLER, before)


def test_who_asks_who_approves_and_who_releases_are_three() -> None:
    asked().when(ApproveUnsealing(1, MARCH_4), by=HANDLER).refuses(UnsealingByThree)
    for one in (HANDLER, LEADER):
        approved().when(Unseal(1), by=one).refuses(UnsealingByThree)
    asked().when(RefuseUnsealing(1, "不必要", MARCH_4), by=HANDLER).refuses(UnsealingByThree)


@pytest.mark.parametrize("before", [asked, approved])
def test_a_refusal_is_kept_and_opens_nothing(before: object) -> None:
    refused = before().when(RefuseUnsealing(1, "不必要", MARCH_4), by=KEEPER)  # type: ignore[operator]  # a builder
    refused.then_only(UnsealingRefused)
    refused.when(Unseal(1), by=OfficerRef(ref("another"))).refuses(NoUnsealingAsked)
    again = refused.when(request(), by=HANDLER)
    assert again.happened[0].unsealing == 2  # type: ignore[attr-defined]  # of the request


def test_nothing_is_released_that_nobody_asked_for_or_approved() -> None:
    in_confidence().when(ApproveUnsealing(1, MARCH_4), by=LEADER).refuses(NoUnsealingAsked)
    in_confidence().when(RefuseUnsealing(1, "不必要", MARCH_4), by=LEADER).refuses(NoUnsealingAsked)
    asked().when(Unseal(1), by=KEEPER).refuses(NoUnsealingAsked)
    asked().when(ApproveUnsealing(2, MARCH_4), by=LEADER).refuses(NoUnsealingAsked)
    approved().when(ApproveUnsealing(1, MARCH_4), by=LEADER).refuses(NoUnsealingAsked)
    released = approved().when(Unseal(1), by=KEEPER)
    released.when(Unseal(1), by=KEEPER).refuses(NoUnsealingAsked)
    released.when(request(), by=HANDLER).then_only(type(asked().happened[0]))


def test_nobody_asks_twice_at_once_nor_of_what_is_not_sealed() -> None:
    asked().when(request(), by=HANDLER).refuses(UnsealingWaits)
    asked().when(request(), by=CLERK)
    given(PETITION, handling()).when(request(), by=HANDLER).refuses(NothingIsSealed)
    asked().when(ApproveUnsealing(1, MARCH_2), by=LEADER).refuses(FactOutOfOrder, field="approved_on")


def test_whether_two_matters_are_one_persons_is_answered_with_yes_or_no() -> None:
    question = in_confidence().when(AskSamePerson("PET-HS-2025-ABCDEFGH", MARCH_4), by=CLERK, role=Role.INTAKE)
    answered = question.when(AnswerSamePerson(1, True, MARCH_4), by=KEEPER)
    assert answered.events == (SamePersonAnswered(1, True, KEEPER, MARCH_4),)
    answered.when(AnswerSamePerson(1, False, MARCH_4), by=KEEPER).refuses(NoQuestionAsked)
    question.when(AnswerSamePerson(2, False, MARCH_4), by=KEEPER).refuses(NoQuestionAsked)
    question.when(AnswerSamePerson(1, False, MARCH_3), by=KEEPER).refuses(FactOutOfOrder, field="answered_on")
