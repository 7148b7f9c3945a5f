"""The roles that deal with relief money, in the groups that rules of access name."""

from domain.roles import Role
from service.kinds.allowance import Relation, acting

CENTRE = frozenset({Role.AID_CENTER})
AUDITING = frozenset({Role.FUND_AUDIT})
SUMMING = CENTRE | AUDITING
"""Whoever is told what a fund was spent on, and what the committee that audits it remarked."""
ACCOUNTING = SUMMING | {Role.AUDITOR}
"""Whoever is told of each movement of a fund."""
PLANNING = frozenset({Role.UNION_BASE, Role.AID_APPROVER, Role.UNION_CHAIR})
"""Whoever plans aid or approves it: which funds of the own line there are, and what they have free."""
SPENDING = "spending"
"""What is told of a fund beyond its sums: by kind of aid, with samples and remarks."""
MONEY = ACCOUNTING | PLANNING

THE_CENTRE = acting(Relation.BELOW, Role.AID_CENTER)
THE_AUDIT = acting(Relation.BELOW, Role.FUND_AUDIT)
