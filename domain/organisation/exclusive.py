"""The roles that one person never holds together, in one table, and the rule that refuses them."""

from collections.abc import Mapping
from typing import NamedTuple

from domain.kernel import Rejected
from domain.roles import Held, Role, Term, Terms

READS_CONTENT = frozenset(
    {
        Role.INTAKE,
        Role.PET_HEAD,
        Role.HANDLER,
        Role.OWNER_LEAD,
        Role.UNIT_LEAD,
        Role.REVIEWER,
        Role.REREVIEWER,
        Role.ID_CUSTODIAN,
        Role.DI_OFFICER,
        Role.DI_HEAD,
        Role.TEAM_LEAD,
        Role.TEAM_MEMBER,
        Role.SUPERVISED,
        Role.UNION_CHAIR,
        Role.PARTY_COMMITTEE,
        Role.UNION_BASE,
        Role.AID_CENTER,
        Role.AID_APPROVER,
        Role.PAYER,
        Role.FUND_AUDIT,
    }
)
"""Roles to which some text or amount of the classes C2 to C4 is opened."""

WATCHERS = frozenset({Role.AUDITOR, Role.PI_OFFICER})
"""Who looks at what others did, and reads no content."""


class Apart(NamedTuple):
    """Two sets of roles that one person never holds on the same day, for whichever units; and why."""

    one: frozenset[Role]
    other: frozenset[Role]
    why: str


EXCLUSIVE: tuple[Apart, ...] = (
    Apart(
        frozenset({Role.ID_CUSTODIAN}),
        READS_CONTENT - {Role.ID_CUSTODIAN},
        "who keeps identities handles no case",
    ),
    Apart(
        frozenset({Role.SYSADMIN, Role.LEADER_VIEW}) | WATCHERS,
        READS_CONTENT,
        "who operates, looks at figures or watches reads no text",
    ),
    Apart(frozenset({Role.SYSADMIN}), WATCHERS, "nobody watches over what they do themselves"),
    Apart(
        frozenset({Role.PAYER}),
        frozenset({Role.AID_APPROVER, Role.UNION_CHAIR}),
        "who approves an aid does not pay it",
    ),
    Apart(
        frozenset({Role.FUND_AUDIT}),
        frozenset({Role.AID_CENTER, Role.AID_APPROVER, Role.PAYER, Role.UNION_CHAIR}),
        "who audits the funds neither approves nor pays from them",
    ),
)
"""REVIEWER and REREVIEWER stand in none: who handled an earlier stage is kept out case by case."""


class RolesExclusive(Rejected):
    code = "roles_exclusive"
    says = "One person never holds {role} and {other} on the same day. End the other role first, or choose somebody."


def never_together(one: Role, other: Role) -> bool:
    """Whether the table keeps the two roles apart."""
    return any((one in a and other in b) or (other in a and one in b) for a, b, _ in EXCLUSIVE)


def kept_apart(role: Role, term: Term, held: Mapping[Held, Terms]) -> None:
    """Tries a role for a term against those held besides. Raises RolesExclusive."""
    for other, terms in held.items():
        if never_together(role, other.role) and any(each.meets(term) for each in terms):
            raise RolesExclusive(role=role, other=other.role)
