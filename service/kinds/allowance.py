"""One row of the table of access: a role, how a record must stand to whoever holds it, and how open it must be."""

from dataclasses import dataclass
from enum import Enum

from domain.roles import Role
from domain.scopes import Openness


class Relation(Enum):
    """How a record stands to an officer who holds a role for a unit."""

    BELOW = "owned by that unit or one below it, or brought before one of them"
    OWNED = "owned by that unit itself"
    TOLD = "brought before that unit itself"
    ASSIGNED = "the officer is named for it"


SCREENED = frozenset({Openness.OPEN})
EVERY = frozenset(Openness)


@dataclass(frozen=True, slots=True)
class Allowance:
    """A record that stands so to the role, and is that open, exists for whoever holds it; all else does not."""

    role: Role
    relation: Relation
    openness: frozenset[Openness] = SCREENED


def allowed(roles: frozenset[Role], relation: Relation, openness: frozenset[Openness] = SCREENED) -> list[Allowance]:
    """The same row for each of the roles."""
    return [Allowance(role, relation, openness) for role in sorted(roles)]
