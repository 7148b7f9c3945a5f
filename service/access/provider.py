"""An identity provider (OpenID Connect Core 1.0, code flow with PKCE): where it asks, and whom its token names."""

import base64
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote_plus

from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import get_well_known_url
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jwt import Token

from service.machine.fetching import Refusing, Unreachable, fetched, is_private
from service.machine.provider_settings import ProviderSettings

ALGORITHMS = ("RS256", "PS256", "ES256", "RS384", "PS384", "ES384", "RS512", "PS512", "ES512", "EdDSA", "Ed25519")
"""Signatures that somebody else cannot make: neither `none` nor those of a shared secret."""
KEPT = timedelta(hours=1)
"""How long what the provider says of itself is taken as it stands."""
AWAY = timedelta(seconds=5)
"""How long nobody is made to wait for a provider that did not answer."""
LEEWAY_S = 60
OLDEST_S = 600
"""How old a token may be that was just fetched: clocks differ."""
LONGEST_SUBJECT = 255
AT_ONCE = 4
"""Calls of a process that may wait for the provider at a time."""
ADDRESSES = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class ProviderAway(Exception):
    """The provider does not answer, or not as OpenID Connect says."""


class SignInRefused(Exception):
    """What came back does not prove who somebody is; the message says why, for the service's own log."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What is kept of a sign-in that was begun, in the browser that began it."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom the provider named, and when that person last showed it who they are, where it says so."""

    subject: str
    shown_at: datetime | None


class Provider:
    """Asks the provider; what it says of itself and its keys is kept for an hour."""

    def __init__(self, settings: ProviderSettings, now: Callable[[], datetime]) -> None:
        self._settings = settings
        self._now = now
        self._turns = threading.BoundedSemaphore(AT_ONCE)
        self._known: tuple[datetime, dict[str, Any]] | None = None
        self._keys: KeySet | None = None
        self._away_until = datetime.min.replace(tzinfo=UTC)

    @property
    def issuer(self) -> str:
        """Whose subjects these are."""
        return self._settings.issuer

    def begin(self, comes_back_to: str, anew: bool = False) -> tuple[str, Begun]:
        """The address to which the browser goes, and what it keeps until it comes back. Raises ProviderAway.

        With `anew` the provider is to ask again whoever is signed in there.
        """
        begun = Begun(*(secrets.token_urlsafe(32) for _ in range(3)))
        asked = {
            "nonce": begun.nonce,
            "code_challenge": create_s256_code_challenge(begun.verifier),
            "code_challenge_method": "S256",
            **({"prompt": "login", "max_age": "0"} if anew else {}),
        }
        address = prepare_grant_uri(
            self._about()["authorization_endpoint"],
            self._settings.client_id,
            "code",
            redirect_uri=comes_back_to,
            scope="openid",
            state=begun.state,
            **asked,
        )
        return str(address), begun

    def finish(self, answered: Mapping[str, str], begun: Begun, comes_back_to: str) -> Identity:
        """Whom the provider named. Raises SignInRefused and ProviderAway."""
        if not secrets.compare_digest(answered.get("state", "").encode(), begun.state.encode()):
            raise SignInRefused("state")
        if answered.get("iss", self.issuer) != self.issuer:
            raise SignInRefused("iss")
        if "error" in answered or not answered.get("code"):
            raise SignInRefused("error")
        form = {
            "grant_type": "authorization_code",
            "code": answered["code"],
            "redirect_uri": comes_back_to,
            "code_verifier": begun.verifier,
        }
        return self._identity(self._answer(form), begun.nonce)

    def signs_out_at(self) -> str | None:
        """Where the session at the provider is ended; None where it does not say, or does not answer."""
        try:
            address = self._about().get("end_session_endpoint")
        except ProviderAway:
            return None
        return address if isinstance(address, str) and is_private(address) else None

    def _answer(self, form: dict[str, str]) -> dict[str, Any]:
        """What the provider gives for a code (RFC 6749, section 4.1.3)."""
        about, ours, headers = self._about(), self._settings, dict[str, str]()
        if "client_secret_post" in (about.get("token_endpoint_auth_methods_supported") or ()):
            form |= {"client_id": ours.client_id, "client_secret": ours.client_secret}
        else:
            pair = f"{quote_plus(ours.client_id)}:{quote_plus(ours.client_secret)}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        with self._asking():
            try:
                return fetched(about["token_endpoint"], form, headers)
            except Refusing as error:
                if str(error) == "invalid_grant":
                    raise SignInRefused("invalid_grant") from error
                raise

    def _identity(self, answer: Mapping[str, Any], nonce: str) -> Identity:
        """Whom the token names (OpenID Connect Core 1.0, section 3.1.3.7)."""
        signed, now, ours = self._opened(answer.get("id_token")), int(self._now().timestamp()), self._settings
        expected = {"iss": {"value": self.issuer}, "aud": {"value": ours.client_id}}
        params = {"nonce": nonce, "client_id": ours.client_id, "access_token": answer.get("access_token")}
        claims = CodeIDToken(signed.claims, signed.header, expected, params)
        try:
            claims.validate(now, LEEWAY_S)
            return _told(claims, now)
        except (JoseError, ValueError, TypeError, OverflowError, OSError) as error:
            raise SignInRefused(f"claims: {error}") from error

    def _opened(self, token: Any) -> Token:
        """A token that the provider signed; keys that are not known yet are asked for once."""
        for is_last in (False, True):
            try:
                return jwt.decode(token, self._key_set(is_last), algorithms=list(ALGORITHMS))
            except (JoseError, ValueError, TypeError) as error:
                if is_last:
                    raise SignInRefused(f"signature: {type(error).__name__}") from error
        raise SignInRefused("signature")

    def _key_set(self, anew: bool) -> KeySet:
        if self._keys is None or anew:
            about = self._about()
            with self._asking():
                told: Any = fetched(about["jwks_uri"])
                self._keys = KeySet.import_key_set(told)
        return self._keys

    def _about(self) -> dict[str, Any]:
        """What the provider says of itself (OpenID Connect Discovery 1.0, section 4)."""
        if self._known is not None and self._now() - self._known[0] < KEPT:
            return self._known[1]
        with self._asking():
            told = fetched(get_well_known_url(self.issuer, external=True))
            if told.get("issuer") != self.issuer:
                raise Unreachable(f"it says that it is another issuer: {told.get('issuer')!r:.200}")
            if not all(isinstance(told.get(name), str) and is_private(told[name]) for name in ADDRESSES):
                raise Unreachable(f"one of {', '.join(ADDRESSES)} is missing, or not https")
        self._known, self._keys = (self._now(), told), None
        return told

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """One of the few calls at a time that may wait for the provider."""
        if self._now() < self._away_until or not self._turns.acquire(blocking=False):
            raise ProviderAway("not asked again yet")
        try:
            yield
        except (Unreachable, Refusing, JoseError, ValueError, KeyError, TypeError) as error:
            self._away_until = self._now() + AWAY
            raise ProviderAway(str(error)) from error
        finally:
            self._turns.release()


def _told(claims: Mapping[str, Any], now: int) -> Identity:
    subject, shown_at = claims["sub"], claims.get("auth_time")
    if now - claims["iat"] > OLDEST_S:
        raise ValueError("iat")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise ValueError("sub")
    return Identity(subject, None if shown_at is None else datetime.fromtimestamp(shown_at, UTC))
