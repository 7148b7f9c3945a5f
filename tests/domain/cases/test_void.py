"""Void (作废): by two, visible, its terms ended; never once something has gone out."""

from domain.cases.voiding import GoneOut
from domain.hardship import mending as relief
from domain.hardship.aggregate import HARDSHIP
from domain.petition import mending
from domain.petition.aggregate import PETITION
from domain.petition.codes import Status
from domain.petition.events import Stated, Voided
from domain.petition.notices import SendNotice
from domain.supervision import mending as checks
from domain.supervision.aggregate import SUPERVISION
from tests.support.agreeing import kept_after
from tests.support.given import CLERK, HEAD, STREAM, given
from tests.support.hardships import published
from tests.support.petitions import accepted, day, registered, told
from tests.support.supervision import checking, recorded

REASON = "同一封信登记了两次"


def test_a_case_registered_by_mistake_is_void_once_a_second_person_has_confirmed_it() -> None:
    asked = given(PETITION, registered()).when(mending.Void(REASON), by=CLERK, today=day("2025-03-05"))
    asked.then_only(Stated, Voided)
    assert asked.state.status is Status.REGISTERED
    void = asked.when(mending.Confirm(1, "原信及两次登记"), by=HEAD, today=day("2025-03-06"))
    assert void.state.status is Status.VOID
    assert len(void.state.clocks) == 0
    rows = kept_after(void.history)
    assert rows["petitions"][STREAM]["status"] == "VOID"
    assert rows["due_dates"] == {}


def test_nothing_is_void_once_something_has_gone_out() -> None:
    given(PETITION, accepted()).when(mending.Void(REASON)).refuses(GoneOut)
    given(HARDSHIP, published()).when(relief.Void(REASON)).refuses(GoneOut)
    given(SUPERVISION, checking()).when(checks.Void(REASON)).refuses(GoneOut)


def test_a_notice_that_waits_or_is_a_remark_has_not_gone_out() -> None:
    late = given(PETITION, registered()).when(SendNotice(told(day("2025-03-10"))), today=day("2025-05-12"))
    late.when(mending.Void(REASON), today=day("2025-05-12")).then_only(Stated, Voided)


def test_a_lead_recorded_by_mistake_is_void() -> None:
    asked = given(SUPERVISION, recorded()).when(checks.Void(REASON))
    (number,) = asked.state.statement_numbers
    assert asked.when(checks.Confirm(number, "线索登记表"), by=HEAD).state.status == "VOID"
