"""What commands name by number, such as an aid or a rectification item, as choices that say what each stands for."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from domain.hardship.aiding import ApproveAid, CancelAid
from domain.hardship.codes import UNPAID, UNRECEIPTED, AidStatus
from domain.hardship.emergency import ApproveEmergencyAid
from domain.hardship.paying import ConfirmReceipt, PayAid, ReportNoReceipt
from domain.kernel import Command
from domain.petition.events import Registered
from domain.supervision.codes import UNFOUNDED, ItemStatus
from domain.supervision.events import EvidenceAdded, FindingsDrafted, NoticeIssued
from domain.supervision.finding import DraftFindings
from domain.supervision.noticing import IssueNotice
from domain.supervision.rectifying import AcceptOpenItem, SubmitRectification, VerifyItem
from domain.supervision.state import RECTIFY
from domain.values import OfficerRef
from service.composition import Service
from service.office.cases import CaseFile, facts_for
from service.store.steps import Caller
from service.web.form_fields import Field, FieldKind, fields_of
from service.words.names import Names
from service.words.sentences import no_op as _
from service.words.speech import CLAUSE, LABEL, Words

Numbered = Mapping[str, list[tuple[str, str]]]
"""By name of the field: each number with its title."""

EXCERPT = 30
"""Characters of a text that a choice shows."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a form, and what opens texts and finds names for them."""

    service: Service
    caller: Caller
    words: Words
    names: Names


@dataclass(frozen=True, slots=True)
class Reading:
    """A case and the command that names parts of it; `facts` are the events as far as the reader may open them."""

    case: CaseFile
    command: type[Command[Any]]
    by: OfficerRef
    facts: list[dict[str, Any]]
    words: Words
    names: Names

    def fits(self, part: Any) -> bool:
        """Whether the command could succeed on the part, as far as its standing tells."""
        rule = FITS.get(self.command)
        return rule is None or rule(part, self.by)

    def told(self, event: type) -> Iterator[tuple[Any, dict[str, Any]]]:
        """The events of that class which the reader is told of, with their data."""
        pairs = zip(self.case.history, self.facts, strict=True)
        return ((each.event, facts) for each, facts in pairs if isinstance(each.event, event) and facts)

    def texts(self, event: type, parts: str, name: str) -> dict[int, str]:
        """The beginning of a text of each part of the last such event, where the reader may open it."""
        last: dict[str, Any] = {}
        for _event, facts in self.told(event):
            last = facts
        return {part["number"]: excerpt(part[name]) for part in last.get(parts, [])}


def excerpt(opened: Any) -> str:
    """The beginning of a text on one line; nothing where it is sealed or erased."""
    text = " ".join(opened.split()) if isinstance(opened, str) else ""
    return text if len(text) <= EXCERPT else f"{text[:EXCERPT]}…"


Entry = tuple[int, list[str]]
"""A number, and what says which one it is."""


def _aids(reading: Reading) -> Iterator[Entry]:
    words = reading.words
    for number, aid in reading.case.state.aids.items():
        if reading.fits(aid):
            amount = words.text(_("{amount} yuan"), amount=words.amount(aid.amount_fen))
            yield number, [words.code(aid.kind), amount, words.code(aid.status), words.day(aid.stepped_on)]


def _objections(reading: Reading) -> Iterator[Entry]:
    for number, objected_on in reading.case.state.open_objections.items():
        yield number, [reading.words.day(objected_on)]


def _items(reading: Reading) -> Iterator[Entry]:
    words, texts = reading.words, reading.texts(NoticeIssued, "items", "demand")
    for number, item in reading.case.state.items.items():
        if reading.fits(item):
            clock = reading.case.state.clock(RECTIFY, str(number))
            due = words.text(_("Due on {day}"), day=words.day(clock.due_on)) if clock else ""
            told = texts.get(number, "") or words.code(item.category)
            yield number, [told, reading.names.unit(item.responsible_unit), words.code(item.status), due]


