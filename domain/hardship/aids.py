"""The aids of one file: where each stands, and how that follows from the facts."""

from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from domain.growing import Growing
from domain.hardship import events as e
from domain.hardship.codes import UNPAID, AidKind, AidStatus
from domain.roles import Role
from domain.values import FundRef, OfficerRef, UnitRef


@dataclass(frozen=True, slots=True)
class Aid:
    """One aid as the rules read it; `stepped_on` is the day of its last step, and `asks` whose level it waits at."""

    number: int
    status: AidStatus
    kind: AidKind
    amount_fen: int
    fund: FundRef
    fund_unit: UnitRef | None
    is_emergency: bool
    asks: Role
    planned_by: OfficerRef
    planned_on: date
    stepped_on: date
    approved_by: OfficerRef | None = None
    paid_on: date | None = None


AidEvent = e.AidPlanned | e.AidApproved | e.AidCancelled | e.AidPaid | e.AidReceipted | e.AidHeld


def aids_after(aids: Growing[int, Aid], event: AidEvent) -> Growing[int, Aid]:
    """The aids of the file after one more fact."""
    if isinstance(event, e.AidPlanned):
        return aids.holding(event.aid, _planned(event))
    aid = aids.get(event.aid)
    return aids if aid is None else aids.holding(event.aid, _after(aid, event))


def aids_after_end(aids: Growing[int, Aid]) -> Growing[int, Aid]:
    """The aids of a request that has ended: what was not paid is not paid any more."""
    return Growing(
        {
            number: replace(aid, status=AidStatus.CANCELLED) if aid.status in UNPAID else aid
            for number, aid in aids.items()
        }
    )


def _planned(event: e.AidPlanned) -> Aid:
    return Aid(
        number=event.aid,
        status=AidStatus.PLANNED,
        kind=event.kind,
        amount_fen=event.amount_fen,
        fund=event.fund,
        fund_unit=event.fund_unit,
        is_emergency=event.is_emergency,
        asks=event.asks,
        planned_by=event.planned_by,
        planned_on=event.planned_on,
        stepped_on=event.planned_on,
    )


def _after(aid: Aid, event: e.AidApproved | e.AidCancelled | e.AidPaid | e.AidReceipted | e.AidHeld) -> Aid:
    match event:
        case e.AidApproved():
            return replace(aid, status=AidStatus.APPROVED, approved_by=event.approved_by, stepped_on=event.approved_on)
        case e.AidCancelled():
            return replace(aid, status=AidStatus.CANCELLED, stepped_on=event.cancelled_on)
        case e.AidPaid():
            return replace(aid, status=AidStatus.PAID, stepped_on=event.paid_on, paid_on=event.paid_on)
        case e.AidReceipted():
            return replace(aid, status=AidStatus.RECEIPTED, stepped_on=event.receipted_on)
        case e.AidHeld():
            return replace(aid, status=AidStatus.HELD, stepped_on=event.held_on)
    assert_never(event)
