"""The relief queue: requests that wait for somebody, in the order in which they wait."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from domain.hardship.codes import BEFORE_FILE, UNPAID, UNRECEIPTED, AidStatus, Category, Status
from projections.kept_aids import KeptAid, aids_in
from projections.relief_queue import RELIEF_QUEUE
from service.kinds import filters
from service.kinds.listing import Listing
from service.views.queries import Condition, Order
from service.views.rows import due_body, row_body

WAITING = tuple(status for status in AidStatus if status in UNPAID | UNRECEIPTED)

QUEUE = Listing(
    view=RELIEF_QUEUE,
    filters=(
        filters.codes("status", Status),
        filters.codes("category", Category),
        filters.unit(),
        filters.flag("emergency", "emergency = %s"),
        filters.day("due_until", "next_due_on <= %s"),
    ),
    orders={"place": Order("place")},
    always=(
        Condition("(status = ANY(%s) OR open_aids + unreceipted_aids > 0)", [str(status) for status in BEFORE_FILE]),
    ),
)
"""A request waits until it is on file or ended, and as long as one of its aids is unpaid or its receipt is open."""


def in_queue(row: Mapping[str, Any], today: date, free: Mapping[UUID, int]) -> dict[str, Any]:
    """A request of the queue; `free` is what each fund has free, as far as the reader may read funds."""
    aids = list(aids_in(row["aid_states"]).values())
    return {
        **row_body(RELIEF_QUEUE, row),
        **due_body(row, today),
        "waiting_days": (today - row["applied_on"]).days,
        "waiting_aids": _by_status(aids),
        "fund_free_fen": free.get(row["fund"]),
        "funds_asked": _asked(aids, free),
    }


def _by_status(aids: Sequence[KeptAid]) -> dict[str, int]:
    """How many aids wait in each status: for their approval, their payment, their receipt, or for what became of it."""
    return {status: count for status in WAITING if (count := sum(aid.status is status for aid in aids))}


def _asked(aids: Sequence[KeptAid], free: Mapping[UUID, int]) -> list[dict[str, Any]]:
    """Each fund that planned aids ask for, with what they ask and what is free; approved aids hold theirs already."""
    planned = [aid for aid in aids if aid.status is AidStatus.PLANNED]
    asked = {aid.fund: 0 for aid in planned}
    for aid in planned:
        asked[aid.fund] += aid.amount_fen
    return [{"fund": fund, "planned_fen": amount, "free_fen": free.get(fund)} for fund, amount in asked.items()]
