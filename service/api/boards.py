"""Due dates and the audit trail over HTTP."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Response, jsonify
from marshmallow import fields

from domain.catalogue import AGGREGATES, BY_EVENT
from domain.deadlines.rules import PERIODS, RULES
from domain.recording import first_day_ending, last_day_ended
from domain.roles import Role
from projections.acted import actor_of
from projections.audit_trail import AUDIT_TRAIL
from projections.due_dates import DUE_DATES
from service.access.decisions import readable_kinds, require_view
from service.api.answer_schemas import ACTOR, RECORDED, STANDING, answers, named, page_of, row_fields, told
from service.api.case_answers import recorded_body, row_body, standing_body
from service.api.listing import listed, listing_parameters
from service.edge import filters
from service.edge.answers import caller, sealing, service
from service.edge.parsing import Blueprint
from service.edge.reading import as_of
from service.office.cases import require_reached
from service.store.stored_actors import told_actor
from service.views.queries import Condition, Order
from service.words.sentences import no_op as _

boards = Blueprint("boards", __name__, url_prefix="/api/v1", description="Due dates and the audit trail")

KINDS = [aggregate.kind for aggregate in AGGREGATES]

DUTY = " AND ".join(f"rule <> '{rule}'" for rule in sorted(PERIODS))
OVERDUE = f"due_on < %s AND paused_on IS NULL AND {DUTY}"
"""What `Standing.OVERDUE` means, as a condition on the view."""
CLOCK_ORDERS = {"due_on": Order("due_on"), "-due_on": Order("due_on", descending=True)}
CLOCK_FILTERS = (
    filters.identifier("case_id"),
    filters.one_of("kind", KINDS),
    filters.one_of("rule", {rule.code for rule in RULES}),
    filters.day("due_until", "due_on <= %s"),
    filters.flag("overdue", OVERDUE, lambda: service().ledger.today()),
    filters.flag("provisional", "provisional = %s"),
)
AUDIT_ORDERS = {"-position": Order("position", descending=True), "position": Order("position")}


def _recorded_by(given: str) -> Condition:
    """What the trail showed then. Raises ValueError for a version, which only a case has, and AsOfAhead."""
    point = as_of()
    if point.version is not None:
        raise ValueError(given)
    require_reached(service(), point)
    if point.moment is not None:
        return recorded_until(point.moment)
    return Condition("position <= %s", point.position)


def recorded_from(moment: datetime) -> Condition:
    """What was recorded at the moment or later; a day alone counts as its last instant."""
    day = first_day_ending(moment, service().settings.timezone)
    return Condition("(recorded_at >= %s OR recorded_on >= %s)", moment, (day,))


def recorded_until(moment: datetime) -> Condition:
    """What had been recorded by the moment; a day alone counts as its last instant."""
    day = last_day_ended(moment, service().settings.timezone)
    return Condition("(recorded_at <= %s OR recorded_on <= %s)", moment, (day,))


POINT = _("a moment or a Casework-Position")
AUDIT_FILTERS = (
    filters.Filter("as_of", POINT, {"type": "string"}, _recorded_by),
    filters.identifier("stream"),
    filters.identifier("officer", "by_officer"),
    filters.one_of("role", Role, "by_role"),
    filters.identifier("unit", "by_unit"),
    filters.one_of("event", {event.NAME for event in BY_EVENT}),
    filters.one_of("kind", KINDS),
    filters.moment("recorded_from", recorded_from),
    filters.moment("recorded_until", recorded_until),
)


DUE = named("DueDate", row_fields(DUE_DATES) | {"standing": STANDING, "overdue_days": told(fields.Integer)})
ENTRY = named(
    "AuditEntry",
    {
        "position": told(fields.String, "What as_of and Casework-Position take."),
        "stream": told(fields.UUID),
        "kind": told(fields.String),
        "version": told(fields.Integer),
        "event": told(fields.String),
        "by": fields.Nested(ACTOR, required=True),
        **RECORDED,
    },
)


@boards.get("/due-dates")
@boards.doc(
    operationId="list_due_dates",
    parameters=listing_parameters(CLOCK_FILTERS, CLOCK_ORDERS),
    responses=answers(page_of(DUE)),
)
def due_dates() -> Response:
    """One entry per running clock, soonest first."""
    require_view(caller(), DUE_DATES.name)
    today = service().ledger.today()

    def shown(row: Mapping[str, Any]) -> dict[str, Any]:
        is_paused = row["paused_on"] is not None
        return row_body(DUE_DATES, row) | standing_body(row["rule"], row["due_on"], today, is_paused=is_paused)

    return jsonify(listed(DUE_DATES, CLOCK_FILTERS, CLOCK_ORDERS, shown, _readable()))


@boards.get("/audit-trail")
@boards.doc(
    operationId="list_audit_trail",
    parameters=listing_parameters(AUDIT_FILTERS, AUDIT_ORDERS),
    responses=answers(page_of(ENTRY), has_past=True),
)
def audit_trail() -> Response:
    """Every recorded event: who, when, what, on which record; without its content."""
    require_view(caller(), AUDIT_TRAIL.name)

    def shown(row: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "position": sealing().positions.token(row["position"]),
            "stream": row["stream"],
            "kind": row["kind"],
            "version": row["version"],
            "event": row["event"],
            "by": told_actor(actor_of(row)),
            **recorded_body(row["recorded_at"] or row["recorded_on"]),
        }

    return jsonify(listed(AUDIT_TRAIL, AUDIT_FILTERS, AUDIT_ORDERS, shown, _readable()))


def _readable() -> list[Condition]:
    """A list of several kinds shows to each caller the kinds that his or her roles may read."""
    return [Condition("kind = ANY(%s)", readable_kinds(caller().roles))]
