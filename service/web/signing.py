"""Signing in and out, and acting as another officer in the demonstration."""

from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from service.access.credentials import TriedTooOften
from service.access.passwords import TooManyAtOnce
from service.edge.answers import caller, service
from service.edge.problems import Problem
from service.web.blueprint import web
from service.web.cookies import is_cookie_lost, visit
from service.web.rendering import page
from service.web.session import (
    PLAIN_HTTP,
    SignsInByName,
    act_as,
    enter,
    is_demonstration,
    is_local,
    sign_in,
    sign_out,
    sign_out_everywhere,
)
from service.web.slips import TOO_MANY
from service.words.sentences import no_op as _

LONGEST = 400
TOKEN_REFUSED = _("The token is unknown, revoked or expired. Ask the administrator for a new one.")
BY_NAME = _("Sign in with your name and password: once you have one, a token opens the interface for scripts alone.")
PASSWORD_REFUSED = _("Name, password or code is wrong. After several failures every further attempt has to wait.")
SLOWED = _("There were too many wrong passwords for this name. Try again later; seconds to wait: {seconds}.")


@web.get("/login", endpoint="sign_in_form")
def sign_in_form() -> Response:
    """Asks for name and password, or for a bearer token."""
    if is_demonstration():
        return redirect(url_for("web.overview"))
    warning = PLAIN_HTTP if is_cookie_lost() else None
    return page("login.html", next=_next(request.args.get("next", "")), warning=warning)


@web.post("/login", endpoint="sign_in")
def sign_in_with_password() -> Response:
    """Opens a session for whoever knows name and password, or holds the token."""
    goes_to = _next(request.form.get("next", ""))
    if is_demonstration():
        return redirect(goes_to, 303)
    try:
        if token := request.form.get("token", "").strip()[:200]:
            return redirect(goes_to, 303) if sign_in(token) else _refused(401, TOKEN_REFUSED, goes_to)
        name, password = (request.form.get(field, "")[:LONGEST] for field in ("name", "password"))
        code = request.form.get("code", "")[:LONGEST]
        officer = service().credentials.officer_of(name, password, code)
    except SignsInByName:
        return _refused(401, BY_NAME, goes_to)
    except TriedTooOften as error:
        return _refused(429, SLOWED, goes_to, error.seconds)
    except TooManyAtOnce:
        return _refused(503, TOO_MANY, goes_to, 2)
    if officer is None:
        return _refused(401, PASSWORD_REFUSED, goes_to)
    enter(officer)
    return redirect(goes_to, 303)


def _refused(status: int, says: str, goes_to: str, seconds: int | None = None) -> Response:
    response = page("login.html", next=goes_to, says=says, facts={"seconds": seconds})
    response.status_code = status
    if seconds is not None:
        response.headers["Retry-After"] = str(seconds)
    return response


@web.post("/logout", endpoint="sign_out")
def end_session() -> Response:
    """Ends the session."""
    sign_out()
    return redirect(url_for("web.sign_in_form"), 303)


@web.get("/sessions", endpoint="sessions")
def own_sessions() -> Response:
    """The open sessions of whoever asks, with one button that ends all of them."""
    here = visit()
    if here is None:
        raise Problem(404, "not_found", _("There is nothing at this address that you may know of."))
    return page("sessions.html", takes=(), rows=service().sessions.of(caller().officer, here.identifier))


@web.post("/sessions/end", endpoint="sign_out_everywhere")
def end_all_sessions() -> Response:
    """Ends every session of whoever asks."""
    sign_out_everywhere()
    return redirect(url_for("web.sign_in_form"), 303)


@web.post("/act-as", endpoint="act_as")
def act_as_another() -> Response:
    """In the demonstration alone: the next pages are seen by another officer."""
    try:
        officer = UUID(request.form.get("officer", ""))
    except ValueError:
        raise Problem(404, "not_found", _("There is nothing at this address that you may know of.")) from None
    act_as(officer)
    return redirect(_next(request.form.get("next", "")), 303)


def _next(given: str) -> str:
    return given if is_local(given) else url_for("web.overview")
