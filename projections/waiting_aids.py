"""The waiting aids of a request, as the queue shows them: `status/fen/fund/level`, separated by spaces."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from domain.hardship.aids import Aid
from domain.hardship.codes import UNPAID, UNRECEIPTED, AidStatus
from domain.roles import Role

WAITING = UNPAID | UNRECEIPTED


class WaitingAid(NamedTuple):
    """How far an aid has come, which money it asks for, and at whose level it waits for approval."""

    status: AidStatus
    amount_fen: int
    fund: UUID
    asks: Role


def waiting_text(aids: Iterable[Aid]) -> str:
    """Those of the aids that wait, in the order in which they were planned."""
    return " ".join(f"{aid.status}/{aid.amount_fen}/{aid.fund.hex}/{aid.asks}" for aid in aids if aid.status in WAITING)


def waiting_in(text: str) -> list[WaitingAid]:
    """What such a text tells."""
    told = (each.split("/") for each in text.split())
    return [WaitingAid(AidStatus(status), int(amount), UUID(fund), Role(asks)) for status, amount, fund, asks in told]
