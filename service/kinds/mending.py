"""What waits for a second person, and which facts are corrected, as commands of every kind name them by number."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from domain.cases.correcting import Correct, Facts
from domain.cases.numbering import NumberDocument, documents_in, numbers_in
from domain.cases.waiting import effective, waits
from domain.kernel import Event
from domain.values import OfficerRef
from service.kinds.case_file import CaseFile
from service.kinds.numbers import Entry, Numbering
from service.words.telling import day_of


def _waiting(reading: Numbering) -> Iterator[Entry]:
    for number, statement in waits(reading.case.state).statements.items():
        told = [reading.words.event(fact.NAME) for fact in statement.facts]
        yield number, [*told, reading.names.officer(statement.by)]


def corrections_of(case: CaseFile) -> Facts:
    """What is corrected in cases of this kind."""
    return next(each for each in case.aggregate.commands if issubclass(each, Correct)).facts


def correctable_facts(case: CaseFile) -> Iterator[tuple[int, Event]]:
    """The facts of the case that a correction takes, each with the version that it is named by."""
    fields = corrections_of(case).fields
    history: Any = ((each.version, each.event) for each in case.history)
    return ((own, event) for _version, own, event in effective(history) if type(event) in fields)


def _facts(reading: Numbering) -> Iterator[Entry]:
    for own, event in correctable_facts(reading.case):
        day = day_of(event)
        yield own, [reading.words.event(event.NAME), *([reading.words.short_day(day)] if day else [])]


def _documents(reading: Numbering) -> Iterator[Entry]:
    """The documents of the case, each with the number that it bears."""
    kinds = next(each for each in reading.case.aggregate.commands if issubclass(each, NumberDocument)).documents
    past = reading.case.state.past
    borne = numbers_in(past)
    for own, event in documents_in(past, kinds):
        number = borne.get(own)
        if reading.fits(number):
            day = day_of(event)
            told = [reading.words.code(kinds[type(event)]), *([reading.words.short_day(day)] if day else [])]
            yield own, [*told, *([number.official_no] if number else [])]


def unnumbered(number: Any, _by: OfficerRef) -> bool:
    """Whether a document waits for a number."""
    return number is None


def numbered(number: Any, _by: OfficerRef) -> bool:
    """Whether a document bears a number."""
    return number is not None


PARTS: Mapping[str, Callable[[Numbering], Iterator[Entry]]] = {
    "entry": _waiting,
    "fact": _facts,
    "document": _documents,
}
