"""The boards of kinds over HTTP: an address each."""

from flask import Response, jsonify
from marshmallow import fields

from service.api.answer_schemas import STANDING, answers, named, page_of, record_of, row_fields, several, told
from service.edge.boards import board_page
from service.edge.listing import listing_parameters
from service.edge.parsing import Blueprint
from service.kinds.board import Board
from service.kinds.catalogue import BOARDS

boards = Blueprint("work_lists", __name__, url_prefix="/api/v1", description="Work lists")

PAST_DUE = {
    "standing": told(
        fields.String, "As of the next term; null where none runs.", validate=STANDING.validate, allow_none=True
    ),
    "overdue_days": told(fields.Integer),
}


def _serve(board: Board) -> None:
    def read() -> Response:
        return jsonify(board_page(board))

    read.__doc__ = board.says
    entry = named(board.entry.__name__, {**row_fields(board.view), **PAST_DUE, **record_of(board.entry)})
    beside = {name: several(named(rows.__name__, record_of(rows))) for name, rows in board.beside.items()}
    documented = boards.doc(
        operationId=board.path.replace("-", "_"),
        parameters=listing_parameters(board),
        responses=answers(page_of(entry, **beside)),
    )(read)
    boards.route(f"/{board.path}", methods=["GET"], endpoint=board.path)(documented)


for _each in BOARDS:
    _serve(_each)
