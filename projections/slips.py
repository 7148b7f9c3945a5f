"""Slips of petitions that lie before another desk: what crosses, and nothing of where it comes from."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from domain.kernel import Recorded
from domain.petition.codes import SlipStatus
from domain.petition.links import AssistanceWished, LeadSuggested, SlipDelivered, SlipTakenDown
from domain.petition.state import Petition
from domain.scopes import NOWHERE, Excerpt
from projections.excerpts import scope_of
from projections.projection import Changes, Projection, Row, Rows, Settle, Stood, in_order
from projections.scoped import KNOWN_BY, Scoped, of_parts, scope_columns


@dataclass(frozen=True, slots=True)
class LeadSlipRow(Scoped):
    """What may be worth a check, as the team's desk knows of it: the subject and the unit, not who said it where."""

    slip_id: UUID
    case_id: UUID
    number: int
    subjects: str
    supervised_unit: UUID
    status: str
    laid_on: date
    lies_until: date


@dataclass(frozen=True, slots=True)
class AidWishRow(Scoped):
    """That somebody wishes to apply for assistance, as the union knows of it."""

    slip_id: UUID
    case_id: UUID
    number: int
    status: str
    laid_on: date
    lies_until: date


def slip_id(case: UUID, number: int) -> UUID:
    """What a slip is called by those who are not told of the petition: from it nobody finds the petition."""
    return uuid5(case, f"slip {number}")


def _begun(recorded: Recorded, on: date, **columns: Any) -> Changes:
    event: Any = recorded.event
    about = {"slip_id": slip_id(recorded.stream, event.slip), "case_id": recorded.stream, "number": event.slip}
    stands = {"status": SlipStatus.WAITING, "laid_on": on, "lies_until": on}
    return {about["slip_id"]: {**scope_columns(NOWHERE), **about, **stands, **columns}}


def _lead(_rows: Rows, recorded: Recorded) -> Changes:
    event: Any = recorded.event
    subjects = " ".join(event.subjects)
    return _begun(recorded, event.suggested_on, subjects=subjects, supervised_unit=event.supervised_unit)


def _wish(_rows: Rows, recorded: Recorded) -> Changes:
    event: Any = recorded.event
    return _begun(recorded, event.agreed_on)


def _moved(rows: Rows, recorded: Recorded) -> Changes:
    event: Any = recorded.event
    row_id = slip_id(recorded.stream, event.slip)
    if row_id not in rows:
        return {}
    if isinstance(event, SlipTakenDown):
        return {row_id: None}
    return {row_id: {"status": SlipStatus.LYING, "laid_on": event.laid_on, "lies_until": event.lies_until}}


def _of(paper: Excerpt) -> Settle:
    def settle(rows: Rows, stood: Stood) -> Changes:
        state: Petition | None = stood.state
        return {row_id: _scope(paper, row, state) for row_id, row in rows.items()}

    return settle


def _scope(paper: Excerpt, row: Row, state: Petition | None) -> dict[str, Any]:
    return scope_columns(NOWHERE) if state is None else scope_of(state, paper, row["number"])


LEAD_SLIPS = Projection(
    name="lead_slips",
    version=2,
    row=LeadSlipRow,
    id_column="slip_id",
    key_column="case_id",
    on=of_parts(["petition"], {LeadSuggested: _lead, SlipDelivered: _moved, SlipTakenDown: _moved}),
    settle=_of(Excerpt.LEAD_SLIP),
    indexes=(*KNOWN_BY, "(case_id)", *in_order("slip_id", ("laid_on",), ("status",))),
)

AID_WISHES = Projection(
    name="aid_wishes",
    version=2,
    row=AidWishRow,
    id_column="slip_id",
    key_column="case_id",
    on=of_parts(["petition"], {AssistanceWished: _wish, SlipDelivered: _moved, SlipTakenDown: _moved}),
    settle=_of(Excerpt.AID_WISH),
    indexes=(*KNOWN_BY, "(case_id)", *in_order("slip_id", ("laid_on",), ("status",))),
)
