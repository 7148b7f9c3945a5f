"""Who acted, as an envelope keeps it: a tagged object, so that each kind of actor says exactly what it has to."""

from typing import Any, assert_never
from uuid import UUID

import msgspec

from domain.actors import Actor, Cause, FilerActing, OfficerActing, ServiceActing
from domain.roles import Role
from domain.values import OfficerRef, SubjectRef, UnitRef


class StoredOfficer(msgspec.Struct, tag="officer", tag_field="kind", frozen=True):
    """An officer in a role held for a unit."""

    officer: UUID
    role: Role
    unit: UUID


class StoredFiler(msgspec.Struct, tag="filer", tag_field="kind", frozen=True):
    """Whoever filed the case."""

    case: UUID
    subject: UUID


class StoredCause(msgspec.Struct, frozen=True):
    """The event that led to an act of the service."""

    stream: UUID
    version: int


class StoredService(msgspec.Struct, tag="service", tag_field="kind", frozen=True, omit_defaults=True):
    """The service: a verb of its command line, or a reaction with the event that caused it."""

    name: str
    cause: StoredCause | None = None


StoredActor = StoredOfficer | StoredFiler | StoredService


def stored_actor(actor: Actor) -> StoredActor:
    """The actor as it is kept."""
    match actor:
        case OfficerActing():
            return StoredOfficer(actor.officer, actor.role, actor.unit)
        case FilerActing():
            return StoredFiler(actor.case, actor.subject)
        case ServiceActing():
            cause = StoredCause(actor.cause.stream, actor.cause.version) if actor.cause else None
            return StoredService(actor.name, cause)
    assert_never(actor)


def told_actor(actor: Actor) -> Any:
    """The actor as a JSON value, for whoever is told: as it is kept."""
    return msgspec.to_builtins(stored_actor(actor))


def actor_from(stored: StoredActor) -> Actor:
    """The actor as the domain knows it."""
    match stored:
        case StoredOfficer():
            return OfficerActing(OfficerRef(stored.officer), stored.role, UnitRef(stored.unit))
        case StoredFiler():
            return FilerActing(stored.case, SubjectRef(stored.subject))
        case StoredService():
            return ServiceActing(
                stored.name, Cause(stored.cause.stream, stored.cause.version) if stored.cause else None
            )
    assert_never(stored)
