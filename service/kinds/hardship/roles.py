"""The roles that work on hardship requests and relief funds, in the groups that rules of access name."""

from domain.roles import Role
from service.kinds.fund.roles import CENTRE

BASE = frozenset({Role.UNION_BASE})
APPROVER = frozenset({Role.AID_APPROVER})
PAYER = frozenset({Role.PAYER})
LEADER = frozenset({Role.UNIT_LEAD})
STAFF = BASE | CENTRE | APPROVER
READERS = STAFF | PAYER | LEADER | {Role.INTAKE, Role.FUND_AUDIT, Role.AUDITOR}
