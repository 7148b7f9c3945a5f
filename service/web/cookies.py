"""The cookie of the pages: an identifier and nothing else; what belongs to it stays on the server."""

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from typing import Any, cast

from flask import Flask, Request, Response, current_app, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin

from service.edge.answers import service

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
NAME = "__Host-session"
"""Browsers take a cookie of such a name from this host alone, over TLS and for all its paths."""
LOCAL_NAME = "session"
"""The name where no TLS is: in the demonstration and on the machine itself."""
LONGEST = 64


class Visit(dict[str, Any], SessionMixin):
    """The session of one request: its identifier, and what the server keeps under it once somebody is signed in."""

    def __init__(self, identifier: str | None) -> None:
        super().__init__()
        self.given = self.identifier = identifier
        self.is_signed_in = False
        self._before: dict[str, Any] = {}

    def is_known(self, kept: dict[str, Any]) -> None:
        """Takes what the server keeps for somebody who is signed in."""
        self.update(kept)
        self.is_signed_in, self._before = True, dict(kept)

    def becomes(self, identifier: str | None) -> None:
        """Goes on under another identifier, or ends where there is none; what was kept before is forgotten."""
        self.clear()
        self.identifier, self.is_signed_in, self._before = identifier, identifier is not None, {}

    @property
    def is_changed(self) -> bool:
        """Whether the server has to keep something else than before."""
        return self.is_signed_in and dict(self) != self._before


class Cookies(SecureCookieSessionInterface):
    """Hands out identifiers, over TLS only beyond this machine; in the demonstration a signed cookie says who acts."""

    def get_cookie_name(self, app: Flask) -> str:
        return NAME if self.get_cookie_secure(app) else LOCAL_NAME

    def get_cookie_secure(self, app: Flask) -> bool:
        if app.extensions["casework"].is_demonstration():
            return False
        return request.is_secure or (request.host.rpartition(":")[0] not in LOOPBACK and request.host not in LOOPBACK)

    def open_session(self, app: Flask, request: Request) -> Any:
        """The browser's session; under /api/ there is none, neither read nor written."""
        if request.path.startswith("/api/v1/"):
            return None
        if app.extensions["casework"].is_demonstration():
            return super().open_session(app, request)
        given = request.cookies.get(self.get_cookie_name(app), "")
        return Visit(given if 0 < len(given) <= LONGEST and given.isascii() else None)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if isinstance(session, SecureCookieSession):
            super().save_session(app, session, response)
        elif isinstance(session, Visit):
            self._saved(app, session, response)

    def _saved(self, app: Flask, visit: Visit, response: Response) -> None:
        if visit.identifier is not None and visit.is_changed:
            app.extensions["casework"].sessions.keep(visit.identifier, dict(visit))
        if visit.identifier == visit.given:
            return
        response.vary.add("Cookie")
        rules: dict[str, Any] = {
            "path": "/",
            "secure": self.get_cookie_secure(app),
            "httponly": True,
            "samesite": "Strict",
        }
        if visit.identifier is None:
            response.delete_cookie(self.get_cookie_name(app), **rules)
        else:
            response.set_cookie(self.get_cookie_name(app), visit.identifier, **rules)


def visit() -> Visit | None:
    """The visit of this request; None in the demonstration, where nobody signs in."""
    return next(_visits(), None)


def _visits() -> Iterator[Visit]:
    found = cast(Any, session)._get_current_object()
    if isinstance(found, Visit):
        yield found


def is_secure() -> bool:
    """Whether cookies are for TLS alone."""
    cookies = current_app.session_interface
    return cookies.get_cookie_secure(current_app)


def is_cookie_lost() -> bool:
    """Whether the browser drops the session's cookie, which leaves this machine over TLS alone."""
    return not request.is_secure and current_app.session_interface.get_cookie_secure(current_app)


def csrf_token() -> str:
    """What every form of this session carries; a visitor without an identifier gets one, which opens nothing."""
    here = visit()
    if here is None:
        seed = session.setdefault("csrf", secrets.token_urlsafe(18))
    else:
        seed = here.identifier = here.identifier or secrets.token_urlsafe(32)
    return hmac.new(service().settings.secret_key, f"csrf {seed}".encode(), hashlib.sha256).hexdigest()


def is_ours() -> bool:
    """Whether a page of this session sent the form."""
    here = visit()
    has_session = "csrf" in session if here is None else here.given is not None
    return has_session and hmac.compare_digest(request.form.get("_csrf", "").encode(), csrf_token().encode())
