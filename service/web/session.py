"""Who is signed in: a session that holds the officer and the token's digest, checked on every request."""

import hashlib
import hmac
import secrets
from uuid import UUID

from flask import Flask, Request, Response, current_app, g, redirect, request, session, url_for
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from werkzeug.wrappers import Response as AnyResponse

from domain.roles import Role
from domain.values import OfficerRef
from service.access.tokens import digest_of
from service.edge.answers import service
from service.edge.problems import Problem
from service.store.steps import Caller
from service.web.blueprint import names, today
from service.words.sentences import no_op as _

OPEN = frozenset({"web.sign_in", "web.sign_in_form", "web.static", "web.documentation"})
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
FORMS = frozenset({"web.create", "web.carry_out"})
"""Posts of forms of commands: one that is not ours is carried out by nobody, but shown again with what it holds."""
PLAIN_HTTP = _(
    "This page was asked for over plain HTTP from another machine: browsers keep no session then, and whatever you "
    "type can be read on the way. Open it with https:// in front of the address. Whoever runs the service: put a proxy "
    "with TLS in front of it that sends X-Forwarded-Proto."
)
FIRST_CHOICE = (Role.PET_HEAD, Role.INTAKE, Role.SYSADMIN)


class Sessions(SecureCookieSessionInterface):
    """Signed cookies, sent over TLS only, except in the demonstration and on the machine itself."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The browser's session; under /api/ there is none, neither read nor written."""
        return None if request.path.startswith("/api/") else super().open_session(app, request)

    def get_cookie_secure(self, app: Flask) -> bool:
        if app.extensions["casework"].is_demonstration():
            return False
        return request.is_secure or (request.host.rpartition(":")[0] not in LOOPBACK and request.host not in LOOPBACK)


def is_cookie_lost() -> bool:
    """Whether the browser drops the session's cookie, which leaves this machine over TLS alone."""
    return not request.is_secure and current_app.session_interface.get_cookie_secure(current_app)


def is_demonstration() -> bool:
    """Whether anybody may act as any officer."""
    return service().is_demonstration()


def require_caller() -> AnyResponse | None:
    """Before every page: who asks, and for every post: whether one of our own forms sent it."""
    g.caller = present_caller()
    if request.method == "POST" and not is_ours() and not is_sent_form():
        if is_cookie_lost():
            raise Problem(403, "plain_http", PLAIN_HTTP)
        detail = _("The form was open too long, or cookies are switched off. Go back, load the page again and send it.")
        raise Problem(403, "form_not_ours", detail)
    if g.caller is not None or request.endpoint in OPEN:
        return None
    if request.method == "GET" and not is_demonstration():
        return redirect(url_for("web.sign_in_form", next=request.full_path.rstrip("?")))
    raise Problem(401, "unauthenticated", _("Your session has ended, or nobody is signed in. Sign in again."))


def present_caller() -> Caller | None:
    """The officer of this session with the roles of the day; None where nobody is signed in."""
    officer, callers = _officer_of_session(), service().callers
    if is_demonstration():
        officer = officer or _first_officer()
        return callers.by_officer(officer, today()) if officer else None
    return callers.by_session(officer, str(session.get("digest", "")), today()) if officer else None


def _officer_of_session() -> UUID | None:
    try:
        return UUID(str(session["officer"])) if "officer" in session else None
    except ValueError:
        return None


def _first_officer() -> UUID | None:
    people = names().people
    for role in FIRST_CHOICE:
        for person in people:
            if role in person.roles:
                return person.officer
    return people[0].officer if people else None


def sign_in(token: str) -> bool:
    """Opens a session for the holder of the token; False for a token that is unknown, revoked or expired."""
    found = service().callers.by_token(token, today())
    if found is None:
        return False
    session.clear()
    session["officer"], session["digest"] = str(found.officer), digest_of(token)
    return True


def act_as(officer: UUID) -> None:
    """In the demonstration alone: the next pages are seen by that officer."""
    if not is_demonstration():
        raise Problem(404, "not_found", _("There is nothing at this address that you may know of."))
    if officer not in {person.officer for person in names().people}:
        raise Problem(404, "not_found", _("There is nothing at this address that you may know of."))
    session["officer"] = str(OfficerRef(officer))


def csrf_token() -> str:
    """What every form of this session carries."""
    if "csrf" not in session:
        session["csrf"] = secrets.token_urlsafe(18)
    return hmac.new(service().settings.secret_key, f"csrf {session['csrf']}".encode(), hashlib.sha256).hexdigest()


def is_ours() -> bool:
    """Whether a page of this session sent the form."""
    given = request.form.get("_csrf", "")
    return "csrf" in session and hmac.compare_digest(given.encode(), csrf_token().encode())


def is_sent_form() -> bool:
    """Whether the request is the form of a command, sent by a page of this site."""
    is_of_this_site = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    return request.method == "POST" and request.endpoint in FORMS and is_of_this_site


def is_local(address: str) -> bool:
    """Whether the address leads to a page of this service."""
    return address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()


def without_store(response: Response) -> Response:
    """Files of the package may be kept by the browser; pages never."""
    if request.endpoint == "web.static":
        response.headers["Cache-Control"] = "public, max-age=300"
    return response
