"""Due dates and the audit trail over HTTP."""

from collections.abc import Mapping
from typing import Any

from flask import Response, jsonify, request

from domain.catalogue import AGGREGATES, BY_EVENT
from projections.audit_trail import AUDIT_TRAIL
from projections.due_dates import DUE_DATES
from service.access.decisions import require_view
from service.api import filters
from service.api.answers import caller, positions, service
from service.api.parsing import Blueprint
from service.api.problems import Problem
from service.api.reading import order_from, page_of, refuse_unknown_parameters
from service.texts import no_op as _
from service.views.queries import Condition, Order, equals

boards = Blueprint("boards", __name__, url_prefix="/api/v1", description="Due dates and the audit trail")

CLOCK_ORDERS = {"due_on": Order("due_on"), "-due_on": Order("due_on", descending=True)}
AUDIT_ORDERS = {"-position": Order("position", descending=True), "position": Order("position")}


@boards.get("/due-dates")
@boards.doc(operationId="list_due_dates")
def due_dates() -> Response:
    """One entry per running clock, soonest first."""
    require_view(caller(), DUE_DATES.name)
    refuse_unknown_parameters(("rule", "overdue", "case_id", "due_until", "provisional"))
    today = service().ledger.today()

    def shown(row: Mapping[str, Any]) -> dict[str, Any]:
        return {
            **row,
            **{name: row[name].isoformat() for name in ("started_on", "nominal_on", "due_on")},
            "overdue_days": max(0, (today - row["due_on"]).days),
        }

    conditions = [
        *filters.identifier("case_id"),
        *filters.day("due_until", "due_on <= %s"),
        *([equals("rule", request.args["rule"][:10])] if request.args.get("rule") else []),
        *([Condition("due_on < %s", today)] if _flag("overdue") else []),
        *([Condition("provisional = %s", True)] if _flag("provisional") else []),
    ]
    return jsonify(page_of(DUE_DATES, conditions, order_from(CLOCK_ORDERS, "due_on"), shown))


def _flag(name: str) -> bool:
    given = request.args.get(name, "false")
    if given not in ("true", "false"):
        raise Problem(400, "filter_invalid", _("{name} takes: {known}."), {"name": name, "known": "true, false"})
    return given == "true"


@boards.get("/audit-trail")
@boards.doc(operationId="list_audit_trail")
def audit_trail() -> Response:
    """Every recorded event: who, when, what, on which record; without its content."""
    require_view(caller(), AUDIT_TRAIL.name)
    refuse_unknown_parameters(("stream", "officer", "event", "kind", "recorded_from", "recorded_until"))

    def shown(row: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "position": positions().token(row["position"]),
            "stream": str(row["stream"]),
            "kind": row["kind"],
            "version": row["version"],
            "event": row["event"],
            "by": str(row["by_officer"]),
            "recorded_at": row["recorded_at"].isoformat(),
        }

    conditions = [
        *filters.identifier("stream"),
        *filters.identifier("officer", "by_officer"),
        *_one_of("event", {event.NAME for event in BY_EVENT}),
        *_one_of("kind", {aggregate.kind for aggregate in AGGREGATES}),
        *filters.moment("recorded_from", "recorded_at >= %s"),
        *filters.moment("recorded_until", "recorded_at <= %s"),
    ]
    return jsonify(page_of(AUDIT_TRAIL, conditions, order_from(AUDIT_ORDERS, "-position"), shown))


def _one_of(name: str, known: set[str]) -> list[Condition]:
    given = request.args.get(name)
    if not given:
        return []
    if given not in known:
        raise Problem(
            400, "filter_invalid", _("{name} takes: {known}."), {"name": name, "known": ", ".join(sorted(known))}
        )
    return [equals(name, given)]
