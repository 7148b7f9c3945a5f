"""An officer: appointed in a unit, holding roles for terms, reaching the service with tokens."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Annotated, ClassVar, assert_never
from uuid import UUID

from domain.actors import officer_of
from domain.kernel import Aggregate, Command, Desk, Rejected, events_of
from domain.officers import ORDINARY, Officer, OfficerStatus, Proposal, TokenScope
from domain.organisation.administration import ADMINISTRATION, is_set_up_over
from domain.organisation.events import (
    IdentityBound,
    IdentityReleased,
    LettingIn,
    OfficerAppointed,
    OfficerEvent,
    RoleDeclined,
    RoleEnded,
    RoleGranted,
    RoleProposed,
    SlipIssued,
    SlipUsed,
    TokenIssued,
    TokenRevoked,
)
from domain.organisation.granting import ConfirmRole, DeclineRole, EndRole, GrantRole, granted_by
from domain.roles import Held, Role, Term, ended, renewed
from domain.units import active_unit
from domain.values import Identity, Line, OfficerRef, Several, Text, UnitRef

Digest = Annotated[str, Text(most=64, least=64)]
LONGEST_TOKEN = timedelta(days=90)
"""How long a token is good at most."""


class TokenExpiresInThePast(Rejected):
    code = "token_expires_in_the_past"
    says = "The token would expire on {expires_on}, which is not after today."


class TokenTooLong(Rejected):
    code = "token_too_long"
    says = "The token would be good until {expires_on}. A token is good for 90 days at most, now until {latest}."


class TokenNeedsOfficer(Rejected):
    code = "token_needs_officer"
    says = (
        "The first set-up is over: a token that is good for granting, paying and letting in is issued by an "
        "administrator who signed in and showed the password anew."
    )


class TokenUnknown(Rejected):
    code = "token_unknown"
    says = "The officer has no such token."


class SlipExpiresInThePast(Rejected):
    code = "slip_expires_in_the_past"
    says = "The slip would expire on {expires_on}, which is before today."


class SlipUnknown(Rejected):
    code = "slip_unknown"
    says = "The slip is unknown, used or expired. Ask the administrator for a new one."


class IdentityBoundAlready(Rejected):
    code = "identity_bound_already"
    says = "The officer has an identity of the provider already. Release it first."


class IdentityNotBound(Rejected):
    code = "identity_not_bound"
    says = "The officer has no identity of the provider."


@dataclass(frozen=True, slots=True, repr=False)
class AppointOfficer(Command[Officer]):
    reads_actor: ClassVar = True
    allowed_in: ClassVar = frozenset({OfficerStatus.NEW})
    name: Line
    unit: UnitRef
    roles: Annotated[tuple[Role, ...], Several(0, 20)] = ()
    appointed_on: date | None = None

    def consults(self) -> Sequence[tuple[str, UUID]]:
        return (("unit", self.unit), ADMINISTRATION)

    def decide(self, state: Officer, desk: Desk) -> tuple[OfficerAppointed | RoleGranted | RoleProposed, ...]:
        active_unit(desk, self.unit)
        day = desk.happened("appointed_on", self.appointed_on or desk.today)
        name = Identity(desk.subject, "name", self.name)
        appointed = OfficerAppointed(OfficerRef(desk.stream), desk.subject, name, self.unit, day)
        after, granted = evolve(state, appointed), list[RoleGranted | RoleProposed]()
        for role in dict.fromkeys(self.roles):
            granted.append(granted_by(desk, after, Held(role, self.unit), Term(day, None)))
            after = evolve(after, granted[-1])
        return (appointed, *granted)


@dataclass(frozen=True, slots=True, repr=False)
class IssueToken(Command[Officer]):
    allowed_in: ClassVar = frozenset({OfficerStatus.APPOINTED})
    token_digest: Digest
    expires_on: date
    scopes: Annotated[tuple[TokenScope, ...], Several(1, len(TokenScope))] = ORDINARY

    def consults(self) -> Sequence[tuple[str, UUID]]:
        return (ADMINISTRATION,)

    def decide(self, state: Officer, desk: Desk) -> tuple[TokenIssued, ...]:
        if self.expires_on <= desk.today:
            raise TokenExpiresInThePast(expires_on=self.expires_on)
        if self.expires_on > desk.today + LONGEST_TOKEN:
            raise TokenTooLong(expires_on=self.expires_on, latest=desk.today + LONGEST_TOKEN)
        issuer = officer_of(desk.by)
        if TokenScope.PROVEN in self.scopes and issuer is None and is_set_up_over(desk):
            raise TokenNeedsOfficer
        scopes = tuple(scope for scope in TokenScope if scope in self.scopes)
        return (TokenIssued(self.token_digest, self.expires_on, issuer, scopes),)


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
        return (SlipIssued(self.slip_digest, self.expires_on, officer_of(desk.by)),)


@dataclass(frozen=True, slots=True, repr=False)
class UseSlip(Command[Officer]):
    allowed_in: ClassVar = frozenset({OfficerStatus.APPOINTED})
    slip_digest: Digest

    def decide(self, state: Officer, desk: Desk) -> tuple[SlipUsed, ...]:
        if self.slip_digest != state.slip or desk.today > state.slip_expires_on:
            raise SlipUnknown()
        return (SlipUsed(self.slip_digest, desk.today),)


@dataclass(frozen=True, slots=True, repr=False)
class BindIdentity(Command[Officer]):
    """Lets the officer sign in as a subject of the identity provider."""

    allowed_in: ClassVar = frozenset({OfficerStatus.APPOINTED})
    identity_digest: Digest

    def decide(self, state: Officer, desk: Desk) -> tuple[IdentityBound, ...]:
        if state.identity:
            raise IdentityBoundAlready
        return (IdentityBound(self.identity_digest, desk.today, officer_of(desk.by)),)


@dataclass(frozen=True, slots=True, repr=False)
class ReleaseIdentity(Command[Officer]):
    """Ends that; sessions that are open end with it."""

    allowed_in: ClassVar = frozenset({OfficerStatus.APPOINTED})

    def decide(self, state: Officer, desk: Desk) -> tuple[IdentityReleased, ...]:
        if not state.identity:
            raise IdentityNotBound
        return (IdentityReleased(state.identity, desk.today),)


def evolve(state: Officer, event: OfficerEvent) -> Officer:
    """The officer after one more fact."""
    match event:
        case OfficerAppointed():
            return Officer(OfficerStatus.APPOINTED, event.unit, appointed_on=event.appointed_on)
        case RoleProposed():
            proposal = Proposal(Term(event.from_on, event.until_on), event.proposed_by)
            return replace(state, proposals=state.proposals.holding(Held(event.role, event.for_unit), proposal))
        case RoleDeclined():
            return replace(state, proposals=state.proposals.without(Held(event.role, event.for_unit)))
        case RoleGranted():
            held = Held(event.role, event.for_unit)
            terms = renewed(state.roles.get(held, ()), Term(event.from_on, event.until_on))
            return replace(state, roles=state.roles.holding(held, terms), proposals=state.proposals.without(held))
        case RoleEnded():
            held = Held(event.role, event.for_unit)
            left = ended(state.roles.get(held, ()), event.ended_on)
            return replace(state, roles=state.roles.holding(held, left), proposals=state.proposals.without(held))
    return _let_in(state, event)


def _let_in(state: Officer, event: LettingIn) -> Officer:
    """The officer after one more fact of what lets in."""
    match event:
        case TokenIssued():
            grants = event.issued_by if TokenScope.PROVEN in event.scopes else None
            return replace(state, tokens=state.tokens.holding(event.token_digest, grants))
        case TokenRevoked():
            return replace(state, tokens=state.tokens.without(event.token_digest))
        case SlipIssued():
            return replace(state, slip=event.slip_digest, slip_expires_on=event.expires_on, slip_by=event.issued_by)
        case SlipUsed():
            return replace(state, slip="", let_in_on=state.let_in_on if state.slip_by is None else event.used_on)
        case IdentityBound():
            let_in_on = state.let_in_on if event.bound_by is None else event.bound_on
            return replace(state, identity=event.identity_digest, let_in_on=let_in_on)
        case IdentityReleased():
            return replace(state, identity="")
    assert_never(event)


OFFICER = Aggregate(
    kind="officer",
    initial=Officer(),
    starts=OfficerStatus.NEW,
    statuses=OfficerStatus,
    events=events_of(OfficerEvent),
    commands=(
        AppointOfficer,
        GrantRole,
        ConfirmRole,
        DeclineRole,
        EndRole,
        IssueToken,
        RevokeToken,
        IssueSlip,
        UseSlip,
        BindIdentity,
        ReleaseIdentity,
    ),
    evolve=evolve,
    status_of=lambda state: state.status,
)
