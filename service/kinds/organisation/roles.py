"""Who operates the service, who confirms roles, and everybody."""

from domain.roles import Role

OPERATOR = frozenset({Role.SYSADMIN})
CONFIRMING = OPERATOR | {Role.UNIT_LEAD}
"""Who confirms a role that another proposed: another administrator, or the leader of the unit or of one above."""
EVERYBODY = frozenset(Role)