def _findings(reading: Reading) -> Iterator[Entry]:
    words, texts = reading.words, reading.texts(FindingsDrafted, "findings", "fact")
    for number, finding in reading.case.state.findings.items():
        if reading.fits(finding):
            unit = reading.names.unit(finding.responsible_unit)
            yield number, [words.code(finding.category), texts.get(number, ""), unit, words.code(finding.outcome)]


def _evidence(reading: Reading) -> Iterator[Entry]:
    words = reading.words
    for piece, facts in reading.told(EvidenceAdded):
        yield piece.number, [words.code(piece.kind), words.day(piece.obtained_on), excerpt(facts["description"])]


def _demands(reading: Reading) -> Iterator[Entry]:
    words = reading.words
    demands: dict[int, list[str]] = {number: [] for number in range(1, reading.case.state.demand_count + 1)}
    for event, facts in reading.told(Registered):
        for number, (demand, opened) in enumerate(zip(event.demands, facts["demands"], strict=True), 1):
            demands[number] = [words.code(demand.issue), words.code(demand.purpose), excerpt(opened["text"])]
    yield from demands.items()


PARTS: Mapping[tuple[str, str], Callable[[Reading], Iterator[Entry]]] = {
    ("hardship", "aid"): _aids,
    ("hardship", "objection"): _objections,
    ("supervision", "item"): _items,
    ("supervision", "finding"): _findings,
    ("supervision", "evidence"): _evidence,
    ("petition", "demand"): _demands,
}
"""By kind of case and field that holds numbers: the parts of the case that they stand for."""

FITS: Mapping[type[Command[Any]], Callable[[Any, OfficerRef], bool]] = {
    ApproveAid: lambda aid, by: _is_planned(aid, by) and not aid.is_emergency,
    ApproveEmergencyAid: lambda aid, by: _is_planned(aid, by) and aid.is_emergency,
    CancelAid: lambda aid, _by: aid.status in UNPAID,
    PayAid: lambda aid, by: aid.status is AidStatus.APPROVED and aid.approved_by != by,
    ConfirmReceipt: lambda aid, _by: aid.status in UNRECEIPTED,
    ReportNoReceipt: lambda aid, _by: aid.status is AidStatus.PAID,
    IssueNotice: lambda finding, _by: finding.outcome not in UNFOUNDED,
    SubmitRectification: lambda item, _by: item.status is ItemStatus.OPEN,
    VerifyItem: lambda item, by: item.status is ItemStatus.SUBMITTED and by not in item.submitters,
    AcceptOpenItem: lambda item, by: not item.is_settled and by not in item.submitters,
}
"""What the standing of a part must be for a command that names it; without an entry every part is offered."""


def _is_planned(aid: Any, by: OfficerRef) -> bool:
    return aid.status is AidStatus.PLANNED and aid.planned_by != by


def names_numbers(field: Field) -> bool:
    """Whether the field takes a number, or several."""
    return field.kind is FieldKind.NUMBER or (field.kind is FieldKind.LINES and field.of_numbers)


def numbered(reader: Reader, case: CaseFile, command: type[Command[Any]], fresh: int) -> Numbered:
    """What the numbers that the command asks for stand for; `fresh` counts the evidence that the form itself adds."""
    form: Any = command
    asked = {name for name in _numbers_in(fields_of(form)) if (case.aggregate.kind, name) in PARTS}
    if not asked:
        return {}
    facts = facts_for(reader.service, case, reader.caller)
    words = reader.words.about(case.aggregate.kind)
    reading = Reading(case, command, reader.caller.officer, facts, words, reader.names)
    found = {name: _titled(PARTS[case.aggregate.kind, name](reading), words) for name in asked}
    if command is DraftFindings:
        found["evidence"] += _to_come(case.state.evidence_count, fresh, words)
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
