"""Handing over several cases at once over HTTP: each has its own outcome."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import marshmallow as ma
from flask import Response, jsonify
from marshmallow import fields

from domain.values import OfficerRef
from service.api.answer_schemas import named, problems_of, several, told
from service.api.commands import KEY, ROLE
from service.edge.answers import sealing
from service.edge.handing import Handed, handed_over, require_handing
from service.edge.language import language
from service.edge.parsing import Blueprint, idempotency_key
from service.edge.reading import refuse_unknown_parameters
from service.kinds.catalogue import CASES, CASES_BY_NAME
from service.office.handing import MOST, Handing, ToHandOver
from service.office.leaving import handing
from service.words.sentences import translated

handovers = Blueprint("handovers", __name__, url_prefix="/api/v1", description="Cases handed over at once")
NAMES = [kind.name for kind in CASES if handing(kind.name) is not None]


class CaseToHandOver(ma.Schema):
    """A case that is handed over, at the version that was seen."""

    collection = fields.String(required=True, validate=ma.validate.OneOf(NAMES))
    id = fields.UUID(required=True)
    version = fields.Integer(required=True, strict=True, validate=ma.validate.Range(min=1, max=2**31))


class HandOverSeveral(ma.Schema):
    """From whom, to whom, on which day, and which cases."""

    concerned = fields.UUID(required=True)
    handed_to = fields.UUID(required=True)
    handed_on = fields.Date(required=True)
    cases = fields.List(fields.Nested(CaseToHandOver), required=True, validate=ma.validate.Length(min=1, max=MOST))


HANDED = named(
    "HandedCase",
    {
        "collection": told(fields.String),
        "id": told(fields.UUID),
        "status": told(fields.Integer, "What the command alone would have been answered: 200, or a problem's status."),
        "version": told(fields.Integer, "The version that it has come to; null for a problem.", allow_none=True),
        "code": told(fields.String, "The problem's code; null where it is done.", allow_none=True),
        "detail": told(fields.String, allow_none=True),
    },
)
ANSWERED = named("HandedCases", {"items": several(HANDED, "In the order of the cases given.")})


def _hand_over(said: dict[str, Any]) -> Response:
    """Hands over each case by itself; the same key and body give the same outcomes, and go on where they came to."""
    cases = [ToHandOver(CASES_BY_NAME[each["collection"]], each["id"], each["version"]) for each in said["cases"]]
    handing_over = Handing(OfficerRef(said["concerned"]), OfficerRef(said["handed_to"]), said["handed_on"])
    found, position = handed_over(idempotency_key(), handing_over, cases)
    response: Response = jsonify({"items": [_told(each) for each in found]})
    if position:
        response.headers["Casework-Position"] = sealing().positions.token(position)
    return response


def _guarded(endpoint: Callable[[], Response]) -> Callable[[], Response]:
    """Access is decided before anything of the request is read."""

    @wraps(endpoint)
    def guarded() -> Response:
        require_handing()
        refuse_unknown_parameters(())
        return endpoint()

    return guarded


def _told(each: Handed) -> dict[str, Any]:
    wrong = each.problem
    detail = translated(language(), wrong.detail, wrong.facts) if wrong else None
    return {
        "collection": each.kind.name,
        "id": str(each.case),
        "status": wrong.status if wrong else 200,
        "version": each.version,
        "code": wrong.code if wrong else None,
        "detail": detail,
    }


_answered = handovers.alt_response(200, schema=ANSWERED, success=True, description="Each with its own outcome.")
_with_body = handovers.arguments(HandOverSeveral)(_answered(_hand_over))
_documented = handovers.doc(
    operationId="hand_over_several",
    parameters=[KEY, ROLE],
    responses=problems_of(400, 401, 403, 409, 413, 415, 422, 503),
)(_with_body)
handovers.route("/handovers", methods=["POST"], endpoint="hand_over_several")(_guarded(_documented))
