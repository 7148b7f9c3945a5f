"""Publicity: a masked notice that can hold nothing else, objections, and nothing decided before its end."""

from dataclasses import fields
from datetime import date

import pytest

from domain.cases.second import NamedConfirms, OwnStatement
from domain.deadlines.clocks import ClockStopped, StopReason, started
from domain.deadlines.rules import Unit as TermUnit
from domain.hardship.aggregate import HARDSHIP
from domain.hardship.checking import RelativeInvolved
from domain.hardship.codes import AidKind, Alternative, Category, ObjectionOutcome, Place, Status
from domain.hardship.events import (
    FileApproved,
    Objected,
    ObjectionResolved,
    PublicityEnded,
    Published,
    Refused,
    Reviewed,
    Stated,
)
from domain.hardship.masking import masked_name
from domain.hardship.mending import Confirm
from domain.hardship.objecting import ObjectionUnknown, PublicityOver
from domain.hardship.publicity import (
    EndPublicity,
    NotASurname,
    ObjectionOpen,
    PublicityNeedsConsent,
    PublicityNotOver,
    PublicityProvisional,
    PublicityTooLong,
    PublicityTooShort,
    Substitute,
)
from domain.hardship.reviewing import ReasonsMissing, ReasonsNotKept
from domain.kernel import FactOutOfOrder
from domain.separation import SameOfficerProposesAndApproves, TwoOfficersNeeded
from domain.values import Identity, written
from service.office.calendars import packaged_calendar
from tests.support.given import GROUP, LEADER, SECOND, SUBJECT, given
from tests.support.hardships import (
    CENTER,
    POSTED_ON,
    UNION,
    approve_file,
    means,
    objected,
    objection,
    publish,
    published,
    resolve,
    review,
    reviewed,
)
from tests.support.petitions import day

ENDS_ON = day("2025-10-10")
OBJECTED_ON = day("2025-09-29")


def notice(name: str | None = "张＊", category: Category = Category.H1) -> Published:
    masked = Identity(SUBJECT, "masked_name", name) if name else None
    return Published(
        masked_name=masked,
        unit=GROUP,
        category=category,
        aid_kind=AidKind.A1,
        place=Place.WORKPLACE,
        alternative=None if name else Alternative.CASE_NUMBER_ONLY,
        alternative_approved_by=None if name else LEADER,
        surname_confirmed_by=None,
        posted_on=POSTED_ON,
        take_down_on=day("2025-10-26"),
        clock=started("D-H03", POSTED_ON, packaged_calendar(), "national"),
        stopped=(),
    )


def test_the_notice_shows_a_masked_name_the_unit_the_category_and_the_aid() -> None:
    """Scenario 35: 张＊, the unit, relative hardship, living aid; no illness, no child."""
    before = given(HARDSHIP, reviewed(Category.H2, means(rigid=10_000)))
    before.when(publish()).then(notice(category=Category.H2))
    shown = {field.name for field in fields(Published)} - {"clock", "stopped", "take_down_on", "posted_on"}
    assert shown == {
        "masked_name",
        "unit",
        "category",
        "aid_kind",
        "place",
        "alternative",
        "alternative_approved_by",
        "surname_confirmed_by",
    }


@pytest.mark.parametrize(
    ("surname", "masked"),
    [("张", "张＊"), ("欧阳", "欧阳＊"), (" 李 ", "李＊"), ("张建", None), ("1", None), ("", None), ("张建国", None)],
)
def test_a_masked_name_is_made_of_a_surname_and_nothing_else(surname: str, masked: str | None) -> None:
    assert masked_name(surname) == masked


def test_a_given_name_is_not_posted() -> None:
    given(HARDSHIP, reviewed()).when(publish(surname="张建")).refuses(NotASurname)


@pytest.mark.parametrize("surname", ["司寇", "歐陽", "諸葛", "司馬", "尉遲", "鍾離", "叔孙", "范姜", "穀梁", "葉赫"])
def test_living_surnames_of_two_characters_are_known_in_both_scripts(surname: str) -> None:
    assert masked_name(surname) == f"{surname}＊"


