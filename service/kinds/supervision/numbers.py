"""The findings, items and pieces of evidence of a check, as commands name them by number."""

from collections.abc import Iterator

from domain.supervision.codes import UNFOUNDED, ItemStatus
from domain.supervision.events import EvidenceAdded, FindingsDrafted, NoticeIssued
from domain.supervision.finding import DraftFindings
from domain.supervision.noticing import IssueNotice
from domain.supervision.numbering import NumberDocument, VoidNumber
from domain.supervision.rectifying import AcceptOpenItem, SubmitRectification, VerifyItem
from domain.supervision.referring import SignForReferral, TellFeedback
from domain.supervision.state import RECTIFY
from service.kinds.mending import PARTS, numbered, unnumbered
from service.kinds.numbers import Entry, Numbering, Numbers, excerpt
from service.words.sentences import no_op as _


def _items(reading: Numbering) -> Iterator[Entry]:
    words, texts = reading.words, reading.texts(NoticeIssued, "items", "demand")
    for number, item in reading.case.state.items.items():
        if reading.fits(item):
            clock = reading.case.state.clock(RECTIFY, str(number))
            due = words.text(_("Due on {day}"), day=words.day(clock.due_on)) if clock else ""
            told = texts.get(number, "") or words.code(item.category)
            yield number, [told, reading.names.unit(item.responsible_unit), words.code(item.status), due]


def _findings(reading: Numbering) -> Iterator[Entry]:
    words, texts = reading.words, reading.texts(FindingsDrafted, "findings", "fact")
    for number, finding in reading.case.state.findings.items():
        if reading.fits(finding):
            unit = reading.names.unit(finding.responsible_unit)
            yield number, [words.code(finding.category), texts.get(number, ""), unit, words.code(finding.outcome)]


def _evidence(reading: Numbering) -> Iterator[Entry]:
    words = reading.words
    for piece, facts in reading.told(EvidenceAdded):
        yield piece.number, [words.code(piece.kind), words.day(piece.obtained_on), excerpt(facts["description"])]


def _referrals(reading: Numbering) -> Iterator[Entry]:
    words = reading.words
    for number, sent in reading.case.state.referrals.items():
        if reading.fits(sent):
            yield number, [words.code(sent.organ), words.day(sent.referred_on), words.code(sent.status)]


NUMBERS = Numbers(
    parts={**PARTS, "item": _items, "finding": _findings, "evidence": _evidence, "referral": _referrals},
    fits={
        NumberDocument: unnumbered,
        VoidNumber: numbered,
        IssueNotice: lambda finding, _by: finding.outcome not in UNFOUNDED,
        SubmitRectification: lambda item, _by: item.status is ItemStatus.OPEN,
        VerifyItem: lambda item, by: item.status is ItemStatus.SUBMITTED and by not in item.submitters,
        SignForReferral: lambda sent, _by: not sent.is_received,
        TellFeedback: lambda sent, _by: sent.is_received and not sent.has_feedback,
        AcceptOpenItem: lambda item, by: not item.is_settled and by not in item.submitters,
    },
    to_come={DraftFindings: ("evidence", lambda state: state.evidence_count)},
)
