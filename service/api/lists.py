"""Due dates, what waits for a second person, and the audit trail over HTTP."""

from collections.abc import Mapping
from typing import Any

from flask import Response, jsonify
from marshmallow import fields

from domain.deadlines.standing import reminded_on
from projections.acted import actor_of
from projections.audit_trail import AUDIT_TRAIL
from projections.confirmations import CONFIRMATIONS
from projections.due_dates import DUE_DATES
from service.access.decisions import require_view
from service.api.answer_schemas import (
    ACTOR,
    RECORDED,
    STANDING,
    answers,
    list_of,
    named,
    page_of,
    row_fields,
    several,
    told,
)
from service.edge.answers import caller, sealing, service
from service.edge.listing import listed, listing_parameters
from service.edge.parsing import Blueprint
from service.edge.reading import POSITION, refuse_unknown_parameters, wait_for_position
from service.edge.witnessing import confirming, to_witness
from service.kinds.lists import TERMS, TRAIL
from service.store.stored_actors import told_actor
from service.views.rows import recorded_body, row_body, standing_body

lists = Blueprint("boards", __name__, url_prefix="/api/v1", description="Due dates, second persons and the audit trail")

TO_TODAY: dict[str, Any] = {
    "standing": STANDING,
    "overdue_days": told(fields.Integer),
    "reminded_on": fields.Date(required=True, allow_none=True),
}
DUE = named("DueDate", row_fields(DUE_DATES) | TO_TODAY)
CONFIRMATION = named(
    "Confirmation",
    {
        "case_id": told(fields.UUID),
        "kind": told(fields.String),
        "entry": told(fields.Integer, "What the confirmation names."),
        "action": told(fields.String, "The noun by which it is confirmed, below the case."),
        "fact": told(fields.String, "The first fact that waits; null where it opened the case.", allow_none=True),
        "stated_by": told(fields.UUID),
        **RECORDED,
        "one_of": several(fields.UUID, "Who was named; anybody else who has seen the paper where none is."),
        "only_named": told(fields.Boolean, "Whether nobody but those confirms it."),
    },
)
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


@lists.get("/due-dates")
@lists.doc(
    operationId="list_due_dates",
    parameters=listing_parameters(TERMS),
    responses=answers(page_of(DUE)),
)
def due_dates() -> Response:
    """One entry per running clock, soonest first."""
    require_view(caller(), DUE_DATES.name)
    today = service().ledger.today()

    def shown(row: Mapping[str, Any]) -> dict[str, Any]:
        is_paused = row["paused_on"] is not None
        stands = standing_body(row["rule"], row["due_on"], today, is_paused=is_paused)
        since = reminded_on((row["remind_on"], row["remind_again_on"]), today)
        return row_body(DUE_DATES, row) | stands | {"reminded_on": since}

    return jsonify(listed(TERMS, shown))


@lists.get("/confirmations")
@lists.doc(operationId="list_confirmations", parameters=[POSITION], responses=answers(list_of(CONFIRMATION)))
def confirmations() -> Response:
    """What others have stated and the reader may confirm as the second person, the oldest first."""
    require_view(caller(), CONFIRMATIONS.name)
    refuse_unknown_parameters(())
    wait_for_position([CONFIRMATIONS])

    def shown(row: Mapping[str, Any]) -> dict[str, Any]:
        plain = {name: row[name] for name in ("kind", "entry", "fact", "only_named")}
        return {
            **plain,
            "case_id": str(row["case_id"]),
            "action": confirming(row["kind"]).noun,
            "stated_by": str(row["stated_by"]),
            "one_of": [str(each) for each in row["one_of"]],
            **recorded_body(row["stated_at"] or row["stated_on"]),
        }

    return jsonify({"items": [shown(row) for row in to_witness()]})


@lists.get("/audit-trail")
@lists.doc(
    operationId="list_audit_trail",
    parameters=listing_parameters(TRAIL),
    responses=answers(page_of(ENTRY), has_past=True),
)
def audit_trail() -> Response:
    """Every recorded event: who, when, what, on which record; without its content."""
    require_view(caller(), AUDIT_TRAIL.name)

    def shown(row: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "position": sealing().positions.token(row["position"]),
            "stream": service().pseudonyms.stream(caller().who, row["kind"], row["stream"]),
            "kind": row["kind"],
            "version": row["version"],
            "event": row["event"],
            "by": told_actor(actor_of(row)),
            **recorded_body(row["recorded_at"] or row["recorded_on"]),
        }

    return jsonify(listed(TRAIL, shown))
