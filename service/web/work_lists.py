"""The work lists as pages: the supervision board and the relief queue."""

from flask import Response, url_for

from domain.hardship import codes as hardship
from domain.supervision import codes as supervision
from projections.rectification_items import RECTIFICATION_ITEMS
from projections.relief_queue import RELIEF_QUEUE
from projections.supervision_board import SUPERVISION_BOARD
from service.api.work_lists import board_page, queue_page
from service.web.blueprint import follow, web, words
from service.web.rendering import page


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
    follow(RELIEF_QUEUE)
    queue = queue_page()
    return page(
        "relief_queue.html",
        w=words().about("hardship"),
        rows=queue["items"],
        next_cursor=queue["next_cursor"],
        state=lambda code: words().code(hardship.Status(code)),
        category=lambda code: words().code(hardship.Category(code)) if code else "",
        case_url=lambda row: url_for("web.case", collection="hardship-requests", identifier=row["case_id"]),
    )
