"""Who recorded a fact and when, as columns of the views that tell events."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, assert_never
from uuid import UUID

from domain.actors import Actor, Cause, FilerActing, OfficerActing, ServiceActing
from domain.kernel import Recorded
from domain.recording import day_alone, moment_alone
from domain.roles import Role
from domain.values import OfficerRef, SubjectRef, UnitRef


@dataclass(frozen=True, slots=True)
class Acted:
    """The actor, each kind with its own columns, and the moment of recording or the day alone."""

    by_kind: str
    by_officer: UUID | None
    by_role: str | None
    by_unit: UUID | None
    by_filer_of: UUID | None
    by_subject: UUID | None
    by_service: str | None
    caused_by: UUID | None
    caused_by_version: int | None
    recorded_at: datetime | None
    recorded_on: date | None


NOBODY: dict[str, Any] = dict.fromkeys(name for name in Acted.__annotations__ if not name.startswith("recorded"))


def acted(recorded: Recorded) -> dict[str, Any]:
    """The columns of `Acted`."""
    at = recorded.at
    return {**NOBODY, **_by(recorded.by), "recorded_at": moment_alone(at), "recorded_on": day_alone(at)}


def _by(actor: Actor) -> dict[str, Any]:
    match actor:
        case OfficerActing():
            return {
                "by_kind": "officer",
                "by_officer": actor.officer,
                "by_role": actor.role,
                "by_unit": actor.unit,
            }
        case FilerActing():
            return {"by_kind": "filer", "by_filer_of": actor.case, "by_subject": actor.subject}
        case ServiceActing():
            cause = actor.cause
            caused = {"caused_by": cause.stream, "caused_by_version": cause.version} if cause else {}
            return {"by_kind": "service", "by_service": actor.name, **caused}
    assert_never(actor)


def actor_of(row: Mapping[str, Any]) -> Actor:
    """The actor that the columns of a row tell."""
    match row["by_kind"]:
        case "officer":
            return OfficerActing(OfficerRef(row["by_officer"]), Role(row["by_role"]), UnitRef(row["by_unit"]))
        case "filer":
            return FilerActing(row["by_filer_of"], SubjectRef(row["by_subject"]))
    cause = Cause(row["caused_by"], row["caused_by_version"]) if row["caused_by"] else None
    return ServiceActing(row["by_service"], cause)


def changed(recorded: Recorded) -> dict[str, Any]:
    """The columns in which a case's row tells its last change, and the place of that change in the log."""
    return {
        "changed_at": moment_alone(recorded.at),
        "changed_on": day_alone(recorded.at),
        "changed_position": recorded.position,
    }
