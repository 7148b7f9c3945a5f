"""The work lists that the product exists for: the supervision board and the relief queue."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Response, jsonify
from marshmallow import fields

from domain.deadlines.standing import Standing
from domain.hardship import codes as hardship
from domain.supervision import codes as supervision
from projections.funds import FUNDS
from projections.kept_aids import KeptAid, aids_in
from projections.next_due import NEVER
from projections.rectification_items import RECTIFICATION_ITEMS
from projections.relief_queue import RELIEF_QUEUE
from projections.supervision_board import SUPERVISION_BOARD
from service.access.decisions import may_view, require_view
from service.access.visibility import visible
from service.api.answer_schemas import STANDING, answers, named, page_of, row_fields, several, told
from service.api.case_answers import row_body, standing_body
from service.api.listing import listed, listing_parameters
from service.edge import filters
from service.edge.answers import caller, service
from service.edge.parsing import Blueprint
from service.edge.reading import queries
from service.views.naming import table_of
from service.views.queries import Condition, Order, values_of
from service.words.sentences import no_op as _

work_lists = Blueprint("work_lists", __name__, url_prefix="/api/v1", description="Work lists")

QUEUE_ORDERS = {"place": Order("place")}
QUEUE_FILTERS = (
    filters.codes("status", hardship.Status),
    filters.codes("category", hardship.Category),
    filters.unit(),
    filters.flag("emergency", "emergency = %s"),
    filters.day("due_until", "next_due_on <= %s"),
)
WAITING = tuple(status for status in hardship.AidStatus if status in hardship.UNPAID | hardship.UNRECEIPTED)
WAITS = Condition(
    "(status = ANY(%s) OR open_aids + unreceipted_aids > 0)", [str(status) for status in hardship.BEFORE_FILE]
)
"""A request waits until it is on file or ended, and as long as one of its aids is unpaid or its receipt is open."""
BOARD_ORDERS = {"next_due_on": Order("next_due_on")}
BOARD_FILTERS = (
    filters.codes("status", supervision.Status),
    filters.unit("supervised_unit"),
    filters.Filter(
        "member",
        _("a UUID"),
        {"type": "string", "format": "uuid"},
        lambda given: Condition("position(%s in members) > 0", UUID(given).hex),
    ),
    filters.day("due_until", "next_due_on <= %s"),
)

OF_A_FUND = ("fund", "unit", "source", "period", "free_fen")
PAST_DUE = {
    "standing": told(
        fields.String, "As of the next term; null where none runs.", validate=STANDING.validate, allow_none=True
    ),
    "overdue_days": told(fields.Integer),
}
ON_BOARD = named("OnBoard", row_fields(SUPERVISION_BOARD) | PAST_DUE)
OPEN_ITEMS = named(
    "OpenItems",
    {
        "unit": told(fields.UUID),
        "open_items": told(fields.Integer),
        "next_due_on": told(fields.Date, allow_none=True),
        "overdue": told(fields.Integer, "How many of them are past their due day."),
    },
)
FREE = told(fields.Integer, "What the fund has free; null for those who may not read funds.", allow_none=True)
ASKED = named("AskedOfFund", {"fund": told(fields.UUID), "planned_fen": told(fields.Integer), "free_fen": FREE})
IN_QUEUE = named(
    "InQueue",
    {
        **row_fields(RELIEF_QUEUE),
        **PAST_DUE,
        "waiting_days": told(fields.Integer),
        "waiting_aids": told(fields.Dict, "How many aids wait, by their status.", values=fields.Integer()),
        "fund_free_fen": FREE,
        "funds_asked": several(ASKED, "What planned aids ask of each fund."),
    },
)
OPEN_FUNDS = named("OpenFund", {name: row_fields(FUNDS)[name] for name in OF_A_FUND})


def due_body(row: Mapping[str, Any]) -> dict[str, Any]:
    """The next due day of a row of a work list, and how it stands; a term that stands still is not due."""
    if row["next_due_on"] == NEVER:
        standing = Standing.PAUSED if row.get("paused_on") else None
        return {"next_due_on": None, "standing": standing, "overdue_days": 0}
    rule, today = row.get("next_due_rule") or "", service().ledger.today()
    told_of_next = standing_body(rule, row["next_due_on"], today, is_paused=False)
    return {"next_due_on": row["next_due_on"], **told_of_next}


def board_page() -> dict[str, Any]:
    """One page of the open cases of the teams, overdue first, with the open items of each unit."""
    require_view(caller(), SUPERVISION_BOARD.name)

    def shown(row: Mapping[str, Any]) -> dict[str, Any]:
        return {**row_body(SUPERVISION_BOARD, row), **due_body(row)}

    still_open = Condition("NOT status = ANY(%s)", list(supervision.ENDED))
    board = listed(SUPERVISION_BOARD, BOARD_FILTERS, BOARD_ORDERS, shown, [still_open])
    return {**board, "open_items_by_unit": _open_items()}


@work_lists.get("/supervision-board")
@work_lists.doc(
    operationId="supervision_board",
    parameters=listing_parameters(BOARD_FILTERS, BOARD_ORDERS),
    responses=answers(page_of(ON_BOARD, open_items_by_unit=several(OPEN_ITEMS))),
)
def supervision_board() -> Response:
    """What a team has to do: open cases, overdue first, then by next due day; and open items by unit."""
    return jsonify(board_page())


def _open_items() -> list[dict[str, Any]]:
    known = visible(caller(), RECTIFICATION_ITEMS)
    own = "".join(f" AND {condition.sql}" for condition in known)
    return queries().rows(
        f"""
        SELECT responsible_unit AS unit, count(*) AS open_items, min(due_on) AS next_due_on,
               count(*) FILTER (WHERE due_on < %s) AS overdue
        FROM {table_of(RECTIFICATION_ITEMS)} WHERE status = ANY(%s){own}
        GROUP BY responsible_unit ORDER BY min(due_on) NULLS LAST, responsible_unit
        """,  # noqa: S608 — the table's name is the projection's
        [service().ledger.today(), list(supervision.UNSETTLED), *values_of(known)],
    )


@work_lists.get("/relief-queue")
@work_lists.doc(
    operationId="relief_queue",
    parameters=listing_parameters(QUEUE_FILTERS, QUEUE_ORDERS),
    responses=answers(page_of(IN_QUEUE, open_funds=several(OPEN_FUNDS))),
)
def relief_queue() -> Response:
    """Requests that wait for somebody: emergencies first, then overdue, next due and longest waiting.

    `waiting_aids` counts the aids that wait, by status: PLANNED for approval, APPROVED for payment, PAID for the
    receipt, HELD for what became of the money. `open_funds` tells what can be given out at all.
    """
    return jsonify(queue_page())


def queue_page() -> dict[str, Any]:
    """One page of the queue; what a fund has free is told to those alone who may read funds."""
    require_view(caller(), RELIEF_QUEUE.name)
    funds = queries().all(FUNDS) if may_view(caller().roles, FUNDS.name) else []
    free = {row["fund"]: row["free_fen"] for row in funds}
    today = service().ledger.today()

    def shown(row: Mapping[str, Any]) -> dict[str, Any]:
        aids = list(aids_in(row["aid_states"]).values())
        return {
            **row_body(RELIEF_QUEUE, row),
            **due_body(row),
            "waiting_days": (today - row["applied_on"]).days,
            "waiting_aids": _by_status(aids),
            "fund_free_fen": free.get(row["fund"]),
            "funds_asked": _asked(aids, free),
        }

    queue = listed(RELIEF_QUEUE, QUEUE_FILTERS, QUEUE_ORDERS, shown, [WAITS])
    return {**queue, "open_funds": [{name: row[name] for name in OF_A_FUND} for row in funds if row["is_open"]]}


def _by_status(aids: Sequence[KeptAid]) -> dict[str, int]:
    """How many aids wait in each status: for their approval, their payment, their receipt, or for what became of it."""
    return {status: count for status in WAITING if (count := sum(aid.status is status for aid in aids))}


def _asked(aids: Sequence[KeptAid], free: Mapping[UUID, int]) -> list[dict[str, Any]]:
    """Each fund that planned aids ask for, with what they ask and what is free; approved aids hold theirs already."""
    planned = [aid for aid in aids if aid.status is hardship.AidStatus.PLANNED]
    asked = {aid.fund: 0 for aid in planned}
    for aid in planned:
        asked[aid.fund] += aid.amount_fen
    return [{"fund": fund, "planned_fen": amount, "free_fen": free.get(fund)} for fund, amount in asked.items()]
