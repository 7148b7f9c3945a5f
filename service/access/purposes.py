"""What an officer may open something for, by what the own roles are there to do."""

from collections.abc import Mapping

from domain.levels import ReadFor
from domain.roles import Role

DESK = frozenset({Role.INTAKE, Role.PET_HEAD, Role.UNION_BASE, Role.AID_CENTER, Role.DI_OFFICER, Role.DI_HEAD})
WORKING = DESK | {Role.HANDLER, Role.OWNER_LEAD, Role.TEAM_LEAD, Role.TEAM_MEMBER}
LEADING = frozenset({Role.UNIT_LEAD, Role.UNION_CHAIR, Role.PARTY_COMMITTEE})
WATCHING = frozenset({Role.AUDITOR, Role.FUND_AUDIT, Role.LEADER_VIEW, Role.CONGRESS_GROUP, Role.ARCHIVIST})
REVIEWERS = frozenset({Role.REVIEWER, Role.REREVIEWER})

SERVES: Mapping[ReadFor, frozenset[Role]] = {
    ReadFor.REGISTERING: DESK | {Role.TEAM_LEAD},
    ReadFor.HANDLING: WORKING | {Role.SUPERVISED, Role.ID_CUSTODIAN},
    ReadFor.VERIFYING: WORKING | REVIEWERS | {Role.ID_CUSTODIAN},
    ReadFor.DECIDING: LEADING | {Role.PET_HEAD, Role.OWNER_LEAD, Role.TEAM_LEAD, Role.AID_APPROVER, Role.DI_HEAD},
    ReadFor.ANSWERING: WORKING | {Role.SUPERVISED},
    ReadFor.PAYING: frozenset({Role.PAYER}),
    ReadFor.SUPERVISING: LEADING | WATCHING | {Role.PET_HEAD, Role.TEAM_LEAD, Role.TEAM_MEMBER},
    ReadFor.REVIEWING: REVIEWERS | WATCHING | {Role.UNIT_LEAD},
}
"""By purpose: the roles whose work it is."""


def purposes_of(roles: frozenset[Role]) -> list[ReadFor]:
    """The purposes to choose from; every one for roles that none is told for."""
    return [each for each in ReadFor if SERVES[each] & roles] or list(ReadFor)
