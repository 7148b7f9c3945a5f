"""The Flask application: blueprints, authentication, errors and headers, on a given service."""

import atexit
from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import Any

from flask import Flask, Response, request
from flask.json.provider import DefaultJSONProvider
from werkzeug.exceptions import BadRequest

from service.api.access_log import access_log
from service.api.authentication import authenticate
from service.api.batches import batches
from service.api.boards import boards
from service.api.cases import blueprint_of
from service.api.document import CONFIGURATION, Api
from service.api.excerpts import excerpts
from service.api.funds import funds
from service.api.handing import handovers
from service.api.lists import lists
from service.api.operations import operations
from service.api.organisation import catalogue, officers, units
from service.api.registers import registers
from service.composition import open_service
from service.demonstration.pages import demonstration
from service.edge import beat, full_house, measuring, raised
from service.edge.gate import refuse_unreadable
from service.edge.opaque import Sealing
from service.edge.problems import Problem, respond
from service.edge.running import Service
from service.kinds.catalogue import CASES
from service.machine.collecting import collect_seldom
from service.machine.settings import read_settings
from service.operation.serving.crowding import FULL_HOUSE
from service.web.errors import page_of
from service.web.pages import register_pages

LARGEST_BODY = 1024 * 1024

OPERATIONS = ("/healthz", "/readyz", "/metrics")

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


class Application(Flask):
    """Flask for functions that are all plain ones: it need not look at each, at every request, for one that is not."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


def build(service: Service) -> Flask:
    """The application on the service."""
    app = Application("service", static_folder=None, template_folder="web/templates")
    app.json = Json(app)
    bind(app, service)
    app.config.update(
        CONFIGURATION,
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        PROPAGATE_EXCEPTIONS=False,
    )
    measuring.register(app)
    beat.keep_time(app)
    app.before_request(refuse_unreadable)
    _register_api(app)
    _register_pages(app)
    raised.register(app, _told)
    app.before_request(authenticate)
    app.after_request(_with_headers)
    app.extensions[FULL_HOUSE] = full_house.answering(app, lambda problem: _with_headers(_told(problem)))
    return app


def bind(app: Flask, service: Service) -> None:
    """Lets the application answer from the service; what it offers does not depend on which one that is."""
    app.extensions["casework"] = service
    app.extensions["casework-sealing"] = Sealing(service.settings.secret_key)
    app.config["SECRET_KEY"] = service.settings.secret_key


def _register_api(app: Flask) -> None:
    api = Api(app)
    for kind in CASES:
        api.register_blueprint(blueprint_of(kind))
    for blueprint in (lists, access_log, boards, batches, excerpts, funds, handovers, registers):
        api.register_blueprint(blueprint)
    for blueprint in (units, officers, catalogue):
        api.register_blueprint(blueprint)
    app.register_blueprint(operations)


def _register_pages(app: Flask) -> None:
    register_pages(app)
    app.register_blueprint(demonstration)


def _told(problem: Problem) -> Response:
    """As a document to scripts and to whoever watches, as a page to people."""
    is_for_scripts = request.path.startswith("/api/") or request.path in OPERATIONS
    has_no_host = isinstance(request.routing_exception, BadRequest)  # then no page knows an address
    return respond(problem) if is_for_scripts or has_no_host else page_of(problem)


def _with_headers(response: Response) -> Response:
    named = {name for name, _value in response.headers}
    for name, value in SECURITY_HEADERS.items():
        if name not in named:
            response.headers.add(name, value)
    return response


def application() -> Flask:
    """The WSGI application on the settings of the environment; built in each worker after its fork.

    It only reads the views: the worker keeps them, and requests that have to see a position wait for it.
    """
    service = open_service(read_settings(), keeps_views=False)
    atexit.register(service.close)  # whichever process of the service goes last stops the embedded server
    built = build(service)
    collect_seldom()
    return built
