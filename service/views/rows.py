"""Rows of views as values for answers and pages, and how their terms stand to a day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.deadlines.standing import Standing, overdue_days, standing
from domain.recording import RecordedAt, day_alone, moment_alone
from domain.values import Personal
from projections.next_due import NEVER
from projections.projection import UNSHOWN, Projection
from service.sealing.vault import Opened
from service.views.tables import Column, columns_of


def row_body(view: Projection, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of a view as JSON; search terms, memory and what was not opened do not leave the service."""
    shown = {
        column.name: _outside(row[column.name], column)
        for column in columns_of(view)
        if column.python_type not in UNSHOWN
    }
    return {name: None if value == NEVER else value for name, value in shown.items()}


def _outside(value: Any, column: Column) -> Any:
    return value if column.python_type is not Personal or isinstance(value, Opened) else None


def recorded_body(at: RecordedAt) -> dict[str, Any]:
    """The moment of recording, or the day where no more is known."""
    moment, day = moment_alone(at), day_alone(at)
    return {"recorded_at": moment.isoformat() if moment else None, "recorded_on": day.isoformat() if day else None}


def standing_body(rule: str, due_on: date, today: date, *, is_paused: bool) -> dict[str, Any]:
    """How a term stands to today, and by how many days a duty is overdue."""
    return {
        "standing": standing(rule, due_on, today, is_paused=is_paused),
        "overdue_days": overdue_days(rule, due_on, today, is_paused=is_paused),
    }


def due_body(row: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The next due day of a row of a work list, and how it stands; a term that stands still is not due."""
    if row["next_due_on"] == NEVER:
        stands = Standing.PAUSED if row.get("paused_on") else None
        return {"next_due_on": None, "standing": stands, "overdue_days": 0}
    told_of_next = standing_body(row.get("next_due_rule") or "", row["next_due_on"], today, is_paused=False)
    return {"next_due_on": row["next_due_on"], **told_of_next}
