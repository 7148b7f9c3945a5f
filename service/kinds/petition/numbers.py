"""The demands, requests and questions of a petition, as commands name them by number."""

from collections.abc import Iterator

from domain.petition.events import Registered
from domain.petition.numbering import NumberDocument, VoidNumber
from domain.petition.overseeing import AnswerSupervision
from domain.petition.oversight import Supervised
from domain.petition.unsealing import ApproveUnsealing, RefuseUnsealing, Unseal
from domain.petition.unsealings import SamePersonAsked, UnsealingRequested
from service.kinds.mending import PARTS, numbered, unnumbered
from service.kinds.numbers import Entry, Numbering, Numbers, excerpt


def _demands(reading: Numbering) -> Iterator[Entry]:
    words = reading.words
    demands: dict[int, list[str]] = {number: [] for number in reading.case.state.demand_numbers}
    for event, facts in reading.told(Registered):
        for number, (demand, opened) in enumerate(zip(event.demands, facts["demands"], strict=True), 1):
            if number in demands:
                demands[number] = [words.code(demand.issue), words.code(demand.purpose), excerpt(opened["text"])]
    yield from demands.items()


def _unsealings(reading: Numbering) -> Iterator[Entry]:
    """Requests that nobody has released or refused."""
    kept = reading.case.state.unsealings.kept
    for event, _facts in reading.told(UnsealingRequested):
        known = kept.get(event.unsealing)
        if known and known.until is None and reading.fits(known):
            yield event.unsealing, [*map(reading.words.code, event.fields), reading.names.officer(event.requested_by)]


def _questions(reading: Numbering) -> Iterator[Entry]:
    """Questions that nobody has answered."""
    for event, facts in reading.told(SamePersonAsked):
        if event.question in reading.case.state.unsealings.unanswered:
            yield event.question, [excerpt(facts["other_no"])]


def _oversights(reading: Numbering) -> Iterator[Entry]:
    """Letters of supervision and proposals that wait for an answer."""
    words, kept = reading.words, reading.case.state.oversights
    for event, facts in reading.told(Supervised):
        known = kept.get(event.oversight)
        if known and reading.fits(known):
            told = [words.code(event.measure), words.code(event.lapse), words.day(event.supervised_on)]
            yield event.oversight, [*told, excerpt(facts["letter"])]


NUMBERS = Numbers(
    parts={
        **PARTS,
        "demand": _demands,
        "leaving": _demands,
        "unsealing": _unsealings,
        "question": _questions,
        "oversight": _oversights,
    },
    fits={
        NumberDocument: unnumbered,
        VoidNumber: numbered,
        ApproveUnsealing: lambda one, by: one.approved_by is None and one.by != by,
        RefuseUnsealing: lambda one, by: one.by != by,
        AnswerSupervision: lambda one, by: not one.is_answered and one.by != by,
        Unseal: lambda one, by: one.approved_by is not None and by not in (one.by, one.approved_by),
    },
)
