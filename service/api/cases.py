"""What every kind of case offers over HTTP: a list, one case, its timeline, and its commands."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import Response, jsonify

from projections.catalogue import CASE_VIEWS
from projections.projection import Projection
from service.access.decisions import require_view
from service.api.answer_schemas import answers, case_of, page_of, row_of, timeline_of
from service.api.case_answers import case_body, row_body, timeline_body
from service.api.commands import register_commands
from service.api.listing import listed, listing_parameters
from service.edge.answers import caller, service
from service.edge.filters import Filter
from service.edge.parsing import Blueprint
from service.edge.reading import AS_OF, POSITION, as_of, refuse_unknown_parameters, seen_position
from service.edge.routes import Collection
from service.office.cases import open_case
from service.views.queries import Order


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of case declares to be served: the filters of its list and its orders, the usual one first."""

    collection: Collection
    description: str
    filters: tuple[Filter, ...]
    orders: Mapping[str, Order]

    @property
    def name(self) -> str:
        """The collection's name in addresses."""
        return self.collection.name

    @property
    def view(self) -> Projection:
        """The view that lists these cases."""
        return CASE_VIEWS[self.collection.aggregate.kind]


def blueprint_of(kind: Kind) -> Blueprint:
    """The endpoints of the kind."""
    blueprint = Blueprint(kind.name, __name__, url_prefix=f"/api/v1/{kind.name}", description=kind.description)
    _add_list(blueprint, kind)
    _add_reading(blueprint, kind)
    _add_timeline(blueprint, kind)
    register_commands(blueprint, kind.collection)
    return blueprint


def _add_list(blueprint: Blueprint, kind: Kind) -> None:
    def find() -> Response:
        require_view(caller(), kind.view.name)
        return jsonify(listed(kind.view, kind.filters, kind.orders, lambda row: row_body(kind.view, row)))

    find.__doc__ = f"{kind.description}: a list with filters and search, page by page."
    parameters = listing_parameters(kind.filters, kind.orders)
    answered = answers(page_of(row_of(kind.view)))
    documented = blueprint.doc(operationId=f"list_{kind.view.name}", parameters=parameters, responses=answered)(find)
    blueprint.route("", methods=["GET"], endpoint="find")(documented)


def _add_reading(blueprint: Blueprint, kind: Kind) -> None:
    def read(identifier: UUID) -> Response:
        require_view(caller(), kind.view.name)
        refuse_unknown_parameters(("as_of",))
        seen_position()
        case = open_case(service(), kind.collection.aggregate, identifier, caller(), as_of())
        response: Response = jsonify(case_body(service(), kind.collection, case, caller()))
        response.headers["ETag"] = f'"{case.version}"'
        return response

    read.__doc__ = "One case: where it stands, its clocks, what you may do now, and what not yet."
    operation = f"read_{kind.collection.aggregate.kind}"
    answered = answers(case_of(kind.view), is_one=True, has_past=True, has_version=True)
    documented = blueprint.doc(operationId=operation, parameters=[AS_OF, POSITION], responses=answered)(read)
    blueprint.route("/<uuid:identifier>", methods=["GET"], endpoint="read")(documented)


def _add_timeline(blueprint: Blueprint, kind: Kind) -> None:
    def timeline(identifier: UUID) -> Response:
        require_view(caller(), kind.view.name)
        refuse_unknown_parameters(("as_of",))
        seen_position()
        case = open_case(service(), kind.collection.aggregate, identifier, caller(), as_of())
        return jsonify(timeline_body(service(), case, caller()))

    timeline.__doc__ = "What happened, step by step, and the state as of then."
    operation = f"{kind.collection.aggregate.kind}_timeline"
    answered = answers(timeline_of(kind.view), is_one=True, has_past=True)
    documented = blueprint.doc(operationId=operation, parameters=[AS_OF, POSITION], responses=answered)(timeline)
    blueprint.route("/<uuid:identifier>/timeline", methods=["GET"], endpoint="timeline")(documented)
