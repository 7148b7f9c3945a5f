"""What the relief queue says of a request: whether it is an emergency, and what its aids still wait for."""

from typing import Any

import pytest

from domain.funds import FundSource, fund_stream
from domain.hardship import events as e
from domain.hardship.aggregate import HARDSHIP
from domain.hardship.aiding import CancelAid
from domain.hardship.codes import ReceiptProof
from domain.hardship.ending import WithdrawRequest
from domain.hardship.paying import ConfirmReceipt, ReportNoReceipt
from tests.projections.test_case_views import row_after
from tests.support.given import GROUP, LEADER, History, given
from tests.support.hardships import (
    APPLIED_ON,
    APPROVED_ON,
    APPROVER,
    AROUND,
    CENTER,
    MONEY,
    OPEN_FUND,
    PAID_ON,
    PAYER,
    POSTED_ON,
    REVIEWED_ON,
    UNION,
    VERIFIED_ON,
    VISITED_ON,
    aid_approved,
    aid_paid,
    aid_planned,
    applied,
    approve_aid,
    approve_emergency,
    approve_file,
    fen,
    pay,
    plan,
    propose_emergency,
    publish,
    review,
    verify,
    visit,
)

DUES = fund_stream(GROUP, FundSource.FD7, "2025")


def after(history: History, *steps: tuple[Any, Any]) -> History:
    """The history after more commands, each with who gives it."""
    for command, by in steps:
        history = given(HARDSHIP, history).when(command, by=by, consulted=AROUND).history
    return history


def row(history: History) -> dict[str, Any]:
    return row_after(HARDSHIP, history)


TO_FILE = (
    (visit(VISITED_ON), UNION),
    (verify(VERIFIED_ON), UNION),
    (review(on=REVIEWED_ON), UNION),
    (publish(POSTED_ON), UNION),
    (approve_file(APPROVED_ON), CENTER),
)
PROPOSED = (propose_emergency(APPLIED_ON), UNION)
GRANTED = (approve_emergency(APPLIED_ON), LEADER)
PAID = (pay(on=APPLIED_ON), PAYER)
UNCONFIRMED = (ReportNoReceipt(aid=1, findings="银行退回", held_on=PAID_ON), PAYER)
CONFIRMED = (ConfirmReceipt(aid=1, proof=ReceiptProof.BANK_PROOF, receipted_on=PAID_ON), PAYER)


def test_emergency_aid_makes_an_emergency_of_a_request_that_was_not_filed_as_one() -> None:
    filed = applied()
    assert row(filed)["emergency"] is False
    for steps in ((PROPOSED,), (PROPOSED, GRANTED), (PROPOSED, GRANTED, PAID), (PROPOSED, GRANTED, PAID, CONFIRMED)):
        found = row(after(filed, *steps))
        assert (found["emergency"], found["place"][:2]) == (True, "0 "), steps
    dropped = after(filed, PROPOSED, (CancelAid(aid=1, reason="改走常规", cancelled_on=APPLIED_ON), CENTER))
    assert (row(dropped)["emergency"], row(dropped)["place"][:2]) == (False, "1 ")


def test_a_request_filed_as_an_emergency_stays_one_until_it_is_on_file() -> None:
    filed = applied(emergency=True, emergency_note="住房失火")
    urgent = [row(after(filed, *TO_FILE[:count]))["emergency"] for count in range(len(TO_FILE) + 1)]
    assert urgent == [True] * len(TO_FILE) + [False]


@pytest.mark.parametrize(
    ("steps", "is_urgent"),
    [((PROPOSED,), True), ((PROPOSED, GRANTED), True), ((PROPOSED, GRANTED, PAID), False)],
)
def test_on_file_it_is_an_emergency_while_such_aid_is_unpaid(steps: tuple[Any, ...], is_urgent: bool) -> None:
    assert row(after(applied(), *steps, *TO_FILE))["emergency"] is is_urgent


def test_emergency_money_that_did_not_come_is_an_emergency_again() -> None:
    missing = after(applied(), PROPOSED, GRANTED, PAID, *TO_FILE, UNCONFIRMED)
    assert row(missing)["emergency"] is True
    assert row(after(missing, CONFIRMED))["emergency"] is False


def counts(history: History) -> tuple[int, int, int, int, int]:
    found = row(history)
    amounts = (found["planned_fen"], found["promised_fen"], found["paid_fen"])
    return (found["open_aids"], found["unreceipted_aids"], *amounts)


def test_an_aid_waits_for_approval_payment_and_receipt_and_then_for_nothing() -> None:
    asked = fen(5_000)
    assert counts(aid_planned()) == (1, 0, asked, 0, 0)
    assert counts(aid_approved()) == (1, 0, 0, asked, 0)
    assert counts(aid_paid()) == (0, 1, 0, 0, asked)
    assert counts(after(aid_paid(), UNCONFIRMED)) == (0, 1, 0, 0, asked)
    assert counts(after(aid_paid(), CONFIRMED)) == (0, 0, 0, 0, asked)
    assert counts(after(aid_paid(), UNCONFIRMED, CONFIRMED)) == (0, 0, 0, 0, asked)


def test_a_withdrawn_request_still_waits_for_the_receipt_of_what_was_paid_and_for_nothing_else() -> None:
    second = (plan(yuan=1_000, on=PAID_ON), UNION)
    statement = WithdrawRequest(statement="不再需要", withdrawn_on=PAID_ON)
    withdrawn = after(aid_paid(), second, (statement, UNION))
    assert isinstance(withdrawn[-1], e.Withdrawn)
    assert counts(withdrawn) == (0, 1, 0, 0, fen(5_000))
    assert row(withdrawn)["fund"] == MONEY
    assert counts(after(withdrawn, CONFIRMED)) == (0, 0, 0, 0, fen(5_000))


def test_the_fund_is_that_of_the_first_aid_that_waits_for_money() -> None:
    assert row(applied())["fund"] is None
    assert row(aid_planned())["fund"] == MONEY
    more = (plan(yuan=1_000, on=PAID_ON, fund=DUES), UNION)
    both = given(HARDSHIP, aid_planned()).when(more[0], by=UNION, consulted={**AROUND, DUES: OPEN_FUND}).history
    assert row(both)["fund"] == MONEY
    paid = after(both, (approve_aid(), APPROVER), (pay(), PAYER))
    assert (row(paid)["fund"], counts(paid)) == (DUES, (1, 1, fen(1_000), 0, fen(5_000)))
