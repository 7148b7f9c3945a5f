"""Signing in and out, and acting as another officer in the demonstration."""

from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from service.edge.answers import caller, service
from service.edge.problems import Problem
from service.web.blueprint import web
from service.web.cookies import is_cookie_lost, visit
from service.web.rendering import page
from service.web.session import (
    PLAIN_HTTP,
    act_as,
    is_demonstration,
    is_local,
    sign_in,
    sign_out,
    sign_out_everywhere,
)
from service.words.sentences import no_op as _


@web.get("/login", endpoint="sign_in_form")
def sign_in_form() -> Response:
    """Asks for a bearer token."""
    if is_demonstration():
        return redirect(url_for("web.overview"))
    return page(
        "login.html", next=_next(request.args.get("next", "")), warning=PLAIN_HTTP if is_cookie_lost() else None
    )


@web.post("/login", endpoint="sign_in")
def sign_in_with_token() -> Response:
    """Opens a session for the holder of the token."""
    goes_to = _next(request.form.get("next", ""))
    if sign_in(request.form.get("token", "").strip()[:200]):
        return redirect(goes_to, 303)
    response = page("login.html", next=goes_to, is_refused=True)
    response.status_code = 401
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
