"""An identity provider of our own, on a port of this machine, which signs in whom and says what it is told."""

import base64
import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

CLIENT_ID, CLIENT_SECRET = "casework", "a secret & more: %"
ENCODED = b"casework:a+secret+%26+more%3A+%25"
"""Both as RFC 6749 has them in the header (section 2.3.1)."""


@dataclass
class IdentityProvider:
    """What it answers; tests twist it by changing its fields.

    `claims` take the place of those of the token, and None leaves one out. `shown_before` is how many seconds ago
    whoever signs in showed who it is, where the provider was not asked to ask anew.
    """

    now: Callable[[], datetime]
    address: str = ""
    subject: str = "subject-1"
    claims: dict[str, Any] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)
    shown_before: float | None = 0.0
    obeys_login: bool = True
    is_away: bool = False
    refuses: str | None = None
    shows_page: bool = False
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "first"}))
    signing: ECKey | None = None
    asked: dict[str, dict[str, str]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "end_session_endpoint": f"{self.address}/end",
            **self.about,
        }

    def authorized(self, query: dict[str, str]) -> str:
        """Where the browser goes back to."""
        if self.refuses:
            told = {"error": self.refuses, "state": query["state"], "iss": self.address}
            return f"{query['redirect_uri']}?{urlencode(told)}"
        code = f"code-{len(self.asked)}"
        self.asked[code] = query
        told = {"code": code, "state": query["state"], "iss": self.address}
        return f"{query['redirect_uri']}?{urlencode(told)}"

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """A code is good once, for who asked for it, with the verifier of its challenge."""
        by_form = "token_endpoint_auth_methods_supported" in self.about
        shown = form.get("client_secret") if by_form else authorization
        if shown != (CLIENT_SECRET if by_form else "Basic " + base64.b64encode(ENCODED).decode()):
            return 401, {"error": "invalid_client"}
        query = self.asked.pop(form["code"], None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=")
        if query is None or challenge.decode() != query["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        if form["redirect_uri"] != query["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "opaque", "token_type": "Bearer", "id_token": self.signed(query)}

    def signed(self, query: dict[str, str]) -> str:
        now = int(self.now().timestamp())
        is_new = self.obeys_login and query.get("prompt") == "login"
        before = 0 if is_new else self.shown_before
        told = {
            "iss": self.address,
            "sub": self.subject,
            "aud": CLIENT_ID,
            "exp": now + 300,
            "iat": now,
            "nonce": query["nonce"],
            "auth_time": None if before is None else now - int(before),
            **self.claims,
        }
        key = self.signing or self.key
        claims = {name: value for name, value in told.items() if value is not None}
        return jwt.encode({"alg": "ES256", "kid": key.kid}, claims, key)

    def keys(self) -> dict[str, Any]:
        return dict(KeySet([self.key]).as_dict(private=False))


def _handler(provider: IdentityProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            provider.calls.append(parts.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            if provider.is_away:
                self._answer(500, {})
            elif parts.path == "/.well-known/openid-configuration":
                self._answer(200, provider.discovery())
            elif parts.path == "/keys":
                self._answer(200, provider.keys())
            elif parts.path == "/authorize":
                self._authorize(provider.authorized(query))
            else:
                self._answer(404, {})

        def do_POST(self) -> None:
            provider.calls.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            status, told = provider.token(form, self.headers.get("Authorization", ""))
            self._answer(*((500, {}) if provider.is_away else (status, told)))

        def _answer(self, status: int, told: dict[str, Any]) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(told).encode())

        def _authorize(self, leads_to: str) -> None:
            """Sends the browser back, or shows it a page that does."""
            self.send_response(200 if provider.shows_page else 302)
            self.send_header("Location", leads_to)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f"<!doctype html><a href='{escape(leads_to, quote=True)}'>Sign in</a>".encode())

        def log_message(self, *_args: Any) -> None:
            """Nothing is written."""

    return Handler


@contextmanager
def running(now: Callable[[], datetime]) -> Iterator[IdentityProvider]:
    """The provider, on a port of this machine."""
    provider = IdentityProvider(now)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
