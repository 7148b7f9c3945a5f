"""The work lists of this request: the supervision board and the relief queue, each page by page."""

from typing import Any

from projections.funds import FUNDS
from projections.rectification_items import RECTIFICATION_ITEMS
from service.access.decisions import may_view, require_view
from service.access.visibility import visible
from service.edge.answers import caller, service
from service.edge.listing import listed
from service.edge.reading import queries
from service.kinds.hardship.queue import QUEUE, in_queue
from service.kinds.supervision.board import BOARD, on_board, open_items

OF_A_FUND = ("fund", "unit", "source", "period", "free_fen")


def board_page() -> dict[str, Any]:
    """One page of the open cases of the teams, overdue first, with the open items of each unit."""
    require_view(caller(), BOARD.view.name)
    today = service().ledger.today()
    board = listed(BOARD, lambda row: on_board(row, today))
    items = open_items(queries().rows, visible(caller(), RECTIFICATION_ITEMS), today)
    return {**board, "open_items_by_unit": items}


def queue_page() -> dict[str, Any]:
    """One page of the queue; what a fund has free is told to those alone who may read funds."""
    require_view(caller(), QUEUE.view.name)
    funds = queries().all(FUNDS) if may_view(caller().roles, FUNDS.name) else []
    free = {row["fund"]: row["free_fen"] for row in funds}
    today = service().ledger.today()
    queue = listed(QUEUE, lambda row: in_queue(row, today, free))
    return {**queue, "open_funds": [{name: row[name] for name in OF_A_FUND} for row in funds if row["is_open"]]}
