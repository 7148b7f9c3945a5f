"""With what officers sign in: a name and a password, which stand outside the log and can be taken away."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.errors import UniqueViolation
from psycopg.rows import tuple_row

from service.access.passwords import is_password, kept_form
from service.machine.database import Database

FREE = 5
"""Failures in a row after which every further attempt has to wait."""
LONGEST_WAIT_S = 900

WAIT = "make_interval(secs => least(power(2, failures - %(free)s), %(longest)s))"
ATTEMPT = f"""
    UPDATE credentials SET failures = failures + 1, failed_at = %(now)s
    WHERE name = %(name)s AND (failures < %(free)s OR failed_at + {WAIT} <= %(now)s) RETURNING officer, password
"""  # noqa: S608 — our own text
WAITS = f"SELECT extract(epoch FROM failed_at + {WAIT} - %(now)s) FROM credentials WHERE name = %(name)s"  # noqa: S608 — our own text
PASSED = "UPDATE credentials SET failures = 0, failed_at = NULL WHERE officer = %(officer)s"
HOLDER = "SELECT officer FROM credentials WHERE name = %(name)s"
PUT = """
    INSERT INTO credentials (officer, name, password, set_at) VALUES (%(officer)s, %(name)s, %(password)s, %(now)s)
    ON CONFLICT (officer) DO UPDATE
    SET name = EXCLUDED.name, password = EXCLUDED.password, set_at = EXCLUDED.set_at, failures = 0, failed_at = NULL
"""


class TriedTooOften(Exception):
    """The password of that officer was wrong too often; `seconds` from now it may be tried again."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"{seconds} seconds")


class NameTaken(Exception):
    """Another officer signs in by that name."""


class Credentials:
    """Sets passwords and tries them; whoever guesses is slowed down for one officer and locks out nobody else."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def officer_of(self, name: str, password: str) -> UUID | None:
        """The officer of that name with that password; None where either is wrong, without telling which.

        An attempt counts as failed before it is tried, so that many at once win nothing. Raises TriedTooOften and
        TooManyAtOnce.
        """
        known = spelled(name)
        found = self._do(ATTEMPT, name=known)
        if not found and (waits := self._do(WAITS, name=known)):
            raise TriedTooOften(max(1, round(waits[0][0])))
        officer, kept = found[0] if found else (None, None)
        if not is_password(kept, password):
            return None
        self._do(PASSED, officer=officer)
        return UUID(str(officer))

    def require_free(self, officer: UUID, name: str) -> None:
        """Raises NameTaken where somebody else signs in by that name."""
        if any(row[0] != officer for row in self._do(HOLDER, name=spelled(name))):
            raise NameTaken

    def put(self, officer: UUID, name: str, password: str) -> None:
        """Sets name and password; the one before is good no more. Raises NameTaken and TooManyAtOnce."""
        try:
            self._do(PUT, officer=officer, name=spelled(name), password=kept_form(password))
        except UniqueViolation:
            raise NameTaken from None

    def _do(self, query: str, **facts: Any) -> Sequence[tuple[Any, ...]]:
        given = {"now": self._now(), "free": FREE, "longest": LONGEST_WAIT_S, **facts}
        with self._database.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
            cursor.execute(query, given)
            return cursor.fetchall() if cursor.description else ()


def spelled(name: str) -> str:
    """A name in the one spelling in which it is known."""
    return " ".join(name.split()).casefold()
