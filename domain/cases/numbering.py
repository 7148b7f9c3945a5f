"""Official numbers (文号) of the documents of any kind of case: taken one after another, and voided where spoilt."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar, TypeVar
from uuid import UUID

from domain.actors import Actor, unit_of
from domain.cases.correcting import NoSuchFact
from domain.cases.waiting import Keeping, Past, effective
from domain.kernel import Command, Desk, Event, OfficerNeeded, Rejected
from domain.series import SERIES_KIND, Document, NumberSeries, official, series_stream
from domain.units import Unit
from domain.values import Content, OfficerRef, Text, UnitRef, Whole, written

R = TypeVar("R", bound=Keeping)
Documents = Mapping[type[Event], Document]
"""Of a kind of case: which of its facts are documents that bear a number, and of which series."""
FactNumber = Annotated[int, Whole(1, 1_000_000)]


@dataclass(frozen=True, slots=True)
class DocumentNumbered:
    """The document that the fact at that version is bears a number of the series of its kind, unit and year."""

    NAME: ClassVar[str]
    VERSION: ClassVar[int]
    fact: int
    document: Document
    unit: UnitRef
    year: int
    number: int
    official_no: str
    numbered_by: OfficerRef
    numbered_on: date


@dataclass(frozen=True, slots=True)
class NumberVoided:
    """The paper with the number was spoilt or never went out: the number stays taken, the document bears none."""

    NAME: ClassVar[str]
    VERSION: ClassVar[int]
    fact: int
    document: Document
    unit: UnitRef
    year: int
    number: int
    official_no: str
    reason: Content[str]
    voided_by: OfficerRef
    voided_on: date


class NothingToNumber(Rejected):
    code = "nothing_to_number"
    says = "No document of this case waits for an official number."
    is_moot = True


class NotADocument(Rejected):
    code = "not_a_document"
    says = "The fact {document} of this case is no document that bears an official number."


class NumberedAlready(Rejected):
    code = "numbered_already"
    says = "This document bears the number {number}. Void that number first where the paper was spoilt."


class NoNumberToVoid(Rejected):
    code = "no_number_to_void"
    says = "No document of this case bears an official number."
    is_moot = True


class NotNumbered(Rejected):
    code = "not_numbered"
    says = "The document {document} of this case bears no official number."


class SealedTakesNoNumber(Rejected):
    """A gap in an open series would tell that there is a matter which nobody may know of."""

    code = "sealed_takes_no_number"
    says = "This matter is kept in confidence: its papers take no number of an open series."


def numbers_in(past: Past) -> dict[int, DocumentNumbered]:
    """The numbers that documents bear now, by the version of the fact that each document is."""
    borne: dict[int, DocumentNumbered] = {}
    for event in past.values():
        if isinstance(event, DocumentNumbered):
            borne[event.fact] = event
        elif isinstance(event, NumberVoided):
            borne.pop(event.fact, None)
    return borne


def documents_in(past: Past, documents: Documents) -> Iterator[tuple[int, Event]]:
    """Every document of a case that took effect, with the version at which it was recorded."""
    facts = (event for event in past.values() if type(event) in documents)
    if any(True for _ in facts):
        yield from ((each.own, each.event) for each in effective(past.items()) if type(each.event) in documents)


def unnumbered_in(past: Past, documents: Documents) -> dict[int, Document]:
    """The documents that bear no number now."""
    borne = numbers_in(past)
    return {own: documents[type(event)] for own, event in documents_in(past, documents) if own not in borne}


@dataclass(frozen=True, slots=True, repr=False)
class NumberDocument(Command[R]):
    """Gives a document the next number of its series, in one statement with the series.

    The unit is the one in whose name it is done, and the year that of the day on which the number is taken, whenever
    the document is dated.
    """

    numbered: ClassVar[type[DocumentNumbered]]
    documents: ClassVar[Documents]
    beside: ClassVar[bool] = True
    document: FactNumber

    @classmethod
    def barred(cls, state: R, desk: Desk) -> Iterator[Rejected]:
        if getattr(state, "is_protected", False):
            yield SealedTakesNoNumber()
        if not unnumbered_in(state.past, cls.documents):
            yield NothingToNumber()

    def reads(self, state: R, by: Actor, today: date) -> Sequence[tuple[str, UUID]]:
        kind, unit = unnumbered_in(state.past, self.documents).get(self.document), unit_of(by)
        if kind is None or unit is None:
            return ()
        return ((SERIES_KIND, series_stream(kind, unit, today.year)), ("unit", unit))

    def decide(self, state: R, desk: Desk) -> tuple[Event, ...]:
        kind, unit, year = self._document(state), unit_of(desk.by), desk.today.year
        if unit is None:
            raise OfficerNeeded
        series: Any = desk.consulted.get(series_stream(kind, unit, year))
        number = (series.last if isinstance(series, NumberSeries) else 0) + 1
        known = desk.consulted.get(unit)
        text = official(known.code if isinstance(known, Unit) else "", kind, year, number)
        return (self.numbered(self.document, kind, unit, year, number, text, desk.officer, desk.today),)

    def _document(self, state: R) -> Document:
        waiting = unnumbered_in(state.past, self.documents)
        if self.document in waiting:
            return waiting[self.document]
        borne = numbers_in(state.past).get(self.document)
        if borne is not None:
            raise NumberedAlready(number=borne.official_no)
        if self.document not in state.past:
            raise NoSuchFact(fact=self.document)
        raise NotADocument(document=self.document)


@dataclass(frozen=True, slots=True, repr=False)
class VoidNumber(Command[R]):
    """Voids the number of a document, which may be given another one."""

    voided: ClassVar[type[NumberVoided]]
    beside: ClassVar[bool] = True
    document: FactNumber
    reason: Annotated[str, Text(most=2_000, long=True)]

    @classmethod
    def barred(cls, state: R, desk: Desk) -> Iterator[Rejected]:
        if not numbers_in(state.past):
            yield NoNumberToVoid()

    def decide(self, state: R, desk: Desk) -> tuple[Event, ...]:
        borne = numbers_in(state.past).get(self.document)
        if borne is None:
            raise NotNumbered(document=self.document)
        reason = written(state.known_subject, f"reason/{borne.official_no}", self.reason)
        return (
            self.voided(
                borne.fact,
                borne.document,
                borne.unit,
                borne.year,
                borne.number,
                borne.official_no,
                reason,
                desk.officer,
                desk.today,
            ),
        )
