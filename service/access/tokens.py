"""Bearer tokens: made once, kept as a digest, and turned into the caller who holds them."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from psycopg.rows import tuple_row

from domain.profiles import Chosen, Profile
from domain.roles import Held, Role
from domain.unit_tree import UnitTree
from domain.values import OfficerRef, UnitRef
from projections.catalogue import ACCESS_VIEWS
from projections.organisation import IDENTITIES, TERMS, TOKENS, UNITS
from service.access.rights import Rights, rights_of
from service.machine.database import Database
from service.machine.statements import BIGINT, IDENTIFIER, TEXT, Statement
from service.sealing.marks import KeyedMarks
from service.store.codec import Codec
from service.store.staff import Holders, Staff
from service.store.steps import Caller
from service.store.tail import stored_of
from service.views.naming import over
from service.views.standing import ViewsStandStill

REMEMBERED = 4096
"""Officers whose rights a process keeps folded, each at the version of the stream that it was read at."""

STILL = f"""
    ARRAY(
        SELECT kept.view FROM (VALUES {", ".join(f"('{view.name}', {view.version})" for view in ACCESS_VIEWS)})
        AS kept (view, version) WHERE NOT EXISTS (
            SELECT FROM views.positions p
            WHERE (p.view, p.version, p.slot) = (kept.view, kept.version, 'live') AND p.set_aside IS NULL
        )
    )
