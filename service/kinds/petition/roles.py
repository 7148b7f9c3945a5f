"""The roles that work on petitions, in the groups that rules of access name."""

from domain.roles import Role

HANDLERS = frozenset({Role.HANDLER, Role.OWNER_LEAD, Role.PET_HEAD})
DESK = frozenset({Role.INTAKE, Role.PET_HEAD})
LEADS = frozenset({Role.PET_HEAD, Role.OWNER_LEAD, Role.UNIT_LEAD})
STAFF = DESK | HANDLERS | LEADS
