"""The first page: what is due, how many cases stand where, and where to go."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask import Response, url_for

from domain.deadlines.standing import Standing, standing
from projections.catalogue import CASE_VIEWS
from projections.confirmations import CONFIRMATIONS
from projections.due_dates import DUE_DATES
from projections.organisation import PROPOSALS
from projections.standing_counts import ITSELF
from service.access.visibility import counted
from service.edge.answers import caller
from service.edge.reading import queries
from service.kinds.kind import Kind
from service.views.conditions import equals
from service.web.blueprint import follow, today, web
from service.web.confirmations import tasks
from service.web.duties import due_until, overdue_with_others, stepping_in
from service.web.handing import waiting_for_hands
from service.web.lists import due_with_cases
from service.web.navigation import opening_command, places, visible_cases
from service.web.organisation import to_confirm
from service.web.rendering import page
from service.words.sentences import no_op as _

SOON = timedelta(days=10)
AHEAD = SOON + timedelta(days=9)
"""Who has to act is reminded ten days before the nominal end; the longest holiday lies between that and the due day."""


@web.get("/", endpoint="overview")
def overview() -> Response:
    """What is due for the reader, and how many cases stand where."""
    kinds = visible_cases(caller())
    follow(*(CASE_VIEWS[kind.aggregate.kind] for kind in kinds), DUE_DATES, CONFIRMATIONS, PROPOSALS)
    due = due_until(today(), today() + AHEAD)
    rows = [row for row in due_with_cases(due.rows) if row["reminded_on"] or row["due_on"] <= today() + SOON]
    groups = _groups(rows)
    brought = stepping_in(due_with_cases(overdue_with_others(today(), {row["clock_id"] for row in due.rows})))
    counts = [_counts(kind) for kind in kinds]
    return page(
        "overview.html",
        takes=(),
        groups=groups,
        brought=brought,
        more=due.more + len(due.rows) - len(rows),
        others=due.others,
        counts=counts,
        to_confirm=to_confirm(),
        to_witness=tasks(),
        waiting=waiting_for_hands(),
        places=() if counts else places(caller()),
    )


def _groups(rows: list[dict[str, Any]]) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """How the terms stand to today, the most pressing first; no group without an entry."""
    now = today()

    def where(*wanted: Standing) -> list[dict[str, Any]]:
        return [row for row in rows if _standing(row, now) in wanted]

    running = where(Standing.RUNNING)
    ahead = [row for row in running if row["due_on"] > now]
    groups = [
        (_("Overdue"), "late", where(Standing.OVERDUE)),
        (_("Due today"), "soon", [row for row in running if row["due_on"] == now]),
        (_("Reminder: due soon"), "soon", [row for row in ahead if row["reminded_on"]]),
        (_("Due within ten days"), "calm", [row for row in ahead if not row["reminded_on"]]),
        (_("Period over, the next step is possible"), "calm", where(Standing.OVER)),
        (_("Paused until something is settled"), "calm", where(Standing.PAUSED)),
    ]
    return [group for group in groups if group[2]]


def _standing(row: Mapping[str, Any], now: date) -> Standing:
    return standing(row["rule"], row["due_on"], now, is_paused=row["paused_on"] is not None)


def _counts(kind: Kind) -> Mapping[str, Any]:
    view = CASE_VIEWS[kind.aggregate.kind]
    found = queries().counts(view, "status", [equals("rule", ITSELF), *counted(caller(), view)])
    statuses = [status for status in kind.aggregate.statuses if found.get(str(status))]
    lines = [
        (status, found[str(status)], url_for("web.case_list", collection=kind.name, status=status))
        for status in statuses
    ]
    return {"collection": kind, "lines": lines, "opening": opening_command(kind, caller())}
