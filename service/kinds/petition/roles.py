"""The roles that work on petitions, in the groups that rules of access name."""

from domain.roles import Role
from domain.scopes import Openness
from service.kinds.allowance import EVERY, Relation, acting

HANDLERS = frozenset({Role.HANDLER, Role.OWNER_LEAD, Role.PET_HEAD})
DESK = frozenset({Role.INTAKE, Role.PET_HEAD})
LEADS = frozenset({Role.PET_HEAD, Role.OWNER_LEAD, Role.UNIT_LEAD})
STAFF = DESK | HANDLERS | LEADS

DISCIPLINE = frozenset({Role.DI_OFFICER, Role.DI_HEAD})
HEAD_OF_DISCIPLINE = frozenset({Role.DI_HEAD})
CUSTODIAN = frozenset({Role.ID_CUSTODIAN})
KNOWN = frozenset({Openness.OPEN, Openness.SEALED})
"""What was screened, or accuses somebody."""
UNSEALED = frozenset({Openness.CLOSED, Openness.OPEN})
"""What accuses nobody, as far as is known."""

AT_THE_DESK = acting(Relation.TOLD, *DESK, openness=EVERY)
"""Clerk and head of a desk act on what came before their own, never on what the desks below them have."""
THE_HEAD = acting(Relation.TOLD, Role.PET_HEAD, openness=EVERY)
WHO_HANDLES = acting(Relation.ASSIGNED, *HANDLERS)
THE_REVIEWER = acting(Relation.ASSIGNED, Role.REVIEWER)
THE_OWNER = acting(Relation.OWNED, Role.OWNER_LEAD)
THE_LEADER = acting(Relation.OWNED, Role.UNIT_LEAD)
WHO_DECIDES = THE_HEAD | THE_OWNER | THE_LEADER | acting(Relation.ASKED, Role.UNIT_LEAD)
"""On recusals: heads and leaders of the own unit, and where one of them is concerned, a leader above."""
THE_UNIT = AT_THE_DESK | WHO_HANDLES | THE_OWNER
"""Whoever answers for the unit whose matter it is."""
WHO_SUPERVISES = acting(Relation.BELOW, Role.PET_HEAD) | acting(Relation.TOLD, Role.PET_HEAD, openness=UNSEALED)
"""The head of a petition office, in the own unit and those below; 信访工作条例 §40."""
WHO_NAMES_REVIEWERS = acting(Relation.BELOW, Role.PET_HEAD)
"""The head of a petition office above the unit that answered, who reads no more of it for that."""
EVERYBODY = AT_THE_DESK | WHO_HANDLES | THE_OWNER | THE_LEADER
THE_DISCIPLINE = acting(Relation.SENT, *DISCIPLINE, openness=frozenset({Openness.SEALED}))
"""Of the unit to whose discipline office the package was sent."""
THE_CUSTODIAN = acting(Relation.ASKED, *CUSTODIAN, openness=KNOWN)
WHO_ASKS_TO_UNSEAL = WHO_HANDLES | THE_OWNER | acting(Relation.TOLD, *DESK, openness=KNOWN)
WHO_APPROVES_UNSEALING = THE_LEADER | acting(Relation.ASKED, *HEAD_OF_DISCIPLINE, openness=KNOWN)
