"""Relief funds over HTTP: what is in each, and what is done with them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response, jsonify

from projections.funds import FUNDS
from projections.scoped import scope_in
from service.access.decisions import require_view
from service.access.visibility import may_list, visible
from service.api.answer_schemas import answers, list_of, row_of
from service.api.commands import register_commands
from service.edge.answers import caller, service
from service.edge.parsing import Blueprint
from service.edge.reading import POSITION, queries, refuse_unknown_parameters, seen_position, wait_for_position
from service.kinds.fund.kind import FUNDS as FUND_KIND
from service.store.steps import UnknownStream
from service.views.rows import row_body

funds = Blueprint("funds", __name__, url_prefix="/api/v1/funds", description="Relief funds, one per budget period")


@funds.get("")
@funds.doc(operationId="list_funds", parameters=[POSITION], responses=answers(list_of(row_of(FUNDS))))
def find_funds() -> Response:
    """Every fund of the caller's units: received, reserved, paid and free, in fen."""
    require_view(caller(), FUNDS.name)
    refuse_unknown_parameters(())
    wait_for_position([FUNDS])
    rows = queries().all(FUNDS, visible(caller(), FUNDS))
    return jsonify({"items": [row_body(FUNDS, row) for row in rows]})


@funds.get("/<uuid:identifier>", endpoint="read")
@funds.doc(
    operationId="read_fund", parameters=[POSITION], responses=answers(row_of(FUNDS), is_one=True, has_version=True)
)
def read_fund(identifier: UUID) -> Response:
    """One fund as the log holds it now; its version for If-Match stands in ETag."""
    require_view(caller(), FUNDS.name)
    refuse_unknown_parameters(())
    seen_position()
    row = _row(identifier)
    response: Response = jsonify(row_body(FUNDS, row))
    response.headers["ETag"] = f'"{row["version"]}"'
    return response


def _row(identifier: UUID) -> Mapping[str, Any]:
    """The fund's row after its last event, also where the list is not that far yet. Raises UnknownStream."""
    rows: dict[Any, dict[str, Any]] = {}
    for recorded in service().ledger.history(identifier):
        fold = FUNDS.on.get(type(recorded.event))
        if fold is None:
            raise UnknownStream(identifier.hex)
        rows[identifier] = dict(fold(rows, recorded)[identifier] or {})
    if not rows or not may_list(caller(), FUND_KIND.aggregate.kind, scope_in(rows[identifier])):
        raise UnknownStream(identifier.hex)
    return rows[identifier]


register_commands(funds, FUND_KIND)
