"""The aids view: one row per aid of a request: what it is, from which fund, and how far it has come."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from domain.hardship import events as e
from domain.hardship.codes import UNPAID, AidStatus
from domain.kernel import Recorded
from projections.projection import Changes, Projection, Rows, in_order
from projections.scoped import KNOWN_BY, Scoped, of_parts, scope_told


@dataclass(frozen=True, slots=True)
class AidRow(Scoped):
    """An aid; who it is for is told by the request alone."""

    aid_id: str
    case_id: UUID
    aid: int
    kind: str
    amount_fen: int
    fund: UUID
    is_emergency: bool
    status: str
    planned_on: date
    approved_on: date | None
    paid_on: date | None
    receipted_on: date | None


def _aid_id(case: UUID, aid: int) -> str:
    return f"{case.hex}/{aid}"


def _planned(rows: Rows, recorded: Recorded) -> Changes:
    event: Any = recorded.event
    aid = _aid_id(recorded.stream, event.aid)
    return {
        aid: {
            "aid_id": aid,
            "case_id": recorded.stream,
            "aid": event.aid,
            "kind": event.kind,
            "amount_fen": event.amount_fen,
            "fund": event.fund,
            "is_emergency": event.is_emergency,
            "status": AidStatus.PLANNED,
            "planned_on": event.planned_on,
            **dict.fromkeys(("approved_on", "paid_on", "receipted_on")),
        }
    }


def _stepped(rows: Rows, recorded: Recorded) -> Changes:
    event: Any = recorded.event
    return {_aid_id(recorded.stream, event.aid): _step(event)}


def _step(event: Any) -> dict[str, Any]:
    match event:
        case e.AidApproved():
            return {"status": AidStatus.APPROVED, "approved_on": event.approved_on}
        case e.AidCancelled():
            return {"status": AidStatus.CANCELLED}
        case e.AidPaid():
            return {"status": AidStatus.PAID, "paid_on": event.paid_on}
        case e.AidReceipted():
            return {"status": AidStatus.RECEIPTED, "receipted_on": event.receipted_on}
    return {"status": AidStatus.HELD}


def _ended(rows: Rows, recorded: Recorded) -> Changes:
    """What was planned or promised and not paid falls away with the request."""
    return {aid: {"status": AidStatus.CANCELLED} for aid, row in rows.items() if row["status"] in UNPAID}


AIDS = Projection(
    name="aids",
    version=6,
    row=AidRow,
    id_column="aid_id",
    key_column="case_id",
    on=of_parts(
        ["hardship"],
        {
            e.AidPlanned: _planned,
            e.AidApproved: _stepped,
            e.AidCancelled: _stepped,
            e.AidPaid: _stepped,
            e.AidReceipted: _stepped,
            e.AidHeld: _stepped,
            e.Refused: _ended,
            e.Withdrawn: _ended,
            e.Voided: _ended,
        },
    ),
    settle=scope_told,
    indexes=(*KNOWN_BY, "(case_id)", "(fund)", *in_order("aid_id", ("paid_on",), where="paid_on IS NOT NULL")),
)
