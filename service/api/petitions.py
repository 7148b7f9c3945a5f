"""Petitions over HTTP: lists, one case, its timeline, and its commands."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response, jsonify

from domain.petition.aggregate import PETITION
from domain.petition.codes import Channel, Issue, Purpose, Route, Status
from projections.petitions import PETITIONS as VIEW
from service.access.decisions import require_view
from service.api import filters
from service.api.answers import caller, service
from service.api.case_answers import case_body, timeline_body
from service.api.commands import register_commands
from service.api.parsing import Blueprint
from service.api.reading import as_of, order_from, page_of, refuse_unknown_parameters, wait_for_position
from service.api.routes import PETITIONS
from service.cases import open_case
from service.views.queries import Order

petitions = Blueprint("petitions", __name__, url_prefix="/api/v1/petitions", description="Employee petitions (信访)")

SORTS = {
    "-received_on": Order("received_on", descending=True),
    "received_on": Order("received_on"),
    "-changed_at": Order("changed_at", descending=True),
    "changed_at": Order("changed_at"),
}
FILTERS = ("q", "status", "unit", "channel", "purpose", "issue", "route", "received_from", "received_until", "number")
HIDDEN = frozenset({"search"})


def shown(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the list as JSON."""
    return {name: value for name, value in row.items() if name not in HIDDEN}


@petitions.get("")
@petitions.doc(operationId="list_petitions")
def find() -> Response:
    """The petitions, newest first, with filters and search."""
    require_view(caller(), VIEW.name)
    refuse_unknown_parameters(FILTERS)
    conditions = [
        *filters.search(),
        *filters.codes("status", Status),
        *filters.codes("channel", Channel),
        *filters.codes("purpose", Purpose),
        *filters.codes("issue", Issue),
        *filters.codes("route", Route),
        *filters.unit(),
        *filters.day("received_from", "received_on >= %s"),
        *filters.day("received_until", "received_on <= %s"),
        *filters.number(),
    ]
    return jsonify(page_of(VIEW, conditions, order_from(SORTS, "-received_on"), shown))


@petitions.get("/<uuid:identifier>")
@petitions.doc(operationId="read_petition")
def read(identifier: UUID) -> Response:
    """One petition: where it stands, its clocks, what you may do now, and what not yet."""
    require_view(caller(), VIEW.name)
    wait_for_position([])
    case = open_case(service(), PETITION, identifier, as_of())
    response: Response = jsonify(case_body(service(), PETITIONS, case, caller()))
    response.headers["ETag"] = f'"{case.version}"'
    return response


@petitions.get("/<uuid:identifier>/timeline")
@petitions.doc(operationId="petition_timeline")
def timeline(identifier: UUID) -> Response:
    """What happened, step by step, and the state as of then."""
    require_view(caller(), "timelines")
    case = open_case(service(), PETITION, identifier, as_of())
    return jsonify(timeline_body(service(), case, caller()))


register_commands(petitions, PETITIONS)