"""  # noqa: S608 — names of ours
CHANGES = over("(SELECT sum(version)::bigint FROM {units})", UNITS)
"""How often any unit has changed."""
TREE = over("SELECT unit, parent, successor, profile, profile_from_on, profile_before, leaders FROM {units}", UNITS)
TERMED = over(
    "SELECT coalesce(sum(hashtextextended(concat_ws(' ', term, until_on), 0)), 0) FROM {terms}",
    TERMS,
)
"""Another number after any term of a role has changed."""
HELD = over(
    """
    SELECT role, for_unit, array_agg(officer) FROM {terms}
    WHERE from_on <= %(today)s AND (until_on IS NULL OR until_on >= %(today)s) GROUP BY role, for_unit
    """,
    TERMS,
)
BY_TOKEN = Statement(
    over(
        f"""
        SELECT t.officer, (SELECT max(originator_version) FROM events WHERE originator_id = t.officer),
               {STILL}, {CHANGES}
        FROM (SELECT) one LEFT JOIN {{tokens}} t ON t.token_digest = $1
        """,  # noqa: S608 — a text of ours
        TOKENS,
    ),
    (TEXT,),
    "by_token",
)
BY_OFFICER = Statement(
    f"""
    SELECT $1, (SELECT max(originator_version) FROM events WHERE originator_id = $1), {STILL}, {CHANGES}
    """,  # noqa: S608 — a text of ours
    (IDENTIFIER,),
    "by_officer",
)
BY_IDENTITY = Statement(
    over("SELECT officer FROM {identities} WHERE identity_digest = $1", IDENTITIES), (TEXT,), "by_identity"
)
STREAM = Statement(
    """
    SELECT notification_id, originator_id, originator_version, topic, state FROM events
    WHERE originator_id = $1 AND originator_version <= $2 ORDER BY originator_version
    """,
    (IDENTIFIER, BIGINT),
    "rights",
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
    """Finds the caller behind a token or an officer: who holds a token is in a view, what it opens in the stream.

    So nobody waits for a view before an end counts: what was revoked or ended is over with the command that did it.
    """

    def __init__(self, database: Database, codec: Codec, marks: KeyedMarks) -> None:
        self._marks = marks
        self._database = database
        self._codec = codec
        self._rights = lru_cache(REMEMBERED)(self._read)
        self._tree = lru_cache(1)(self._read_tree)
        self._holders = lru_cache(1)(self._read_holders)

    def by_token(self, token: str, today: date) -> Caller | None:
        """The officer who holds the token, or None for a token that is unknown, revoked or expired.

        Raises ViewsStandStill.
        """
        digest = digest_of(token)
        found = self._found(BY_TOKEN, digest)
        return None if found is None else self._caller(*found, digest, today)

    def by_session(self, officer: UUID, digest: str, today: date) -> Caller | None:
        """The officer, as long as the token that opened the session is good. Raises ViewsStandStill."""
        found = self._found(BY_OFFICER, officer)
        return None if found is None else self._caller(*found, digest, today)

    def by_officer(self, officer: UUID, today: date) -> Caller:
        """The officer with the roles of the day; none for somebody unknown. Raises ViewsStandStill."""
        found = self._found(BY_OFFICER, officer)
        return Caller(OfficerRef(officer)) if found is None else self._with_roles(*found, today)

    def by_identity(self, digest: str) -> list[UUID]:
        """The officers who are bound to the identity of that digest; several are nobody. Raises ViewsStandStill."""
        with self._database.get_connection() as connection:
            known = [row[0] for row in BY_IDENTITY.rows(connection, [digest])]
        found = [self._found(BY_OFFICER, officer) for officer in known]
        return [each[0] for each in found if each is not None and each[1].is_bound_to(digest)]

    def tree(self) -> UnitTree:
        """The units as they are now."""
        with self._database.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
            [changes] = cursor.execute(f"SELECT {CHANGES}", prepare=True).fetchone() or [None]
        return self._tree(changes)

    def staff(self, today: date, tree: UnitTree) -> Staff:
        """Who holds which role on the day, read when it is first asked for."""
        return Staff(lambda: self._holders(self._termed(), today), tree)

    def _caller(self, officer: UUID, rights: Rights, tree: UnitTree, digest: str, today: date) -> Caller | None:
        if not rights.is_opened_by(digest, today):
            return None
        return replace(self._with_roles(officer, rights, tree, today), scopes=rights.scopes_of(digest))

    def _with_roles(self, officer: UUID, rights: Rights, tree: UnitTree, today: date) -> Caller:
        unit = next((row["unit"] for row in rights.officers.values()), None)
        held = frozenset(Held(Role(term["role"]), UnitRef(term["for_unit"])) for term in rights.terms_on(today))
        return Caller(OfficerRef(officer), held, unit, units=tree, staff=self.staff(today, tree), marks=self._marks)

    def _termed(self) -> Any:
        with self._database.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
            return cursor.execute(TERMED, prepare=True).fetchone()

    def _read_holders(self, _termed: Any, today: date) -> Holders:
        with self._database.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
            rows = cursor.execute(HELD, {"today": today}, prepare=True).fetchall()
        return {Held(Role(role), UnitRef(unit)): frozenset(map(OfficerRef, officers)) for role, unit, officers in rows}

    def _found(self, query: Statement, sought: Any) -> tuple[UUID, Rights, UnitTree] | None:
        with self._database.get_connection() as connection:
            [(officer, version, still, changes)] = query.rows(connection, [sought])
        if still:
            raise ViewsStandStill(f"views that stand still: run casework rebuild {' '.join(sorted(still))}")
        return None if version is None else (officer, self._rights(officer, version), self._tree(changes))

    def _read(self, officer: UUID, version: int) -> Rights:
        with self._database.get_connection() as connection:
            rows = STREAM.rows(connection, [officer, version])
        return rights_of(self._codec.decode(*stored_of(row)) for row in rows)

    def _read_tree(self, _changes: int) -> UnitTree:
        with self._database.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
            units = cursor.execute(TREE, prepare=True).fetchall()
        return UnitTree(
            parents={unit: parent for unit, parent, *_ in units},
            successors={unit: successor for unit, _parent, successor, *_ in units if successor},
            profiles={
                unit: Chosen(Profile(profile), from_on, before and Profile(before))
                for unit, _parent, _successor, profile, from_on, before, _leaders in units
                if profile
            },
            led_by=_led_by((unit, leaders) for unit, *_, leaders in units),
        )


def _led_by(units: Iterable[tuple[UUID, list[UUID]]]) -> dict[UUID, frozenset[UUID]]:
    led: dict[UUID, set[UUID]] = {}
    for unit, leaders in units:
        for leader in leaders:
            led.setdefault(leader, set()).add(unit)
    return {leader: frozenset(of) for leader, of in led.items()}
