"""Sealed texts that the domain writes in codes, such as a line of the eligibility computation, spelled out."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum

from domain.hardship.codes import (
    AgeBand,
    Category,
    Cause,
    DibaoStatus,
    ExpenseKind,
    IncomeSource,
    Occupation,
    Relation,
    Standing,
)
from domain.hardship.eligibility import Step, StepCode, step_of
from domain.petition.codes import NamedStatus, PersonStatus
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
"""The numbers of a line that are shown by name; the sides of a comparison are shown in it."""

ABOUT: Mapping[StepCode, type[StrEnum]] = {
    StepCode.INCOME_SOURCE: IncomeSource,
    StepCode.EXPENSE_KIND: ExpenseKind,
    StepCode.RESULT: Category,
}


def spelled(field: str, text: str, words: Words) -> str:
    """The text as people read it; a text that is no code stands as it is."""
    reader = READERS.get((words.subject, field))
    if reader is None:
        return text
    try:
        return reader(text, words)
    except (ValueError, KeyError, IndexError):
        return text


def _codes(*lists: type[StrEnum]) -> Callable[[str, Words], str]:
    def read(text: str, words: Words) -> str:
        return words.joined(words.code(known(code)) for known, code in zip(lists, text.split(), strict=True))

    return read


def _answers(text: str, words: Words) -> str:
    """Such as `houses=1 business=no`."""
    pairs = (part.split("=") for part in text.split())
    return words.joined((f"{words.field(name)} {_answer(value, words)}" for name, value in pairs), CLAUSE)


def _answer(value: str, words: Words) -> str:
    return {"yes": words.text(_("yes")), "no": words.text(_("no"))}.get(value, value)


def _fen(text: str, words: Words) -> str:
    """Such as `3000000 fen`."""
    number, unit = text.split()
    if unit != "fen":
        raise ValueError(text)
    return words.text(_("{amount} yuan"), amount=words.amount(int(number)))


def _day(text: str, words: Words) -> str:
    return words.day(date.fromisoformat(text))


def _step(text: str, words: Words) -> str:
    step = step_of(text)
    about = words.code(ABOUT[step.code](step.about)) if step.code in ABOUT else _plainly(step, words)
    numbers = [f"{words.field(name)} {_number(name, value, words)}" for name, value in step.numbers if name in NUMBERS]
    told = words.joined([about, *numbers, _comparison(step, words)], CLAUSE)
    return words.joined([words.code(step.code), told], LABEL)


def _plainly(step: Step, words: Words) -> str:
    if step.code is StepCode.RULE:
        profile, day = step.about.split("/")
        return words.joined([words.place(profile), words.day(date.fromisoformat(day))])
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


READERS: Mapping[tuple[str, str], Callable[[str, Words], str]] = {
    ("petition", "named_status"): _codes(NamedStatus),
    ("petition", "person_status"): _codes(PersonStatus),
    ("hardship", "basis"): _fen,
    ("hardship", "standing"): _codes(Standing),
    ("hardship", "members"): _codes(Relation, AgeBand, Occupation),
    ("hardship", "causes"): _codes(Cause),
    ("hardship", "dibao_status"): _codes(DibaoStatus),
    ("hardship", "since"): _day,
    ("hardship", "assets"): _answers,
    ("hardship", "exclusions"): _answers,
    ("hardship", "incomes"): _step,
    ("hardship", "expenses"): _step,
    ("hardship", "snapshot"): _step,
}
"""By kind of case and field of its events."""
