"""How a fund follows from its facts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any, assert_never
from uuid import UUID

from domain.fund import events as e
from domain.funds import Fund, FundStatus, Reservation


def evolve(state: Fund, event: e.FundEvent) -> Fund:
    """The fund after one more fact; handles every event and refuses none."""
    match event:
        case e.FundOpened():
            return Fund(
                status=FundStatus.OPEN,
                unit=event.unit,
                source=event.source,
                period=event.period,
                opened_on=event.opened_on,
                received_fen=event.carried_fen,
            )
        case e.BalanceCarried():
            return _moved(state, event.carried_on, received_fen=state.received_fen + event.carried_fen)
        case e.Allocated():
            return _moved(state, event.allocated_on, received_fen=state.received_fen + event.amount_fen)
        case e.Reserved() | e.Released() | e.Paid():
            return _reservation(state, event)
        case e.Closed():
            left = state.received_fen - event.balance_fen
            return replace(state, status=FundStatus.CLOSED, received_fen=left)
    assert_never(event)


def _reservation(state: Fund, event: e.Reserved | e.Released | e.Paid) -> Fund:
    match event:
        case e.Reserved():
            promised = {**state.reservations, (event.case, event.aid): event.amount_fen}
            return _moved(state, event.reserved_on, reservations=MappingProxyType(promised))
        case e.Released():
            return _moved(state, event.released_on, reservations=_without(state, event.case, event.aid))
        case e.Paid():
            kept = _without(state, event.case, event.aid)
            return _moved(state, event.paid_on, reservations=kept, paid_fen=state.paid_fen + event.amount_fen)
    assert_never(event)


def _moved(state: Fund, on: date, **changes: Any) -> Fund:
    return replace(state, moved_on=max(on, state.moved_on), **changes)


def _without(state: Fund, case: UUID, aid: int) -> Mapping[Reservation, int]:
    return MappingProxyType({name: fen for name, fen in state.reservations.items() if name != (case, aid)})
