"""The petition as a kind."""

from domain.petition.aggregate import PETITION
from domain.petition.ending import SettleClocks
from domain.petition.overseeing import Supervise
from service.kinds.kind import CaseKind
from service.kinds.numbering.tables import numbers_table
from service.kinds.petition.excerpts import EXCERPTS
from service.kinds.petition.listing import LISTING
from service.kinds.petition.numbers import NUMBERS
from service.kinds.petition.offers import OFFERS
from service.kinds.petition.reading import READING
from service.kinds.petition.registers import REGISTERS
from service.kinds.petition.roles import LEADS

PETITIONS = CaseKind(
    name="petitions",
    aggregate=PETITION,
    description="Employee petitions (信访)",
    offers=OFFERS,
    reading=READING,
    registers=REGISTERS,
    listing=LISTING,
    numbers=NUMBERS,
    tables=(numbers_table,),
    settling=SettleClocks,
    escalating=LEADS,
    stepping_in=Supervise,
    excerpts=EXCERPTS,
)
