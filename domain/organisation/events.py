"""The facts of an enterprise group: its units, its officers, their roles and their access tokens."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.officers import TokenScope
from domain.profiles import Profile
from domain.roles import Role
from domain.values import Identity, OfficerRef, SubjectRef, UnitRef


@dataclass(frozen=True, slots=True)
class UnitFounded:
    NAME: ClassVar = "organisation.unit_founded"
    VERSION: ClassVar = 1
    code: str
    name: str
    parent: UnitRef | None
    founded_on: date


@dataclass(frozen=True, slots=True)
class UnitDissolved:
    NAME: ClassVar = "organisation.unit_dissolved"
    VERSION: ClassVar = 1
    successor: UnitRef
    dissolved_on: date


@dataclass(frozen=True, slots=True)
class UnitMoved:
    NAME: ClassVar = "organisation.unit_moved"
    VERSION: ClassVar = 1
    parent: UnitRef | None
    moved_on: date


@dataclass(frozen=True, slots=True)
class LeaderNamed:
    """Who leads the unit directly from above (分管领导), and so belongs to its line."""

    NAME: ClassVar = "organisation.leader_named"
    VERSION: ClassVar = 1
    leader: OfficerRef
    named_on: date


@dataclass(frozen=True, slots=True)
class LeaderReleased:
    NAME: ClassVar = "organisation.leader_released"
    VERSION: ClassVar = 1
    leader: OfficerRef
    released_on: date


@dataclass(frozen=True, slots=True)
class ProfileChosen:
    """The place whose rules hold for the unit from that day on; `before` holds until then, None as above the unit."""

    NAME: ClassVar = "organisation.profile_chosen"
    VERSION: ClassVar = 1
    profile: Profile
    from_on: date
    before: Profile | None


UnitEvent = UnitFounded | UnitMoved | ProfileChosen | LeaderNamed | LeaderReleased | UnitDissolved


@dataclass(frozen=True, slots=True)
class OfficerAppointed:
    NAME: ClassVar = "organisation.officer_appointed"
    VERSION: ClassVar = 1
    officer: OfficerRef
    subject: SubjectRef
    name: Identity[str]
    unit: UnitRef
    appointed_on: date


@dataclass(frozen=True, slots=True)
class RoleProposed:
    """A second person is to confirm it before it is granted."""

    NAME: ClassVar = "organisation.role_proposed"
    VERSION: ClassVar = 1
    role: Role
    for_unit: UnitRef
    from_on: date
    until_on: date | None
    proposed_by: OfficerRef


@dataclass(frozen=True, slots=True)
class RoleDeclined:
    NAME: ClassVar = "organisation.role_declined"
    VERSION: ClassVar = 1
    role: Role
    for_unit: UnitRef
    declined_on: date


@dataclass(frozen=True, slots=True)
class RoleGranted:
    NAME: ClassVar = "organisation.role_granted"
    VERSION: ClassVar = 1
    role: Role
    for_unit: UnitRef
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class RoleEnded:
    NAME: ClassVar = "organisation.role_ended"
    VERSION: ClassVar = 1
    role: Role
    for_unit: UnitRef
    ended_on: date


@dataclass(frozen=True, slots=True)
class TokenIssued:
    """Holds the digest of a random token; the token itself is shown once and kept nowhere.

    `scopes` are what it is good for, in the order of their list.
    """

    NAME: ClassVar = "organisation.token_issued"
    VERSION: ClassVar = 2
    token_digest: str
    expires_on: date
    issued_by: OfficerRef | None
    scopes: tuple[TokenScope, ...]


@dataclass(frozen=True, slots=True)
class TokenRevoked:
    NAME: ClassVar = "organisation.token_revoked"
    VERSION: ClassVar = 1
    token_digest: str
    revoked_on: date


@dataclass(frozen=True, slots=True)
class SlipIssued:
    """Holds the digest of a slip with which the officer sets a password, once; it takes the place of an earlier one.

    Where an officer issued it, `issued_by` is who could have used it in the other's name.
    """

    NAME: ClassVar = "organisation.slip_issued"
    VERSION: ClassVar = 1
    slip_digest: str
    expires_on: date
    issued_by: OfficerRef | None


@dataclass(frozen=True, slots=True)
class SlipUsed:
    """The officer set a password with the slip; password and second factor are no facts of the record."""

    NAME: ClassVar = "organisation.slip_used"
    VERSION: ClassVar = 1
    slip_digest: str
    used_on: date


@dataclass(frozen=True, slots=True)
class IdentityBound:
    """The officer is who the identity provider knows under a subject; holds its keyed digest alone.

    Where an officer bound it, `bound_by` is who could have named somebody else.
    """

    NAME: ClassVar = "organisation.identity_bound"
    VERSION: ClassVar = 1
    identity_digest: str
    bound_on: date
    bound_by: OfficerRef | None


@dataclass(frozen=True, slots=True)
class IdentityReleased:
    NAME: ClassVar = "organisation.identity_released"
    VERSION: ClassVar = 1
    identity_digest: str
    released_on: date


LettingIn = TokenIssued | TokenRevoked | SlipIssued | SlipUsed | IdentityBound | IdentityReleased
OfficerEvent = OfficerAppointed | RoleProposed | RoleDeclined | RoleGranted | RoleEnded | LettingIn


@dataclass(frozen=True, slots=True)
class SetUpEnded:
    """From then on nobody grants a role but officers who signed in; these two can begin."""

    NAME: ClassVar = "organisation.set_up_ended"
    VERSION: ClassVar = 1
    administrator: OfficerRef
    second: OfficerRef
    ended_on: date


@dataclass(frozen=True, slots=True)
class AdministratorEnded:
    NAME: ClassVar = "organisation.administrator_ended"
    VERSION: ClassVar = 1
    officer: OfficerRef
    recorded_on: date


@dataclass(frozen=True, slots=True)
class MoveOrdered:
    """Moves of units follow one another here, so that two at once never put each unit under the other."""

    NAME: ClassVar = "organisation.move_ordered"
    VERSION: ClassVar = 1
    unit: UnitRef
    recorded_on: date


AdministrationEvent = SetUpEnded | AdministratorEnded | MoveOrdered
