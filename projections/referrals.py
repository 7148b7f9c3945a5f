"""What supervision cases handed to other organs: for those who know of the case, and for the office that has it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from domain.kernel import Recorded
from domain.scopes import NOWHERE, Excerpt
from domain.supervision.codes import ReferralStatus
from domain.supervision.referrals import FeedbackGiven, ReferralReceived, Referred
from domain.supervision.state import Supervision
from projections.excerpts import paper_id, scope_of
from projections.projection import Changes, Projection, Row, Rows, Stood, in_order
from projections.scoped import KNOWN_BY, Scoped, of_parts, scope_columns, scope_told


@dataclass(frozen=True, slots=True)
class ReferralRow(Scoped):
    """One package: to which organ, when, when it was signed for, and on which day the organ told what became of it."""

    referral_id: str
    case_id: UUID
    case_no: str
    number: int
    subjects: str
    organ: str
    to_unit: UUID | None
    status: str
    referred_on: date
    received_on: date | None
    feedback_on: date | None


def _referred(_rows: Rows, recorded: Recorded) -> Changes:
    event: Any = recorded.event
    row_id = paper_id(recorded.stream, event.referral)
    about = {"referral_id": row_id, "case_id": recorded.stream, "number": event.referral}
    sent = {"organ": event.organ, "to_unit": event.to_unit, "referred_on": event.referred_on}
    to_come = {"case_no": "", "subjects": "", "status": ReferralStatus.SENT, "received_on": None, "feedback_on": None}
    return {row_id: {**scope_columns(NOWHERE), **about, **sent, **to_come}}


def _received(rows: Rows, recorded: Recorded) -> Changes:
    event: Any = recorded.event
    row_id = paper_id(recorded.stream, event.referral)
    return {row_id: {"received_on": event.received_on}} if row_id in rows else {}


def _told(rows: Rows, recorded: Recorded) -> Changes:
    event: Any = recorded.event
    row_id = paper_id(recorded.stream, event.referral)
    return {row_id: {"feedback_on": event.feedback_on}} if row_id in rows else {}


def _stands(row: Row, state: Supervision) -> dict[str, Any]:
    found = state.referrals.get(row["number"])
    return {
        "status": ReferralStatus.SENT if found is None else found.status,
        "case_no": state.case_no,
        "subjects": " ".join(state.subjects),
    }


def _of_cases(rows: Rows, stood: Stood) -> Changes:
    state: Supervision | None = stood.state
    scoped = scope_told(rows, stood)
    return {
        row_id: {**(scoped[row_id] or {}), **(_stands(row, state) if state else {})} for row_id, row in rows.items()
    }


def _of_papers(rows: Rows, stood: Stood) -> Changes:
    state: Supervision | None = stood.state
    if state is None:
        return {row_id: scope_columns(NOWHERE) for row_id in rows}
    return {
        row_id: {**scope_of(state, Excerpt.REFERRAL, row["number"]), **_stands(row, state)}
        for row_id, row in rows.items()
    }


ON = {Referred: _referred, ReferralReceived: _received, FeedbackGiven: _told}

REFERRALS = Projection(
    name="referrals",
    version=2,
    row=ReferralRow,
    id_column="referral_id",
    key_column="case_id",
    on=of_parts(["supervision"], ON),
    settle=_of_cases,
    indexes=(*KNOWN_BY, "(case_id)", *in_order("referral_id", ("referred_on",))),
)

REFERRAL_PACKAGES = Projection(
    name="referral_packages",
    version=2,
    row=ReferralRow,
    id_column="referral_id",
    key_column="case_id",
    on=of_parts(["supervision"], ON),
    settle=_of_papers,
    indexes=(*KNOWN_BY, "(case_id)", *in_order("referral_id", ("referred_on",), ("status",))),
)
