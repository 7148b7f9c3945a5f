"""What every kind of case offers over HTTP: a list, one case, its timeline, and its commands."""

from uuid import UUID

from flask import Response, jsonify

from service.access.decisions import require_view
from service.api.answer_schemas import answers, case_of, page_of, row_of, timeline_of
from service.api.case_answers import case_body, timeline_body
from service.api.commands import register_commands
from service.edge.answers import caller, service
from service.edge.listing import listed, listing_parameters
from service.edge.parsing import Blueprint, said_purpose
from service.edge.reading import AS_OF, POSITION, PURPOSE, as_of, refuse_unknown_parameters, seen_position
from service.kinds.kind import CaseKind
from service.views.rows import row_body


def blueprint_of(kind: CaseKind) -> Blueprint:
    """The endpoints of the kind."""
    blueprint = Blueprint(kind.name, __name__, url_prefix=f"/api/v1/{kind.name}", description=kind.description)
    _add_list(blueprint, kind)
    _add_reading(blueprint, kind)
    _add_timeline(blueprint, kind)
    register_commands(blueprint, kind)
    return blueprint


def _add_list(blueprint: Blueprint, kind: CaseKind) -> None:
    def find() -> Response:
        require_view(caller(), kind.listing.view.name)
        return jsonify(listed(kind.listing, lambda row: row_body(kind.listing.view, row)))

    find.__doc__ = f"{kind.description}: a list with filters and search, page by page."
    parameters = listing_parameters(kind.listing)
    answered = answers(page_of(row_of(kind.listing.view)))
    operation = f"list_{kind.listing.view.name}"
    documented = blueprint.doc(operationId=operation, parameters=parameters, responses=answered)(find)
    blueprint.route("", methods=["GET"], endpoint="find")(documented)


def _add_reading(blueprint: Blueprint, kind: CaseKind) -> None:
    def read(identifier: UUID) -> Response:
        require_view(caller(), kind.listing.view.name)
        refuse_unknown_parameters(("as_of",))
        seen_position()
        case = service().cases.open(kind.aggregate, identifier, caller(), as_of(), said_purpose())
        response: Response = jsonify(case_body(service(), kind, case, caller()))
        response.headers["ETag"] = f'"{case.version}"'
        return response

    read.__doc__ = "One case: where it stands, its clocks, what you may do now, and what not yet."
    operation = f"read_{kind.aggregate.kind}"
    answered = answers(case_of(kind.listing.view), is_one=True, has_past=True, has_version=True)
    documented = blueprint.doc(operationId=operation, parameters=[AS_OF, POSITION, PURPOSE], responses=answered)(read)
    blueprint.route("/<uuid:identifier>", methods=["GET"], endpoint="read")(documented)


def _add_timeline(blueprint: Blueprint, kind: CaseKind) -> None:
    def timeline(identifier: UUID) -> Response:
        require_view(caller(), kind.listing.view.name)
        refuse_unknown_parameters(("as_of",))
        seen_position()
        case = service().cases.open(kind.aggregate, identifier, caller(), as_of(), said_purpose())
        return jsonify(timeline_body(service(), case, caller()))

    timeline.__doc__ = "What happened, step by step, and the state as of then."
    operation = f"{kind.aggregate.kind}_timeline"
    answered = answers(timeline_of(kind.listing.view), is_one=True, has_past=True)
    documented = blueprint.doc(operationId=operation, parameters=[AS_OF, POSITION, PURPOSE], responses=answered)(
        timeline
    )
    blueprint.route("/<uuid:identifier>/timeline", methods=["GET"], endpoint="timeline")(documented)
