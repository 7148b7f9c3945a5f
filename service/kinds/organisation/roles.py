"""Who operates the service, who confirms roles, and everybody."""

from domain.roles import Role
from service.kinds.allowance import EVERY, Relation, acting

OPERATOR = frozenset({Role.SYSADMIN})
OPERATING = acting(Relation.ANY, *OPERATOR, openness=EVERY)
CONFIRMING = OPERATOR | {Role.UNIT_LEAD}
"""Who confirms a role that another proposed: another administrator, or the leader of the unit or of one above."""
WHO_CONFIRMS = acting(Relation.ANY, *CONFIRMING, openness=EVERY)
EVERYBODY = frozenset(Role)
