"""Opened values as people read them: texts as they stand, codes, days, amounts and small records by their labels."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from domain.hardship.codes import Category, ExpenseKind, IncomeSource
from domain.hardship.eligibility import Step, StepCode
from service.words.sentences import no_op as _
from service.words.speech import CLAUSE, LABEL, Words

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


def spelled(field: str, value: Any, words: Words) -> str:
    """The value of a field as people read it."""
    if isinstance(value, Step):
        return _step(value, words)
    if is_dataclass(value):
        return _record(value, words)
    if isinstance(value, StrEnum):
        return words.code(value)
    if isinstance(value, bool):
        return words.text(_("yes")) if value else words.text(_("no"))
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, int) and field.endswith("_fen"):
        return words.text(_("{amount} yuan"), amount=words.amount(value))
    return str(value)


def _record(record: Any, words: Words) -> str:
    """Codes speak for themselves; other values stand after the name of their field."""
    parts = {each.name: getattr(record, each.name) for each in fields(record)}
    if all(isinstance(part, StrEnum) for part in parts.values()):
        return words.joined(words.code(part) for part in parts.values())
    return words.joined(_parts(parts, words), CLAUSE)


def _parts(parts: Mapping[str, Any], words: Words) -> Iterator[str]:
    for name, part in parts.items():
        if isinstance(part, StrEnum):
            yield words.code(part)
        else:
            told = _number(name, part, words) if type(part) is int else spelled(name, part, words)
            yield f"{words.field(name)} {told}"


def _step(step: Step, words: Words) -> str:
    about = words.code(ABOUT[step.code](step.about)) if step.code in ABOUT else _plainly(step, words)
    numbers = [f"{words.field(name)} {_number(name, value, words)}" for name, value in step.numbers if name in NUMBERS]
    told = words.joined([about, *numbers, _comparison(step, words)], CLAUSE)
    return words.joined([words.code(step.code), told], LABEL)


def _plainly(step: Step, words: Words) -> str:
    if step.day is not None:
        return words.joined([words.place(step.about), words.day(step.day)])
    return words.text(_("not asked here")) if step.about == "not_asked" else step.about


def _number(name: str, value: int, words: Words) -> str:
    return words.amount(value) if name.endswith("_fen") else str(value)


def _comparison(step: Step, words: Words) -> str:
    """Both sides in yuan; they were multiplied by `whole` so that nothing is rounded."""
    if step.holds is None:
        return ""
    numbers = dict(step.numbers)
    left, right = (words.amount(numbers[side] // numbers.get("whole", 1)) for side in ("left", "right"))
    verdict = words.text(_("holds")) if step.holds else words.text(_("does not hold"))
    return words.joined([f"{left} {step.comparison} {right}", verdict])
