"""The relief fund of one budget period as a whole: its events, its commands and its statuses."""

from domain.fund import auditing, commands
from domain.fund.events import FundEvent
from domain.fund.state import evolve
from domain.funds import Fund, FundStatus
from domain.kernel import Aggregate, events_of

FUND = Aggregate(
    kind="fund",
    initial=Fund(),
    starts=FundStatus.NEW,
    statuses=FundStatus,
    events=events_of(FundEvent),
    commands=(
        commands.OpenFund,
        commands.CarryBalance,
        commands.Allocate,
        commands.Reserve,
        commands.Release,
        commands.PayReserved,
        commands.CloseFund,
        auditing.DrawSample,
        auditing.RemarkOnFund,
    ),
    evolve=evolve,
    status_of=lambda state: state.status,
)
