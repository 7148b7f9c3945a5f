"""The first page: what is due, how many cases stand where, and where to go."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from flask import Response, url_for

from domain.deadlines.rules import RULES
from domain.deadlines.standing import Standing, standing
from domain.roles import Role
from projections.catalogue import CASE_VIEWS
from projections.due_dates import DUE_DATES
from service.access.decisions import may_view
from service.access.visibility import of_readable_kinds, visible
from service.edge.answers import caller
from service.edge.reading import queries
from service.kinds.catalogue import CASES
from service.kinds.kind import Kind
from service.office.next_steps import has_duties, may_meet
from service.views.naming import table_of
from service.views.queries import Condition, Order
from service.web.blueprint import follow, today, web
from service.web.lists import with_cases
from service.web.navigation import opening_command, visible_cases
from service.web.rendering import page
from service.words.sentences import no_op as _

SHOWN = 200
WEEK = timedelta(days=7)
OF_A_CASE = "WHEN '{kind}' THEN (SELECT c.status FROM {cases} c WHERE c.case_id = {due_dates}.case_id)"
STANDS = " ".join(
    OF_A_CASE.format(kind=kind, cases=table_of(view), due_dates=table_of(DUE_DATES))
    for kind, view in CASE_VIEWS.items()
)
WHERE_IT_STANDS = f"concat_ws(' ', kind, CASE kind {STANDS} END, rule)"
"""Of a due date: its kind, the status of its case, and its rule."""


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
    known = [*of_readable_kinds(caller()), *visible(caller(), DUE_DATES), Condition("due_on <= %s", today() + WEEK)]
    mine = [*known, *_mine()]
    rows = with_cases(queries().page(DUE_DATES, mine, Order("due_on"), SHOWN).rows)
    return Due(_groups(rows), _count(known) - _count(mine))


def _count(conditions: list[Condition]) -> int:
    return sum(queries().counts(DUE_DATES, "kind", conditions).values())


def _mine() -> list[Condition]:
    """Terms that a step of the reader's roles meets where the case stands; all of them where no role has any step."""
    roles = caller().roles
    if not any(has_duties(roles, kind.aggregate) for kind in CASES):
        return []
    return [Condition(f"{WHERE_IT_STANDS} = ANY(%s)", list(_meetings(roles)))]


@lru_cache(maxsize=256)
def _meetings(roles: frozenset[Role]) -> tuple[str, ...]:
    """Kind, status and rule of every term that the roles may meet, in one word each."""
    return tuple(
        f"{kind.aggregate.kind} {status} {rule}"
        for kind in CASES
        for status in kind.aggregate.statuses
        for rule in {rule.code for rule in RULES}
        if may_meet(roles, kind.aggregate, status, rule)
    )


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
