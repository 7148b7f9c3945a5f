"""Due dates across all cases, and the audit trail."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from flask import Response, request, url_for

from domain.catalogue import AGGREGATES, BY_EVENT
from domain.deadlines.rules import RULES
from projections.audit_trail import AUDIT_TRAIL
from projections.catalogue import CASE_VIEWS
from projections.due_dates import DUE_DATES
from service.access.decisions import may_view, readable_kinds, require_view
from service.api import filters
from service.api.answers import caller, service
from service.api.boards import AUDIT_ORDERS, CLOCK_ORDERS
from service.api.reading import page_of, queries
from service.views.queries import Condition
from service.web.blueprint import BY_KIND, follow, names, today, web
from service.web.rendering import page


@web.get("/due-dates", endpoint="due_dates")
def due_dates() -> Response:
    """One entry per running clock, soonest first."""
    require_view(caller(), DUE_DATES.name)
    follow(DUE_DATES)
    conditions = [visible_kinds(), *_due_filters()]
    listed = page_of(DUE_DATES, conditions, CLOCK_ORDERS["due_on"], dict)
    rules = sorted({rule.code for rule in RULES})
    return page("due_dates.html", rows=with_cases(listed["items"]), next_cursor=listed["next_cursor"], rules=rules)


def _due_filters() -> list[Condition]:
    return [
        *filters.day("until", "due_on <= %s"),
        *filters.one_of("rule", {rule.code for rule in RULES}),
        *([Condition("due_on < %s", today())] if request.args.get("overdue") else []),
        *([Condition("provisional = %s", True)] if request.args.get("provisional") else []),
    ]


def visible_kinds() -> Condition:
    """Only rows of kinds that the reader may read."""
    return Condition("kind = ANY(%s)", readable_kinds(caller().roles))


def with_cases(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The clocks with number, title and address of their cases."""
    known: dict[Any, dict[str, Any]] = {}
    for kind in {row["kind"] for row in rows}:
        ids = [row["case_id"] for row in rows if row["kind"] == kind]
        found = queries().all(CASE_VIEWS[kind], [Condition("case_id = ANY(%s)", ids)])
        known.update({row["case_id"]: row for row in found})
    return [{**row, "case": known.get(row["case_id"], {}), "href": _address(row)} for row in rows]


def _address(row: Mapping[str, Any]) -> str:
    return url_for("web.case", collection=BY_KIND[row["kind"]].name, identifier=row["case_id"])


@web.get("/audit-trail", endpoint="audit_trail")
def audit_trail() -> Response:
    """Every recorded event: who, when, what, on which record; without its content."""
    require_view(caller(), AUDIT_TRAIL.name)
    follow(AUDIT_TRAIL)
    listed = page_of(AUDIT_TRAIL, _audit_filters(), AUDIT_ORDERS["-position"], dict)
    rows = listed["items"]
    names().learn(row["by_officer"] for row in rows)
    return page(
        "audit_trail.html",
        rows=[{**row, "href": _record_address(row)} for row in rows],
        next_cursor=listed["next_cursor"],
        events=sorted(event.NAME for event in BY_EVENT),
        kinds=sorted(aggregate.kind for aggregate in AGGREGATES),
    )


def _audit_filters() -> list[Condition]:
    return [
        visible_kinds(),
        *filters.identifier("stream"),
        *filters.identifier("officer", "by_officer"),
        *filters.one_of("event", {event.NAME for event in BY_EVENT}),
        *filters.one_of("kind", {aggregate.kind for aggregate in AGGREGATES}),
        *_recorded("from", "recorded_at >= %s", time.min),
        *_recorded("until", "recorded_at <= %s", time.max),
    ]


def _recorded(name: str, sql: str, hour: time) -> list[Condition]:
    zone = service().settings.timezone
    return [Condition(sql, datetime.combine(each.value, hour, zone)) for each in filters.day(name, sql)]


def _record_address(row: Mapping[str, Any]) -> str | None:
    found = BY_KIND.get(row["kind"])
    if found is None:
        return None
    if row["kind"] not in CASE_VIEWS:
        return url_for("web.record", collection=found.name, identifier=row["stream"])
    if not may_view(caller().roles, CASE_VIEWS[row["kind"]].name):
        return None
    return url_for("web.case", collection=found.name, identifier=row["stream"])
