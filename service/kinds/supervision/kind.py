"""The supervision case as a kind."""

from domain.supervision.aggregate import SUPERVISION
from domain.supervision.ending import SettleClocks
from domain.supervision.escalating import Escalate
from service.kinds.kind import CaseKind
from service.kinds.supervision.board import BOARD
from service.kinds.supervision.excerpts import EXCERPTS
from service.kinds.supervision.listing import LISTING
from service.kinds.supervision.numbers import NUMBERS
from service.kinds.supervision.offers import OFFERS
from service.kinds.supervision.reading import READING
from service.kinds.supervision.registers import REGISTERS
from service.kinds.supervision.roles import CHAIR, LEADERS
from service.kinds.supervision.tables import TABLES

SUPERVISION_CASES = CaseKind(
    name="supervision-cases",
    aggregate=SUPERVISION,
    description="Democratic supervision cases (民主监督)",
    offers=OFFERS,
    reading=READING,
    registers=REGISTERS,
    listing=LISTING,
    numbers=NUMBERS,
    board=BOARD,
    tables=TABLES,
    settling=SettleClocks,
    escalating=CHAIR | LEADERS,
    stepping_in=Escalate,
    excerpts=EXCERPTS,
)
