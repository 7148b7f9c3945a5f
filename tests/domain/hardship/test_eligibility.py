"""The eligibility computation: the examples of the rules, and agreement with an independent computation."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.hardship.codes import Category, ExpenseKind, IncomeSource
from domain.hardship.eligibility import Expense, HouseholdAccount, Income, Step, StepCode, finding
from domain.profiles import Profile

LINE = 106_200
ON = date(2025, 9, 8)


def account(income_fen: int, rigid_fen: int, members: int = 4, **changes: Any) -> HouseholdAccount:
    """A year's wages and what was paid for treatment."""
    return HouseholdAccount(
        members=members,
        incomes=(Income(IncomeSource.WAGES, 12, income_fen),),
        expenses=(Expense(ExpenseKind.MEDICAL, rigid_fen),),
        **{"dibao_line_fen": LINE, "provincial_income_fen": 4_000_000, **changes},
    )


def lines(found: Sequence[Step]) -> list[str]:
    return [line(step) for step in found]


def line(step: Step) -> str:
    """Such as `DEEP - left=4200000 right=5097600 < yes`."""
    about = f"{step.about}/{step.day}" if step.day else step.about or "-"
    verdict = () if step.holds is None else (step.comparison, "yes" if step.holds else "no")
    return " ".join((step.code, about, *(f"{name}={value}" for name, value in step.numbers), *verdict))


@pytest.mark.parametrize(
    ("income_fen", "rigid_fen", "profile", "category"),
    [
        (7_200_000, 3_000_000, "national", Category.H1),
        (7_200_000, 1_000_000, "national", Category.H2),
        (8_097_600, 3_000_000, "qingdao", Category.H2),
        (8_097_600, 3_000_000, "anqing", Category.H1),
        (8_097_599, 3_000_000, "qingdao", Category.H1),
        (8_097_601, 3_000_000, "anqing", Category.H2),
        (13_195_200, 3_000_000, "qingdao", Category.H0),
        (13_195_200, 3_000_000, "anqing", Category.H2),
        (1_000_000, 3_000_000, "national", Category.H1),
    ],
)
def test_the_examples(income_fen: int, rigid_fen: int, profile: str, category: Category) -> None:
    """Scenarios 32 and 33: exactly 50 976 yuan is relative in Qingdao and deep in Anqing."""
    assert finding(account(income_fen, rigid_fen), profile, ON).category is category


def test_the_arithmetic_is_shown() -> None:
    """Scenario 32: every input, and 42 000 < 50 976."""
    assert lines(finding(account(7_200_000, 3_000_000), "qingdao", ON).steps) == [
        "RULE qingdao/2025-09-08 version=1",
        "MEMBERS - count=4",
        "DIBAO_LINE - per_month_fen=106200",
        "INCOME_SOURCE WAGES months=12 amount_fen=7200000",
        "EXPENSE_KIND MEDICAL amount_fen=3000000",
        "INCOME - sum_fen=7200000",
        "EXPENSES - sum_fen=3000000 with_work_fen=3000000",
        "PRECONDITION not_asked",
        "DEEP - rest_fen=4200000 part=1 whole=1 left=4200000 right=5097600 < yes",
        "RELATIVE - rest_fen=4200000 part=2 whole=1 left=4200000 right=10195200 < yes",
        "ACCIDENT - loss_fen=0 income_year_fen=7200000 part=8 whole=10 left=0 right=57600000 > no",
        "RESULT H1",
    ]


def test_both_places_explain_the_same_numbers() -> None:
    """Scenario 33."""
    qingdao, anqing = (finding(account(8_097_600, 3_000_000), place, ON) for place in ("qingdao", "anqing"))
    numbers = "DEEP - rest_fen=5097600 part=1 whole=1 left=5097600 right=5097600"
    assert f"{numbers} < no" in lines(qingdao.steps)
    assert f"{numbers} <= yes" in lines(anqing.steps)
    assert "PRECONDITION - per_head_fen=4000000 left=8097600 right=16000000 < yes" in lines(anqing.steps)


def test_a_negative_rest_is_kept() -> None:
    assert any(
        step.code is StepCode.DEEP and ("rest_fen", -2_000_000) in step.numbers
        for step in finding(account(1_000_000, 3_000_000), "national", ON).steps
    )


def test_work_expenses_count_for_the_relative_category_alone() -> None:
    travelling = account(15_000_000, 0)
    work = HouseholdAccount(4, travelling.incomes, (Expense(ExpenseKind.WORK, 5_000_000),), LINE)
    assert finding(travelling, "national", ON).category is Category.H0
    assert finding(work, "national", ON).category is Category.H2
    rich = HouseholdAccount(4, (), (Expense(ExpenseKind.WORK, 5_000_000),), 1)
    assert finding(rich, "national", ON).category is Category.H1


def test_the_older_scale_holds_before_the_newer_one() -> None:
    """1.5 times the line until 2020, twice the line since."""
    between = account(8_000_000, 0)
    assert finding(between, "national", date(2019, 12, 31)).category is Category.H0
    assert finding(between, "national", date(2020, 1, 1)).category is Category.H2


