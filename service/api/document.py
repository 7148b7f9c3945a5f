"""The OpenAPI document: how errors, tokens and our own field types stand in it."""

from http import HTTPStatus
from typing import Any

import flask_smorest
from flask import Flask

from service.edge import bodies
from service.edge.problem_codes import problem_codes
from service.edge.problems import MEDIA_TYPE, ProblemSchema

CONFIGURATION = {
    "API_TITLE": "casework",
    "API_VERSION": "v1",
    "OPENAPI_VERSION": "3.1.0",
    "OPENAPI_URL_PREFIX": "/api",
    "OPENAPI_JSON_PATH": "openapi.json",
}
ABOUT = (
    "Every request but those for health and this document carries a bearer token, which was issued for some of READ, "
    "FILE (opening cases), ACT and PROVEN (what a page asks for a proof anew for); x-scopes names what a command "
    "takes, and a GET takes READ. Every POST carries an Idempotency-Key, and an If-Match with the ETag seen where it "
    "changes something that exists. Errors are "
    "problem documents (RFC 9457); their stable codes stand in x-problem-codes, and those of the rules that can "
    "refuse a command in its x-refusals."
)


class Api(flask_smorest.Api):  # type: ignore[misc]  # the library ships no types
    """The OpenAPI document; errors are ours."""

    ERROR_SCHEMA = ProblemSchema

    def __init__(self, app: Flask) -> None:
        info = {"description": ABOUT, "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}}
        super().__init__(
            app,
            spec_kwargs={"security": [{"token": []}], "info": info, "x-problem-codes": problem_codes()},
        )
        self.spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
        self.register_field(bodies.Unit, "string", None)
        self.register_field(bodies.Household, "string", None)
        self.register_field(bodies.Day, "string", "date")

    def _register_error_handlers(self) -> None:
        """All errors are registered in one place, `problems.register`."""

    def _register_responses(self) -> None:
        """Every error is a problem document."""
        content = {MEDIA_TYPE: {"schema": ProblemSchema}}
        for status in HTTPStatus:
            response: dict[str, Any] = {"description": status.phrase}
            self.spec.components.response(
                status.name, response | ({"content": content} if status >= 400 else {}), lazy=True
            )
        default = {"description": "A problem (RFC 9457)", "content": content}
        self.spec.components.response(self.DEFAULT_ERROR_RESPONSE_NAME, default, lazy=True)
