"""The supervision board: open cases of the teams, overdue first, and the open items of each unit."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from domain.supervision.codes import OPEN, Status
from projections.next_due import NEVER
from projections.rectification_items import RECTIFICATION_ITEMS
from projections.supervision_board import IS_OPEN, SUPERVISION_BOARD
from service.kinds import filters
from service.kinds.board import Board, Opened, Reader, Says
from service.views.conditions import Condition, Order, values_of
from service.views.naming import counts_of
from service.views.rows import due_body, row_body
from service.words.sentences import no_op as _
from service.words.speech import Words


@dataclass(frozen=True, slots=True)
class OnBoard:
    """A case holds nothing beyond its row."""


@dataclass(frozen=True, slots=True)
class OpenItems:
    """The open items of a unit."""

    unit: UUID
    open_items: int
    next_due_on: date | None
    overdue: Annotated[int, Says("How many of them are past their due day.")]


def _open_items(reader: Reader) -> list[dict[str, Any]]:
    known = reader.counted(RECTIFICATION_ITEMS)
    where = f"WHERE {' AND '.join(condition.sql for condition in known)}" if known else ""
    counted = reader.rows(
        f"""
        SELECT responsible_unit AS unit, sum(n)::bigint AS open_items, min(due_on) AS next_due_on,
               coalesce(sum(n) FILTER (WHERE due_on < %s), 0)::bigint AS overdue
        FROM {counts_of(RECTIFICATION_ITEMS)} {where}
        GROUP BY responsible_unit ORDER BY min(due_on), responsible_unit
        """,  # noqa: S608 — the table's name is the projection's
        [reader.today, *values_of(known)],
    )
    return [{**row, "next_due_on": None if row["next_due_on"] == NEVER else row["next_due_on"]} for row in counted]


def _opened(reader: Reader) -> Opened:
    return Opened(
        shown=lambda row: {**row_body(SUPERVISION_BOARD, row), **due_body(row, reader.today)},
        beside={"open_items_by_unit": _open_items(reader)},
    )


def _spoken(words: Words) -> dict[str, Any]:
    return {"state": lambda code: words.code(Status(code))}


BOARD = Board(
    path="supervision-board",
    title=_("Supervision board"),
    says="What a team has to do: open cases, overdue first, then by next due day; and open items by unit.",
    entry=OnBoard,
    beside={"open_items_by_unit": OpenItems},
    follows=(SUPERVISION_BOARD, RECTIFICATION_ITEMS),
    opened=_opened,
    spoken=_spoken,
    view=SUPERVISION_BOARD,
    filters=(
        filters.codes("status", Status),
        filters.unit("supervised_unit"),
        filters.Filter(
            "member",
            _("a UUID"),
            {"type": "string", "format": "uuid"},
            lambda given, _asking: Condition("members @> %s", [UUID(given)]),
        ),
        filters.day("due_until", "next_due_on <= %s"),
    ),
    orders={"next_due_on": Order("next_due_on")},
    always=(Condition(IS_OPEN, pins={"status": frozenset(map(str, OPEN))}),),
)
