"""Which officers the steps of a supervision case take."""

from domain.officers import Serving
from domain.roles import Role

TEAM = frozenset({Role.TEAM_LEAD, Role.TEAM_MEMBER})
APPROVING = frozenset({Role.UNION_CHAIR})

CONFIRMING = Serving(TEAM | APPROVING | {Role.INTAKE, Role.PET_HEAD, Role.UNION_BASE}, on="recorded_on")
"""The second officer, who makes sure that the text of a lead tells of nobody."""
MEMBER = Serving(TEAM, works_in="unit", reads_line=True)
LEADER = Serving(frozenset({Role.TEAM_LEAD}), reads_line=True)
SUCCESSOR = Serving(TEAM, reads_line=True)
OF_THE_TEAM = Serving(among="team")
"""Whoever was assigned to this case; that nobody else takes part is a rule of its own."""
VERIFIER = Serving(TEAM | APPROVING, works_in="unit", on="verified_on", reads_line=True)
OWNER = Serving(TEAM | APPROVING | {Role.SUPERVISED, Role.OWNER_LEAD})
"""Who sees an item through that was accepted as open."""
