"""Signing in and out, and acting as another officer in the demonstration."""

from collections.abc import Callable
from uuid import UUID

from flask import g, redirect, request, url_for
from werkzeug.wrappers import Response

from service.access.credentials import TriedTooOften
from service.access.passwords import TooManyAtOnce
from service.access.sessions import Way
from service.edge.answers import caller, service
from service.edge.problems import Problem
from service.web.blueprint import web
from service.web.cookies import is_cookie_lost, visit
from service.web.let_in import own_tokens
from service.web.passkey_fields import answer_sent, asked_to_show, shown
from service.web.proving import LONGEST, PASSKEY_REFUSED, SLOWED, TOO_MANY
from service.web.rendering import page
from service.web.session import (
    PLAIN_HTTP,
    SignsInOtherwise,
    TokenTooNarrow,
    act_as,
    enter,
    is_demonstration,
    is_local,
    sign_in,
    sign_out,
    sign_out_everywhere,
)
from service.words.sentences import no_op as _

TOKEN_REFUSED = _("The token is unknown, revoked or expired. Ask the administrator for a new one.")
TOKEN_NARROW = _("This token is for a script alone: pages take one that is good for reading, opening and acting.")
OTHERWISE = _(
    "Sign in as you do otherwise: whoever has a password, a passkey or an identity of the provider uses a token for "
    "scripts alone."
)
PASSWORD_REFUSED = _("Name, password or code is wrong. After several failures every further attempt has to wait.")
WAYS = {
    None: _("by token"),
    Way.PASSWORD: _("by password"),
    Way.PASSKEY: _("by passkey"),
    Way.PROVIDER: _("at the identity provider"),
}
BESIDE = _(
    "The device did not make sure that it is you, so the passkey stands beside the password: type name and password, "
    "then show it again."
)


@web.get("/login", endpoint="sign_in_form")
def sign_in_form() -> Response:
    """Asks for name and password, for a passkey, for the way to the provider, or for a bearer token."""
    if is_demonstration():
        return redirect(url_for("web.overview"))
    return _asked(200, _next(request.args.get("next", "")), warning=PLAIN_HTTP if is_cookie_lost() else None)


@web.post("/login", endpoint="sign_in")
def sign_in_with_password() -> Response:
    """Opens a session for whoever knows name and password, shows a passkey, or holds the token."""
    goes_to = _next(request.form.get("next", ""))
    if is_demonstration():
        return redirect(goes_to, 303)
    if token := request.form.get("token", "").strip()[:200]:
        return _with_token(token, goes_to)
    return _with_passkey(goes_to) if answer_sent() else _with_password(goes_to)


def _with_token(token: str, goes_to: str) -> Response:
    try:
        return redirect(goes_to, 303) if sign_in(token) else _asked(401, goes_to, TOKEN_REFUSED)
    except SignsInOtherwise:
        return _asked(401, goes_to, OTHERWISE)
    except TokenTooNarrow:
        return _asked(401, goes_to, TOKEN_NARROW)


def _with_passkey(goes_to: str) -> Response:
    """Alone where the device made sure of the person; else as second factor to name and password."""
    seen = shown()
    if seen is None:
        return _asked(401, goes_to, PASSKEY_REFUSED)
    if seen.is_verified:
        enter(seen.officer, way=Way.PASSKEY)
        return redirect(goes_to, 303)
    if not request.form.get("password"):
        return _asked(401, goes_to, BESIDE)
    return _with_password(goes_to, seen.officer)


def _with_password(goes_to: str, passkey_of: UUID | None = None) -> Response:
    name, password, code = (request.form.get(field, "")[:LONGEST] for field in ("name", "password", "code"))
    try:
        officer = service().credentials.officer_of(name, password, code, passkey_of)
    except TriedTooOften as error:
        return _asked(429, goes_to, SLOWED, error.seconds)
    except TooManyAtOnce:
        return _asked(503, goes_to, TOO_MANY, 2)
    if officer is None:
        return _asked(401, goes_to, PASSWORD_REFUSED)
    enter(officer)
    return redirect(goes_to, 303)


def _asked(
    status: int, goes_to: str, says: str | None = None, seconds: int | None = None, warning: str | None = None
) -> Response:
    response = page(
        "login.html",
        next=goes_to,
        says=says,
        facts={"seconds": seconds},
        warning=warning,
        asked=asked_to_show(),
        has_provider=service().provider is not None,
    )
    response.status_code = status
    if seconds is not None:
        response.headers["Retry-After"] = str(seconds)
    return response


@web.post("/logout", endpoint="sign_out")
def end_session() -> Response:
    """Ends the session; whoever came by the provider is shown where the session there is ended."""
    return _ended(sign_out)


@web.get("/sessions", endpoint="sessions")
def own_sessions() -> Response:
    """The open sessions and the tokens of whoever asks, with one button that ends all sessions."""
    here = visit()
    if here is None:
        raise Problem(404, "not_found", _("There is nothing at this address that you may know of."))
    return page(
        "sessions.html",
        takes=(),
        ways=WAYS,
        rows=service().sessions.of(caller().officer, here.identifier),
        tokens=own_tokens(),
        has_password=service().credentials.name_and_factor(caller().officer) is not None,
    )


@web.post("/sessions/end", endpoint="sign_out_everywhere")
def end_all_sessions() -> Response:
    """Ends every session of whoever asks."""
    return _ended(sign_out_everywhere)


def _ended(ending: Callable[[], None]) -> Response:
    is_of_provider = g.get("session_way") is Way.PROVIDER
    ending()
    provider = service().provider if is_of_provider else None
    address = provider.signs_out_at() if provider else None
    if address is None:
        return redirect(url_for("web.sign_in_form"), 303)
    g.caller = None
    return page("signed_out.html", address=address)


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
