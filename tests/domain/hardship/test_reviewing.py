"""Reviewing: the category computed is the one proposed; exclusions are answered; a refusal has reasons."""

from dataclasses import replace

import pytest

from domain.deadlines.clocks import ClockStopped, StopReason
from domain.hardship.aggregate import HARDSHIP
from domain.hardship.codes import Category, Status
from domain.hardship.eligibility import Step, StepCode
from domain.hardship.events import Refused, Reviewed
from domain.hardship.reviewing import (
    CategoryNotComputed,
    ExclusionApplies,
    ProvincialIncomeMissing,
    ReasonsMissing,
    ReasonsNotKept,
)
from domain.values import Sensitive, written
from tests.support.given import SUBJECT, given
from tests.support.hardships import (
    NO_EXCLUSION,
    REVIEWED_ON,
    SHOP,
    UNION,
    fen,
    means,
    review,
    verified,
    verify,
    visited,
)
from tests.support.petitions import day

BELOW = (("rest_fen", 4_200_000), ("part", 1), ("whole", 1), ("left", 4_200_000), ("right", 5_097_600))
DEEP, RELATIVE, RICH = means(), means(rigid=10_000), means(income=200_000, rigid=0)


def test_a_review_keeps_every_input_the_rule_and_the_result() -> None:
    """Scenario 32."""
    fact = given(HARDSHIP, verified()).when(review(), by=UNION).happened[0]
    assert isinstance(fact, Reviewed)
    assert (fact.category, fact.profile, fact.as_of, fact.rule_version) == (
        Category.H1,
        "national",
        day("2025-09-08"),
        1,
    )
    assert (fact.dibao_line_fen, fact.reviewed_by, fact.reviewed_on) == (fen(1_062), UNION, REVIEWED_ON)
    assert fact.snapshot[8] == Sensitive(SUBJECT, "snapshot/9", Step(StepCode.DEEP, "", None, BELOW, "<", True))
    assert fact.exclusions == Sensitive(SUBJECT, "exclusions", review().exclusions)
    assert fact.stopped == (ClockStopped("D-H02", "", REVIEWED_ON, day("2025-10-10"), 0, StopReason.MET),)


@pytest.mark.parametrize("proposed", [Category.H2, Category.H3, Category.H4, Category.HW, Category.H0])
def test_a_result_is_not_set_by_hand(proposed: Category) -> None:
    """Scenario 32: editable only by rule change."""
    given(HARDSHIP, verified()).when(review(proposed, reasons="理由")).refuses(
        CategoryNotComputed, computed=Category.H1, proposed=proposed
    )


@pytest.mark.parametrize(("profile", "category"), [("qingdao", Category.H2), ("anqing", Category.H1)])
def test_the_same_family_is_relative_in_one_place_and_deep_in_another(profile: str, category: Category) -> None:
    """Scenario 33: I − E is exactly 50 976."""
    edge = means(income=80_976, provincial_income_fen=fen(40_000))
    before = given(HARDSHIP, verified(profile=profile), profile=profile)
    assert before.when(review(category, means=edge)).state.category is category


def test_a_place_that_compares_with_the_province_needs_its_income() -> None:
    before = given(HARDSHIP, verified(profile="anqing"), profile="anqing")
    before.when(review()).refuses(ProvincialIncomeMissing)


def test_who_is_not_eligible_is_told_why() -> None:
    before = given(HARDSHIP, verified())
    refusal = before.when(review(Category.H0, means=RICH, reasons="收入高于标准"), by=UNION)
    refusal.then_only(Reviewed, Refused)
    assert refusal.happened[1] == Refused(written(SUBJECT, "reasons", "收入高于标准"), UNION, REVIEWED_ON, ())
    assert (refusal.state.status, dict(refusal.state.clocks)) == (Status.NOT_ELIGIBLE, {})
    before.when(review(Category.H0, means=RICH)).refuses(ReasonsMissing)
    before.when(review(Category.H1, means=RICH)).refuses(CategoryNotComputed)


def test_reasons_that_would_not_be_kept_are_refused() -> None:
    given(HARDSHIP, verified()).when(review(reasons="大病支出")).refuses(ReasonsNotKept)


def test_an_exclusion_makes_not_eligible_or_needs_the_grounds_of_an_exception() -> None:
    before = given(HARDSHIP, verified())
    before.when(review(exclusions=SHOP)).refuses(ExclusionApplies)
    before.when(review(Category.H0, exclusions=SHOP, reasons="经营店铺")).then_only(Reviewed, Refused)
    granted = before.when(review(exclusions=SHOP, exception_grounds="店铺已停业")).happened[0]
    assert isinstance(granted, Reviewed)
    assert granted.exception_grounds == Sensitive(SUBJECT, "exception_grounds", "店铺已停业")
    assert granted.exclusions == Sensitive(SUBJECT, "exclusions", SHOP)


def test_an_accident_takes_its_own_evidence() -> None:
    before = given(HARDSHIP, verified())
    struck = before.when(review(Category.H3, means=RICH, local_event="台风受灾证明")).happened[0]
    assert isinstance(struck, Reviewed)
    assert (struck.category, struck.local_event) == (Category.H3, Sensitive(SUBJECT, "local_event", "台风受灾证明"))
    lost = replace(RELATIVE, loss_year_fen=fen(60_000))
    before.when(review(Category.H2, means=lost)).then_only(Reviewed)
    before.when(review(Category.H3, means=lost)).then_only(Reviewed)


def test_no_accident_opens_a_file_where_the_income_is_above_the_province() -> None:
    before = given(HARDSHIP, verified(profile="anqing"), profile="anqing")
    above = means(income=200_000, rigid=0, provincial_income_fen=fen(40_000))
    before.when(review(Category.H3, means=above, local_event="台风受灾证明")).refuses(CategoryNotComputed)


def test_the_members_counted_at_the_check_count_and_not_those_stated() -> None:
    assert NO_EXCLUSION.any is False
    two = given(HARDSHIP, visited()).when(verify(member_count=2))
    two.when(review(Category.H1)).refuses(CategoryNotComputed, computed=Category.H2)
