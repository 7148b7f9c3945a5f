"""Units, officers and code lists over HTTP."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Response, jsonify

from domain.kernel import fold
from domain.units import UnitStatus
from projections.organisation import OFFICERS as OFFICERS_VIEW
from projections.organisation import PROPOSALS, TERMS, UNITS
from projections.projection import Projection
from service.access.decisions import require_view
from service.api.answer_schemas import CATALOGUE, OFFICER, OFFICER_IN_LIST, answers, list_of, row_of
from service.api.commands import register_commands
from service.api.leaving import UNIT, vacancy_body
from service.edge.answers import caller, service
from service.edge.language import language
from service.edge.parsing import Blueprint
from service.edge.reading import POSITION, queries, refuse_unknown_parameters, wait_for_position
from service.kinds.codes import CODE_LISTS, list_name
from service.kinds.labels import LABELS
from service.kinds.organisation.kind import OFFICERS as OFFICER_KIND
from service.kinds.organisation.kind import UNITS as UNIT_KIND
from service.office.vacancies import vacancies_of
from service.sealing.readers import COLLEAGUES
from service.store.steps import UnknownStream
from service.views.conditions import equals
from service.views.terms import roles_by_officer

TERM_FIELDS = ("role", "for_unit", "from_on", "until_on")
units = Blueprint("units", __name__, url_prefix="/api/v1/units", description="The units of the group")
officers = Blueprint("officers", __name__, url_prefix="/api/v1/officers", description="Officers, roles and terms")
catalogue = Blueprint("catalogue", __name__, url_prefix="/api/v1/catalogue", description="Code lists")


@units.get("")
@units.doc(operationId="list_units", parameters=[POSITION], responses=answers(list_of(row_of(UNITS))))
def find_units() -> Response:
    """Every unit, with its parent; who leads one from above is told with the unit itself."""
    require_view(caller(), UNITS.name)
    refuse_unknown_parameters(())
    wait_for_position([UNITS])
    known = queries().all(UNITS)
    return jsonify({"items": [{name: value for name, value in each.items() if name != "leaders"} for each in known]})


@units.get("/<uuid:identifier>", endpoint="read")
@units.doc(operationId="read_unit", parameters=[POSITION], responses=answers(UNIT, is_one=True, has_version=True))
def read_unit(identifier: UUID) -> Response:
    """One unit, who leads it from above, and what nobody of it may do: its version for If-Match stands in ETag."""
    require_view(caller(), UNITS.name)
    refuse_unknown_parameters(())
    wait_for_position([UNITS])
    row = _the_row(UNITS, "unit", identifier)
    state = fold(UNIT_KIND.aggregate, (each.event for each in service().ledger.history(identifier)))
    left = [] if state.status is UnitStatus.DISSOLVED else vacancies_of(identifier, caller())
    body = {**row, "leaders": sorted(state.leaders), "vacancies": [vacancy_body(each) for each in left]}
    return _with_version(body, identifier)


def _the_row(view: Projection, column: str, identifier: UUID) -> dict[str, Any]:
    rows = queries().all(view, [equals(column, identifier)])
    if not rows:
        raise UnknownStream(identifier.hex)
    return rows[0]


def _with_version(body: Mapping[str, Any], identifier: UUID) -> Response:
    version = len(service().ledger.history(identifier))
    response: Response = jsonify({**body, "version": version})
    response.headers["ETag"] = f'"{version}"'
    return response


@officers.get("")
@officers.doc(operationId="list_officers", parameters=[POSITION], responses=answers(list_of(OFFICER_IN_LIST)))
def find_officers() -> Response:
    """Every officer with name, unit, and the roles held today."""
    require_view(caller(), OFFICERS_VIEW.name)
    refuse_unknown_parameters(())
    wait_for_position([OFFICERS_VIEW, TERMS])
    rows = queries().all(OFFICERS_VIEW)
    names = service().vault.texts((row["name"] for row in rows), COLLEAGUES)
    roles = roles_by_officer(queries().all(TERMS), service().ledger.today())
    return jsonify({"items": [_officer(row, names, roles) for row in rows]})


@officers.get("/<uuid:identifier>", endpoint="read")
@officers.doc(
    operationId="read_officer", parameters=[POSITION], responses=answers(OFFICER, is_one=True, has_version=True)
)
def read_officer(identifier: UUID) -> Response:
    """One officer: unit, roles held today, every term, what waits for a second person; If-Match stands in ETag."""
    require_view(caller(), OFFICERS_VIEW.name)
    refuse_unknown_parameters(())
    wait_for_position([OFFICERS_VIEW, TERMS, PROPOSALS])
    row = _the_row(OFFICERS_VIEW, "officer", identifier)
    terms = queries().all(TERMS, [equals("officer", identifier)])
    told = [{name: term[name] for name in TERM_FIELDS} for term in terms]
    waiting = queries().all(PROPOSALS, [equals("officer", identifier)])
    proposed = [{name: row[name] for name in (*TERM_FIELDS, "proposed_by")} for row in waiting]
    roles = roles_by_officer(terms, service().ledger.today())
    body = _officer(row, service().vault.texts([row["name"]], COLLEAGUES), roles)
    return _with_version({**body, "appointed_on": row["appointed_on"], "terms": told, "proposed": proposed}, identifier)


def _officer(row: Mapping[str, Any], names: Mapping[str, str], roles: Mapping[UUID, Sequence[str]]) -> dict[str, Any]:
    return {
        "officer": row["officer"],
        "name": names[row["name"]],
        "unit": row["unit"],
        "roles": roles.get(row["officer"], []),
    }


@catalogue.get("")
@catalogue.doc(operationId="catalogue", responses=answers(CATALOGUE))
def codes() -> Response:
    """Every code list with the labels in the reader's language."""
    require_view(caller(), "catalogue")
    refuse_unknown_parameters(())
    speaks = language()
    return jsonify(
        {
            "lists": {
                list_name(each): [{"code": code, "label": LABELS.code(speaks, each, code)} for code in each]
                for each in CODE_LISTS
            }
        }
    )


register_commands(units, UNIT_KIND)
register_commands(officers, OFFICER_KIND)
