"""The roles that work on petitions, in the groups that rules of access name."""

from domain.roles import Role
from service.kinds.allowance import EVERY, Relation, acting

HANDLERS = frozenset({Role.HANDLER, Role.OWNER_LEAD, Role.PET_HEAD})
DESK = frozenset({Role.INTAKE, Role.PET_HEAD})
LEADS = frozenset({Role.PET_HEAD, Role.OWNER_LEAD, Role.UNIT_LEAD})
STAFF = DESK | HANDLERS | LEADS

AT_THE_DESK = acting(Relation.TOLD, *DESK, openness=EVERY)
"""Clerk and head of a desk act on what came before their own, never on what the desks below them have."""
THE_HEAD = acting(Relation.TOLD, Role.PET_HEAD, openness=EVERY)
WHO_HANDLES = acting(Relation.ASSIGNED, *HANDLERS)
THE_OWNER = acting(Relation.OWNED, Role.OWNER_LEAD)
THE_LEADER = acting(Relation.OWNED, Role.UNIT_LEAD)
WHO_DECIDES = THE_HEAD | THE_OWNER | THE_LEADER | acting(Relation.ASKED, Role.UNIT_LEAD)
"""On recusals: heads and leaders of the own unit, and where one of them is concerned, a leader above."""
EVERYBODY = AT_THE_DESK | WHO_HANDLES | THE_OWNER | THE_LEADER
