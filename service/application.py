"""The Flask application: blueprints, authentication, errors and headers, on a given service."""

from datetime import date
from enum import Enum
from typing import Any

import flask_smorest
from flask import Flask, Response, g, request
from flask.json.provider import DefaultJSONProvider

from service.access.tokens import Callers
from service.api import problems
from service.api.answers import service as service_here
from service.api.boards import boards
from service.api.operations import operations
from service.api.organisation import catalogue, officers, units
from service.api.petitions import petitions
from service.api.problems import Problem
from service.composition import Service
from service.texts import no_op as _

LARGEST_BODY = 1024 * 1024
OPEN_PATHS = ("/api/openapi.json", "/api/docs")

SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Json(DefaultJSONProvider):
    """JSON in UTF-8 as it is, days as YYYY-MM-DD, codes as their text, keys in the order given."""

    ensure_ascii = False
    sort_keys = False
    compact = True

    @staticmethod
    def default(o: Any) -> Any:
        if isinstance(o, date):
            return o.isoformat()
        return str(o) if isinstance(o, Enum) else DefaultJSONProvider.default(o)


class Api(flask_smorest.Api):  # type: ignore[misc]  # the library ships no types
    """The OpenAPI document; errors are ours."""

    ERROR_SCHEMA = problems.ProblemSchema

    def _register_error_handlers(self) -> None:
        """All errors are registered in one place, `problems.register`."""


def build(service: Service) -> Flask:
    """The application on the service."""
    app = Flask("service", static_folder=None, template_folder="web/templates")
    app.json = Json(app)
    app.extensions["casework"] = service
    app.config.update(
        API_TITLE="casework",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api",
        OPENAPI_JSON_PATH="openapi.json",
        SECRET_KEY=service.settings.secret_key,
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        PROPAGATE_EXCEPTIONS=False,
    )
    api = Api(app, spec_kwargs={"security": [{"token": []}]})
    api.spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    for blueprint in (petitions, boards, units, officers, catalogue):
        api.register_blueprint(blueprint)
    app.register_blueprint(operations)
    _register_pages(app)
    problems.register(app)
    app.before_request(_authenticate_api)
    app.after_request(_with_headers)
    return app


def _register_pages(app: Flask) -> None:
    from service.web.pages import register_pages

    register_pages(app)


def _authenticate_api() -> None:
    """Nothing under /api/v1 is open without a token."""
    if not request.path.startswith("/api/v1"):
        return
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        detail = _("Send Authorization: Bearer with a token that the administrator issued.")
        raise Problem(401, "unauthenticated", detail, headers={"WWW-Authenticate": "Bearer"})
    running = service_here()
    found = Callers(running.reading).by_token(token.strip(), running.ledger.today())
    if found is None:
        detail = _("The token is unknown, revoked or expired. Ask the administrator for a new one.")
        raise Problem(401, "token_refused", detail, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})
    g.caller = found


def _with_headers(response: Response) -> Response:
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    return response
