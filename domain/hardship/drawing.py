"""Vouchers drawn from a fund's payments: each lies before the officer who audits the fund, and nothing else does."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.hardship.aiding import AidOfTheRequest, aid_in
from domain.hardship.codes import GIVEN, Status
from domain.hardship.events import VoucherDrawn
from domain.hardship.state import Hardship
from domain.kernel import Command, Desk
from domain.values import UnitRef


@dataclass(frozen=True, slots=True, repr=False)
class LayVoucher(Command[Hardship]):
    """Follows from the drawing of a sample, by whoever drew it, and is never asked for by itself."""

    allowed_in: ClassVar = frozenset(Status) - {Status.NEW}
    beside: ClassVar[bool] = True
    aid: AidOfTheRequest
    fund_unit: UnitRef
    drawn_on: date

    def decide(self, state: Hardship, desk: Desk) -> tuple[VoucherDrawn, ...]:
        aid_in(state, self.aid, *GIVEN)
        return (VoucherDrawn(self.aid, self.fund_unit, desk.officer, self.drawn_on),)
