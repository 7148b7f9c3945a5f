"""The steps of the eligibility computation as people read them."""

from collections.abc import Mapping
from enum import StrEnum

from domain.hardship.codes import Category, ExpenseKind, IncomeSource
from domain.hardship.eligibility import Step, StepCode
from service.words.sentences import no_op as _
from service.words.speech import CLAUSE, LABEL, Words
from service.words.typed_values import number_told

NUMBERS = (
    "amount_fen",
    "count",
    "income_year_fen",
    "loss_fen",
    "months",
    "per_head_fen",
    "per_month_fen",
    "rest_fen",
    "sum_fen",
    "version",
    "with_work_fen",
)
"""The numbers of a step that are shown by name; the sides of a comparison are shown in it."""

ABOUT: Mapping[StepCode, type[StrEnum]] = {
    StepCode.INCOME_SOURCE: IncomeSource,
    StepCode.EXPENSE_KIND: ExpenseKind,
    StepCode.RESULT: Category,
}


def spelled_step(step: Step, words: Words) -> str:
    """A step of the computation: what it is about, its numbers by name, and what was compared."""
    about = words.code(ABOUT[step.code](step.about)) if step.code in ABOUT else _plainly(step, words)
    numbers = [
        f"{words.field(name)} {number_told(name, value, words)}" for name, value in step.numbers if name in NUMBERS
    ]
    told = words.joined([about, *numbers, _comparison(step, words)], CLAUSE)
    return words.joined([words.code(step.code), told], LABEL)


def _plainly(step: Step, words: Words) -> str:
    if step.day is not None:
        return words.joined([words.place(step.about), words.day(step.day)])
    return words.text(_("not asked here")) if step.about == "not_asked" else step.about


def _comparison(step: Step, words: Words) -> str:
    """Both sides in yuan; they were multiplied by `whole` so that nothing is rounded."""
    if step.holds is None:
        return ""
    numbers = dict(step.numbers)
    left, right = (words.amount(numbers[side] // numbers.get("whole", 1)) for side in ("left", "right"))
    verdict = words.text(_("holds")) if step.holds else words.text(_("does not hold"))
    return words.joined([f"{left} {step.comparison} {right}", verdict])
