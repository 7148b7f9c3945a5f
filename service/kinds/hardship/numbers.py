"""The aids and objections of a request, as commands name them by number."""

from collections.abc import Iterator
from typing import Any

from domain.hardship.aiding import ApproveAid, CancelAid
from domain.hardship.codes import UNPAID, UNRECEIPTED, AidStatus
from domain.hardship.emergency import ApproveEmergencyAid
from domain.hardship.events import AidPlanned
from domain.hardship.numbering import NumberDocument, VoidNumber
from domain.hardship.paying import ConfirmReceipt, PayAid, ReportNoReceipt
from domain.values import KeyClass, OfficerRef
from service.kinds.case_file import CaseFile
from service.kinds.mending import PARTS, numbered, unnumbered
from service.kinds.numbers import Entry, Numbering, Numbers


def tells_kind(case: CaseFile) -> bool:
    """Whether the reader of the case may know what an aid was given for."""
    return case.opens(KeyClass.PERSONAL, AidPlanned.NAME, "kind")


def _aids(reading: Numbering) -> Iterator[Entry]:
    words = reading.words
    for number, aid in reading.case.state.aids.items():
        if reading.fits(aid):
            amount = words.money(aid.amount_fen)
            kind = [words.code(aid.kind)] if tells_kind(reading.case) else []
            yield number, [*kind, amount, words.code(aid.status), words.day(aid.stepped_on)]


def _objections(reading: Numbering) -> Iterator[Entry]:
    for number, objected_on in reading.case.state.open_objections.items():
        yield number, [reading.words.day(objected_on)]


def _is_planned(aid: Any, by: OfficerRef) -> bool:
    return aid.status is AidStatus.PLANNED and aid.planned_by != by


NUMBERS = Numbers(
    parts={**PARTS, "aid": _aids, "objection": _objections},
    fits={
        NumberDocument: unnumbered,
        VoidNumber: numbered,
        ApproveAid: lambda aid, by: _is_planned(aid, by) and not aid.is_emergency,
        ApproveEmergencyAid: lambda aid, by: _is_planned(aid, by) and aid.is_emergency,
        CancelAid: lambda aid, _by: aid.status in UNPAID,
        PayAid: lambda aid, by: aid.status is AidStatus.APPROVED and aid.approved_by != by,
        ConfirmReceipt: lambda aid, _by: aid.status in UNRECEIPTED,
        ReportNoReceipt: lambda aid, _by: aid.status is AidStatus.PAID,
    },
)
