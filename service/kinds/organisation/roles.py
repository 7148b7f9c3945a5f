"""Who operates the service, and everybody."""

from domain.roles import Role

OPERATOR = frozenset({Role.SYSADMIN})
EVERYBODY = frozenset(Role)
