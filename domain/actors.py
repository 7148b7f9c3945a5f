"""Who acts: an officer in a role held for a unit, a filer of a case, or the service itself."""

from dataclasses import dataclass
from uuid import UUID

from domain.roles import Role
from domain.values import OfficerRef, SubjectRef, UnitRef


@dataclass(frozen=True, slots=True)
class OfficerActing:
    """An officer, in the role and for the unit in whose name the act is done."""

    officer: OfficerRef
    role: Role
    unit: UnitRef


@dataclass(frozen=True, slots=True)
class FilerActing:
    """Whoever filed a case, known as its subject alone."""

    case: UUID
    subject: SubjectRef


@dataclass(frozen=True, slots=True)
class Cause:
    """The event that led to an act of the service: its stream and version."""

    stream: UUID
    version: int


@dataclass(frozen=True, slots=True)
class ServiceActing:
    """The service itself: a verb of its command line or a reaction, by its name, and the event that caused it."""

    name: str
    cause: Cause | None = None


Actor = OfficerActing | FilerActing | ServiceActing


def officer_of(actor: Actor) -> OfficerRef | None:
    """The officer who acts, or None where a filer or the service does."""
    return actor.officer if isinstance(actor, OfficerActing) else None


def unit_of(actor: Actor) -> UnitRef | None:
    """The unit in whose name an officer acts."""
    return actor.unit if isinstance(actor, OfficerActing) else None


def role_of(actor: Actor) -> Role | None:
    """The role in which an officer acts."""
    return actor.role if isinstance(actor, OfficerActing) else None
