"""The roles that deal with relief money, in the groups that rules of access name."""

from domain.roles import Role
from service.kinds.allowance import Relation, acting

CENTRE = frozenset({Role.AID_CENTER})
MONEY = CENTRE | {
    Role.UNION_BASE,
    Role.AID_APPROVER,
    Role.PAYER,
    Role.UNIT_LEAD,
    Role.FUND_AUDIT,
    Role.AUDITOR,
}
ACCOUNTING = CENTRE | {Role.FUND_AUDIT, Role.PAYER, Role.AUDITOR}
"""Whoever is told of each movement of a fund."""

THE_CENTRE = acting(Relation.BELOW, Role.AID_CENTER)
