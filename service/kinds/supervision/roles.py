"""The roles that work on supervision cases, in the groups that rules of access name."""

from domain.roles import Role

TEAM = frozenset({Role.TEAM_LEAD, Role.TEAM_MEMBER})
LEAD = frozenset({Role.TEAM_LEAD})
COMMITTEE = frozenset({Role.UNIT_LEAD, Role.AID_CENTER})
"""Whoever approves plans and signs notices: the unit's leader and the upper union."""
CHAIR = frozenset({Role.UNION_CHAIR})
SUPERVISED = frozenset({Role.SUPERVISED})
READERS = TEAM | COMMITTEE | CHAIR | SUPERVISED | {Role.AUDITOR}
