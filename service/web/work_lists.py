"""The work lists as pages: the supervision board and the relief queue."""

from collections.abc import Mapping
from typing import Any

from flask import Response, url_for

from domain.hardship import codes as hardship
from domain.supervision import codes as supervision
from projections.funds import FUNDS
from projections.rectification_items import RECTIFICATION_ITEMS
from projections.relief_queue import RELIEF_QUEUE
from projections.supervision_board import SUPERVISION_BOARD
from service.edge.work_lists import board_page, queue_page
from service.web.blueprint import follow, web, words
from service.web.rendering import page
from service.words.sentences import no_op as _

AWAITED: Mapping[hardship.AidStatus, str] = {
    hardship.AidStatus.PLANNED: _("aid to be approved"),
    hardship.AidStatus.APPROVED: _("aid to be paid"),
    hardship.AidStatus.PAID: _("receipt to be confirmed"),
    hardship.AidStatus.HELD: _("no receipt came"),
}


@web.get("/supervision-board", endpoint="supervision_board")
def supervision_board() -> Response:
    """What a team has to do, overdue first, and the open items of each unit."""
    follow(SUPERVISION_BOARD, RECTIFICATION_ITEMS)
    board = board_page()
    return page(
        "supervision_board.html",
        w=words().about("supervision"),
        rows=board["items"],
        units=board["open_items_by_unit"],
        next_cursor=board["next_cursor"],
        state=lambda code: words().code(supervision.Status(code)),
        case_url=lambda row: url_for("web.case", collection="supervision-cases", identifier=row["case_id"]),
    )


@web.get("/relief-queue", endpoint="relief_queue")
def relief_queue() -> Response:
    """Requests that wait for somebody, in the order in which they wait."""
    follow(RELIEF_QUEUE, FUNDS)
    queue = queue_page()
    return page(
        "relief_queue.html",
        w=words().about("hardship"),
        rows=queue["items"],
        funds=queue["open_funds"],
        next_cursor=queue["next_cursor"],
        state=lambda code: words().code(hardship.Status(code)),
        aids=lambda row: [_waiting(status, count) for status, count in row["waiting_aids"].items()],
        lacking=lambda row: any(_lacks(each) for each in row["funds_asked"]),
        category=lambda code: words().code(hardship.Category(code)) if code else "",
        case_url=lambda row: url_for("web.case", collection="hardship-requests", identifier=row["case_id"]),
    )


def _waiting(status: str, count: int) -> str:
    """An aid that waits, by what it waits for, and how many there are where it is not one."""
    text = words().text(AWAITED[hardship.AidStatus(status)])
    return text if count == 1 else f"{text} × {count}"


def _lacks(asked: Mapping[str, Any]) -> bool:
    """Whether the planned aids ask for more than the fund has free."""
    return asked["free_fen"] is not None and asked["free_fen"] < asked["planned_fen"]
