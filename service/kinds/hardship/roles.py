"""The roles that work on hardship requests and relief funds, in the groups that rules of access name."""

from domain.roles import Role
from service.kinds.fund.roles import CENTRE

BASE = frozenset({Role.UNION_BASE})
APPROVER = frozenset({Role.AID_APPROVER})
PAYER = frozenset({Role.PAYER})
LEADER = frozenset({Role.UNIT_LEAD})
DECIDING = LEADER | {Role.UNION_CHAIR}
"""Whoever decides on recusals; 浙江省信访条例 §27, by analogy."""
STAFF = BASE | CENTRE | APPROVER
READERS = STAFF | PAYER | DECIDING | {Role.INTAKE, Role.FUND_AUDIT, Role.AUDITOR}
