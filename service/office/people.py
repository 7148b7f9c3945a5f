"""Who works here, through commands: units, officers and the tokens that open the service."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from psycopg.rows import tuple_row

from domain.actors import Actor, OfficerActing, ServiceActing
from domain.kernel import Command, fold
from domain.lines import unseen_in
from domain.officers import ORDINARY, TokenScope
from domain.organisation.administration import (
    ADMINISTRATION_AGGREGATE,
    ADMINISTRATION_STREAM,
    AdministrationStatus,
    EndSetUp,
)
from domain.organisation.officer import LONGEST_TOKEN, AppointOfficer, IssueToken, RevokeToken
from domain.organisation.unit import FoundUnit, unit_ref
from domain.roles import Role
from domain.values import OfficerRef, UnitRef
from projections.catalogue import ACCESS_VIEWS
from projections.organisation import OFFICERS, TERMS, TOKENS, UNITS
from service.access.tokens import Callers, digest_of, new_token
from service.machine.database import Database
from service.office.unusable import (
    BeyondLimits,
    NoRoleHeld,
    OfficerAmbiguous,
    OfficerUnknown,
    RoleAmbiguous,
    TokenNotFound,
    UnitUnknown,
    refuse_beyond_limits,
)
from service.office.vacancies import KnownVacancy, known_vacancies
from service.sealing.readers import COLLEAGUES
from service.sealing.vault import Vault
from service.store.ledger import Ledger
from service.store.steps import Caller, Said, Step
from service.store.tasks import Task
from service.views.engine import Engine
from service.views.naming import over

OPERATOR = Caller(ServiceActing("command_line"))
"""Who asks where no officer does: whoever operates the service, at its command line."""

LONGEST_TERM_DAYS = LONGEST_TOKEN.days

ALL_UNITS = over(
    """
    SELECT u.unit, u.code, u.name, p.code, u.founded_on, u.dissolved_on
    FROM {units} u LEFT JOIN {units} p ON p.unit = u.parent ORDER BY u.code
    """,
    UNITS,
)
ALL_OFFICERS = over(
    """
    SELECT o.officer, o.name, u.code, coalesce(array_agg(DISTINCT t.role ORDER BY t.role)
           FILTER (WHERE t.from_on <= %(today)s AND (t.until_on IS NULL OR t.until_on >= %(today)s)), ARRAY[]::text[]),
           o.appointed_on
    FROM {officers} o JOIN {units} u ON u.unit = o.unit LEFT JOIN {terms} t ON t.officer = o.officer
    GROUP BY o.officer, o.name, u.code, o.appointed_on ORDER BY u.code, o.appointed_on, o.officer
    """,
    OFFICERS,
    UNITS,
    TERMS,
)
NAME_OF = over("SELECT name FROM {officers} WHERE officer = %(officer)s", OFFICERS)
OFFICERS_FROM = over(
    "SELECT officer FROM {officers} WHERE starts_with(replace(officer::text, '-', ''), %(prefix)s)", OFFICERS
)
TOKENS_OF = over(
    "SELECT token_digest, expires_on, scopes FROM {tokens} WHERE officer = %(officer)s ORDER BY expires_on, 1", TOKENS
)


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A unit and the code of its parent."""

    unit: UUID
    code: str
    name: str
    parent_code: str | None
    founded_on: date
    dissolved_on: date | None