def test_a_surname_that_no_list_knows_is_confirmed_by_a_second_officer() -> None:
    before = given(HARDSHIP, reviewed())
    confirmed = publish(surname="爱新觉罗", surname_confirmed_by=LEADER)
    stated = before.when(confirmed, by=UNION)
    stated.then_only(Stated, Published)
    posted = stated.events[1]
    assert isinstance(posted, Published)
    assert (posted.masked_name, posted.surname_confirmed_by) == (
        Identity(SUBJECT, "masked_name", "爱新觉罗＊"),
        LEADER,
    )
    assert stated.state.status is Status.UNION_REVIEWED
    stated.when(Confirm(1, "户口簿"), by=SECOND).refuses(NamedConfirms)
    assert stated.when(Confirm(1, "户口簿"), by=LEADER).state.status is Status.PUBLICITY
    before.when(confirmed, by=LEADER).refuses(SameOfficerProposesAndApproves)
    before.when(publish(surname="张1", surname_confirmed_by=LEADER)).refuses(NotASurname)


def test_without_consent_an_alternative_that_another_officer_approved_takes_its_place() -> None:
    before = given(HARDSHIP, reviewed())
    before.when(publish(consented=False)).refuses(PublicityNeedsConsent)
    number = Substitute(Alternative.CASE_NUMBER_ONLY, LEADER)
    stated = before.when(publish(consented=False, alternative=number), by=UNION)
    stated.then_only(Stated, Published)
    assert stated.events[1] == notice(None)
    stated.when(Confirm(1, "替代公示审批单"), by=UNION).refuses(OwnStatement)
    assert stated.when(Confirm(1, "替代公示审批单"), by=LEADER).state.status is Status.PUBLICITY
    own = Substitute(Alternative.CASE_NUMBER_ONLY, UNION)
    before.when(publish(consented=False, alternative=own), by=UNION).refuses(SameOfficerProposesAndApproves)


def test_a_notice_stands_as_long_as_the_place_says_and_not_for_ever() -> None:
    before = given(HARDSHIP, reviewed())
    longer = before.when(publish(days=7)).happened[0]
    assert isinstance(longer, Published)
    assert longer.clock.due_on == day("2025-10-13")
    before.when(publish(days=30)).refuses(PublicityTooLong, latest=day("2025-10-26"))
    before.when(publish(days=4)).refuses(PublicityTooShort, least=5)
    zhejiang = given(HARDSHIP, reviewed(profile="zhejiang"), profile="zhejiang")
    zhejiang.when(publish(days=6)).refuses(PublicityTooShort, least=7)
    seven = zhejiang.when(publish()).happened[0]
    assert isinstance(seven, Published)
    assert (seven.clock.length, seven.clock.unit) == (7, TermUnit.CAL)


def test_nothing_is_approved_while_the_notice_stands() -> None:
    """Scenario 35: posted on Friday, 26 September for five working days, it stands until 10 October."""
    standing = given(HARDSHIP, published())
    early = standing.when(approve_file(ENDS_ON), by=CENTER, today=ENDS_ON).refuses(PublicityNotOver, due_on=ENDS_ON)
    assert early.passes_on == day("2025-10-11")
    standing.when(approve_file(ENDS_ON), by=CENTER, today=day("2025-10-12")).refuses(PublicityNotOver)
    standing.when(approve_file(), by=CENTER, today=day("2025-10-11")).then_only(PublicityEnded, FileApproved)


def test_a_notice_that_stood_to_its_end_starts_the_days_for_the_approval() -> None:
    standing = given(HARDSHIP, published())
    standing.when(EndPublicity(), today=ENDS_ON).refuses(PublicityNotOver)
    clock = started("D-H04", ENDS_ON, packaged_calendar(), "national")
    stop = ClockStopped("D-H03", "", ENDS_ON, ENDS_ON, 0, StopReason.MET)
    ended = standing.when(EndPublicity(), today=day("2025-10-11")).then(PublicityEnded(ENDS_ON, clock, (stop,)))
    assert ended.state.status is Status.APPROVAL
    approved = ended.when(approve_file(day("2025-10-20")), by=CENTER).happened[0]
    assert isinstance(approved, FileApproved)
    assert approved.stopped == (ClockStopped("D-H04", "", day("2025-10-20"), day("2025-10-16"), 4, StopReason.MET),)


