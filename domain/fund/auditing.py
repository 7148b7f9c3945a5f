"""Auditing a relief fund: a sample of its vouchers is drawn, and what was found is remarked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar
from uuid import uuid5

from domain.fund.commands import ONCE_OPENED
from domain.fund.events import Remarked, SampleDrawn
from domain.funds import Fund, Reservation
from domain.kernel import Command, Desk, Rejected
from domain.values import MORE, MOST_FEN, Text, Whole, written

MOST_DRAWN = 30
"""Vouchers that one sample holds at most: each is opened by itself."""


class NoVoucherToDraw(Rejected):
    code = "no_voucher_to_draw"
    says = "The fund has paid nothing of that amount in those days."


class NothingPaidYet(Rejected):
    code = "nothing_paid_yet"
    says = "The fund has paid nothing yet."
    is_moot = True


@dataclass(frozen=True, slots=True, repr=False)
class DrawSample(Command[Fund]):
    """The service draws vouchers for the committee that audits the fund, which opens those and no others.

    The seed follows from the fund and from how many samples were drawn of it, by a key that nobody who draws knows.
    """

    allowed_in: ClassVar = ONCE_OPENED
    size: Annotated[int, Whole(1, MOST_DRAWN)]
    paid_from: date
    paid_until: date
    least_fen: Annotated[int | None, Whole(1, MOST_FEN), MORE] = None

    @classmethod
    def barred(cls, state: Fund, desk: Desk) -> Iterator[Rejected]:
        if not state.vouchers:
            yield NothingPaidYet()

    def decide(self, state: Fund, desk: Desk) -> tuple[SampleDrawn, ...]:
        since = desk.happened("paid_from", self.paid_from)
        until = desk.happened("paid_until", self.paid_until, not_before=since)
        sample = state.samples + 1
        least = self.least_fen or 0
        among = _meeting(state, since, until, least)
        if not among:
            raise NoVoucherToDraw
        seed = desk.marks.of(desk.stream, uuid5(desk.stream, f"sample {sample}"))
        size = min(self.size, len(among))
        return (SampleDrawn(sample, seed, size, len(among), since, until, least, desk.officer, desk.today),)


def _meeting(state: Fund, since: date, until: date, least_fen: int) -> list[Reservation]:
    """The payments of those days that reach the amount."""
    return [
        voucher
        for voucher, paid in state.vouchers.items()
        if since <= paid.paid_on <= until and paid.amount_fen >= least_fen
    ]


def drawn(state: Fund, sample: SampleDrawn) -> list[Reservation]:
    """The vouchers of the sample, from the fund as it stood before: those with the least UUIDs of version 5.

    The namespace is the case, the name is the seed, a slash and the number of the aid.
    """
    among = _meeting(state, sample.paid_from, sample.paid_until, sample.least_fen)
    return sorted(among, key=lambda voucher: uuid5(voucher[0], f"{sample.seed}/{voucher[1]}"))[: sample.size]


@dataclass(frozen=True, slots=True, repr=False)
class RemarkOnFund(Command[Fund]):
    """What the committee that audits the fund found; it moves nothing."""

    allowed_in: ClassVar = ONCE_OPENED
    remark: Annotated[str, Text(most=2_000, long=True)]
    remarked_on: date

    def decide(self, state: Fund, desk: Desk) -> tuple[Remarked, ...]:
        day = desk.happened("remarked_on", self.remarked_on, not_before=state.opened_on)
        return (Remarked(written(desk.subject, "remark", self.remark), desk.officer, day),)
