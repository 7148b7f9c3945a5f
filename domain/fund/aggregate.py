"""The relief fund of one budget period as a whole: its events, its commands and its statuses."""

from domain.fund import events as e
from domain.fund.commands import Allocate, CarryBalance, CloseFund, OpenFund, PayReserved, Release, Reserve
from domain.fund.state import evolve
from domain.funds import Fund, FundStatus
from domain.kernel import Aggregate

FUND = Aggregate(
    kind="fund",
    initial=Fund(),
    starts=FundStatus.NEW,
    statuses=FundStatus,
    events=(e.FundOpened, e.BalanceCarried, e.Allocated, e.Reserved, e.Released, e.Paid, e.Closed),
    commands=(OpenFund, CarryBalance, Allocate, Reserve, Release, PayReserved, CloseFund),
    evolve=evolve,
    status_of=lambda state: state.status,
)
