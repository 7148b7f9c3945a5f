"""The roles that work on hardship requests and relief funds, in the groups that rules of access name."""

from domain.roles import Role
from service.kinds.allowance import Relation, acting
from service.kinds.fund.roles import CENTRE

BASE = frozenset({Role.UNION_BASE})
APPROVER = frozenset({Role.AID_APPROVER})
PAYER = frozenset({Role.PAYER})
LEADER = frozenset({Role.UNIT_LEAD})
DECIDING = LEADER | {Role.UNION_CHAIR}
"""Whoever decides on recusals; 浙江省信访条例 §27, by analogy."""
STAFF = BASE | CENTRE | APPROVER
READERS = STAFF | PAYER | DECIDING | {Role.INTAKE, Role.FUND_AUDIT, Role.AUDITOR}
FILING = BASE | CENTRE | {Role.UNION_CHAIR, Role.AUDITOR}

THE_BASE = acting(Relation.BELOW, Role.UNION_BASE)
THE_CENTRE = acting(Relation.BELOW, Role.AID_CENTER)
THE_UNION = THE_BASE | THE_CENTRE
WHO_APPROVES = acting(Relation.BELOW, Role.AID_APPROVER)
WHO_PAYS = acting(Relation.BELOW, Role.PAYER)
THE_LEADER = acting(Relation.BELOW, Role.UNIT_LEAD)
WHO_RECEIVES = acting(Relation.BELOW, Role.INTAKE)
WHO_DECIDES = acting(Relation.BELOW, *DECIDING)
