"""The roles that work on supervision cases, in the groups that rules of access name."""

from domain.roles import Role
from service.kinds.allowance import Relation, acting

TEAM = frozenset({Role.TEAM_LEAD, Role.TEAM_MEMBER})
LEADERS = frozenset({Role.TEAM_LEAD})
CHAIR = frozenset({Role.UNION_CHAIR})
COMMITTEE = frozenset({Role.PARTY_COMMITTEE})
SUPERVISED = frozenset({Role.SUPERVISED})
READERS = TEAM | CHAIR | COMMITTEE | SUPERVISED | {Role.UNION_BASE, Role.ARCHIVIST, Role.AUDITOR}

WHO_RECORDS = acting(Relation.IN_LINE, *TEAM, Role.INTAKE, Role.UNION_BASE)
"""Whoever hears of something puts it to the team of the own union, or of one above or below it."""
THE_UNION = acting(Relation.ASKED_HERE, Role.TEAM_LEAD)
"""The leaders of the union's teams, as long as nobody is named for the case."""
THE_CHAIR = acting(Relation.OWNED, Role.UNION_CHAIR)
THE_PARTY = acting(Relation.ASKED_HERE, Role.PARTY_COMMITTEE)
WHO_LEADS = acting(Relation.ASSIGNED, Role.TEAM_LEAD)
THE_TEAM = acting(Relation.ASSIGNED, *TEAM)
THE_UNIT = acting(Relation.TOLD, Role.SUPERVISED)
WHO_DECIDES = THE_CHAIR | acting(Relation.ASKED, Role.UNION_CHAIR)
"""The chair, and where that is who is concerned, the one of the union above."""
