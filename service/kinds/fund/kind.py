"""The relief fund as a kind."""

from domain.fund.aggregate import FUND
from domain.fund.commands import Allocate, CloseFund, OpenFund
from domain.funds import fund_stream
from projections.funds import FUNDS as FUNDS_VIEW
from service.kinds.fund.registers import REGISTERS
from service.kinds.fund.roles import CENTRE, MONEY
from service.kinds.kind import Kind
from service.kinds.offer import Offer
from service.kinds.reading import Reading

OFFERS = (
    Offer(OpenFund, "", CENTRE),
    Offer(Allocate, "allocation", CENTRE),
    Offer(CloseFund, "closing", CENTRE),
)

FUNDS = Kind(
    name="funds",
    aggregate=FUND,
    description="Relief funds, one per budget period",
    offers=OFFERS,
    reading=Reading(views={FUNDS_VIEW.name: MONEY}),
    registers=REGISTERS,
    stream_of=lambda command: fund_stream(command.unit, command.source, command.period),
)
