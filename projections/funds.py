"""The funds view: one row per fund and budget period, with what is reserved, paid and free."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from domain.fund import events as e
from domain.kernel import Recorded
from domain.scopes import Openness, Scope
from projections.projection import Projection, Row, one_row
from projections.scoped import Scoped, scope_columns


@dataclass(frozen=True, slots=True)
class FundRow(Scoped):
    """A fund in one budget period, its unit's from the beginning; amounts in fen, `free_fen` never below zero."""

    fund: UUID
    unit: UUID
    source: str
    period: str
    is_open: bool
    opened_on: date
    received_fen: int
    reserved_fen: int
    paid_fen: int
    free_fen: int
    reservations: int
    samples: int
    remarks: int
    version: int


def _fund(row: Row | None, recorded: Recorded) -> dict[str, Any]:
    before: dict[str, Any] = _opened(recorded) if row is None else dict(row)
    after = before if row is None else {**before, **_moved(before, recorded.event)}
    free = after["received_fen"] - after["reserved_fen"] - after["paid_fen"]
    return {**after, "free_fen": free, "version": recorded.version}


def _opened(recorded: Recorded) -> dict[str, Any]:
    event: Any = recorded.event
    return {
        **scope_columns(Scope(Openness.OPEN, event.unit)),
        "fund": recorded.stream,
        "unit": event.unit,
        "source": event.source,
        "period": event.period,
        "is_open": True,
        "opened_on": event.opened_on,
        "received_fen": event.carried_fen,
        "reserved_fen": 0,
        "paid_fen": 0,
        "reservations": 0,
        "samples": 0,
        "remarks": 0,
    }


def _moved(row: Row, event: Any) -> dict[str, Any]:
    reserved, number = row["reserved_fen"], row["reservations"]
    match event:
        case e.BalanceCarried():
            return {"received_fen": row["received_fen"] + event.carried_fen}
        case e.Allocated():
            return {"received_fen": row["received_fen"] + event.amount_fen}
        case e.Reserved():
            return {"reserved_fen": reserved + event.amount_fen, "reservations": number + 1}
        case e.Released():
            return {"reserved_fen": reserved - event.amount_fen, "reservations": number - 1}
        case e.Paid():
            paid = row["paid_fen"] + event.amount_fen
            return {"reserved_fen": reserved - event.amount_fen, "reservations": number - 1, "paid_fen": paid}
        case e.SampleDrawn():
            return {"samples": event.sample}
        case e.Remarked():
            return {"remarks": row["remarks"] + 1}
        case e.Closed():
            return {"is_open": False, "received_fen": row["received_fen"] - event.balance_fen}
    return {}


FUNDS = Projection(
    name="funds",
    version=3,
    row=FundRow,
    id_column="fund",
    key_column="fund",
    on={event: one_row(_fund) for event in e.FundEvent.__args__},
    indexes=("(owner)", "(unit, period)", "(opened_on, fund)"),
)
