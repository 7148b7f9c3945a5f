"""Bearer tokens: made once, kept as a digest, and turned into the caller who holds them."""

import hashlib
import secrets
from datetime import date
from typing import Any
from uuid import UUID

from psycopg.rows import tuple_row

from domain.roles import Held, Role
from domain.values import OfficerRef, UnitRef
from projections.organisation import OFFICERS, TERMS, TOKENS
from service.store.database import Database
from service.store.steps import Caller
from service.views.naming import over

BY_TOKEN = over(
    """
    SELECT o.officer, ARRAY(
        SELECT ARRAY[role, for_unit::text] FROM {terms} r
        WHERE r.officer = o.officer AND r.from_on <= %(today)s AND (r.until_on IS NULL OR r.until_on >= %(today)s)
    ), o.unit
    FROM {tokens} t
    JOIN {officers} o ON o.officer = t.officer
    WHERE t.token_digest = %(digest)s AND t.expires_on >= %(today)s
    """,
    TERMS,
    TOKENS,
    OFFICERS,
)
BY_OFFICER = over(
    """
    SELECT ARRAY(
        SELECT ARRAY[role, for_unit::text] FROM {terms} r
        WHERE r.officer = o.officer AND r.from_on <= %(today)s AND (r.until_on IS NULL OR r.until_on >= %(today)s)
    ), o.unit
    FROM {officers} o
    WHERE o.officer = %(officer)s
    """,
    TERMS,
    OFFICERS,
)


def new_token() -> str:
    """256 random bits; it never begins with a hyphen, so that it can be an argument of a command."""
    while (token := secrets.token_urlsafe(32)).startswith("-"):
        pass
    return token


def digest_of(token: str) -> str:
    """What is stored of a token: it is random, so a plain digest tells nothing."""
    return hashlib.sha256(token.encode()).hexdigest()


class Callers:
    """Finds the caller behind a token or an officer, with the roles of the day."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def by_token(self, token: str, today: date) -> Caller | None:
        """The officer who holds the token, or None for a token that is unknown, revoked or expired."""
        row = self._one(BY_TOKEN, {"digest": digest_of(token), "today": today})
        return None if row is None else Caller(OfficerRef(row[0]), _held(row[1]), row[2])

    def by_officer(self, officer: UUID, today: date) -> Caller:
        """The officer with the roles of the day."""
        row = self._one(BY_OFFICER, {"officer": officer, "today": today})
        return Caller(OfficerRef(officer)) if row is None else Caller(OfficerRef(officer), _held(row[0]), row[1])

    def _one(self, query: str, parameters: dict[str, Any]) -> tuple[Any, ...] | None:
        with self._database.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
            return cursor.execute(query, parameters, prepare=True).fetchone()


def _held(terms: list[list[str]]) -> frozenset[Held]:
    return frozenset(Held(Role(role), UnitRef(UUID(unit))) for role, unit in terms)
