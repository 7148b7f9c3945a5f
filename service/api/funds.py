"""Relief funds over HTTP: what is in each, and what is done with them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response, jsonify
from marshmallow import fields

from domain.fund.events import Remarked, SampleDrawn
from projections.aids import AIDS
from projections.funds import FUNDS
from projections.scoped import scope_in
from service.access.decisions import require_view
from service.access.visibility import may_list, visible
from service.api.answer_schemas import answers, list_of, named, record_of, row_of, several, told
from service.api.commands import register_commands
from service.edge.answers import caller, service
from service.edge.funds import fund_at, may_sum, spent_on
from service.edge.parsing import Blueprint
from service.edge.reading import POSITION, queries, refuse_unknown_parameters, seen_position, wait_for_position
from service.kinds.fund.kind import FUNDS as FUND_KIND
from service.kinds.fund.roles import SPENDING
from service.kinds.fund.spending import OfKind
from service.store.steps import UnknownStream
from service.views.rows import row_body

SAMPLE = {
    **{name: told(fields.Integer) for name in ("sample", "size", "of", "least_fen")},
    **{name: told(fields.Date) for name in ("paid_from", "paid_until", "drawn_on")},
    "seed": told(fields.String),
    "drawn_by": told(fields.UUID),
}
REMARK = {"remark": told(fields.String), "remarked_by": told(fields.UUID), "remarked_on": told(fields.Date)}
AUDIT = named(
    "FundAudit",
    {
        "by_kind": several(named("FundOfKind", record_of(OfKind))),
        "samples": several(named("FundSample", SAMPLE)),
        "remarks": several(named("FundRemark", REMARK)),
    },
)

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


@funds.get("/<uuid:identifier>/audit", endpoint="audit")
@funds.doc(operationId="audit_fund", parameters=[POSITION], responses=answers(AUDIT, is_one=True))
def audit_fund(identifier: UUID) -> Response:
    """What the fund was spent on by kind of aid, which samples of its vouchers were drawn, and what was remarked.

    A sample can be drawn again: of the payments recorded before it that fall into its days and reach its amount, the
    vouchers are those with the least UUID of version 5, whose namespace is the case and whose name is the seed, a
    slash and the number of the aid.
    """
    require_view(caller(), SPENDING)
    refuse_unknown_parameters(())
    wait_for_position([AIDS])
    fund = fund_at(identifier)
    if not may_sum(fund):
        raise UnknownStream(identifier.hex)
    told_of = list(zip(fund.history, service().cases.facts_for(fund, caller()), strict=True))
    samples = [facts for each, facts in told_of if isinstance(each.event, SampleDrawn)]
    remarks = [facts for each, facts in told_of if isinstance(each.event, Remarked)]
    return jsonify({"by_kind": spent_on(identifier), "samples": samples, "remarks": remarks})


register_commands(funds, FUND_KIND)
