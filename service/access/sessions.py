"""Sessions of the pages: kept in the database by the digest of an identifier, ended by their officer or by time."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from psycopg.rows import tuple_row

from service.access.tokens import digest_of, new_token
from service.machine.database import Database

IDLE = timedelta(minutes=30)
"""How long a session stays open that nobody uses."""
LONGEST = timedelta(hours=12)
"""How long any session stays open."""
FRESH = timedelta(minutes=5)
"""How long showing password and second factor counts for granting and paying."""
NOTED = timedelta(minutes=1)
"""How exactly it is noted when a session was used last, so that not every page writes."""


class Way(StrEnum):
    """By what a session without a token was opened."""

    PASSWORD = "PASSWORD"  # noqa: S105 — no password
    PASSKEY = "PASSKEY"
    PROVIDER = "PROVIDER"


OPEN = "ended_at IS NULL AND issued_at > %(now)s - %(longest)s AND seen_at > %(now)s - %(idle)s"
FIND = f"""
    SELECT officer, token_digest, kept, seen_at, coalesce(proved_at > %(now)s - %(fresh)s, false),
           EXISTS (SELECT FROM credentials c WHERE c.officer = sessions.officer AND c.factor IS NOT NULL)
           OR EXISTS (SELECT FROM passkeys k WHERE k.officer = sessions.officer), way
    FROM sessions WHERE digest = %(digest)s AND {OPEN}
"""  # noqa: S608 — our own text
BEGIN = """
    INSERT INTO sessions (digest, officer, token_digest, way, issued_at, seen_at, proved_at)
    VALUES (%(digest)s, %(officer)s, %(token)s, %(way)s, %(now)s, %(now)s, CASE WHEN %(proven)s THEN %(now)s END)
"""
PROVE = f"""
    UPDATE sessions SET proved_at = %(now)s WHERE digest = %(digest)s AND officer = %(officer)s AND {OPEN}
    RETURNING officer
"""  # noqa: S608 — our own text
CLEAR = f"DELETE FROM sessions WHERE NOT ({OPEN})"  # noqa: S608 — our own text
SEEN = "UPDATE sessions SET seen_at = %(now)s WHERE digest = %(digest)s AND seen_at < %(now)s"
KEEP = "UPDATE sessions SET kept = %(kept)s WHERE digest = %(digest)s AND ended_at IS NULL"
END = "UPDATE sessions SET ended_at = %(now)s, kept = '{}' WHERE digest = %(digest)s AND ended_at IS NULL"
END_ALL = "UPDATE sessions SET ended_at = %(now)s, kept = '{}' WHERE officer = %(officer)s AND ended_at IS NULL"
OF_OFFICER = f"""
    SELECT digest, issued_at, seen_at, token_digest, way FROM sessions WHERE officer = %(officer)s AND {OPEN}
    ORDER BY seen_at DESC, digest
"""  # noqa: S608 — our own text


@dataclass(frozen=True, slots=True)
class Known:
    """A session that is open: whose it is, the digest of the token that opened it if one did, and what it keeps.

    Its proof is fresh where the officer showed who it is within five minutes: by password and second factor, by a
    passkey, or to the identity provider.
    """

    officer: UUID
    token_digest: str | None
    kept: dict[str, Any]
    has_second_factor: bool
    is_proof_fresh: bool
    way: Way


@dataclass(frozen=True, slots=True)
class Used:
    """When and how an open session began and was used last; `is_this` marks the one that asks."""

    issued_at: datetime
    seen_at: datetime
    is_this: bool
    way: Way | None


class Sessions:
    """Opens, finds and ends sessions; what leaves the process is an identifier of 256 random bits."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def begin(
        self, officer: UUID, token_digest: str | None = None, way: Way = Way.PASSWORD, is_proven: bool = True
    ) -> str:
        """A new session of the officer; returns its identifier, which is kept nowhere. Those that are over go."""
        self._do(CLEAR)
        identifier = new_token()
        proven = is_proven and token_digest is None
        self._do(BEGIN, digest=digest_of(identifier), officer=officer, token=token_digest, way=way, proven=proven)
        return identifier

    def find(self, identifier: str) -> Known | None:
        """The session, which this counts as used; None where it is unknown, ended, idle or old."""
        digest = digest_of(identifier)
        for officer, token, kept, seen_at, is_fresh, has_factor, way in self._do(FIND, digest=digest):
            if self._now() - seen_at > NOTED:
                self._do(SEEN, digest=digest)
            return Known(officer, token, json.loads(kept), has_factor, is_fresh, Way(way))
        return None

    def keep(self, identifier: str, kept: Mapping[str, Any]) -> None:
        """Keeps what the next page of the session says."""
        self._do(KEEP, digest=digest_of(identifier), kept=json.dumps(kept))

    def prove(self, digest: str, officer: UUID) -> bool:
        """Notes that the officer whose session has that digest showed now who it is; False where it is open no more."""
        return bool(self._do(PROVE, digest=digest, officer=officer))

    def end(self, identifier: str) -> None:
        """Ends the session at once."""
        self._do(END, digest=digest_of(identifier))

    def end_all(self, officer: UUID) -> None:
        """Ends every session of the officer at once."""
        self._do(END_ALL, officer=officer)

    def of(self, officer: UUID, identifier: str | None = None) -> list[Used]:
        """The open sessions of the officer, the one used last first."""
        own = None if identifier is None else digest_of(identifier)
        return [
            Used(issued, seen, digest == own, None if token else Way(way))
            for digest, issued, seen, token, way in self._do(OF_OFFICER, officer=officer)
        ]

    def _do(self, query: str, **facts: Any) -> Sequence[tuple[Any, ...]]:
        given = {"now": self._now(), "idle": IDLE, "longest": LONGEST, "fresh": FRESH, **facts}
        with self._database.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
            cursor.execute(query, given)
            return cursor.fetchall() if cursor.description else ()
