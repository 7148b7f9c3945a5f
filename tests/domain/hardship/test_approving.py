"""Approving: the upper union takes the household on file, or refuses with written reasons."""

import pytest

from domain.deadlines.clocks import ClockStopped, StopReason
from domain.hardship.aggregate import HARDSHIP
from domain.hardship.approving import RefuseFile
from domain.hardship.checking import RelativeInvolved
from domain.hardship.codes import Status
from domain.hardship.events import FileApproved, PublicityEnded, Refused
from domain.hardship.publicity import EndPublicity, PublicityNotOver
from domain.separation import SameOfficerProposesAndApproves
from domain.values import written
from tests.support.given import SUBJECT, given
from tests.support.hardships import APPROVED_ON, CENTER, UNION, approve_file, published
from tests.support.petitions import day


def refuse(on: str = "2025-10-11", reasons: str = "家庭收入高于标准", no_relative: bool = True) -> RefuseFile:
    return RefuseFile(day(on), reasons, no_relative)


def approval_stopped(why: StopReason) -> ClockStopped:
    return ClockStopped("D-H04", "", APPROVED_ON, day("2025-10-16"), 0, why)


def test_one_step_ends_the_notice_and_takes_the_household_on_file() -> None:
    approved = given(HARDSHIP, published()).when(approve_file(), by=CENTER)
    approved.then_only(PublicityEnded, FileApproved)
    assert approved.happened[1] == FileApproved(CENTER, APPROVED_ON, (approval_stopped(StopReason.MET),))
    assert (approved.state.status, dict(approved.state.clocks)) == (Status.ON_FILE, {})


def test_a_refusal_has_written_reasons() -> None:
    refused = given(HARDSHIP, published()).when(refuse(), by=CENTER)
    refused.then_only(PublicityEnded, Refused)
    reasons = written(SUBJECT, "reasons", "家庭收入高于标准")
    assert refused.happened[1] == Refused(reasons, CENTER, APPROVED_ON, (approval_stopped(StopReason.ENDED),))
    assert refused.state.status is Status.NOT_ELIGIBLE


def test_neither_is_decided_before_the_notice_has_ended() -> None:
    early = day("2025-10-10")
    given(HARDSHIP, published()).when(refuse("2025-10-10"), by=CENTER, today=early).refuses(PublicityNotOver)
    given(HARDSHIP, published()).when(refuse("2025-10-10"), by=CENTER).refuses(PublicityNotOver)


@pytest.mark.parametrize("early", ["2025-10-09", "2025-10-10"])
def test_a_recorded_end_of_the_notice_lets_nobody_decide_on_its_last_day(early: str) -> None:
    """Tried against the day of the decision, whenever the end of the notice was recorded."""
    ended = given(HARDSHIP, published()).when(EndPublicity(), today=APPROVED_ON)
    refused = ended.when(approve_file(day(early)), by=CENTER).refuses(PublicityNotOver, due_on=day("2025-10-10"))
    assert refused.passes_on == APPROVED_ON
    ended.when(refuse(early), by=CENTER).refuses(PublicityNotOver)
    ended.when(approve_file(), by=CENTER).then_only(FileApproved)
    ended.when(refuse(), by=CENTER).then_only(Refused)


def test_whoever_proposed_does_not_approve_and_no_relative_does() -> None:
    before = given(HARDSHIP, published())
    before.when(approve_file(), by=UNION).refuses(SameOfficerProposesAndApproves)
    before.when(refuse(), by=UNION).refuses(SameOfficerProposesAndApproves)
    before.when(approve_file(no_relative=False), by=CENTER).refuses(RelativeInvolved)
    before.when(refuse(no_relative=False), by=CENTER).refuses(RelativeInvolved)
