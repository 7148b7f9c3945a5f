"""The relief fund as a kind."""

from domain.fund.aggregate import FUND
from domain.fund.auditing import DrawSample, RemarkOnFund
from domain.fund.commands import Allocate, CloseFund, OpenFund
from domain.funds import fund_stream
from projections.funds import FUNDS as FUNDS_VIEW
from service.kinds.allowance import Relation, allowed
from service.kinds.fund.registers import REGISTERS
from service.kinds.fund.roles import ACCOUNTING, MONEY, PLANNING, SPENDING, SUMMING, THE_AUDIT, THE_CENTRE
from service.kinds.kind import Kind
from service.kinds.offer import Offer
from service.kinds.openings import CASE_FILE, opening
from service.kinds.reading import Reading

OFFERS = (
    Offer(OpenFund, "", THE_CENTRE),
    Offer(Allocate, "allocation", THE_CENTRE),
    Offer(CloseFund, "closing", THE_CENTRE),
    Offer(DrawSample, "sample", THE_AUDIT, aside=True),
    Offer(RemarkOnFund, "remark", THE_AUDIT, aside=True),
)

FUNDS = Kind(
    name="funds",
    aggregate=FUND,
    description="Relief funds, one per budget period",
    offers=OFFERS,
    reading=Reading(
        views={FUNDS_VIEW.name: MONEY, SPENDING: SUMMING},
        openings=tuple(opening(SUMMING, Relation.BELOW, CASE_FILE)),
        allowances=tuple(allowed(ACCOUNTING, Relation.BELOW)),
        lists=tuple(allowed(PLANNING, Relation.IN_LINE)),
    ),
    registers=REGISTERS,
    stream_of=lambda command: fund_stream(command.unit, command.source, command.period),
)
