"""The eligibility computation: whole numbers of fen, compared by multiplication, every input kept and explained."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from domain.hardship.codes import Category, ExpenseKind, IncomeSource
from domain.parameters import Comparison, Parameters, Ratio, parameters_for
from domain.values import MOST_FEN, Whole

RULE_VERSION = 1
"""Version of this arithmetic; raised whenever the same inputs and parameters would give another result."""

Fen = Annotated[int, Whole(0, MOST_FEN)]
FOR_EVERYBODY = frozenset(ExpenseKind) - {ExpenseKind.WORK}


@dataclass(frozen=True, slots=True)
class Income:
    """What one source brought in, summed over the `months` of the twelve before application in which it flowed."""

    source: IncomeSource
    months: Annotated[int, Whole(1, 12)]
    amount_fen: Fen


@dataclass(frozen=True, slots=True)
class Expense:
    """What the household paid itself in the same twelve months, after every insurance and mutual aid."""

    kind: ExpenseKind
    amount_fen: Fen


@dataclass(frozen=True, slots=True)
class HouseholdAccount:
    """The inputs: `members` live together, none left out; `dibao_line_fen` is per person and month.

    `income_year_fen` is the income of the year of the loss where it differs from the twelve months;
    `provincial_income_fen` is last year's provincial disposable income per head, where the place asks for it.
    """

    members: int
    incomes: tuple[Income, ...]
    expenses: tuple[Expense, ...]
    dibao_line_fen: int
    loss_year_fen: int = 0
    income_year_fen: int | None = None
    provincial_income_fen: int | None = None


class StepCode(StrEnum):
    """What a line of the explanation states; readers translate it."""

    RULE = "RULE"
    MEMBERS = "MEMBERS"
    DIBAO_LINE = "DIBAO_LINE"
    INCOME_SOURCE = "INCOME_SOURCE"
    EXPENSE_KIND = "EXPENSE_KIND"
    INCOME = "INCOME"
    EXPENSES = "EXPENSES"
    PRECONDITION = "PRECONDITION"
    DEEP = "DEEP"
    RELATIVE = "RELATIVE"
    ACCIDENT = "ACCIDENT"
    RESULT = "RESULT"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the explanation: a code, what it is about, its numbers, and whether its comparison holds.

    `about` is a code, or the place whose rules held on `day`. A comparison stands between `left` and `right`, both
    multiplied up so that nothing is rounded.
    """

    code: StepCode
    about: str = ""
    day: date | None = None
    numbers: tuple[tuple[str, int], ...] = ()
    comparison: str = ""
    holds: bool | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What the computation says; advisory, and explained to the applicant. A person decides."""

    category: Category
    profile: str
    as_of: date
    rule_version: int
    is_accident: bool
    meets_precondition: bool
    steps: tuple[Step, ...]


def finding(account: HouseholdAccount, profile: str, as_of: date) -> Finding:
    """The category under the parameters of the place on the day of application; H0 where none holds.

    `as_of` also settles which parameters held, so that the same finding can be computed again.
    Error: ValueError where the place asks for the provincial income per head and the account has none.
    """
    parameters = parameters_for(profile, as_of)
    income = sum(each.amount_fen for each in account.incomes)
    tests = (
        _precondition(account, income, parameters),
        _deep(account, income, parameters),
        _relative(account, income, parameters),
        _accident(account, income, parameters),
    )
    category = _category(*(step.holds is not False for step in tests))
    return Finding(
        category=category,
        profile=profile,
        as_of=as_of,
        rule_version=RULE_VERSION,
        is_accident=tests[3].holds is True,
        meets_precondition=tests[0].holds is not False,
        steps=(*_inputs(account, income, profile, as_of), *tests, Step(StepCode.RESULT, category)),
    )


def _category(meets_precondition: bool, is_deep: bool, is_relative: bool, is_accident: bool) -> Category:
    if not meets_precondition:
        return Category.H0
    if is_deep:
        return Category.H1
    if is_relative:
        return Category.H2
    return Category.H3 if is_accident else Category.H0


def _deep(account: HouseholdAccount, income: int, parameters: Parameters) -> Step:
    rest = income - _paid(account.expenses, FOR_EVERYBODY)
    return _line_test(StepCode.DEEP, rest, Ratio(1, 1), account, parameters.dibao_comparison)


def _relative(account: HouseholdAccount, income: int, parameters: Parameters) -> Step:
    rest = income - _paid(account.expenses, frozenset(ExpenseKind))
    return _line_test(StepCode.RELATIVE, rest, parameters.relative_multiplier, account, parameters.dibao_comparison)


def _line_test(code: StepCode, rest: int, times: Ratio, account: HouseholdAccount, comparison: Comparison) -> Step:
    """(I − E) <op> times × L × 12 × n, both sides multiplied by the ratio's denominator; a negative rest is kept."""
    left, right = rest * times.whole, times.part * account.dibao_line_fen * 12 * account.members
    numbers = (("rest_fen", rest), ("part", times.part), ("whole", times.whole), ("left", left), ("right", right))
    return Step(code, "", None, numbers, comparison, comparison.holds(left, right))


def _accident(account: HouseholdAccount, income: int, parameters: Parameters) -> Step:
    """loss > share × income of the year; only a loss can be an accident."""
    share, year = parameters.accident_share, account.income_year_fen
    year_fen = income if year is None else year
    left, right = account.loss_year_fen * share.whole, share.part * year_fen
    numbers = (("loss_fen", account.loss_year_fen), ("income_year_fen", year_fen))
    multiplied = (("part", share.part), ("whole", share.whole), ("left", left), ("right", right))
    return Step(StepCode.ACCIDENT, "", None, (*numbers, *multiplied), ">", left > right)


def _precondition(account: HouseholdAccount, income: int, parameters: Parameters) -> Step:
    """I < P × n, only where the place asks for it."""
    per_head = account.provincial_income_fen
    if not parameters.has_income_precondition:
        return Step(StepCode.PRECONDITION, "not_asked")
    if per_head is None:
        raise ValueError("the place asks for the provincial income per head")
    right = per_head * account.members
    numbers = (("per_head_fen", per_head), ("left", income), ("right", right))
    return Step(StepCode.PRECONDITION, "", None, numbers, "<", income < right)


def _paid(expenses: Iterable[Expense], kinds: frozenset[ExpenseKind]) -> int:
    return sum(expense.amount_fen for expense in expenses if expense.kind in kinds)


def _inputs(account: HouseholdAccount, income: int, profile: str, as_of: date) -> Iterator[Step]:
    yield Step(StepCode.RULE, profile, as_of, (("version", RULE_VERSION),))
    yield Step(StepCode.MEMBERS, numbers=(("count", account.members),))
    yield Step(StepCode.DIBAO_LINE, numbers=(("per_month_fen", account.dibao_line_fen),))
    yield from map(_income_line, account.incomes)
    yield from map(_expense_line, account.expenses)
    yield Step(StepCode.INCOME, numbers=(("sum_fen", income),))
    paid, with_work = (_paid(account.expenses, kinds) for kinds in (FOR_EVERYBODY, frozenset(ExpenseKind)))
    yield Step(StepCode.EXPENSES, numbers=(("sum_fen", paid), ("with_work_fen", with_work)))


def _income_line(income: Income) -> Step:
    numbers = (("months", income.months), ("amount_fen", income.amount_fen))
    return Step(StepCode.INCOME_SOURCE, income.source, numbers=numbers)


def _expense_line(expense: Expense) -> Step:
    return Step(StepCode.EXPENSE_KIND, expense.kind, numbers=(("amount_fen", expense.amount_fen),))
