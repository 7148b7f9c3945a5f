"""Problems (RFC 9457): what a caller can mend, with a stable code, told in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from http import HTTPStatus
from typing import Any

import marshmallow as ma
from flask import Response, jsonify

from service.edge.language import language
from service.words.sentences import in_language, translated
from service.words.sentences import no_op as _

MEDIA_TYPE = "application/problem+json"


class ProblemSchema(ma.Schema):
    """An error (RFC 9457)."""

    class Meta:
        unknown = ma.EXCLUDE

    type = ma.fields.String(required=True)
    title = ma.fields.String(required=True)
    status = ma.fields.Integer(required=True)
    detail = ma.fields.String(required=True)
    code = ma.fields.String(required=True, metadata={"description": "Stable, not translated; see x-problem-codes."})
    errors = ma.fields.Dict(metadata={"description": "By field, for 422."})
    passes_on = ma.fields.Date(
        metadata={"description": "For 409: the day from which the same command will pass, where time alone decides."}
    )


@dataclass
class Problem(Exception):
    """An error that the caller can mend: status, stable code, and what to do."""

    status: int
    code: str
    detail: str
    facts: Mapping[str, object] = field(default_factory=dict)
    errors: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    passes_on: date | None = None


TITLES: Mapping[int, str] = {
    400: _("The request is malformed"),
    401: _("You are not signed in"),
    403: _("Not allowed"),
    404: _("Not found"),
    405: _("Method not allowed"),
    406: _("Not acceptable"),
    409: _("A rule stands against it"),
    412: _("The case has moved on"),
    413: _("The request is too large"),
    415: _("Wrong content type"),
    422: _("Some fields are not valid"),
    428: _("The version you saw is missing"),
    429: _("Too many requests"),
    500: _("The service failed"),
    503: _("The service is not available right now"),
}

NO_ADDRESS = _(
    "There is no such address. All of them stand in /api/openapi.json; a record is addressed by its id, "
    "not by its number or code."
)


def respond(problem: Problem) -> Response:
    """The problem as an answer."""
    speaks = language()
    title = TITLES.get(problem.status) or HTTPStatus(problem.status).phrase
    document = {
        "type": f"urn:casework:problem:{problem.code}",
        "title": translated(speaks, title),
        "status": problem.status,
        "detail": translated(speaks, problem.detail, problem.facts),
        "code": problem.code,
    }
    if problem.errors is not None:
        document["errors"] = in_language(speaks, problem.errors)
    if problem.passes_on is not None:
        document["passes_on"] = problem.passes_on
    response = jsonify(document)
    response.status_code = problem.status
    response.mimetype = MEDIA_TYPE
    response.headers.update(dict(problem.headers))
    return response
