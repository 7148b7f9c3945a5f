"""The numbers that a form asks for, as choices that say what each stands for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from domain.kernel import Command
from service.edge.running import Service
from service.kinds.case_file import CaseFile
from service.kinds.catalogue import CASES_BY_KIND
from service.kinds.numbers import Entry, Numbering, Numbers
from service.sealing.readers import Everyday, Passing
from service.store.steps import Caller
from service.web.form_corrections import fields_to_choose, is_correction
from service.web.form_fields import Field, FieldKind, fields_of
from service.words.names import Names
from service.words.sentences import no_op as _
from service.words.speech import CLAUSE, LABEL, Words

Numbered = Mapping[str, list[tuple[str, str]]]
"""By name of the field: each number with its title."""

NONE = Numbers()


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a form, and what opens texts and finds names for them."""

    service: Service
    caller: Caller
    words: Words
    names: Names


def names_numbers(field: Field) -> bool:
    """Whether the field takes a number, or several."""
    return field.kind is FieldKind.NUMBER or (field.kind is FieldKind.LINES and field.of_numbers)


def is_chosen(field: Field) -> bool:
    """Whether the field takes what stands on the record already: a number, or the name of a corrected field."""
    return names_numbers(field) or (field.form == "Correct" and field.name == "field")


def numbered(reader: Reader, case: CaseFile, command: type[Command[Any]], fresh: int, fact: str = "") -> Numbered:
    """What the numbers that the command asks for stand for; `fresh` counts the parts that the form itself adds.

    A correction of `fact` chooses among the fields of that fact as well.
    """
    form: Any = command
    kind = CASES_BY_KIND.get(case.aggregate.kind)
    numbers = kind.numbers if kind else NONE
    asked = {name for name in _numbers_in(fields_of(form)) if name in numbers.parts}
    if not asked:
        return {}
    passing = Passing(reader.caller.officer, Everyday.FILLING_IN)
    facts = reader.service.cases.facts_for(replace(case, reader=passing), reader.caller)
    words = reader.words.about(case.aggregate.kind)
    numbering = Numbering(case, reader.caller.officer, facts, words, reader.names, numbers.fits.get(command))
    found = {name: _titled(numbers.parts[name](numbering), words) for name in asked}
    if is_correction(command):
        found["field"] = fields_to_choose(case, facts, fact, words)
    if command in numbers.to_come:
        name, known = numbers.to_come[command]
        found[name] += _to_come(known(case.state), fresh, words)
    return found


def _numbers_in(fields: tuple[Field, ...]) -> Iterator[str]:
    for field in fields:
        if names_numbers(field):
            yield field.name
        yield from _numbers_in(field.parts)


def _titled(entries: Iterator[Entry], words: Words) -> list[tuple[str, str]]:
    told_by_number = ((str(number), words.joined(told, CLAUSE)) for number, told in entries)
    return [(number, words.joined([number, told], LABEL)) for number, told in told_by_number]


def _to_come(known: int, fresh: int, words: Words) -> list[tuple[str, str]]:
    """Evidence that the form itself adds gets the numbers that follow."""
    title = _("{number}: the evidence {row} added with this form")
    return [(str(known + row), words.text(title, number=known + row, row=row)) for row in range(1, fresh + 1)]
