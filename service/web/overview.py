"""The first page: what is due, how many cases stand where, and where to go."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Response, url_for

from domain.deadlines.standing import Standing, standing
from projections.catalogue import CASE_VIEWS
from projections.due_dates import DUE_DATES
from service.access.decisions import may_view
from service.access.visibility import visible
from service.edge.answers import caller
from service.edge.reading import queries
from service.kinds.catalogue import CASES
from service.kinds.kind import Kind
from service.office.next_steps import has_duties, may_meet
from service.views.queries import Condition, Order
from service.web.blueprint import BY_KIND, follow, today, web
from service.web.boards import visible_kinds, with_cases
from service.web.navigation import opening_command, visible_cases
from service.web.rendering import page
from service.words.sentences import no_op as _

READ = 1000
SHOWN = 200
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Due:
    """What is due for the reader in groups, and how many terms are for others to meet."""

    groups: list[tuple[str, str, list[dict[str, Any]]]]
    others: int


@web.get("/", endpoint="overview")
def overview() -> Response:
    """What is due for the reader, and how many cases stand where."""
    kinds = visible_cases(caller())
    follow(*(CASE_VIEWS[kind.aggregate.kind] for kind in kinds), DUE_DATES)
    due = _due()
    return page(
        "overview.html", takes=(), groups=due.groups, others=due.others, counts=[_counts(kind) for kind in kinds]
    )


def _due() -> Due:
    """What the reader's own roles have a step for; everything for a reader who has steps in no case, as an auditor."""
    if not may_view(caller().roles, DUE_DATES.name):
        return Due([], 0)
    conditions = [visible_kinds(), *visible(caller(), DUE_DATES), Condition("due_on <= %s", today() + WEEK)]
    rows = with_cases(queries().page(DUE_DATES, conditions, Order("due_on"), READ).rows)
    mine = [row for row in rows if _is_mine(row)] if any(map(_acts_in, CASES)) else rows
    return Due(_groups(mine[:SHOWN]), len(rows) - len(mine))


def _acts_in(kind: Kind) -> bool:
    return has_duties(caller().roles, kind.aggregate)


def _is_mine(row: Mapping[str, Any]) -> bool:
    status = row["case"].get("status", "")
    return may_meet(caller().roles, BY_KIND[row["kind"]].aggregate, status, row["rule"])


def _groups(rows: list[dict[str, Any]]) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """Overdue, due today, due within a week, periods that are over, and what stands still; none without an entry."""
    now = today()

    def where(*wanted: Standing) -> list[dict[str, Any]]:
        return [row for row in rows if _standing(row, now) in wanted]

    running = where(Standing.RUNNING)
    groups = [
        (_("Overdue"), "late", where(Standing.OVERDUE)),
        (_("Due today"), "soon", [row for row in running if row["due_on"] == now]),
        (_("Due within seven days"), "calm", [row for row in running if row["due_on"] > now]),
        (_("Period over, the next step is possible"), "calm", where(Standing.OVER)),
        (_("Paused until something is settled"), "calm", where(Standing.PAUSED)),
    ]
    return [group for group in groups if group[2]]


def _standing(row: Mapping[str, Any], now: date) -> Standing:
    return standing(row["rule"], row["due_on"], now, is_paused=row["paused_on"] is not None)


def _counts(kind: Kind) -> Mapping[str, Any]:
    view = CASE_VIEWS[kind.aggregate.kind]
    counted = queries().counts(view, "status", visible(caller(), view))
    statuses = [status for status in kind.aggregate.statuses if counted.get(str(status))]
    lines = [
        (status, counted[str(status)], url_for("web.case_list", collection=kind.name, status=status))
        for status in statuses
    ]
    return {"collection": kind, "lines": lines, "opening": opening_command(kind, caller())}
