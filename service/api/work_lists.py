"""The work lists that the product exists for: the supervision board and the relief queue."""

from flask import Response, jsonify
from marshmallow import fields

from projections.funds import FUNDS
from projections.relief_queue import RELIEF_QUEUE
from projections.supervision_board import SUPERVISION_BOARD
from service.api.answer_schemas import STANDING, answers, named, page_of, row_fields, several, told
from service.edge.listing import listing_parameters
from service.edge.parsing import Blueprint
from service.edge.work_lists import OF_A_FUND, board_page, queue_page
from service.kinds.hardship.queue import QUEUE
from service.kinds.supervision.board import BOARD

work_lists = Blueprint("work_lists", __name__, url_prefix="/api/v1", description="Work lists")

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


@work_lists.get("/supervision-board")
@work_lists.doc(
    operationId="supervision_board",
    parameters=listing_parameters(BOARD),
    responses=answers(page_of(ON_BOARD, open_items_by_unit=several(OPEN_ITEMS))),
)
def supervision_board() -> Response:
    """What a team has to do: open cases, overdue first, then by next due day; and open items by unit."""
    return jsonify(board_page())


@work_lists.get("/relief-queue")
@work_lists.doc(
    operationId="relief_queue",
    parameters=listing_parameters(QUEUE),
    responses=answers(page_of(IN_QUEUE, open_funds=several(OPEN_FUNDS))),
)
def relief_queue() -> Response:
    """Requests that wait for somebody: emergencies first, then overdue, next due and longest waiting.

    `waiting_aids` counts the aids that wait, by status: PLANNED for approval, APPROVED for payment, PAID for the
    receipt, HELD for what became of the money. `open_funds` tells what can be given out at all.
    """
    return jsonify(queue_page())
