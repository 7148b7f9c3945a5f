"""Paying: an approved aid goes from its fund to the applicant's own account, and its receipt comes back or not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.actors import OfficerActing
from domain.deadlines.clocks import Clock, started, stopped
from domain.hardship.aiding import PAYMENT, AidOfTheRequest, AidUnknown, aid_in
from domain.hardship.aids import Aid
from domain.hardship.application import NotTheOwnAccount
from domain.hardship.checking import no_relative_takes_part
from domain.hardship.codes import BEFORE_FILE, EMERGENCY_CHECK, ENDED, OPEN, AidStatus, PaymentMethod, ReceiptProof
from domain.hardship.events import AidHeld, AidPaid, AidReceipted
from domain.hardship.state import Hardship
from domain.kernel import Command, Desk, Rejected
from domain.roles import Role
from domain.values import Declaration, LongText, UnitRef, written


class NoAidToPay(Rejected):
    code = "no_aid_to_pay"
    says = "No approved aid awaits payment."
    is_moot = True


class PayeeAccountMissing(Rejected):
    code = "payee_account_missing"
    says = "The applicant's account is not recorded yet. Record it first."


class SameOfficerApprovesAndPays(Rejected):
    code = "same_officer_approves_and_pays"
    says = "The officer who approved this aid cannot pay it. Ask another officer who holds the role."


def own_order(state: Hardship, number: int, desk: Desk, *allowed: AidStatus) -> Aid:
    """The aid with that number; to whoever pays for a unit, only the orders on its own funds are known."""
    aid, by = state.aids.get(number), desk.by
    if aid is not None and isinstance(by, OfficerActing) and by.role is Role.PAYER and not _is_order_of(aid, by.unit):
        raise AidUnknown(aid=number)
    return aid_in(state, number, *allowed)


def _is_order_of(aid: Aid, unit: UnitRef) -> bool:
    """Whether the aid was approved and the unit's fund pays it; older facts do not tell whose fund it is."""
    return aid.approved_by is not None and aid.fund_unit in (None, unit)


@dataclass(frozen=True, slots=True, repr=False)
class PayAid(Command[Hardship]):
    """Paid by another officer than the one who approved, by bank under the real name; 浙江省社会救助条例 §56."""

    allowed_in: ClassVar = OPEN
    once: ClassVar = "paid_on"
    aid: AidOfTheRequest
    method: PaymentMethod
    to_own_account: Declaration
    paid_on: date
    no_relative: Declaration

    @classmethod
    def barred(cls, state: Hardship, desk: Desk) -> Iterator[Rejected]:
        waiting = state.aids_in(AidStatus.APPROVED)
        if not waiting:
            yield NoAidToPay()
        elif state.account_on is None:
            yield PayeeAccountMissing()
        elif all(aid.approved_by == desk.officer for aid in waiting):
            yield SameOfficerApprovesAndPays()

    def decide(self, state: Hardship, desk: Desk) -> tuple[AidPaid, ...]:
        no_relative_takes_part(self.no_relative)
        if not self.to_own_account:
            raise NotTheOwnAccount(flag_field="to_own_account")
        aid = own_order(state, self.aid, desk, AidStatus.APPROVED)
        if aid.approved_by == desk.officer:
            raise SameOfficerApprovesAndPays
        return (self._paid(aid, state, desk),)

    def _paid(self, aid: Aid, state: Hardship, desk: Desk) -> AidPaid:
        known_on = state.account_on or state.applied_on
        day = desk.happened("paid_on", self.paid_on, not_before=max(aid.stepped_on, known_on))
        running = state.clock(PAYMENT, str(aid.number))
        return AidPaid(
            aid=aid.number,
            kind=aid.kind,
            amount_fen=aid.amount_fen,
            fund=aid.fund,
            method=self.method,
            paid_by=desk.officer,
            paid_on=day,
            clock=_check_to_come(aid, state, day, desk),
            stopped=(stopped(running, day),) if running else (),
        )


def _check_to_come(aid: Aid, state: Hardship, day: date, desk: Desk) -> Clock | None:
    """The days for visit, check and publicity after emergency aid; 社会救助暂行办法 §48."""
    is_unchecked = state.status in BEFORE_FILE and state.clock(EMERGENCY_CHECK) is None
    if not (aid.is_emergency and is_unchecked):
        return None
    return started(EMERGENCY_CHECK, day, desk.calendar, desk.profile)


class NoAidToReceipt(Rejected):
    code = "no_aid_to_receipt"
    says = "No paid aid awaits its receipt."
    is_moot = True


@dataclass(frozen=True, slots=True, repr=False)
class ConfirmReceipt(Command[Hardship]):
    """Signed, or shown by the bank; also where it could not be shown before."""

    allowed_in: ClassVar = OPEN | ENDED
    aid: AidOfTheRequest
    proof: ReceiptProof
    receipted_on: date

    @classmethod
    def barred(cls, state: Hardship, desk: Desk) -> Iterator[Rejected]:
        if not state.aids_in(AidStatus.PAID, AidStatus.HELD):
            yield NoAidToReceipt()

    def decide(self, state: Hardship, desk: Desk) -> tuple[AidReceipted, ...]:
        aid = own_order(state, self.aid, desk, AidStatus.PAID, AidStatus.HELD)
        day = desk.happened("receipted_on", self.receipted_on, not_before=aid.stepped_on)
        return (AidReceipted(aid.number, self.proof, day),)


@dataclass(frozen=True, slots=True, repr=False)
class ReportNoReceipt(Command[Hardship]):
    """No receipt came: the aid is held until it is clear where the money is."""

    allowed_in: ClassVar = OPEN | ENDED
    aid: AidOfTheRequest
    findings: LongText
    held_on: date

    @classmethod
    def barred(cls, state: Hardship, desk: Desk) -> Iterator[Rejected]:
        if not state.aids_in(AidStatus.PAID):
            yield NoAidToReceipt()

    def decide(self, state: Hardship, desk: Desk) -> tuple[AidHeld, ...]:
        aid = own_order(state, self.aid, desk, AidStatus.PAID)
        day = desk.happened("held_on", self.held_on, not_before=aid.stepped_on)
        return (AidHeld(aid.number, written(state.known_subject, "findings", self.findings), day),)
