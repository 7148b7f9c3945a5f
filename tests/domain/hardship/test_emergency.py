"""Emergency aid: money first, by two persons and within a cap; visit, check and publicity come after."""

from domain.deadlines.clocks import ClockStopped, StopReason, started
from domain.funds import FundNotOpen
from domain.hardship.aggregate import HARDSHIP
from domain.hardship.aiding import AidNeedsAnotherApproval, NoAidToDecide
from domain.hardship.checking import RelativeInvolved
from domain.hardship.codes import AidKind, AidStatus, Status
from domain.hardship.emergency import EmergencyCapExceeded, NoEmergencyAidToDecide
from domain.hardship.events import AidApproved, AidPaid, AidPlanned, FileApproved, PublicityEnded, Published
from domain.hardship.paying import SameOfficerApprovesAndPays
from domain.separation import SameOfficerProposesAndApproves
from service.office.calendars import packaged_calendar
from tests.support.given import LEADER, UNITS, given
from tests.support.hardships import (
    APPLIED_ON,
    APPROVER,
    AROUND,
    CENTER,
    PAYER,
    UNION,
    aid_planned,
    applied,
    apply,
    approve_aid,
    approve_emergency,
    approve_file,
    emergency_approved,
    emergency_planned,
    on_file,
    pay,
    plan,
    propose_emergency,
    publish,
    published,
    review,
    verify,
    visit,
)
from tests.support.petitions import day

SATURDAY = day("2025-09-06")


def check_stopped(on: str, late_days: int) -> ClockStopped:
    return ClockStopped("D-H08", "", day(on), day("2025-10-09"), late_days, StopReason.MET)


def test_a_house_fire_on_saturday_is_paid_the_same_day() -> None:
    """Scenario 37: 2 000 yuan by the union and the unit's leader; visit and publicity within thirty days."""
    fire = given(HARDSHIP).when(apply(SATURDAY, emergency=True, emergency_note="住房失火"), by=UNION)
    proposed = fire.when(propose_emergency(SATURDAY), by=UNION, consulted=AROUND, today=SATURDAY)
    fact = proposed.happened[0]
    assert isinstance(fact, AidPlanned)
    assert (fact.kind, fact.amount_fen, fact.is_emergency) == (AidKind.A11, 200_000, True)
    paid = proposed.when(approve_emergency(SATURDAY), by=LEADER, today=SATURDAY).when(
        pay(on=SATURDAY), by=UNION, today=SATURDAY
    )
    clock = started("D-H08", SATURDAY, packaged_calendar(), "national")
    payment = paid.happened[0]
    assert isinstance(payment, AidPaid)
    assert (payment.clock, clock.due_on) == (clock, day("2025-10-09"))
    assert (paid.state.status, paid.state.aids[1].status) == (Status.SUBMITTED, AidStatus.PAID)


def test_the_normal_path_is_still_required_and_ends_the_check() -> None:
    paid = given(HARDSHIP, emergency_approved(SATURDAY)).when(pay(on=SATURDAY), by=PAYER).after
    posted = paid
    for command in (visit(), verify(), review(), publish()):
        posted = posted.when(command, by=UNION).after
    notice = posted.history[-1]
    assert isinstance(notice, Published)
    assert notice.stopped == (check_stopped("2025-09-26", 0),)
    posted.when(approve_file(), by=CENTER).then_only(PublicityEnded, FileApproved)


def test_a_check_that_comes_late_is_recorded_as_late() -> None:
    paid = given(HARDSHIP, emergency_approved(SATURDAY)).when(pay(on=SATURDAY), by=PAYER).after
    for command in (visit(), verify(), review()):
        paid = paid.when(command, by=UNION).after
    notice = paid.when(publish(day("2025-10-11")), by=UNION).happened[0]
    assert isinstance(notice, Published)
    assert notice.stopped == (check_stopped("2025-10-11", 2),)


def test_an_emergency_payment_while_the_notice_stands_is_checked_with_the_file() -> None:
    standing = given(HARDSHIP, published()).when(propose_emergency(day("2025-10-09")), by=UNION, consulted=AROUND)
    paid = standing.when(approve_emergency(day("2025-10-09")), by=LEADER).when(pay(on=day("2025-10-09")), by=PAYER)
    approved = paid.when(approve_file(), by=CENTER)
    assert approved.state.status is Status.ON_FILE
    assert dict(approved.state.clocks) == {}


def test_a_second_payment_starts_no_second_check() -> None:
    paid = given(HARDSHIP, emergency_approved()).when(pay(on=APPLIED_ON), by=PAYER)
    second = paid.when(propose_emergency(APPLIED_ON), by=UNION, consulted=AROUND)
    again = second.when(approve_emergency(APPLIED_ON, 2), by=LEADER).when(pay(2, APPLIED_ON), by=PAYER).happened[0]
    assert isinstance(again, AidPaid)
    assert again.clock is None


def test_emergency_aid_stays_within_its_cap() -> None:
    before = given(HARDSHIP, emergency_planned())
    more = propose_emergency(APPLIED_ON, 8_001)
    before.when(more, by=UNION, consulted=AROUND).refuses(EmergencyCapExceeded, used_fen=200_000, limit_fen=1_000_000)
    before.when(propose_emergency(APPLIED_ON, 8_000), by=UNION, consulted=AROUND).then_only(AidPlanned)
    before.when(propose_emergency(APPLIED_ON, 1), consulted=UNITS).refuses(FundNotOpen)
    before.when(propose_emergency(APPLIED_ON, no_relative=False), consulted=AROUND).refuses(RelativeInvolved)


def test_the_leader_is_the_second_person() -> None:
    before = given(HARDSHIP, emergency_planned())
    before.when(approve_emergency(APPLIED_ON), by=UNION).refuses(SameOfficerProposesAndApproves)
    before.when(approve_emergency(APPLIED_ON, no_relative=False), by=LEADER).refuses(RelativeInvolved)
    before.when(approve_emergency(APPLIED_ON), by=LEADER).then_only(AidApproved)
    given(HARDSHIP, applied()).when(approve_emergency(APPLIED_ON), by=LEADER).refuses(NoEmergencyAidToDecide)
    approved = given(HARDSHIP, emergency_approved())
    approved.when(pay(on=APPLIED_ON), by=LEADER).refuses(SameOfficerApprovesAndPays)


def test_each_way_of_approval_keeps_to_its_own_aids() -> None:
    mixed = given(HARDSHIP, published()).when(propose_emergency(day("2025-10-09")), by=UNION, consulted=AROUND)
    filed = mixed.when(approve_file(), by=CENTER)
    filed.when(approve_aid(), by=APPROVER).refuses(NoAidToDecide)
    both = filed.when(plan(), by=UNION, consulted=AROUND)
    both.when(approve_aid(1), by=APPROVER).refuses(AidNeedsAnotherApproval, aid=1)
    both.when(approve_emergency(day("2025-10-14"), 2), by=LEADER).refuses(AidNeedsAnotherApproval, aid=2)
    both.when(approve_emergency(day("2025-10-14"), 1), by=LEADER).then_only(AidApproved)
    given(HARDSHIP, aid_planned()).when(approve_emergency(day("2025-10-14")), by=LEADER).refuses(NoEmergencyAidToDecide)
    assert given(HARDSHIP, on_file()).state.aids == {}