@pytest.mark.parametrize(("loss_fen", "category"), [(16_000_000, Category.H0), (16_000_001, Category.H3)])
def test_a_loss_of_more_than_four_fifths_of_the_year_is_an_accident(loss_fen: int, category: Category) -> None:
    found = finding(account(20_000_000, 0, loss_year_fen=loss_fen), "national", ON)
    assert (found.category, found.is_accident) == (category, category is Category.H3)


def test_the_year_of_the_loss_may_have_another_income() -> None:
    found = finding(account(20_000_000, 0, loss_year_fen=9_000_000, income_year_fen=11_000_000), "national", ON)
    assert found.category is Category.H3


def test_where_the_place_asks_the_income_per_head_stays_below_the_province() -> None:
    below, at = (account(7_200_000, 3_000_000, provincial_income_fen=each) for each in (1_800_001, 1_800_000))
    assert finding(below, "anqing", ON).category is Category.H1
    assert finding(at, "anqing", ON).category is Category.H0
    assert finding(at, "qingdao", ON).category is Category.H1
    with pytest.raises(ValueError, match="provincial income"):
        finding(account(0, 0, provincial_income_fen=None), "anqing", ON)


def independent(household: HouseholdAccount, profile: str) -> Category:
    """The rules once more in fractions of yuan per head and month, written without the code under test."""
    line = Fraction(household.dibao_line_fen, 100)
    income = sum((Fraction(each.amount_fen, 100) for each in household.incomes), Fraction(0))
    rigid = sum((Fraction(e.amount_fen, 100) for e in household.expenses if e.kind != "WORK"), Fraction(0))
    work = sum((Fraction(e.amount_fen, 100) for e in household.expenses if e.kind == "WORK"), Fraction(0))
    deep = (income - rigid) / 12 / household.members
    relative = (income - rigid - work) / 12 / household.members
    year = income if household.income_year_fen is None else Fraction(household.income_year_fen, 100)
    if profile == "anqing":
        if income / household.members >= Fraction(household.provincial_income_fen or 0, 100):
            return Category.H0
        is_deep, is_relative = deep <= line, relative <= 2 * line
    else:
        is_deep, is_relative = deep < line, relative < 2 * line
    if is_deep:
        return Category.H1
    if is_relative:
        return Category.H2
    return Category.H3 if Fraction(household.loss_year_fen, 100) > Fraction(4, 5) * year else Category.H0


AMOUNTS = st.integers(0, 30_000_000) | st.sampled_from([0, 5_097_600, 10_195_200, LINE * 12])
INCOMES = st.builds(Income, st.sampled_from(IncomeSource), st.integers(1, 12), AMOUNTS)
EXPENSES = st.builds(Expense, st.sampled_from(ExpenseKind), AMOUNTS)
HOUSEHOLDS = st.builds(
    HouseholdAccount,
    members=st.integers(1, 20),
    incomes=st.lists(INCOMES, max_size=8).map(tuple),
    expenses=st.lists(EXPENSES, max_size=8).map(tuple),
    dibao_line_fen=st.integers(1, 300_000) | st.just(LINE),
    loss_year_fen=AMOUNTS,
    income_year_fen=st.none() | AMOUNTS,
    provincial_income_fen=st.integers(1, 10_000_000),
)
PLACES = st.sampled_from(list(Profile))


@given(HOUSEHOLDS, PLACES)
@example(account(8_097_600, 3_000_000), "qingdao")
@example(account(8_097_600, 3_000_000), "anqing")
def test_any_household_is_found_as_an_independent_computation_finds_it(
    household: HouseholdAccount, profile: str
) -> None:
    assert finding(household, profile, ON).category is independent(household, profile)


@given(st.integers(1, 20), st.integers(-3, 3), st.integers(1, 300_000), PLACES, st.sampled_from([1, 2]))
def test_households_around_the_line_agree(members: int, off: int, line: int, profile: str, times: int) -> None:
    """Where rounding would show: within three fen of the line."""
    near = max(0, times * line * 12 * members + off)
    household = account(near, 0, members, dibao_line_fen=line, provincial_income_fen=10_000_000)
    assert finding(household, profile, ON).category is independent(household, profile)


@given(HOUSEHOLDS, PLACES)
def test_a_kept_explanation_computes_the_same(household: HouseholdAccount, profile: str) -> None:
    """The snapshot alone suffices to compute the finding again."""
    found = finding(household, profile, ON)
    assert finding(_rebuilt(found.steps), profile, ON).category is found.category


def _rebuilt(steps: Sequence[Step]) -> HouseholdAccount:
    numbers = {step.code: dict(step.numbers) for step in steps}
    return HouseholdAccount(
        members=numbers[StepCode.MEMBERS]["count"],
        incomes=tuple(
            Income(IncomeSource(step.about), *(value for _, value in step.numbers))
            for step in steps
            if step.code is StepCode.INCOME_SOURCE
        ),
        expenses=tuple(
            Expense(ExpenseKind(step.about), step.numbers[0][1]) for step in steps if step.code is StepCode.EXPENSE_KIND
        ),
        dibao_line_fen=numbers[StepCode.DIBAO_LINE]["per_month_fen"],
        loss_year_fen=numbers[StepCode.ACCIDENT]["loss_fen"],
        income_year_fen=numbers[StepCode.ACCIDENT]["income_year_fen"],
        provincial_income_fen=numbers[StepCode.PRECONDITION].get("per_head_fen"),
    )
