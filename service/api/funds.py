"""Relief funds over HTTP: what is in each, and what is done with them."""

from uuid import UUID

from flask import Response, jsonify

from projections.funds import FUNDS
from service.access.decisions import require_view
from service.api import routes
from service.api.answers import caller
from service.api.commands import register_commands
from service.api.parsing import Blueprint
from service.api.reading import POSITION, queries, refuse_unknown_parameters, wait_for_position
from service.store.steps import UnknownStream
from service.views.queries import equals

funds = Blueprint("funds", __name__, url_prefix="/api/v1/funds", description="Relief funds, one per budget period")


@funds.get("")
@funds.doc(operationId="list_funds", parameters=[POSITION])
def find_funds() -> Response:
    """Every fund: received, reserved, paid and free, in fen."""
    require_view(caller(), FUNDS.name)
    refuse_unknown_parameters(())
    wait_for_position([FUNDS])
    return jsonify({"items": queries().all(FUNDS)})


@funds.get("/<uuid:identifier>", endpoint="read")
@funds.doc(operationId="read_fund", parameters=[POSITION])
def read_fund(identifier: UUID) -> Response:
    """One fund; its version for If-Match stands in ETag."""
    require_view(caller(), FUNDS.name)
    refuse_unknown_parameters(())
    wait_for_position([FUNDS])
    rows = queries().all(FUNDS, [equals("fund", identifier)])
    if not rows:
        raise UnknownStream(identifier.hex)
    response: Response = jsonify(rows[0])
    response.headers["ETag"] = f'"{rows[0]["version"]}"'
    return response


register_commands(funds, routes.FUNDS)
