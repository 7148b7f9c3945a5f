"""The pages of the service: each module below adds its own to the blueprint."""

from flask import Flask, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from service.edge.language import COOKIE
from service.web import (
    access_log,
    assets,
    batches,
    boards,
    case_lists,
    case_page,
    documentation,
    excerpts,
    form_pages,
    handing,
    letting_in,
    lists,
    local_rules,
    organisation,
    overview,
    own_password,
    passkeys,
    provider,
    proving,
    registers,
    rendering,
    replay,
    second_factor,
    signing,
    slips,
)
from service.web.blueprint import web
from service.web.cookies import Cookies
from service.web.session import require_caller, without_store
from service.words.sentences import LANGUAGES

PAGES = (
    access_log,
    assets,
    batches,
    overview,
    case_lists,
    case_page,
    replay,
    form_pages,
    handing,
    local_rules,
    lists,
    organisation,
    signing,
    slips,
    second_factor,
    proving,
    own_password,
    passkeys,
    provider,
    letting_in,
    documentation,
    excerpts,
    boards,
    registers,
)
KEPT_S = 365 * 24 * 3600


def register_pages(app: Flask) -> None:
    """Adds every page to the application."""
    app.session_interface = Cookies()
    rendering.prepare(app)
    app.before_request(_choose_language)
    app.after_request(without_store)
    app.register_blueprint(web)


def _choose_language() -> AnyResponse | None:
    """`?lang=` is kept in a cookie, and the page is shown again without it."""
    chosen = request.args.get("lang")
    if request.method != "GET" or chosen not in LANGUAGES or request.path.startswith("/api/v1"):
        return None
    response = redirect(rendering.query_with(lang=None))
    response.set_cookie(COOKIE, chosen, max_age=KEPT_S, httponly=True, samesite="Strict", secure=request.is_secure)
    return response


web.before_request(require_caller)
