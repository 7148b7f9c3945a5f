"""The aids of a request that wait for somebody, as the queue shows them: `status/fen/fund`, separated by spaces."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from domain.hardship.aids import Aid
from domain.hardship.codes import UNPAID, UNRECEIPTED, AidStatus

WAITING = UNPAID | UNRECEIPTED


class WaitingAid(NamedTuple):
    """How far an aid has come, and which money it asks for."""

    status: AidStatus
    amount_fen: int
    fund: UUID


def waiting_text(aids: Iterable[Aid]) -> str:
    """Those of the aids that wait, in the order in which they were planned."""
    return " ".join(f"{aid.status}/{aid.amount_fen}/{aid.fund.hex}" for aid in aids if aid.status in WAITING)


def waiting_in(text: str) -> list[WaitingAid]:
    """What such a text tells."""
    told = (each.split("/") for each in text.split())
    return [WaitingAid(AidStatus(status), int(amount), UUID(fund)) for status, amount, fund in told]
