"""The roles that work on hardship requests and relief funds, in the groups that rules of access name."""

from domain.roles import Role

BASE = frozenset({Role.UNION_BASE})
CENTRE = frozenset({Role.AID_CENTER})
APPROVER = frozenset({Role.AID_APPROVER})
PAYER = frozenset({Role.PAYER})
STAFF = BASE | CENTRE | APPROVER
READERS = STAFF | PAYER | {Role.UNIT_LEAD, Role.INTAKE, Role.FUND_AUDIT, Role.AUDITOR}
MONEY = STAFF | PAYER | {Role.UNIT_LEAD, Role.FUND_AUDIT, Role.AUDITOR}
