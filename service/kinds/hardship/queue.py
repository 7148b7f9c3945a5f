"""The relief queue: requests that wait for somebody, in the order in which they wait."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from domain.hardship.codes import AidStatus, Category, Status
from projections.funds import FUNDS
from projections.relief_queue import RELIEF_QUEUE, WAITS
from projections.waiting_aids import WaitingAid, waiting_in
from service.kinds import filters
from service.kinds.board import Board, Opened, Reader, Row, Says
from service.kinds.hardship.placed import DUE_UNTIL, EMERGENCY
from service.views.conditions import Condition, Order
from service.views.rows import due_body, row_body
from service.words.sentences import no_op as _
from service.words.speech import Words

AWAITED: Mapping[AidStatus, str] = {
    AidStatus.PLANNED: _("aid to be approved"),
    AidStatus.APPROVED: _("aid to be paid"),
    AidStatus.PAID: _("receipt to be confirmed"),
    AidStatus.HELD: _("no receipt came"),
}
Free = Annotated[int | None, Says("What the fund has free; null for those who may not read funds.")]


@dataclass(frozen=True, slots=True)
class AskedOfFund:
    """What planned aids ask of a fund."""

    fund: UUID
    planned_fen: int
    free_fen: Free


@dataclass(frozen=True, slots=True)
class InQueue:
    """What a request of the queue holds beyond its row."""

    waiting_days: int
    waiting_aids: Annotated[dict[str, int], Says("How many aids wait, by their status.")]
    fund_free_fen: Free
    funds_asked: Annotated[tuple[AskedOfFund, ...], Says("What planned aids ask of each fund.")]


@dataclass(frozen=True, slots=True)
class OpenFund:
    """A fund that money can be given out of."""

    fund: UUID
    unit: UUID
    source: str
    period: str
    free_fen: int


OF_A_FUND = tuple(OpenFund.__annotations__)


def _opened(reader: Reader) -> Opened:
    """What a fund has free is told to those alone who may read funds."""
    funds = reader.all(FUNDS) if reader.may_view(FUNDS) else []
    free = {row["fund"]: row["free_fen"] for row in funds}
    return Opened(
        shown=lambda row: _entry(row, reader.today, free),
        beside={"open_funds": [{name: row[name] for name in OF_A_FUND} for row in funds if row["is_open"]]},
    )


def _entry(row: Row, today: date, free: Mapping[UUID, int]) -> dict[str, Any]:
    aids = waiting_in(row["waiting"])
    return {
        **row_body(RELIEF_QUEUE, row),
        **due_body(row, today),
        "waiting_days": (today - row["applied_on"]).days,
        "waiting_aids": _by_status(aids),
        "fund_free_fen": free.get(row["fund"]),
        "funds_asked": _asked(aids, free),
    }


def _by_status(aids: Sequence[WaitingAid]) -> dict[str, int]:
    """How many aids wait in each status: for their approval, their payment, their receipt, or for what became of it."""
    return {status: count for status in AidStatus if (count := sum(aid.status is status for aid in aids))}


def _asked(aids: Sequence[WaitingAid], free: Mapping[UUID, int]) -> list[dict[str, Any]]:
    """Each fund that planned aids ask for, with what they ask and what is free; approved aids hold theirs already."""
    planned = [aid for aid in aids if aid.status is AidStatus.PLANNED]
    asked = {aid.fund: 0 for aid in planned}
    for aid in planned:
        asked[aid.fund] += aid.amount_fen
    return [{"fund": fund, "planned_fen": amount, "free_fen": free.get(fund)} for fund, amount in asked.items()]


def _spoken(words: Words) -> dict[str, Any]:
    return {
        "state": lambda code: words.code(Status(code)),
        "category": lambda code: words.code(Category(code)) if code else "",
        "aids": lambda row: [_waiting(words, status, count) for status, count in row["waiting_aids"].items()],
        "lacking": lambda row: any(_lacks(each) for each in row["funds_asked"]),
    }


def _waiting(words: Words, status: str, count: int) -> str:
    """An aid that waits, by what it waits for, and how many there are where it is not one."""
    text = words.text(AWAITED[AidStatus(status)])
    return text if count == 1 else f"{text} × {count}"


def _lacks(asked: Row) -> bool:
    """Whether the planned aids ask for more than the fund has free."""
    return asked["free_fen"] is not None and asked["free_fen"] < asked["planned_fen"]


QUEUE = Board(
    path="relief-queue",
    title=_("Relief queue"),
    says="""Requests that wait for somebody: emergencies first, then overdue, next due and longest waiting.

    `waiting_aids` counts the aids that wait, by status: PLANNED for approval, APPROVED for payment, PAID for the
    receipt, HELD for what became of the money. `open_funds` tells what can be given out at all.
    """,
    entry=InQueue,
    beside={"open_funds": OpenFund},
    follows=(RELIEF_QUEUE, FUNDS),
    opened=_opened,
    spoken=_spoken,
    view=RELIEF_QUEUE,
    filters=(
        filters.codes("status", Status),
        filters.codes("category", Category),
        filters.unit(),
        EMERGENCY,
        DUE_UNTIL,
    ),
    orders={"place": Order("place")},
    always=(Condition(WAITS),),
)
