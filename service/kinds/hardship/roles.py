"""The roles that work on hardship requests and relief funds, in the groups that rules of access name."""

from domain.roles import Role
from domain.scopes import Excerpt
from service.kinds.allowance import Relation, acting
from service.kinds.fund.roles import AUDITING, CENTRE

BASE = frozenset({Role.UNION_BASE})
APPROVER = frozenset({Role.AID_APPROVER})
CHAIR = frozenset({Role.UNION_CHAIR})
PAYER = frozenset({Role.PAYER})
LEADER = frozenset({Role.UNIT_LEAD})
DECIDING = LEADER | CHAIR
"""Whoever decides on recusals; 浙江省信访条例 §27, by analogy."""
TAKING_IN = frozenset({Role.INTAKE, Role.CONGRESS_GROUP})
"""Who takes in an objection to a notice."""
STAFF = BASE | CENTRE | APPROVER | CHAIR
READERS = STAFF | LEADER | {Role.AUDITOR}
FILING = BASE | CENTRE | {Role.AUDITOR}

THE_BASE = acting(Relation.BELOW, Role.UNION_BASE)
THE_CENTRE = acting(Relation.BELOW, Role.AID_CENTER)
THE_UNION = THE_BASE | THE_CENTRE
WHO_APPROVES = acting(Relation.ASKED, Role.AID_APPROVER)
THE_CHAIR = acting(Relation.ASKED, Role.UNION_CHAIR)
BY_LEVEL = WHO_APPROVES | THE_CHAIR
"""Up to an amount the approver, above it the chair; each while something waits at that level."""
WHO_PAYS = acting(Relation.OWNED, Role.PAYER, excerpt=Excerpt.PAYMENT_ORDER)
"""Orders on the own unit's funds, and nothing else of the request."""
THE_LEADER = acting(Relation.BELOW, Role.UNIT_LEAD, excerpt=Excerpt.EMERGENCY_AID)
WHO_TAKES_IN = acting(Relation.BELOW, *TAKING_IN, excerpt=Excerpt.NOTICE)
WHO_AUDITS = acting(Relation.NAMED, *AUDITING, excerpt=Excerpt.VOUCHER)
"""Vouchers that were drawn for the officer, and nothing else of the request."""
WHO_DECIDES = acting(Relation.ASKED, *DECIDING)
