"""A correction on a form: the fields of its fact with what stands there, and the right value as pages print it."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from domain.cases.correcting import Correct
from domain.cases.facts import form_of
from domain.kernel import Event
from domain.values import Personal
from service.kinds.case_file import CaseFile
from service.kinds.mending import correctable_facts, corrections_of
from service.kinds.numbers import excerpt
from service.sealing.vault import ERASED, SEALED
from service.web.form_values import Typed
from service.words.sentences import no_op as _
from service.words.speech import LABEL, LOCALES, Words

PRINTED = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")
"""A day as Chinese pages print it, or its numbers with other marks between them."""
ENGLISH = re.compile(r"(\d{1,2}) ([A-Za-z]+) (\d{4})")
MONTHS = ("", *(str(name).lower() for name in LOCALES["en"].months["format"]["wide"].values()))


def fields_to_choose(case: CaseFile, facts: list[dict[str, Any]], typed: str, words: Words) -> list[tuple[str, str]]:
    """The fields of the fact that was chosen, each with what stands there; those of every fact where none was."""
    fields = corrections_of(case).fields
    chosen = [(own, event) for own, event in correctable_facts(case) if str(own) == typed.strip()]
    if not chosen:
        names = {name for _own, event in correctable_facts(case) for name in fields[type(event)]}
        return sorted(((name, words.field(name)) for name in names), key=lambda each: each[1])
    return [
        (name, _titled(name, event, facts[own - 1], words)) for own, event in chosen for name in fields[type(event)]
    ]


def _titled(name: str, event: Event, opened: Mapping[str, Any], words: Words) -> str:
    """The label of a field and what stands in it now, as far as the reader may open it."""
    value = getattr(event, name)
    told = _opened(opened.get(name)) if isinstance(value, Personal) else words.value(value)
    return words.joined([words.field(name), words.text(_("now {value}"), value=told) if told else ""], LABEL)


def _opened(text: Any) -> str:
    return "" if text in (SEALED, ERASED) else excerpt(text)


def as_stored(typed: Typed, case: CaseFile, words: Words) -> Typed:
    """The same, with the right value as it is recorded: a day as year-month-day, a code for its label."""
    form = _form_chosen(typed, case)
    right = unicodedata.normalize("NFKC", typed.get("right", "")).strip()
    changed = typed.copy()
    if form is date and (day := day_printed(right)):
        changed["right"] = day.isoformat()
    elif isinstance(form, type) and issubclass(form, StrEnum):
        changed["right"] = next((code.value for code in form if words.code(code) == right), typed.get("right", ""))
    return changed


def _form_chosen(typed: Typed, case: CaseFile) -> Any:
    name = typed.get("field", "")
    events = (event for own, event in correctable_facts(case) if str(own) == typed.get("fact", "").strip())
    return next((form_of(type(event), name) for event in events), None)


def day_printed(text: str) -> date | None:
    """The day that a page prints so, in either language; None where it is none."""
    return next(_days(text), None)


def _days(text: str) -> Iterator[date]:
    try:
        if found := PRINTED.fullmatch(text):
            yield date(*map(int, found.groups()))
        elif found := ENGLISH.fullmatch(text):
            day, month, year = found.groups()
            yield date(int(year), MONTHS.index(month.lower()), int(day))
    except ValueError:
        return


def is_correction(command: type) -> bool:
    """Whether the form sets a fact right."""
    return issubclass(command, Correct)
