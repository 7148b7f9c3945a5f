"""Passkeys (WebAuthn, level 2): added by officers who are signed in, and shown instead of a password or beside it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg.rows import tuple_row
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from service.access.tokens import digest_of
from service.machine.database import Database

ANSWERED_WITHIN = timedelta(minutes=5)
"""How long a challenge may be answered."""
LONGEST_ANSWER = 16 * 1024
LONGEST_LABEL = 60
MOST = 10
"""Passkeys of one officer."""
NAME = "Casework"

ADD = """
    INSERT INTO passkeys (credential, officer, public_key, uses, label, added_at)
    SELECT %(credential)s, %(officer)s, %(public_key)s, %(uses)s, %(label)s, %(now)s
    WHERE (SELECT count(*) FROM passkeys WHERE officer = %(officer)s) < %(most)s
    ON CONFLICT DO NOTHING RETURNING credential
"""
FIND = "SELECT officer, public_key, uses FROM passkeys WHERE credential = %(credential)s"
USED = """
    UPDATE passkeys SET uses = %(uses)s, used_at = %(now)s
    WHERE credential = %(credential)s AND uses = %(before)s RETURNING officer
"""
OF_OFFICER = """
    SELECT credential, label, added_at, used_at FROM passkeys WHERE officer = %(officer)s ORDER BY added_at, credential
"""
REMOVE = "DELETE FROM passkeys WHERE officer = %(officer)s AND credential = %(credential)s RETURNING credential"
FORGET = "DELETE FROM answered_challenges WHERE answered_at < %(oldest)s"
ANSWER = """
    INSERT INTO answered_challenges (digest, answered_at) VALUES (%(digest)s, %(now)s)
    ON CONFLICT DO NOTHING RETURNING digest
"""


@dataclass(frozen=True, slots=True)
class Place:
    """The site as the browser knows it: the name of the host, and the origin with scheme and port."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Whose passkey was shown, and whether the device made sure of the person, by a code or a finger."""

    officer: UUID
    is_verified: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """A passkey as its officer sees it."""

    credential: bytes
    label: str
    added_at: datetime
    used_at: datetime | None

    @property
    def name(self) -> str:
        """The passkey as forms name it: base64url."""
        return bytes_to_base64url(self.credential)


class Passkeys:
    """Adds, tries and removes passkeys; what is kept of one is its public key."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def adding(self, officer: UUID, name: str, place: Place, challenge: bytes) -> str:
        """What the browser is asked to make a passkey by, as JSON."""
        options = generate_registration_options(
            rp_id=place.host,
            rp_name=NAME,
            user_id=officer.bytes,
            user_name=name,
            challenge=challenge,
            exclude_credentials=[PublicKeyCredentialDescriptor(id=each.credential) for each in self.of(officer)],
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.PREFERRED
            ),
        )
        return options_to_json(options)

    def asking(self, place: Place, challenge: bytes) -> str:
        """What the browser is asked to show one of its passkeys by, as JSON; it tells nobody who has any."""
        options = generate_authentication_options(
            rp_id=place.host, challenge=challenge, user_verification=UserVerificationRequirement.PREFERRED
        )
        return options_to_json(options)

    def add(self, officer: UUID, label: str, answer: str, place: Place, challenge: bytes) -> bool:
        """Keeps a passkey that the browser made; False where it is none, is kept already, or is one too many."""
        try:
            made = verify_registration_response(
                credential=_bounded(answer),
                expected_challenge=challenge,
                expected_rp_id=place.host,
                expected_origin=place.origin,
                require_user_verification=False,
            )
        except (WebAuthnException, ValueError, TypeError, KeyError):
            return False
        facts = {"credential": made.credential_id, "public_key": made.credential_public_key, "uses": made.sign_count}
        return self._is_first(challenge) and bool(self._do(ADD, officer=officer, label=label, most=MOST, **facts))

    def shown(self, answer: str, place: Place, challenge: bytes) -> Shown | None:
        """Whose passkey answered the challenge; None where nobody's did, or it was answered before."""
        try:
            told = parse_authentication_credential_json(_bounded(answer))
            [(officer, public_key, uses)] = self._do(FIND, credential=told.raw_id)
            tried = verify_authentication_response(
                credential=told,
                expected_challenge=challenge,
                expected_rp_id=place.host,
                expected_origin=place.origin,
                credential_public_key=bytes(public_key),
                credential_current_sign_count=uses,
                require_user_verification=False,
            )
        except (WebAuthnException, ValueError, TypeError, KeyError):
            return None
        facts = {"credential": told.raw_id, "uses": tried.new_sign_count, "before": uses}
        if not self._is_first(challenge) or not self._do(USED, **facts):
            return None
        return Shown(UUID(str(officer)), tried.user_verified)

    def of(self, officer: UUID) -> list[Kept]:
        """The officer's passkeys, the oldest first."""
        rows = self._do(OF_OFFICER, officer=officer)
        return [Kept(bytes(credential), label, added, used) for credential, label, added, used in rows]

    def remove(self, officer: UUID, credential: str) -> bool:
        """Removes one of the officer's passkeys, named by base64url; False where there is none such."""
        try:
            raw = base64url_to_bytes(credential)
        except ValueError:
            return False
        return bool(self._do(REMOVE, officer=officer, credential=raw))

    def _is_first(self, challenge: bytes) -> bool:
        """Whether the challenge was not answered before."""
        self._do(FORGET, oldest=self._now() - 2 * ANSWERED_WITHIN)
        return bool(self._do(ANSWER, digest=digest_of(challenge.hex())))

    def _do(self, query: str, **facts: Any) -> Sequence[tuple[Any, ...]]:
        with self._database.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
            cursor.execute(query, {"now": self._now(), **facts})
            return cursor.fetchall() if cursor.description else ()


def _bounded(answer: str) -> str:
    if len(answer) > LONGEST_ANSWER:
        raise ValueError("too long")
    return answer
