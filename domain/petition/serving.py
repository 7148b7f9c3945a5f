"""Which officers the steps of a petition take."""

from domain.officers import Serving
from domain.roles import Role

HANDLER = Serving(frozenset({Role.HANDLER, Role.OWNER_LEAD, Role.PET_HEAD}), of="unit")
"""Case officers of the owner unit, or of one above or below it."""
PRESENT = Serving(HANDLER.roles | {Role.INTAKE, Role.UNIT_LEAD}, on="talked_on")
"""Who may have been at a talk; the second person may come from another unit."""