def test_a_notice_whose_end_waits_for_a_calendar_is_not_over() -> None:
    """The plan of 2027 may still move the last days of a notice posted at the end of 2026."""
    posted = day("2026-12-28")
    standing = given(HARDSHIP, reviewed()).when(publish(posted), today=posted)
    late = day("2027-01-20")
    standing.when(approve_file(late), by=CENTER, today=late).refuses(PublicityProvisional, year=2027)
    standing.when(objection(late), today=late).then_only(Objected)


@pytest.mark.parametrize("today", [day("2026-12-18"), day("2026-12-26"), day("2027-01-20")])
def test_a_notice_whose_last_day_may_still_move_promises_no_day_and_names_the_missing_year(today: date) -> None:
    """Its fifth working day is 25 December 2026, which the plan of 2027 may still make a day off or a working day."""
    posted = day("2026-12-18")
    standing = given(HARDSHIP, reviewed()).when(publish(posted), today=posted)
    refused = standing.when(EndPublicity(), today=today).refuses(
        PublicityProvisional, due_on=day("2026-12-25"), year=2027
    )
    assert refused.passes_on is None


def test_an_objection_is_sealed_and_pauses_the_notice() -> None:
    """Scenario 36."""
    fact = Objected(
        objection=1,
        objector=Identity(SUBJECT, "objector", "李某"),
        reason=written(SUBJECT, "reason", "家里开店"),
        objected_on=OBJECTED_ON,
    )
    after = given(HARDSHIP, published()).when(objection(OBJECTED_ON)).then(fact)
    assert after.state.status is Status.OBJECTION
    after.when(approve_file(), by=CENTER).refuses(ObjectionOpen)
    after.when(EndPublicity()).refuses(ObjectionOpen)
    anonymous = given(HARDSHIP, published()).when(objection(OBJECTED_ON, objector=None)).happened[0]
    assert isinstance(anonymous, Objected)
    assert anonymous.objector is None


def test_an_objection_comes_while_the_notice_stands() -> None:
    standing = given(HARDSHIP, published())
    standing.when(objection(ENDS_ON)).then_only(Objected)
    standing.when(objection(day("2025-10-11"))).refuses(PublicityOver, due_on=ENDS_ON)
    standing.when(objection(day("2025-09-25"))).refuses(FactOutOfOrder, field="objected_on")


def test_a_kept_notice_stands_longer_by_the_working_days_of_the_check() -> None:
    kept = given(HARDSHIP, objected(OBJECTED_ON)).when(resolve(day("2025-10-09")))
    fact = kept.happened[0]
    assert isinstance(fact, ObjectionResolved)
    assert (fact.outcome, fact.stopped, len(fact.clocks)) == (ObjectionOutcome.KEEP, (), 1)
    assert (fact.clocks[0].extended_by, fact.clocks[0].due_on) == (2, day("2025-10-13"))
    assert kept.state.status is Status.PUBLICITY
    kept.when(approve_file(day("2025-10-13")), by=CENTER).refuses(PublicityNotOver, due_on=day("2025-10-13"))
    kept.when(approve_file(day("2025-10-14")), by=CENTER).then_only(PublicityEnded, FileApproved)


def test_a_notice_in_natural_days_stands_longer_by_natural_days() -> None:
    place = {"profile": "zhejiang"}
    kept = given(HARDSHIP, objected(OBJECTED_ON, **place), **place).when(resolve(day("2025-09-30"))).happened[0]
    assert isinstance(kept, ObjectionResolved)
    assert kept.clocks[0].extended_by == 1


def test_the_notice_goes_on_only_when_the_last_objection_is_resolved() -> None:
    two = given(HARDSHIP, objected(OBJECTED_ON)).when(objection(day("2025-09-30"), objector="赵某"))
    first = two.when(resolve(day("2025-10-09"), objection=2))
    assert first.state.status is Status.OBJECTION
    first.when(resolve(day("2025-10-10"), objection=2)).refuses(ObjectionUnknown, objection=2)
    last = first.when(resolve(day("2025-10-10"))).happened[0]
    assert isinstance(last, ObjectionResolved)
    assert last.clocks[0].extended_by == 3


