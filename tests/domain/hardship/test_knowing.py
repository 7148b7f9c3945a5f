"""For whom a request exists at each stage: at whose level it waits, and which papers of it lie before others."""

from domain.cases.codes import AskedBy, Tie
from domain.funds import Fund, FundNotOpen, FundSource, FundStatus, fund_stream
from domain.growing import Growing
from domain.hardship.aggregate import HARDSHIP
from domain.hardship.aiding import AidAtAnotherLevel, AidNotInThisStatus, AidUnknown
from domain.hardship.codes import EMERGENCY_CHECK, AidKind, ReceiptProof, Status
from domain.hardship.drawing import LayVoucher
from domain.hardship.ending import WithdrawRequest
from domain.hardship.events import AidPlanned, AidReceipted
from domain.hardship.paying import ConfirmReceipt, NoAidToPay
from domain.hardship.publicity import EndPublicity
from domain.hardship.recusing import AskRecusal, DecideRecusal
from domain.officers import Officer, OfficerStatus
from domain.roles import Held, Role, Term
from domain.scopes import Excerpt, Scope
from tests.support.given import GROUP, LEADER, PLANT, SECOND, UNITS, Decided, acting, given
from tests.support.hardships import (
    APPROVED_ON,
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
    approve_aid,
    approve_emergency,
    approve_file,
    emergency_approved,
    emergency_planned,
    on_file,
    pay,
    plan,
    publish,
    published,
    review,
    verify,
    visit,
)
from tests.support.petitions import day

BASE = Growing({Held(Role.UNION_BASE, GROUP): (Term(day("2020-01-01"), None),)})
CONCERNED = {SECOND: Officer(OfficerStatus.APPOINTED, GROUP, BASE)}
"""Somebody of the grassroots union."""
CHAIR, RECEIPTED_ON = SECOND, day("2025-10-16")


def papers(scope: Scope, excerpt: Excerpt) -> list[tuple[int, object]]:
    """The number and the unit of each paper of that kind."""
    return [(each.number, each.owner) for each in scope.laid if each.excerpt is excerpt]


def test_a_file_waits_for_its_approver_once_the_notice_has_ended_and_only_who_decided_hears_of_it_afterwards() -> None:
    posted = given(HARDSHIP, published())
    assert (posted.state.scope.asked, tuple(posted.state.scope.heard)) == ((), ())
    ended = posted.when(EndPublicity(), by=UNION)
    assert ended.state.status is Status.APPROVAL
    assert ended.state.scope.asked == (Role.AID_APPROVER,)
    on_it = ended.when(approve_file(), by=CENTER)
    assert (on_it.state.scope.asked, tuple(on_it.state.scope.heard)) == ((), (CENTER,))


def test_an_aid_waits_at_the_level_of_its_amount_and_is_approved_there_alone() -> None:
    deep = given(HARDSHIP, on_file())
    within = deep.when(plan(AidKind.A12, 10_000), by=UNION, consulted=AROUND)
    above = deep.when(plan(AidKind.A12, 10_001), by=UNION, consulted=AROUND)
    assert within.state.scope.asked == (Role.AID_APPROVER,)
    assert above.state.scope.asked == (Role.UNION_CHAIR,)
    above.when(approve_aid(), by=APPROVER, role=Role.AID_APPROVER).refuses(AidAtAnotherLevel)
    within.when(approve_aid(), by=CHAIR, role=Role.UNION_CHAIR).refuses(AidAtAnotherLevel)
    approved = above.when(approve_aid(), by=CHAIR, role=Role.UNION_CHAIR)
    assert approved.state.scope.asked == ()
    assert set(approved.state.scope.heard) == {Role.UNION_CHAIR, CENTER}


def test_a_payment_order_lies_before_the_unit_of_the_fund_from_the_approval_until_the_receipt() -> None:
    stages = {"planned": aid_planned(), "approved": aid_approved(), "paid": aid_paid()}
    laid = {name: papers(given(HARDSHIP, each).state.scope, Excerpt.PAYMENT_ORDER) for name, each in stages.items()}
    assert laid == {"planned": [], "approved": [(1, GROUP)], "paid": [(1, GROUP)]}
    receipt = ConfirmReceipt(1, ReceiptProof.BANK_PROOF, RECEIPTED_ON)
    done = given(HARDSHIP, aid_paid()).when(receipt, by=PAYER)
    assert papers(done.state.scope, Excerpt.PAYMENT_ORDER) == []


def test_whoever_pays_for_another_unit_knows_of_no_such_aid() -> None:
    ordered = given(HARDSHIP, aid_approved())
    ordered.when(pay(), by=acting(PAYER, Role.PAYER, PLANT)).refuses(AidUnknown)
    ordered.when(pay(aid=2), by=acting(PAYER, Role.PAYER, PLANT)).refuses(AidUnknown)
    given(HARDSHIP, aid_planned()).when(pay(), by=acting(PAYER, Role.PAYER)).refuses(NoAidToPay)
    paid = ordered.when(pay(), by=acting(PAYER, Role.PAYER))
    paid.when(ConfirmReceipt(1, ReceiptProof.BANK_PROOF, PAID_ON), by=acting(PAYER, Role.PAYER)).then_only(AidReceipted)


