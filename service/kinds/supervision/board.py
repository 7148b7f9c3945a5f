"""The supervision board: open cases of the teams, overdue first, and the open items of each unit."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from domain.supervision.codes import ENDED, UNSETTLED, Status
from projections.rectification_items import RECTIFICATION_ITEMS
from projections.supervision_board import SUPERVISION_BOARD
from service.kinds import filters
from service.kinds.listing import Listing
from service.views.naming import table_of
from service.views.queries import Condition, Order, values_of
from service.views.rows import due_body, row_body
from service.words.sentences import no_op as _

BOARD = Listing(
    view=SUPERVISION_BOARD,
    filters=(
        filters.codes("status", Status),
        filters.unit("supervised_unit"),
        filters.Filter(
            "member",
            _("a UUID"),
            {"type": "string", "format": "uuid"},
            lambda given, _asking: Condition("position(%s in members) > 0", UUID(given).hex),
        ),
        filters.day("due_until", "next_due_on <= %s"),
    ),
    orders={"next_due_on": Order("next_due_on")},
    always=(Condition("NOT status = ANY(%s)", list(ENDED)),),
)


def on_board(row: Mapping[str, Any], today: date) -> dict[str, Any]:
    """A case of the board."""
    return {**row_body(SUPERVISION_BOARD, row), **due_body(row, today)}


def open_items(
    read: Callable[[str, Sequence[Any]], list[dict[str, Any]]], known: Sequence[Condition], today: date
) -> list[dict[str, Any]]:
    """By unit: how many items are open, how many of them past their day, and the next day; of those `known` leaves."""
    own = "".join(f" AND {condition.sql}" for condition in known)
    return read(
        f"""
        SELECT responsible_unit AS unit, count(*) AS open_items, min(due_on) AS next_due_on,
               count(*) FILTER (WHERE due_on < %s) AS overdue
        FROM {table_of(RECTIFICATION_ITEMS)} WHERE status = ANY(%s){own}
        GROUP BY responsible_unit ORDER BY min(due_on) NULLS LAST, responsible_unit
        """,  # noqa: S608 — the table's name is the projection's
        [today, list(UNSETTLED), *values_of(known)],
    )
