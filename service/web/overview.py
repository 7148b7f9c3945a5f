"""The first page: what is due, how many cases stand where, and where to go."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask import Response, url_for

from projections.catalogue import CASE_VIEWS
from projections.due_dates import DUE_DATES
from service.access.decisions import may_view
from service.access.visibility import visible
from service.api.answers import caller
from service.api.reading import queries
from service.api.routes import Collection
from service.texts import no_op as _
from service.views.queries import Condition, Order
from service.web.blueprint import follow, today, web
from service.web.boards import visible_kinds, with_cases
from service.web.navigation import opening_command, visible_cases
from service.web.rendering import page
from service.web.words import PERIODS

SHOWN = 200
WEEK = timedelta(days=7)


@web.get("/", endpoint="overview")
def overview() -> Response:
    """What is due for the reader, and how many cases stand where."""
    kinds = visible_cases(caller())
    follow(*(CASE_VIEWS[kind.aggregate.kind] for kind in kinds), DUE_DATES)
    return page("overview.html", groups=_due_groups(), counts=[_counts(kind) for kind in kinds])


def _due_groups() -> list[tuple[str, str, list[dict[str, Any]]]]:
    """Overdue, due today, due within a week, and periods that are over; groups without an entry are left out."""
    if not may_view(caller().roles, DUE_DATES.name):
        return []
    known = visible(caller(), DUE_DATES)
    now, conditions = today(), [visible_kinds(), *known, Condition("due_on <= %s", today() + WEEK)]
    rows = with_cases(queries().page(DUE_DATES, conditions, Order("due_on"), SHOWN).rows)
    groups = [
        (_("Overdue"), "late", [row for row in rows if row["due_on"] < now and row["rule"] not in PERIODS]),
        (_("Due today"), "soon", [row for row in rows if row["due_on"] == now]),
        (_("Due within seven days"), "calm", [row for row in rows if row["due_on"] > now]),
        (_("Period over, the next step is possible"), "calm", [row for row in rows if _is_over(row, now)]),
    ]
    return [group for group in groups if group[2]]


def _is_over(row: Mapping[str, Any], now: date) -> bool:
    return row["due_on"] < now and row["rule"] in PERIODS


def _counts(kind: Collection) -> Mapping[str, Any]:
    view = CASE_VIEWS[kind.aggregate.kind]
    counted = queries().counts(view, "status", visible(caller(), view))
    statuses = [status for status in kind.aggregate.statuses if counted.get(str(status))]
    lines = [
        (status, counted[str(status)], url_for("web.case_list", collection=kind.name, status=status))
        for status in statuses
    ]
    return {"collection": kind, "lines": lines, "opening": opening_command(kind, caller())}
