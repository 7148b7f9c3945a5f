"""The roles that deal with relief money, in the groups that rules of access name."""

from domain.roles import Role
from service.kinds.allowance import Relation, acting

CENTRE = frozenset({Role.AID_CENTER})
ACCOUNTING = CENTRE | {Role.FUND_AUDIT, Role.AUDITOR}
"""Whoever is told of each movement of a fund."""
PLANNING = frozenset({Role.UNION_BASE, Role.AID_APPROVER, Role.UNION_CHAIR})
"""Whoever plans aid or approves it: which funds of the own line there are, and what they have free."""
MONEY = ACCOUNTING | PLANNING

THE_CENTRE = acting(Relation.BELOW, Role.AID_CENTER)