def test_an_emergency_lies_before_the_unit_of_the_request_and_a_notice_only_while_it_hangs() -> None:
    fire = given(HARDSHIP, emergency_planned())
    assert papers(fire.state.scope, Excerpt.EMERGENCY_AID) == [(1, GROUP)]
    assert fire.state.scope.asked == ()
    known = fire.when(approve_emergency(day("2025-09-08")), by=LEADER)
    assert papers(known.state.scope, Excerpt.EMERGENCY_AID) == papers(known.state.scope, Excerpt.PAYMENT_ORDER)
    posted = given(HARDSHIP, published())
    assert papers(posted.state.scope, Excerpt.NOTICE) == [(1, GROUP)]
    assert papers(posted.when(approve_file(), by=CENTER).state.scope, Excerpt.NOTICE) == []


def test_money_comes_from_a_fund_of_the_own_line_and_no_other_is_heard_of() -> None:
    elsewhere = fund_stream(PLANT, FundSource.FD3, "2025")
    fund = Fund(FundStatus.OPEN, PLANT, FundSource.FD3, "2025", day("2025-01-01"), 100_000_000)
    file = given(HARDSHIP, on_file())
    file.when(plan(fund=elsewhere), by=UNION, consulted={**AROUND, elsewhere: fund}).refuses(FundNotOpen)
    (fact,) = file.when(plan(), by=UNION, consulted=AROUND).happened
    assert isinstance(fact, AidPlanned)
    assert (fact.fund, fact.fund_unit, fact.asks) == (MONEY, GROUP, Role.AID_APPROVER)


def test_whoever_decides_on_a_recusal_knows_of_the_request_until_it_is_decided() -> None:
    asked = _recusal_asked()
    assert {Role.UNIT_LEAD, Role.UNION_CHAIR} <= set(asked.state.scope.asked)
    decision = DecideRecusal(concerned=SECOND, is_confirmed=False, grounds="不属实", decided_on=APPROVED_ON)
    decided = asked.when(decision, by=acting(LEADER, Role.UNION_CHAIR), consulted={**UNITS, **CONCERNED})
    assert (decided.state.scope.asked, tuple(decided.state.scope.heard)) == ((), ())


def _recusal_asked() -> Decided:
    ask = AskRecusal(
        concerned=SECOND, tie=Tie.OTHER, asked_by=AskedBy.APPLICANT, reason="与他人有争执", asked_on=APPROVED_ON
    )
    return given(HARDSHIP, published()).when(ask, by=UNION, consulted={**UNITS, **CONCERNED})


def test_emergency_money_lies_before_the_audit_until_it_is_checked_whatever_becomes_of_the_request() -> None:
    on = day("2025-09-08")
    assert papers(given(HARDSHIP, emergency_approved()).state.scope, Excerpt.UNCHECKED) == []
    paid = given(HARDSHIP, emergency_approved()).when(pay(on=on), by=PAYER)
    assert papers(paid.state.scope, Excerpt.UNCHECKED) == [(1, GROUP)]
    left = paid.when(WithdrawRequest("不再申请", on), by=UNION)
    assert left.state.status is Status.WITHDRAWN
    assert left.state.clock(EMERGENCY_CHECK) is None
    assert papers(left.state.scope, Excerpt.UNCHECKED) == [(1, GROUP)]
    checked = paid
    for step in (visit(), verify(), review(), publish()):
        checked = checked.when(step, by=UNION)
    assert papers(checked.state.scope, Excerpt.UNCHECKED) == []
    assert papers(given(HARDSHIP, aid_paid()).state.scope, Excerpt.UNCHECKED) == []


def test_a_voucher_lies_before_those_for_whom_it_was_drawn_and_is_drawn_of_what_was_paid_alone() -> None:
    on = day("2025-11-03")
    given(HARDSHIP, aid_approved()).when(LayVoucher(1, GROUP, on), by=SECOND).refuses(AidNotInThisStatus)
    drawn = given(HARDSHIP, aid_paid()).when(LayVoucher(1, GROUP, on), by=SECOND)
    twice = drawn.when(LayVoucher(1, GROUP, on), by=LEADER)
    (voucher,) = [each for each in twice.state.scope.laid if each.excerpt is Excerpt.VOUCHER]
    assert set(voucher.named) == {SECOND, LEADER}
    assert set(twice.state.scope.of(voucher).assigned) == {SECOND, LEADER}
    received = twice.when(ConfirmReceipt(1, ReceiptProof.BANK_PROOF, on), by=PAYER)
    assert papers(received.state.scope, Excerpt.VOUCHER) == [(1, GROUP)]
