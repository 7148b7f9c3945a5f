"""The rules of funds that a command can break, one class each."""

from domain.kernel import Rejected


class FundInsufficient(Rejected):
    """A fund never goes below zero, whoever else approves at the same moment."""

    code = "fund_insufficient"
    says = "The fund has {free} yuan free; {asked} yuan are asked for."


class FundIsClosed(Rejected):
    code = "fund_is_closed"
    says = "The fund's budget period {period} is closed. Plan the aid from a fund of the present period."


class ReservationExists(Rejected):
    code = "reservation_exists"
    says = "Money of this fund is reserved for this aid already."


class ReservationUnknown(Rejected):
    code = "reservation_unknown"
    says = "The fund holds no reservation for this aid."


class ReservationMismatch(Rejected):
    code = "reservation_mismatch"
    says = "The fund holds {reserved} yuan for this aid; {asked} yuan are asked for."


class ReservationsOpen(Rejected):
    code = "reservations_open"
    says = "There are {count} reservations that are neither paid nor released. A fund is closed when all are settled."


class PeriodMalformed(Rejected):
    code = "period_malformed"
    says = "The budget period “{given}” is no year of four digits, such as 2026."


class NextPeriodNotLater(Rejected):
    code = "next_period_not_later"
    says = "The next budget period {given} does not follow {period}, the one that is closed."


class FundRefMismatch(Rejected):
    code = "fund_ref_mismatch"
    says = "The fund must be recorded in the stream that its unit, source and period name."
