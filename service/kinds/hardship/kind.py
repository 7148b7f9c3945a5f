"""The hardship request as a kind."""

from domain.hardship.aggregate import HARDSHIP
from domain.hardship.ending import SettleClocks
from service.kinds.hardship.listing import LISTING
from service.kinds.hardship.offers import OFFERS
from service.kinds.hardship.reading import READING
from service.kinds.kind import CaseKind

HARDSHIP_REQUESTS = CaseKind(
    name="hardship-requests",
    aggregate=HARDSHIP,
    description="Hardship-assistance requests (困难帮扶)",
    offers=OFFERS,
    reading=READING,
    listing=LISTING,
    settling=SettleClocks,
)
