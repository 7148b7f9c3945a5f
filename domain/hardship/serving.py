"""Which officers the steps of a hardship request take."""

from domain.officers import Serving
from domain.roles import Role

UNION = frozenset({Role.UNION_BASE, Role.AID_CENTER})

VISITOR = Serving(UNION | {Role.UNIT_LEAD, Role.INTAKE}, on="visited_on")
UNION_VISITOR = Serving(UNION, on="visited_on")
CHECKING = Serving(UNION | {Role.AID_APPROVER, Role.FUND_AUDIT, Role.UNIT_LEAD}, on="resolved_on")
"""Who looks into an objection."""
SECOND = Serving(UNION, on="posted_on")
"""The second officer behind a notice, who approves an alternative or confirms a surname, and knows of the case then."""
