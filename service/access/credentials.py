"""With what officers sign in: a name and a password, which stand outside the log and can be taken away."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.errors import UniqueViolation
from psycopg.rows import tuple_row

from service.access.passwords import is_password, kept_form
from service.access.second_factor import Sealed, digests_of, new_recovery_codes, step_of
from service.machine.database import Database
from service.sealing.keys import MasterKey

FREE = 5
"""Failures in a row after which every further attempt has to wait."""
LONGEST_WAIT_S = 900

WAIT = "make_interval(secs => least(power(2, failures - %(free)s), %(longest)s))"
ATTEMPT = f"""
    UPDATE credentials SET failures = failures + 1, failed_at = %(now)s
    WHERE name = %(name)s AND (failures < %(free)s OR failed_at + {WAIT} <= %(now)s)
    RETURNING officer, password, factor, factor_step, recovery,
              EXISTS (SELECT FROM passkeys k WHERE k.officer = credentials.officer)
"""  # noqa: S608 — our own text
WAITS = f"SELECT extract(epoch FROM failed_at + {WAIT} - %(now)s) FROM credentials WHERE name = %(name)s"  # noqa: S608 — our own text
PASSED = "UPDATE credentials SET failures = 0, failed_at = NULL WHERE officer = %(officer)s"
STEPPED = """
    UPDATE credentials SET factor_step = %(step)s
    WHERE officer = %(officer)s AND factor_step < %(step)s RETURNING officer
"""
RECOVERED = """
    UPDATE credentials SET recovery = array_remove(recovery, %(digest)s)
    WHERE officer = %(officer)s AND %(digest)s = ANY(recovery) RETURNING officer
"""
FACTOR = """
    UPDATE credentials SET factor = %(factor)s, factor_step = %(step)s, recovery = %(recovery)s
    WHERE officer = %(officer)s AND factor IS NULL RETURNING officer
"""
HAS_FACTOR = "SELECT name, factor IS NOT NULL FROM credentials WHERE officer = %(officer)s"
HOLDER = "SELECT officer FROM credentials WHERE name = %(name)s"
PUT = """
    WITH gone AS (DELETE FROM passkeys WHERE officer = %(officer)s)
    INSERT INTO credentials (officer, name, password, set_at) VALUES (%(officer)s, %(name)s, %(password)s, %(now)s)
    ON CONFLICT (officer) DO UPDATE
    SET name = EXCLUDED.name, password = EXCLUDED.password, set_at = EXCLUDED.set_at, failures = 0, failed_at = NULL,
        factor = NULL, factor_step = 0, recovery = '{}'
"""

CHANGE = "UPDATE credentials SET password = %(password)s, set_at = %(now)s WHERE officer = %(officer)s"


class TriedTooOften(Exception):
    """The password of that officer was wrong too often; `seconds` from now it may be tried again."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"{seconds} seconds")


class NameTaken(Exception):
    """Another officer signs in by that name."""


class Credentials:
    """Sets passwords and tries them; whoever guesses is slowed down for one officer and locks out nobody else."""

    def __init__(self, database: Database, master_key: MasterKey, now: Callable[[], datetime]) -> None:
        self._database = database
        self._sealed = Sealed(master_key)
        self._now = now

    def officer_of(self, name: str, password: str, code: str = "", passkey_of: UUID | None = None) -> UUID | None:
        """The officer of that name with that password and, where there is a second factor, that code of it.

        None where one of them is wrong, without telling which. A code is good once, a recovery code for ever once.
        Whose passkey was shown is second factor to the password of the same officer.

        An attempt counts as failed before it is tried, so that many at once win nothing. Raises TriedTooOften and
        TooManyAtOnce.
        """
        known = spelled(name)
        found = self._do(ATTEMPT, name=known)
        if not found and (waits := self._do(WAITS, name=known)):
            raise TriedTooOften(max(1, round(waits[0][0])))
        officer, kept, *second = found[0] if found else (None, None)
        if not is_password(kept, password) or not self._is_second(officer, passkey_of, code, *second):
            return None
        self._do(PASSED, officer=officer)
        return UUID(str(officer))

    def _is_second(
        self,
        officer: UUID,
        passkey_of: UUID | None,
        code: str,
        factor: bytes | None,
        last: int,
        recovery: Sequence[str],
        has_passkey: bool,
    ) -> bool:
        if passkey_of is not None:
            return passkey_of == officer
        if factor is None:
            return not has_passkey
        step = step_of(self._sealed.open(officer, bytes(factor)), code, self._now(), last)
        if step is not None:
            return bool(self._do(STEPPED, officer=officer, step=step))
        [digest] = digests_of([code])
        return digest in recovery and bool(self._do(RECOVERED, officer=officer, digest=digest))

    def name_and_factor(self, officer: UUID) -> tuple[str, bool] | None:
        """The name that the officer signs in by, and whether there is a second factor; None without a password."""
        rows = self._do(HAS_FACTOR, officer=officer)
        return (rows[0][0], rows[0][1]) if rows else None

    def add_factor(self, officer: UUID, secret: bytes, code: str) -> list[str] | None:
        """Takes the secret as second factor; returns the recovery codes, which are kept nowhere.

        None where the code is not of the secret, or there is a second factor already: a new slip takes it away.
        """
        step = step_of(secret, code, self._now())
        if step is None:
            return None
        codes = new_recovery_codes()
        sealed = self._sealed.seal(officer, secret)
        is_added = self._do(FACTOR, officer=officer, factor=sealed, step=step, recovery=digests_of(codes))
        return codes if is_added else None

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

    def change(self, officer: UUID, password: str) -> None:
        """Sets another password and keeps name and second factor. Raises TooManyAtOnce."""
        self._do(CHANGE, officer=officer, password=kept_form(password))

    def _do(self, query: str, **facts: Any) -> Sequence[tuple[Any, ...]]:
        given = {"now": self._now(), "free": FREE, "longest": LONGEST_WAIT_S, **facts}
        with self._database.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
            cursor.execute(query, given)
            return cursor.fetchall() if cursor.description else ()


def spelled(name: str) -> str:
    """A name in the one spelling in which it is known."""
    return " ".join(name.split()).casefold()