@dataclass(frozen=True, slots=True)
class KnownOfficer:
    """An officer with the roles held today; the name is opened."""

    officer: UUID
    name: str
    unit_code: str
    roles: tuple[str, ...]
    appointed_on: date


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A bearer token, which is shown once and kept nowhere; the log holds its digest."""

    token: str
    digest: str
    expires_on: date

    def __repr__(self) -> str:
        return f"IssuedToken({self.digest[:8]}, redacted)"


class People:
    """Who works here: units, officers and their tokens, through commands."""

    def __init__(self, ledger: Ledger, engine: Engine, reading: Database, vault: Vault, callers: Callers) -> None:
        self._ledger = ledger
        self._engine = engine
        self._reading = reading
        self._vault = vault
        self._callers = callers

    def add_unit(
        self, code: str, name: str, parent_code: str | None = None, by: Actor = Task.UNITS_ADD.actor
    ) -> tuple[UnitRef, str]:
        """Founds a unit; returns its id and its code in its one spelling. Raises UnitUnknown, UnitCodeTaken."""
        parent = self.unit_known(parent_code) if parent_code else None
        command = FoundUnit(code.strip().upper(), name.strip(), parent)
        refuse_beyond_limits(command)
        unit = unit_ref(command.code)
        self._ledger.execute([Step(unit, command)], by)
        return unit, command.code

    def units(self) -> list[KnownUnit]:
        """Every unit, by code."""
        return [KnownUnit(*row) for row in self._rows(ALL_UNITS)]

    def unit_known(self, code: str) -> UnitRef:
        """The unit with that code. Raises UnitUnknown."""
        if unseen := unseen_in(code):
            raise BeyondLimits(f"a unit's code holds {', '.join(unseen)}")
        unit = unit_ref(code)
        if not self._ledger.history(unit):
            raise UnitUnknown(code)
        return unit

    def add_officer(
        self, name: str, unit_code: str, roles: Sequence[Role] = (), by: Actor = Task.OFFICERS_ADD.actor
    ) -> OfficerRef:
        """Appoints an officer from today. Raises UnitUnknown."""
        officer = OfficerRef(uuid4())
        self._execute(officer, AppointOfficer(name.strip(), self.unit_known(unit_code), tuple(roles)), by)
        return officer

    def end_set_up(self, administrator: OfficerRef, second: OfficerRef, by: Actor = Task.OFFICERS_ADD.actor) -> None:
        """Ends the first set-up: from then on roles are proposed and confirmed by officers who signed in."""
        self._execute(ADMINISTRATION_STREAM, EndSetUp(administrator, second), by)

    def is_set_up(self) -> bool:
        """Whether the first set-up has ended."""
        facts = (recorded.event for recorded in self._ledger.history(ADMINISTRATION_STREAM))
        return fold(ADMINISTRATION_AGGREGATE, facts).status is AdministrationStatus.RUNNING

    def officers(self) -> list[KnownOfficer]:
        """Every officer, by unit and day of appointment."""
        rows = self._rows(ALL_OFFICERS, {"today": self._ledger.today()})
        names = self._vault.texts((row[1] for row in rows), COLLEAGUES)
        return [KnownOfficer(row[0], names[row[1]], row[2], tuple(row[3]), row[4]) for row in rows]

    def vacancies(self) -> list[KnownVacancy]:
        """What nobody of a unit that exists may do, and who above does it."""
        tree = self._callers.tree()
        asking = replace(OPERATOR, units=tree, staff=self._callers.staff(self._ledger.today(), tree))
        codes = {each.unit: each.code for each in self.units() if each.dissolved_on is None}
        return known_vacancies(codes, asking)

    def name_of(self, officer: UUID) -> str:
        """The name of the officer as colleagues know it; empty for somebody whom the views do not know yet."""
        with self._reading.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
            rows = cursor.execute(NAME_OF, {"officer": officer}).fetchall()
        return next(iter(self._vault.texts((row[0] for row in rows), COLLEAGUES).values()), "")

    def officer_known(self, given: str) -> OfficerRef:
        """The officer whose id is, or alone begins with, what was given. Raises OfficerUnknown, OfficerAmbiguous."""
        prefix = given.replace("-", "").lower()
        found = (
            self._rows(OFFICERS_FROM, {"prefix": prefix})
            if prefix and all(c in "0123456789abcdef" for c in prefix)
            else []
        )
        if not found:
            raise OfficerUnknown(given)
        if len(found) > 1:
            raise OfficerAmbiguous(given, len(found))
        return OfficerRef(found[0][0])

    def caller_known(self, given: str | None) -> Caller:
        """The officer as a caller with the roles held today, or the operator where none is named."""
        if given is None:
            return OPERATOR
        return self._callers.by_officer(self.officer_known(given), self._ledger.today())

    def actor_known(self, given: str | None, role: Said | None, task: Task) -> Actor:
        """The officer in the one role held today, or in the one that is said; the service where no officer is named.

        Raises OfficerUnknown, NoRoleHeld and RoleAmbiguous.
        """
        if given is None:
            return task.actor
        caller = self.caller_known(given)
        meant = [held for held in caller.held if role is None or role.means(held)]
        if not caller.held:
            raise NoRoleHeld(given)
        if len(meant) != 1:
            raise RoleAmbiguous(meant or caller.held)
        return OfficerActing(caller.officer, meant[0].role, meant[0].unit)

    def issue_token(
        self,
        officer: OfficerRef,
        days: int = LONGEST_TERM_DAYS,
        by: Actor = Task.TOKENS_ISSUE.actor,
        scopes: Collection[TokenScope] = ORDINARY,
    ) -> IssuedToken:
        """A new random token of 256 bits for so many days and these scopes; only its digest is stored."""
        if not 1 <= days <= LONGEST_TERM_DAYS:
            raise BeyondLimits(f"a token is good for 1 to {LONGEST_TERM_DAYS} days, not for {days}")
        issued = IssuedToken(token := new_token(), digest_of(token), self._ledger.today() + timedelta(days=days))
        self._execute(officer, IssueToken(issued.digest, issued.expires_on, tuple(scopes)), by)
        return issued

    def tokens(self, officer: OfficerRef) -> list[tuple[str, date, list[str]]]:
        """The officer's tokens that were not revoked, as digest, last day and scopes."""
        return [(row[0], row[1], row[2].split()) for row in self._rows(TOKENS_OF, {"officer": officer})]

    def revoke_token(self, officer: OfficerRef, given: str, by: Actor = Task.TOKENS_REVOKE.actor) -> str:
        """Revokes the one token named by itself or by the beginning of its digest; returns the digest."""
        known = [digest for digest, *_ in self.tokens(officer)]
        whole = digest_of(given) if given.isascii() else ""
        found = [digest for digest in known if digest == whole or (given and digest.startswith(given))]
        if len(found) != 1:
            raise TokenNotFound
        self._execute(officer, RevokeToken(found[0]), by)
        return found[0]

    def _execute(self, stream: UUID, command: Command[Any], by: Actor) -> None:
        refuse_beyond_limits(command)
        outcome = self._ledger.execute([Step(stream, command)], by)
        self._engine.catch_up(ACCESS_VIEWS, outcome.position)

    def _rows(self, query: str, parameters: Any = None) -> list[tuple[Any, ...]]:
        self._engine.catch_up(ACCESS_VIEWS)
        with self._reading.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
            return cursor.execute(query, parameters).fetchall()
