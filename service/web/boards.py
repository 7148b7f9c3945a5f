"""The boards of kinds as pages."""

from collections.abc import Callable

from flask import Response, url_for

from service.access.texts import ever_told
from service.edge.answers import caller
from service.edge.boards import board_page
from service.kinds.board import Board
from service.kinds.catalogue import CASES
from service.kinds.kind import CaseKind
from service.web.blueprint import follow, web, words
from service.web.rendering import page


def _page_of(kind: CaseKind, board: Board, template: str) -> Callable[[], Response]:
    def shown() -> Response:
        follow(*board.follows)
        told = board_page(board)
        return page(
            template,
            w=words().about(kind.aggregate.kind),
            rows=told["items"],
            next_cursor=told["next_cursor"],
            beside={name: told[name] for name in board.beside},
            tells=lambda column: ever_told(caller(), board.view, column),
            case_url=lambda row: url_for("web.case", collection=kind.name, identifier=row["case_id"]),
            **board.spoken(words()),
        )

    return shown


for _kind in CASES:
    if _board := _kind.board:
        _name = _board.path.replace("-", "_")
        web.add_url_rule(f"/{_board.path}", endpoint=_name, view_func=_page_of(_kind, _board, f"{_name}.html"))
