"""Units, officers and code lists over HTTP."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify

from domain.kernel import Command
from domain.organisation.officer import AppointOfficer
from domain.organisation.unit import FoundUnit, unit_ref
from projections.catalogue import ACCESS_VIEWS
from projections.organisation import OFFICERS as OFFICERS_VIEW
from projections.organisation import TERMS as TERMS_VIEW
from projections.organisation import UNITS as UNITS_VIEW
from service.access.decisions import require_view
from service.api.answers import caller, carry_out, create, service
from service.api.bodies import body_of
from service.api.commands import Answered
from service.api.language import language
from service.api.parsing import Blueprint
from service.api.reading import queries, wait_for_position
from service.api.routes import OFFICERS, UNITS, Address, Collection
from service.codes import CODE_LISTS
from service.store.steps import UnknownStream
from service.texts import label
from service.views.queries import equals

units = Blueprint("units", __name__, url_prefix="/api/v1/units", description="The units of the group")
officers = Blueprint("officers", __name__, url_prefix="/api/v1/officers", description="Officers, roles and terms")
catalogue = Blueprint("catalogue", __name__, url_prefix="/api/v1/catalogue", description="Code lists")


def _settled(response: Response) -> Response:
    """Brings the access views up to date, so that a grant acts on the very next request."""
    service().engine.catch_up(ACCESS_VIEWS)
    return response


@units.get("")
@units.doc(operationId="list_units")
def find_units() -> Response:
    """Every unit, with its parent."""
    require_view(caller(), UNITS_VIEW.name)
    wait_for_position([UNITS_VIEW])
    return jsonify({"items": queries().all(UNITS_VIEW)})


@units.get("/<uuid:identifier>", endpoint="read")
@units.doc(operationId="read_unit")
def read_unit(identifier: UUID) -> Response:
    """One unit."""
    require_view(caller(), UNITS_VIEW.name)
    return jsonify(_the_row(UNITS_VIEW, "unit", identifier))


def _the_row(view: Any, column: str, identifier: UUID) -> dict[str, Any]:
    rows = queries().all(view, [equals(column, identifier)])
    if not rows:
        raise UnknownStream(identifier.hex)
    return rows[0]


@units.post("", endpoint="create")
@units.arguments(body_of(FoundUnit))
@units.alt_response(201, schema=Answered, success=True)
@units.doc(operationId="unit_FoundUnit")
def found_unit(command: FoundUnit) -> Response:
    """A unit is founded; its id follows from its code."""
    return _settled(create(UNITS, command, unit_ref(command.code)))


@officers.get("")
@officers.doc(operationId="list_officers")
def find_officers() -> Response:
    """Every officer with name, unit, and the roles held."""
    require_view(caller(), OFFICERS_VIEW.name)
    wait_for_position([OFFICERS_VIEW, TERMS_VIEW])
    rows = queries().all(OFFICERS_VIEW)
    names = service().vault.texts(row["name"] for row in rows)
    terms = queries().all(TERMS_VIEW)
    return jsonify(
        {
            "items": [
                {
                    "officer": row["officer"],
                    "name": names[row["name"]],
                    "unit": row["unit"],
                    "roles": [term["role"] for term in terms if term["officer"] == row["officer"]],
                }
                for row in rows
            ]
        }
    )


@officers.get("/<uuid:identifier>", endpoint="read")
@officers.doc(operationId="read_officer")
def read_officer(identifier: UUID) -> Response:
    """One officer: version for If-Match, unit, roles."""
    require_view(caller(), OFFICERS_VIEW.name)
    row = _the_row(OFFICERS_VIEW, "officer", identifier)
    terms = queries().all(TERMS_VIEW, [equals("officer", identifier)])
    version = len(service().ledger.history(identifier))
    name = service().vault.texts([row["name"]])[row["name"]]
    response: Response = jsonify({**row, "name": name, "roles": [term["role"] for term in terms], "version": version})
    response.headers["ETag"] = f'"{version}"'
    return response


@officers.post("", endpoint="create")
@officers.arguments(body_of(AppointOfficer))
@officers.alt_response(201, schema=Answered, success=True)
@officers.doc(operationId="officer_AppointOfficer")
def appoint(command: AppointOfficer) -> Response:
    """An officer is appointed, with roles."""
    return _settled(create(OFFICERS, command))


def _add_settling(blueprint: Blueprint, collection: Collection, address: Address) -> None:
    def endpoint(command: Command[Any], identifier: UUID) -> Response:
        return _settled(carry_out(collection, command, identifier))

    endpoint.__name__ = address.command.__name__
    endpoint.__doc__ = address.command.__doc__ or f"{address.command.__name__}."
    documented = blueprint.alt_response(200, schema=Answered, success=True)(endpoint)
    with_body = blueprint.arguments(body_of(address.command))(documented)
    named = blueprint.doc(operationId=f"{collection.aggregate.kind}_{address.command.__name__}")(with_body)
    blueprint.route(f"/<uuid:identifier>/{address.noun}", methods=["POST"], endpoint=address.noun)(named)


for collection, blueprint in ((UNITS, units), (OFFICERS, officers)):
    for address in collection.addresses:
        if address.noun:
            _add_settling(blueprint, collection, address)


@catalogue.get("")
@catalogue.doc(operationId="catalogue")
def codes() -> Response:
    """Every code list with the labels in the reader's language."""
    require_view(caller(), "catalogue")
    speaks = language()
    return jsonify(
        {
            "lists": {
                each.__name__: [{"code": code, "label": label(speaks, each.__name__, code)} for code in each]
                for each in CODE_LISTS
            }
        }
    )
