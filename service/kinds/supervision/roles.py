"""The roles that work on supervision cases, in the groups that rules of access name."""

from domain.roles import Role
from domain.scopes import Excerpt
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
THE_OFFICE = acting(Relation.OWNED, Role.DI_OFFICER, Role.DI_HEAD, excerpt=Excerpt.REFERRAL)
"""The discipline office that has a package, and knows nothing else of the check."""
WHO_REFERS = THE_UNION | THE_CHAIR | WHO_LEADS
"""§3.3, row 4: whoever leads the check or the union; of an organ that is not here they record the paper."""
