"""An officer: appointed in a unit, holding roles for terms, reaching the service with tokens."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, assert_never
from uuid import UUID

from domain.kernel import Aggregate, Command, Desk, Rejected
from domain.organisation.events import (
    OfficerAppointed,
    OfficerEvent,
    RoleEnded,
    RoleGranted,
    TokenIssued,
    TokenRevoked,
)
from domain.organisation.unit import is_active
from domain.roles import Role
from domain.values import KeyClass, Line, OfficerRef, Personal, Text, UnitRef

Digest = Annotated[str, Text(most=64, least=64)]


class OfficerStatus(StrEnum):
    """Whether an officer was appointed."""

    NEW = "NEW"
    APPOINTED = "APPOINTED"


@dataclass(frozen=True, slots=True)
class Officer:
    """What decisions on an officer read."""

    status: OfficerStatus = OfficerStatus.NEW
    roles: frozenset[Role] = frozenset()
    tokens: frozenset[str] = frozenset()
    appointed_on: date = date.min


class OfficerUnitNotActive(Rejected):
    code = "officer_unit_not_active"
    says = "The unit {unit} is unknown or dissolved. Add it first."


class RoleHeldAlready(Rejected):
    code = "role_held_already"
    says = "The officer holds the role {role} already. End it first to change its term."


class RoleNotHeld(Rejected):
    code = "role_not_held"
    says = "The officer does not hold the role {role}."


class TermEndsBeforeItBegins(Rejected):
    code = "term_ends_before_it_begins"
    says = "The term ends on {until_on}, before it begins on {from_on}."


class TokenExpiresInThePast(Rejected):
    code = "token_expires_in_the_past"
    says = "The token would expire on {expires_on}, which is not after today."


class TokenUnknown(Rejected):
    code = "token_unknown"
    says = "The officer has no such token."


@dataclass(frozen=True, slots=True, repr=False)
class AppointOfficer(Command[Officer]):
    allowed_in: ClassVar = frozenset({OfficerStatus.NEW})
    name: Line
    unit: UnitRef
    roles: tuple[Role, ...] = ()
    appointed_on: date | None = None

    def consults(self) -> Sequence[tuple[str, UUID]]:
        return (("unit", self.unit),)

    def decide(self, state: Officer, desk: Desk) -> tuple[OfficerEvent, ...]:
        if not is_active(desk, self.unit):
            raise OfficerUnitNotActive(unit=self.unit)
        day = desk.happened("appointed_on", self.appointed_on or desk.today)
        name = Personal(desk.subject, "name", self.name, KeyClass.IDENTITY)
        appointed = OfficerAppointed(OfficerRef(desk.stream), desk.subject, name, self.unit, day)
        return (appointed, *(RoleGranted(role, day, None) for role in dict.fromkeys(self.roles)))


@dataclass(frozen=True, slots=True, repr=False)
class GrantRole(Command[Officer]):
    allowed_in: ClassVar = frozenset({OfficerStatus.APPOINTED})
    role: Role
    from_on: date
    until_on: date | None = None

    def decide(self, state: Officer, desk: Desk) -> tuple[RoleGranted, ...]:
        if self.role in state.roles:
            raise RoleHeldAlready(role=self.role)
        if self.until_on is not None and self.until_on < self.from_on:
            raise TermEndsBeforeItBegins(from_on=self.from_on, until_on=self.until_on)
        return (RoleGranted(self.role, self.from_on, self.until_on),)


@dataclass(frozen=True, slots=True, repr=False)
class EndRole(Command[Officer]):
    allowed_in: ClassVar = frozenset({OfficerStatus.APPOINTED})
    role: Role
    ended_on: date

    def decide(self, state: Officer, desk: Desk) -> tuple[RoleEnded, ...]:
        if self.role not in state.roles:
            raise RoleNotHeld(role=self.role)
        return (RoleEnded(self.role, desk.happened("ended_on", self.ended_on)),)


@dataclass(frozen=True, slots=True, repr=False)
class IssueToken(Command[Officer]):
    allowed_in: ClassVar = frozenset({OfficerStatus.APPOINTED})
    token_digest: Digest
    expires_on: date

    def decide(self, state: Officer, desk: Desk) -> tuple[TokenIssued, ...]:
        if self.expires_on <= desk.today:
            raise TokenExpiresInThePast(expires_on=self.expires_on)
        return (TokenIssued(self.token_digest, self.expires_on),)


@dataclass(frozen=True, slots=True, repr=False)
class RevokeToken(Command[Officer]):
    allowed_in: ClassVar = frozenset({OfficerStatus.APPOINTED})
    token_digest: Digest

    def decide(self, state: Officer, desk: Desk) -> tuple[TokenRevoked, ...]:
        if self.token_digest not in state.tokens:
            raise TokenUnknown()
        return (TokenRevoked(self.token_digest, desk.today),)


def evolve(state: Officer, event: OfficerEvent) -> Officer:
    """The officer after one more fact."""
    match event:
        case OfficerAppointed():
            return Officer(OfficerStatus.APPOINTED, appointed_on=event.appointed_on)
        case RoleGranted():
            return replace(state, roles=state.roles | {event.role})
        case RoleEnded():
            return replace(state, roles=state.roles - {event.role})
        case TokenIssued():
            return replace(state, tokens=state.tokens | {event.token_digest})
        case TokenRevoked():
            return replace(state, tokens=state.tokens - {event.token_digest})
    assert_never(event)


OFFICER = Aggregate(
    kind="officer",
    initial=Officer(),
    starts=OfficerStatus.NEW,
    statuses=OfficerStatus,
    events=(OfficerAppointed, RoleGranted, RoleEnded, TokenIssued, TokenRevoked),
    commands=(AppointOfficer, GrantRole, EndRole, IssueToken, RevokeToken),
    evolve=evolve,
    status_of=lambda state: state.status,
)
