"""The boards of kinds for the caller of this request, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from projections.projection import Projection
from service.access.decisions import may_view, require_view
from service.access.visibility import counted, visible
from service.edge.answers import caller, service
from service.edge.listing import listed
from service.edge.reading import queries
from service.kinds.board import Board
from service.views.conditions import Condition


@dataclass(frozen=True, slots=True)
class RequestReader:
    """What a board may ask, answered for the caller of this request."""

    today: date

    def may_view(self, view: Projection) -> bool:
        """Whether the caller may read the view."""
        return may_view(caller().roles, view.name)

    def all(self, view: Projection) -> list[dict[str, Any]]:
        """Every row of a view that the caller may know of."""
        return queries().all(view, visible(caller(), view))

    def rows(self, query: str, values: Sequence[Any]) -> list[dict[str, Any]]:
        """The rows of a query."""
        return queries().rows(query, values)

    def counted(self, view: Projection) -> Sequence[Condition]:
        """What holds for the buckets in which the view counts what the caller may know of."""
        return counted(caller(), view)


def board_page(board: Board) -> dict[str, Any]:
    """One page of the board, with the lists beside its entries. Raises Denied and Problem."""
    require_view(caller(), board.view.name)
    opened = board.opened(RequestReader(service().ledger.today()))
    return {**listed(board, opened.shown), **opened.beside}
