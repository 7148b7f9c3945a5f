"""Rows of the table of access: a role, how a record must stand to whoever holds it, and how open it must be."""

from dataclasses import dataclass
from enum import Enum

from domain.roles import Role
from domain.scopes import Excerpt, Openness


class Relation(Enum):
    """How a record stands to an officer who holds a role for a unit."""

    ANY = "whatever it is"
    BELOW = "owned by that unit or one below it, or brought before one of them"
    OWNED = "owned by that unit itself"
    TOLD = "brought before that unit itself"
    ASSIGNED = "the officer is named for it"
    NAMED = "owned by that unit or one below it, and the officer is named for it"
    RECORDED = "the officer wrote it down"
    ASKED = "owned by that unit or one below it, and the role is asked for its decision or its part"
    HEARD = "owned by that unit or one below it, and the role, or the officer, decided on it"
    ASKED_HERE = "owned by that unit itself, and the role is asked"
    IN_LINE = "owned by that unit, by one below it or by one that it lies below"
    SENT = "sent to the discipline office of that unit"


SCREENED = frozenset({Openness.OPEN})
EVERY = frozenset(Openness)


@dataclass(frozen=True, slots=True)
class Allowance:
    """A record that stands so to the role, and is that open, exists for whoever holds it; all else does not.

    With an `excerpt` it is a paper of that kind that stands so, and not the record.
    """

    role: Role
    relation: Relation
    openness: frozenset[Openness] = SCREENED
    excerpt: Excerpt | None = None


def allowed(roles: frozenset[Role], relation: Relation, openness: frozenset[Openness] = SCREENED) -> list[Allowance]:
    """The same row for each of the roles."""
    return [Allowance(role, relation, openness) for role in sorted(roles)]


Acting = frozenset[Allowance]
"""Who may give a command, and on which records: of those that the rows name, however much else exists for them."""

NOBODY: Acting = frozenset()


def acting(
    relation: Relation,
    *roles: Role,
    openness: frozenset[Openness] = SCREENED,
    excerpt: Excerpt | None = None,
) -> Acting:
    """Those roles, on records that stand so to them and are that open, or of which such a paper does."""
    return frozenset(Allowance(role, relation, openness, excerpt) for role in roles)
