"""How a fund follows from its facts."""

from dataclasses import replace
from datetime import date
from typing import Any, assert_never

from domain.fund import events as e
from domain.funds import Fund, FundStatus, Voucher


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
        case e.SampleDrawn():
            return replace(state, samples=event.sample)
        case e.Remarked():
            return state
    assert_never(event)


def _reservation(state: Fund, event: e.Reserved | e.Released | e.Paid) -> Fund:
    match event:
        case e.Reserved():
            kept = _settled(state, event)
            reservations = kept.reservations.holding((event.case, event.aid), event.amount_fen)
            reserved_fen = kept.reserved_fen + event.amount_fen
            return _moved(kept, event.reserved_on, reservations=reservations, reserved_fen=reserved_fen)
        case e.Released():
            return _moved(_settled(state, event), event.released_on)
        case e.Paid():
            paid = Voucher(event.amount_fen, event.paid_on)
            vouchers = state.vouchers.holding((event.case, event.aid), paid)
            paid_fen = state.paid_fen + event.amount_fen
            return _moved(_settled(state, event), event.paid_on, paid_fen=paid_fen, vouchers=vouchers)
    assert_never(event)


def _moved(state: Fund, on: date, **changes: Any) -> Fund:
    return replace(state, moved_on=max(on, state.moved_on), **changes)


def _settled(state: Fund, event: e.Reserved | e.Released | e.Paid) -> Fund:
    """The fund without what it held for the aid."""
    aid = (event.case, event.aid)
    reserved_fen = state.reserved_fen - state.reservations.get(aid, 0)
    return replace(state, reservations=state.reservations.without(aid), reserved_fen=reserved_fen)
