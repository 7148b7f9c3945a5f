"""What waits for a second person, and which facts are corrected, as commands of every kind name them by number."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from domain.cases.correcting import Correct
from domain.cases.waiting import effective, waits
from service.kinds.numbers import Entry, Numbering
from service.words.telling import day_of


def _waiting(reading: Numbering) -> Iterator[Entry]:
    for number, statement in waits(reading.case.state).statements.items():
        told = [reading.words.event(fact.NAME) for fact in statement.facts]
        yield number, [*told, reading.names.officer(statement.by)]


def _facts(reading: Numbering) -> Iterator[Entry]:
    fields = next(each for each in reading.case.aggregate.commands if issubclass(each, Correct)).facts.fields
    history: Any = ((each.version, each.event) for each in reading.case.history)
    for _version, own, event in effective(history):
        if type(event) in fields:
            day = day_of(event)
            yield own, [reading.words.event(event.NAME), *([reading.words.short_day(day)] if day else [])]


PARTS: Mapping[str, Callable[[Numbering], Iterator[Entry]]] = {"entry": _waiting, "fact": _facts}
