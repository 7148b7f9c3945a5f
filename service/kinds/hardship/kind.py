"""The hardship request as a kind."""

from domain.hardship.aggregate import HARDSHIP
from domain.hardship.ending import SettleClocks
from domain.hardship.household import HOUSEHOLD
from service.kinds.fund.roles import CENTRE
from service.kinds.hardship.excerpts import EXCERPTS
from service.kinds.hardship.listing import LISTING
from service.kinds.hardship.numbers import NUMBERS
from service.kinds.hardship.offers import OFFERS
from service.kinds.hardship.queue import QUEUE
from service.kinds.hardship.reading import FILES, READING
from service.kinds.hardship.registers import REGISTERS
from service.kinds.hardship.tables import TABLES
from service.kinds.kind import CaseKind, Kind

HARDSHIP_REQUESTS = CaseKind(
    name="hardship-requests",
    aggregate=HARDSHIP,
    description="Hardship-assistance requests (困难帮扶)",
    offers=OFFERS,
    reading=READING,
    registers=REGISTERS,
    listing=LISTING,
    numbers=NUMBERS,
    board=QUEUE,
    tables=TABLES,
    settling=SettleClocks,
    excerpts=EXCERPTS,
    escalating=CENTRE,
)

HOUSEHOLDS = Kind(
    name="households",
    aggregate=HOUSEHOLD,
    description="The households that requests are of",
    offers=(),
    reading=FILES,
)
"""Known by keyed references alone; what is done with one follows from what is done with a request."""
