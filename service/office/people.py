"""Who works here, through commands: units, officers and the tokens that open the service."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from psycopg.rows import tuple_row

from domain.kernel import Command, NotAllowedNow
from domain.lines import unseen_in
from domain.organisation.officer import AppointOfficer, IssueToken, RevokeToken
from domain.organisation.unit import FoundUnit, unit_ref
from domain.roles import Role
from domain.values import OfficerRef, UnitRef
from projections.catalogue import ACCESS_VIEWS
from projections.organisation import OFFICERS, TERMS, TOKENS, UNITS
from service.access.tokens import digest_of, new_token
from service.composition import Service
from service.office.limits import beyond_limits
from service.store.steps import Caller, Step
from service.views.naming import over

SYSTEM = Caller(OfficerRef(UUID(int=0)), frozenset({Role.SYSADMIN}))
"""Who acts where no officer does: the command line of whoever operates the service."""

LONGEST_TERM_DAYS = 3660

ALL_UNITS = over(
    """
    SELECT u.unit, u.code, u.name, p.code, u.founded_on, u.dissolved_on
    FROM {units} u LEFT JOIN {units} p ON p.unit = u.parent ORDER BY u.code
    """,
    UNITS,
)
ALL_OFFICERS = over(
    """
    SELECT o.officer, o.name, u.code, coalesce(array_agg(t.role ORDER BY t.role)
           FILTER (WHERE t.from_on <= %(today)s AND (t.until_on IS NULL OR t.until_on >= %(today)s)), ARRAY[]::text[]),
           o.appointed_on
    FROM {officers} o JOIN {units} u ON u.unit = o.unit LEFT JOIN {terms} t ON t.officer = o.officer
    GROUP BY o.officer, o.name, u.code, o.appointed_on ORDER BY u.code, o.appointed_on, o.officer
    """,
    OFFICERS,
    UNITS,
    TERMS,
)
OFFICERS_FROM = over(
    "SELECT officer FROM {officers} WHERE starts_with(replace(officer::text, '-', ''), %(prefix)s)", OFFICERS
)
TOKENS_OF = over(
    "SELECT token_digest, expires_on FROM {tokens} WHERE officer = %(officer)s ORDER BY expires_on, 1", TOKENS
)


def is_system(caller: Caller) -> bool:
    """Whether nobody but the operator at the machine asks."""
    return caller.officer == SYSTEM.officer


class OrganisationError(Exception):
    """A unit, officer or token that was named cannot be used; the message says what to do."""


class UnitUnknown(OrganisationError):
    def __init__(self, code: str) -> None:
        super().__init__(f"the unit {code} is unknown: add it with casework units add {code} NAME")


class UnitThereAlready(OrganisationError):
    def __init__(self, code: str) -> None:
        super().__init__(f"a unit with the code {code} is or was there: choose another code")


class OfficerUnknown(OrganisationError):
    def __init__(self, given: str) -> None:
        super().__init__(f"no officer's id begins with {given}: casework officers list names them")


class OfficerAmbiguous(OrganisationError):
    def __init__(self, given: str, count: int) -> None:
        super().__init__(f"the ids of {count} officers begin with {given}: give more of the id")


class TokenNotFound(OrganisationError):
    def __init__(self) -> None:
        super().__init__("the officer has no single token of that digest: casework tokens list OFFICER shows them")


class BeyondLimits(OrganisationError):
    """A text of the command is empty, too long or no text."""


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


def add_unit(
    service: Service, code: str, name: str, parent_code: str | None = None, by: Caller = SYSTEM
) -> tuple[UnitRef, str]:
    """Founds a unit; returns its id and its code in its one spelling. Raises UnitUnknown, UnitThereAlready."""
    parent = unit_known(service, parent_code) if parent_code else None
    command = FoundUnit(code.strip().upper(), name.strip(), parent)
    _refuse_beyond(command)
    unit = unit_ref(command.code)
    try:
        service.ledger.execute([Step(unit, command)], by)
    except NotAllowedNow:
        raise UnitThereAlready(command.code) from None
    return unit, command.code


def units(service: Service) -> list[KnownUnit]:
    """Every unit, by code."""
    return [KnownUnit(*row) for row in _rows(service, ALL_UNITS)]


def unit_known(service: Service, code: str) -> UnitRef:
    """The unit with that code. Raises UnitUnknown."""
    if unseen := unseen_in(code):
        raise BeyondLimits(f"a unit's code holds {', '.join(unseen)}")
    unit = unit_ref(code)
    if not service.ledger.history(unit):
        raise UnitUnknown(code)
    return unit


def add_officer(
    service: Service, name: str, unit_code: str, roles: Sequence[Role] = (), by: Caller = SYSTEM
) -> OfficerRef:
    """Appoints an officer from today. Raises UnitUnknown."""
    officer = OfficerRef(uuid4())
    _execute(service, officer, AppointOfficer(name.strip(), unit_known(service, unit_code), tuple(roles)), by)
    return officer


def officers(service: Service) -> list[KnownOfficer]:
    """Every officer, by unit and day of appointment."""
    rows = _rows(service, ALL_OFFICERS, {"today": service.ledger.today()})
    names = service.vault.texts(row[1] for row in rows)
    return [KnownOfficer(row[0], names[row[1]], row[2], tuple(row[3]), row[4]) for row in rows]


def officer_known(service: Service, given: str) -> OfficerRef:
    """The officer whose id is, or alone begins with, what was given. Raises OfficerUnknown, OfficerAmbiguous."""
    prefix = given.replace("-", "").lower()
    found = (
        _rows(service, OFFICERS_FROM, {"prefix": prefix})
        if prefix and all(c in "0123456789abcdef" for c in prefix)
        else []
    )
    if not found:
        raise OfficerUnknown(given)
    if len(found) > 1:
        raise OfficerAmbiguous(given, len(found))
    return OfficerRef(found[0][0])


def caller_known(service: Service, given: str | None) -> Caller:
    """The officer as a caller with the roles held today, or SYSTEM where none is named."""
    if given is None:
        return SYSTEM
    officer = officer_known(service, given)
    held = next(known.roles for known in officers(service) if known.officer == officer)
    return Caller(officer, frozenset(Role(role) for role in held))


def issue_token(service: Service, officer: OfficerRef, days: int = 90, by: Caller = SYSTEM) -> IssuedToken:
    """A new random token of 256 bits for so many days; only its digest is stored."""
    if not 1 <= days <= LONGEST_TERM_DAYS:
        raise BeyondLimits(f"a token is good for 1 to {LONGEST_TERM_DAYS} days, not for {days}")
    issued = IssuedToken(token := new_token(), digest_of(token), service.ledger.today() + timedelta(days=days))
    _execute(service, officer, IssueToken(issued.digest, issued.expires_on), by)
    return issued


def tokens(service: Service, officer: OfficerRef) -> list[tuple[str, date]]:
    """The officer's tokens that were not revoked, as digest and last day."""
    return [(row[0], row[1]) for row in _rows(service, TOKENS_OF, {"officer": officer})]


def revoke_token(service: Service, officer: OfficerRef, given: str, by: Caller = SYSTEM) -> str:
    """Revokes the one token named by itself or by the beginning of its digest; returns the digest."""
    known = [digest for digest, _ in tokens(service, officer)]
    whole = digest_of(given) if given.isascii() else ""
    found = [digest for digest in known if digest == whole or (given and digest.startswith(given))]
    if len(found) != 1:
        raise TokenNotFound
    _execute(service, officer, RevokeToken(found[0]), by)
    return found[0]


def _execute(service: Service, stream: UUID, command: Command[Any], by: Caller) -> None:
    _refuse_beyond(command)
    outcome = service.ledger.execute([Step(stream, command)], by)
    service.engine.catch_up(ACCESS_VIEWS, outcome.position)


def _refuse_beyond(command: Command[Any]) -> None:
    if wrong := beyond_limits(command):
        raise BeyondLimits("; ".join(wrong))


def _rows(service: Service, query: str, parameters: Any = None) -> list[tuple[Any, ...]]:
    service.engine.catch_up(ACCESS_VIEWS)
    with service.reading.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
        return cursor.execute(query, parameters).fetchall()