def test_the_pause_ends_with_the_last_check_in_whatever_order_they_are_typed() -> None:
    two = given(HARDSHIP, objected(OBJECTED_ON)).when(objection(day("2025-09-30"), objector="赵某"))
    last = two.when(resolve(day("2025-10-10"))).when(resolve(day("2025-09-30"), objection=2)).happened[0]
    assert isinstance(last, ObjectionResolved)
    assert last.clocks[0].extended_by == 3


def test_the_pause_begins_with_the_first_objection_in_whatever_order_they_are_typed() -> None:
    two = given(HARDSHIP, objected(day("2025-09-30"))).when(objection(OBJECTED_ON, objector="赵某"))
    last = two.when(resolve(day("2025-10-09"))).when(resolve(day("2025-10-09"), objection=2)).happened[0]
    assert isinstance(last, ObjectionResolved)
    assert last.clocks[0].extended_by == 2


def test_no_day_is_paused_twice() -> None:
    kept = given(HARDSHIP, objected(OBJECTED_ON)).when(resolve(day("2025-10-09")))
    again = kept.when(objection(day("2025-09-30"), objector="赵某")).when(resolve(day("2025-10-10"), objection=2))
    fact = again.happened[0]
    assert isinstance(fact, ObjectionResolved)
    assert (fact.clocks[0].extended_by, fact.clocks[0].due_on) == (3, day("2025-10-14"))


def test_an_objection_is_not_resolved_before_it_was_raised() -> None:
    two = given(HARDSHIP, objected(OBJECTED_ON)).when(objection(day("2025-10-09"), objector="赵某"))
    early = resolve(day("2025-09-30"), objection=2)
    two.when(early).refuses(FactOutOfOrder, field="resolved_on", earliest=day("2025-10-09"))
    two.when(resolve(day("2025-09-30"))).then_only(ObjectionResolved)


def test_two_persons_check_and_none_is_a_relative() -> None:
    before = given(HARDSHIP, objected(OBJECTED_ON))
    before.when(resolve(OBJECTED_ON, checked_by=(UNION, UNION))).refuses(TwoOfficersNeeded)
    before.when(resolve(OBJECTED_ON, no_relative=False)).refuses(RelativeInvolved)
    before.when(resolve(day("2025-09-28"))).refuses(FactOutOfOrder, field="resolved_on")
    before.when(resolve(OBJECTED_ON, told_on=day("2025-09-28"))).refuses(FactOutOfOrder, field="told_on")


def test_a_revision_takes_the_review_and_the_notice_anew() -> None:
    before = given(HARDSHIP, objected(OBJECTED_ON))
    revised = before.when(resolve(day("2025-10-09"), ObjectionOutcome.REVISE))
    assert (revised.state.status, set(revised.state.clocks)) == (Status.VERIFIED, {("D-H02", "")})
    again = revised.when(review(Category.H2, day("2025-10-10"), means=means(rigid=10_000)))
    again.then_only(Reviewed)
    fact = again.when(publish(day("2025-10-13"))).happened[0]
    assert isinstance(fact, Published)
    assert (fact.category, fact.clock.due_on) == (Category.H2, day("2025-10-20"))


def test_an_objection_that_proves_true_ends_the_request_with_reasons() -> None:
    before = given(HARDSHIP, objected(OBJECTED_ON))
    before.when(resolve(OBJECTED_ON, ObjectionOutcome.REJECT)).refuses(ReasonsMissing)
    ended = before.when(resolve(OBJECTED_ON, ObjectionOutcome.REJECT, reasons="名下有店铺"))
    ended.then_only(ObjectionResolved, Refused)
    assert (ended.state.status, dict(ended.state.clocks)) == (Status.NOT_ELIGIBLE, {})
    before.when(resolve(OBJECTED_ON, reasons="不属实")).refuses(ReasonsNotKept)
