"""Paying: another officer than the approver, to the applicant's own account; the receipt comes or does not."""

import pytest

from domain.deadlines.clocks import ClockStopped, StopReason
from domain.hardship.aggregate import HARDSHIP
from domain.hardship.aiding import AidNotInThisStatus
from domain.hardship.application import NotTheOwnAccount, PayeeAccount, RecordAccount
from domain.hardship.checking import RelativeInvolved
from domain.hardship.codes import AidKind, AidStatus, PaymentMethod, ReceiptProof, Status
from domain.hardship.ending import WithdrawRequest
from domain.hardship.events import AidHeld, AidPaid, AidReceipted
from domain.hardship.paying import (
    ConfirmReceipt,
    NoAidToPay,
    NoAidToReceipt,
    PayeeAccountMissing,
    ReportNoReceipt,
    SameOfficerApprovesAndPays,
)
from domain.kernel import FactOutOfOrder
from domain.values import written
from tests.support.given import SUBJECT, given
from tests.support.hardships import (
    ACCOUNT,
    APPLIED_ON,
    APPROVER,
    AROUND,
    CENTER,
    MONEY,
    PAID_ON,
    PAYER,
    UNION,
    aid_approved,
    aid_paid,
    aid_planned,
    applied,
    approve_aid,
    approve_file,
    fen,
    pay,
    plan,
    publish,
    review,
    verify,
    visit,
)
from tests.support.petitions import day

RECEIPTED_ON = day("2025-10-16")


def test_nothing_was_paid_before_the_account_was_known() -> None:
    """An account that was named on the 20th tells nothing of where money went on the 15th."""
    steps = [(visit(), UNION), (verify(), UNION), (review(), UNION), (publish(), UNION), (approve_file(), CENTER)]
    before = given(HARDSHIP, applied(account=None))
    for command, by in [*steps, (plan(), UNION), (approve_aid(), APPROVER)]:
        before = before.when(command, by=by, consulted=AROUND).after
    named = before.when(RecordAccount(PayeeAccount(ACCOUNT, is_own=True), day("2025-10-20"))).after
    named.when(pay(), by=PAYER).refuses(FactOutOfOrder, field="paid_on", earliest=day("2025-10-20"))
    another = named.when(RecordAccount(PayeeAccount(ACCOUNT, is_own=True), day("2025-10-22")))
    another.when(pay(on=day("2025-10-20")), by=PAYER).then_only(AidPaid)


def receipt(proof: ReceiptProof = ReceiptProof.SIGNATURE) -> ConfirmReceipt:
    return ConfirmReceipt(1, proof, RECEIPTED_ON)


def test_an_aid_is_paid_from_its_fund_within_the_days() -> None:
    fact = AidPaid(
        aid=1,
        kind=AidKind.A1,
        amount_fen=fen(5_000),
        fund=MONEY,
        method=PaymentMethod.BANK_TRANSFER,
        paid_by=PAYER,
        paid_on=PAID_ON,
        clock=None,
        stopped=(ClockStopped("D-H05", "1", PAID_ON, day("2025-10-28"), 0, StopReason.MET),),
    )
    after = given(HARDSHIP, aid_approved()).when(pay(), by=PAYER).then(fact)
    assert (after.state.aids[1].status, dict(after.state.clocks)) == (AidStatus.PAID, {})


def test_a_late_payment_is_made_all_the_same() -> None:
    fact = given(HARDSHIP, aid_approved()).when(pay(on=day("2025-10-30")), by=PAYER).happened[0]
    assert isinstance(fact, AidPaid)
    assert fact.stopped[0].late_days == 2


def test_whoever_approved_does_not_pay_and_no_relative_does() -> None:
    before = given(HARDSHIP, aid_approved())
    before.when(pay(), by=APPROVER).refuses(SameOfficerApprovesAndPays)
    before.when(pay(no_relative=False), by=PAYER).refuses(RelativeInvolved)
    before.when(pay(on=day("2025-10-13")), by=PAYER).refuses(FactOutOfOrder, field="paid_on")
    second = before.when(plan(AidKind.A12), by=APPROVER, consulted=AROUND).when(approve_aid(2), by=UNION)
    second.when(pay(1), by=APPROVER).refuses(SameOfficerApprovesAndPays)
    second.when(pay(2), by=APPROVER).then_only(AidPaid)


def test_only_what_was_approved_is_paid_and_only_once() -> None:
    given(HARDSHIP, aid_planned()).when(pay(), by=PAYER).refuses(NoAidToPay)
    given(HARDSHIP, aid_paid()).when(pay(), by=PAYER).refuses(NoAidToPay)
    second = given(HARDSHIP, aid_paid()).when(plan(AidKind.A12), by=UNION, consulted=AROUND)
    second.when(approve_aid(2), by=APPROVER).when(pay(1), by=PAYER).refuses(AidNotInThisStatus, aid=1)


def test_money_goes_to_the_applicants_own_account() -> None:
    given(HARDSHIP, aid_approved()).when(pay(to_own_account=False), by=PAYER).refuses(NotTheOwnAccount)
    way = [(visit(), UNION), (verify(), UNION), (review(), UNION), (publish(), UNION), (approve_file(), CENTER)]
    standing = given(HARDSHIP, applied(account=None))
    for command, by in (*way, (plan(), UNION), (approve_aid(), APPROVER)):
        standing = standing.when(command, by=by, consulted=AROUND).after
    standing.when(pay(), by=PAYER).refuses(PayeeAccountMissing)
    recorded = standing.when(RecordAccount(PayeeAccount(ACCOUNT, is_own=True), APPLIED_ON))
    recorded.when(pay(), by=PAYER).then_only(AidPaid)
    standing.when(RecordAccount(PayeeAccount(ACCOUNT, is_own=False), APPLIED_ON)).refuses(NotTheOwnAccount)


@pytest.mark.parametrize("proof", ReceiptProof)
def test_a_receipt_is_signed_or_shown_by_the_bank(proof: ReceiptProof) -> None:
    after = given(HARDSHIP, aid_paid()).when(receipt(proof)).then(AidReceipted(1, proof, RECEIPTED_ON))
    assert after.state.aids[1].status is AidStatus.RECEIPTED
    after.when(receipt(proof)).refuses(NoAidToReceipt)


def test_without_receipt_the_aid_is_held_until_one_comes() -> None:
    missing = ReportNoReceipt(1, "银行退回", RECEIPTED_ON)
    held = given(HARDSHIP, aid_paid()).when(missing)
    held.then(AidHeld(1, written(SUBJECT, "findings", "银行退回"), RECEIPTED_ON))
    held.when(missing).refuses(NoAidToReceipt)
    held.when(receipt()).then_only(AidReceipted)
    given(HARDSHIP, aid_approved()).when(missing).refuses(NoAidToReceipt)


def test_a_receipt_is_recorded_also_after_the_end() -> None:
    ended = given(HARDSHIP, aid_paid()).when(WithdrawRequest("本人自愿退出", PAID_ON))
    assert ended.state.status is Status.WITHDRAWN
    ended.when(receipt()).then_only(AidReceipted)
