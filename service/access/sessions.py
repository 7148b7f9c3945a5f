"""Sessions of the pages: kept in the database by the digest of an identifier, ended by their officer or by time."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
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

OPEN = "ended_at IS NULL AND issued_at > %(now)s - %(longest)s AND seen_at > %(now)s - %(idle)s"
FIND = f"""
    SELECT officer, token_digest, kept, seen_at, coalesce(proved_at > %(now)s - %(fresh)s, false),
           EXISTS (SELECT FROM credentials c WHERE c.officer = sessions.officer AND c.factor IS NOT NULL)
    FROM sessions WHERE digest = %(digest)s AND {OPEN}
"""  # noqa: S608 — our own text
BEGIN = """
    INSERT INTO sessions (digest, officer, token_digest, issued_at, seen_at, proved_at)
    VALUES (%(digest)s, %(officer)s, %(token)s, %(now)s, %(now)s, CASE WHEN %(token)s::text IS NULL THEN %(now)s END)
"""
PROVE = "UPDATE sessions SET proved_at = %(now)s WHERE digest = %(digest)s AND ended_at IS NULL"
CLEAR = f"DELETE FROM sessions WHERE NOT ({OPEN})"  # noqa: S608 — our own text
SEEN = "UPDATE sessions SET seen_at = %(now)s WHERE digest = %(digest)s AND seen_at < %(now)s"
KEEP = "UPDATE sessions SET kept = %(kept)s WHERE digest = %(digest)s AND ended_at IS NULL"
END = "UPDATE sessions SET ended_at = %(now)s, kept = '{}' WHERE digest = %(digest)s AND ended_at IS NULL"
END_ALL = "UPDATE sessions SET ended_at = %(now)s, kept = '{}' WHERE officer = %(officer)s AND ended_at IS NULL"
OF_OFFICER = f"""
    SELECT digest, issued_at, seen_at FROM sessions WHERE officer = %(officer)s AND {OPEN} ORDER BY seen_at DESC, digest
"""  # noqa: S608 — our own text


@dataclass(frozen=True, slots=True)
class Known:
    """A session that is open: whose it is, the digest of the token that opened it if one did, and what it keeps.

    Its proof is fresh where password and second factor were shown within five minutes.
    """

    officer: UUID
    token_digest: str | None
    kept: dict[str, Any]
    has_second_factor: bool
    is_proof_fresh: bool


@dataclass(frozen=True, slots=True)
class Used:
    """When an open session began and was used last; `is_this` marks the one that asks."""

    issued_at: datetime
    seen_at: datetime
    is_this: bool


class Sessions:
    """Opens, finds and ends sessions; what leaves the process is an identifier of 256 random bits."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def begin(self, officer: UUID, token_digest: str | None = None) -> str:
        """A new session of the officer; returns its identifier, which is kept nowhere. Those that are over go."""
        self._do(CLEAR)
        identifier = new_token()
        self._do(BEGIN, digest=digest_of(identifier), officer=officer, token=token_digest)
        return identifier

    def find(self, identifier: str) -> Known | None:
        """The session, which this counts as used; None where it is unknown, ended, idle or old."""
        digest = digest_of(identifier)
        for officer, token, kept, seen_at, is_fresh, has_factor in self._do(FIND, digest=digest):
            if self._now() - seen_at > NOTED:
                self._do(SEEN, digest=digest)
            return Known(officer, token, json.loads(kept), has_factor, is_fresh)
        return None

    def keep(self, identifier: str, kept: Mapping[str, Any]) -> None:
        """Keeps what the next page of the session says."""
        self._do(KEEP, digest=digest_of(identifier), kept=json.dumps(kept))

    def prove(self, identifier: str) -> None:
        """Notes that password and second factor were shown now."""
        self._do(PROVE, digest=digest_of(identifier))

    def end(self, identifier: str) -> None:
        """Ends the session at once."""
        self._do(END, digest=digest_of(identifier))

    def end_all(self, officer: UUID) -> None:
        """Ends every session of the officer at once."""
        self._do(END_ALL, officer=officer)

    def of(self, officer: UUID, identifier: str | None = None) -> list[Used]:
        """The open sessions of the officer, the one used last first."""
        own = None if identifier is None else digest_of(identifier)
        return [Used(issued, seen, digest == own) for digest, issued, seen in self._do(OF_OFFICER, officer=officer)]

    def _do(self, query: str, **facts: Any) -> Sequence[tuple[Any, ...]]:
        given = {"now": self._now(), "idle": IDLE, "longest": LONGEST, "fresh": FRESH, **facts}
        with self._database.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
            cursor.execute(query, given)
            return cursor.fetchall() if cursor.description else ()
