"""An officer: appointed in a unit, holding roles for terms, reaching the service with tokens."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, ClassVar, assert_never
from uuid import UUID

from domain.kernel import Aggregate, Command, Desk, FactOutOfOrder, Rejected, events_of
from domain.officers import Officer, OfficerStatus
from domain.organisation.events import (
    OfficerAppointed,
    OfficerEvent,
    RoleEnded,
    RoleGranted,
    SlipIssued,
    SlipUsed,
    TokenIssued,
    TokenRevoked,
)
from domain.roles import Held, Role, Term, ended, renewed
from domain.units import active_unit
from domain.values import Identity, Line, OfficerRef, Several, Text, UnitRef

Digest = Annotated[str, Text(most=64, least=64)]


class RoleHeldAlready(Rejected):
    code = "role_held_already"
    says = "The officer holds the role {role} already on every day of that term."


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


class SlipExpiresInThePast(Rejected):
    code = "slip_expires_in_the_past"
    says = "The slip would expire on {expires_on}, which is before today."


class SlipUnknown(Rejected):
    code = "slip_unknown"
    says = "The slip is unknown, used or expired. Ask the administrator for a new one."


@dataclass(frozen=True, slots=True, repr=False)
class AppointOfficer(Command[Officer]):
    allowed_in: ClassVar = frozenset({OfficerStatus.NEW})
    name: Line
    unit: UnitRef
    roles: Annotated[tuple[Role, ...], Several(0, 20)] = ()
    appointed_on: date | None = None

    def consults(self) -> Sequence[tuple[str, UUID]]:
        return (("unit", self.unit),)

    def decide(self, state: Officer, desk: Desk) -> tuple[OfficerAppointed | RoleGranted, ...]:
        active_unit(desk, self.unit)
        day = desk.happened("appointed_on", self.appointed_on or desk.today)
        name = Identity(desk.subject, "name", self.name)
        appointed = OfficerAppointed(OfficerRef(desk.stream), desk.subject, name, self.unit, day)
        return (appointed, *(RoleGranted(role, self.unit, day, None) for role in dict.fromkeys(self.roles)))


def _held(state: Officer, role: Role, for_unit: UnitRef | None) -> Held:
    """The role for the unit that was named, else for the officer's own."""
    unit = for_unit or state.unit
    if unit is None:
        raise LookupError("an officer who was appointed has a unit")
    return Held(role, unit)


@dataclass(frozen=True, slots=True, repr=False)
class GrantRole(Command[Officer]):
    """Grants or renews a role: the days of both terms count."""

    allowed_in: ClassVar = frozenset({OfficerStatus.APPOINTED})
    role: Role
    from_on: date
    until_on: date | None = None
    for_unit: UnitRef | None = None

    def consults(self) -> Sequence[tuple[str, UUID]]:
        return (("unit", self.for_unit),) if self.for_unit else ()

    def decide(self, state: Officer, desk: Desk) -> tuple[RoleGranted, ...]:
        if self.for_unit is not None:
            active_unit(desk, self.for_unit)
        if self.from_on < state.appointed_on:
            raise FactOutOfOrder(field="from_on", day=self.from_on, earliest=state.appointed_on)
        if self.until_on is not None and self.until_on < self.from_on:
            raise TermEndsBeforeItBegins(from_on=self.from_on, until_on=self.until_on)
        held, term = _held(state, self.role, self.for_unit), Term(self.from_on, self.until_on)
        known = state.roles.get(held, ())
        if renewed(known, term) == known:
            raise RoleHeldAlready(role=self.role)
        return (RoleGranted(self.role, held.unit, self.from_on, self.until_on),)


@dataclass(frozen=True, slots=True, repr=False)
class EndRole(Command[Officer]):
    """Ends a role at once, and every later term of it."""

    allowed_in: ClassVar = frozenset({OfficerStatus.APPOINTED})
    role: Role
    ended_on: date
    for_unit: UnitRef | None = None

    def decide(self, state: Officer, desk: Desk) -> tuple[RoleEnded, ...]:
        day = desk.happened("ended_on", self.ended_on, not_before=state.appointed_on)
        held = _held(state, self.role, self.for_unit)
        if not any(term.reaches(day) for term in state.roles.get(held, ())):
            raise RoleNotHeld(role=self.role)
        return (RoleEnded(self.role, held.unit, day),)


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


@dataclass(frozen=True, slots=True, repr=False)
class IssueSlip(Command[Officer]):
    """Lets the officer set a password, once."""

    allowed_in: ClassVar = frozenset({OfficerStatus.APPOINTED})
    slip_digest: Digest
    expires_on: date

    def decide(self, state: Officer, desk: Desk) -> tuple[SlipIssued, ...]:
        if self.expires_on < desk.today:
            raise SlipExpiresInThePast(expires_on=self.expires_on)
        return (SlipIssued(self.slip_digest, self.expires_on),)


@dataclass(frozen=True, slots=True, repr=False)
class UseSlip(Command[Officer]):
    allowed_in: ClassVar = frozenset({OfficerStatus.APPOINTED})
    slip_digest: Digest

    def decide(self, state: Officer, desk: Desk) -> tuple[SlipUsed, ...]:
        if self.slip_digest != state.slip or desk.today > state.slip_expires_on:
            raise SlipUnknown()
        return (SlipUsed(self.slip_digest, desk.today),)


def evolve(state: Officer, event: OfficerEvent) -> Officer:
    """The officer after one more fact."""
    match event:
        case OfficerAppointed():
            return Officer(OfficerStatus.APPOINTED, event.unit, appointed_on=event.appointed_on)
        case RoleGranted():
            held = Held(event.role, event.for_unit)
            terms = renewed(state.roles.get(held, ()), Term(event.from_on, event.until_on))
            return replace(state, roles=state.roles.holding(held, terms))
        case RoleEnded():
            held = Held(event.role, event.for_unit)
            left = ended(state.roles.get(held, ()), event.ended_on)
            return replace(state, roles=state.roles.holding(held, left))
        case TokenIssued():
            return replace(state, tokens=state.tokens.holding(event.token_digest, None))
        case TokenRevoked():
            return replace(state, tokens=state.tokens.without(event.token_digest))
        case SlipIssued():
            return replace(state, slip=event.slip_digest, slip_expires_on=event.expires_on)
        case SlipUsed():
            return replace(state, slip="")
    assert_never(event)


OFFICER = Aggregate(
    kind="officer",
    initial=Officer(),
    starts=OfficerStatus.NEW,
    statuses=OfficerStatus,
    events=events_of(OfficerEvent),
    commands=(AppointOfficer, GrantRole, EndRole, IssueToken, RevokeToken, IssueSlip, UseSlip),
    evolve=evolve,
    status_of=lambda state: state.status,
)
