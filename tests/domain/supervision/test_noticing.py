"""Notice: items with their own terms, the delivery that starts them, and the unit's answer."""

from dataclasses import replace

import pytest

from domain.deadlines.clocks import ClockStopped, StopReason
from domain.kernel import FactOutOfOrder
from domain.separation import SameOfficerProposesAndApproves
from domain.supervision.codes import (
    ON_SITE_SUBJECTS,
    Answer,
    DeliveryWay,
    Outcome,
    SignerPost,
    Status,
    SubjectCode,
    VerificationMethod,
)
from domain.supervision.events import ItemAnswer, ItemDemanded, NoticeDelivered, NoticeIssued, Replied
from domain.supervision.noticing import (
    Delivery,
    FindingsWithoutItem,
    IssueNotice,
    ItemReply,
    ItemsWithoutAnswer,
    ItemWithoutFinding,
    NoticeAlreadyDelivered,
    NoticeNotDelivered,
    OnSiteVerificationNeeded,
    RecordDelivery,
    RectificationTooLong,
    Reply,
)
from domain.units import UnitNotActive
from domain.values import written
from tests.support.given import GONE, GROUP, PLANT, SUBJECT
from tests.support.supervision import (
    CONTACT,
    ENGINEER,
    SEPT_1,
    UNION_CHAIR,
    case,
    day,
    delivered,
    demand,
    final,
    finding,
    issued,
    notice,
    plans,
)

AUG_31, SEPT_3, SEPT_24 = day("2025-08-31"), day("2025-09-03"), day("2025-09-24")
BY_HAND = Delivery(SEPT_3, DeliveryWay.IN_PERSON)


def test_a_notice_demands_per_finding_and_shows_no_source() -> None:
    order = IssueNotice(SEPT_1, SignerPost.UNION_CHAIR, (demand(responsible_unit=GROUP),), notice_no="监〔2025〕3号")
    after = case(final()).when(order, by=UNION_CHAIR)
    item = ItemDemanded(
        number=1,
        finding=1,
        category=SubjectCode.S22,
        demand=written(SUBJECT, "items/1/demand", "补建比价制度"),
        responsible_unit=GROUP,
        days=30,
        method=VerificationMethod.DOCUMENTS,
    )
    after.then(NoticeIssued("监〔2025〕3号", (item,), UNION_CHAIR, SignerPost.UNION_CHAIR, SEPT_1))
    assert after.state.status is Status.NOTICE_ISSUED
    assert not after.state.clocks


def test_without_a_unit_the_one_of_the_finding_is_responsible() -> None:
    (fact,) = case(final()).when(IssueNotice(SEPT_1, SignerPost.UNION_CHAIR, (demand(),)), by=UNION_CHAIR).happened
    assert isinstance(fact, NoticeIssued)
    assert [item.responsible_unit for item in fact.items] == [PLANT]


def test_whoever_drafted_the_findings_does_not_sign() -> None:
    case(final()).when(notice(SEPT_1), by=ENGINEER).refuses(SameOfficerProposesAndApproves)


def test_every_founded_finding_has_an_item_and_every_item_a_founded_finding() -> None:
    three = case(final(SEPT_1, finding(), finding(outcome=Outcome.O3), finding()))
    three.when(notice(SEPT_1, (demand(1),)), by=UNION_CHAIR).refuses(FindingsWithoutItem, findings="3")
    unfounded = (demand(1), demand(2), demand(3))
    three.when(notice(SEPT_1, unfounded), by=UNION_CHAIR).refuses(ItemWithoutFinding, item=2, finding=2)
    three.when(notice(SEPT_1, (demand(4),)), by=UNION_CHAIR).refuses(ItemWithoutFinding, finding=4)
    three.when(notice(SEPT_1, (demand(1), demand(3), demand(3))), by=UNION_CHAIR).then_only(
        NoticeIssued, NoticeDelivered
    )


def test_an_item_has_at_most_ninety_days() -> None:
    too_long = notice(SEPT_1, (demand(days=91),))
    case(final()).when(too_long, by=UNION_CHAIR).refuses(RectificationTooLong, item=1, days=91, limit=90)
    case(final()).when(notice(SEPT_1, (demand(days=90),)), by=UNION_CHAIR).then_only(NoticeIssued, NoticeDelivered)


@pytest.mark.parametrize("category", sorted(ON_SITE_SUBJECTS))
def test_safety_and_assets_are_verified_on_site(category: SubjectCode) -> None:
    waiting = case(final(SEPT_1, finding(category)))
    waiting.when(notice(SEPT_1), by=UNION_CHAIR).refuses(OnSiteVerificationNeeded, item=1)
    on_site = notice(SEPT_1, (demand(method=VerificationMethod.ON_SITE),))
    waiting.when(on_site, by=UNION_CHAIR).then_only(NoticeIssued, NoticeDelivered)


def test_a_notice_follows_the_findings_and_names_units_that_exist() -> None:
    waiting = case(final())
    waiting.when(notice(AUG_31), by=UNION_CHAIR).refuses(FactOutOfOrder, field="issued_on")
    gone = notice(SEPT_1, (demand(responsible_unit=GONE),))
    waiting.when(gone, by=UNION_CHAIR).refuses(UnitNotActive, unit="HS02")


def test_the_delivery_starts_the_answer_and_every_item() -> None:
    items = (demand(days=30), demand(days=10))
    after = case(issued(items=items)).when(RecordDelivery(BY_HAND))
    (fact,) = after.events
    assert isinstance(fact, NoticeDelivered)
    terms = [(clock.rule, clock.item, clock.started_on, clock.due_on) for clock in fact.clocks]
    assert terms == [
        ("D-S06", "", SEPT_3, SEPT_24),
        ("D-S07", "1", SEPT_3, day("2025-10-09")),
        ("D-S07", "2", SEPT_3, day("2025-09-15")),
    ]
    assert set(after.state.clocks) == {("D-S06", ""), ("D-S07", "1"), ("D-S07", "2")}


def test_a_notice_is_delivered_once_and_not_before_it_is_signed() -> None:
    case(delivered()).when(RecordDelivery(BY_HAND)).refuses(NoticeAlreadyDelivered)
    early = RecordDelivery(replace(BY_HAND, delivered_on=AUG_31))
    case(issued()).when(early).refuses(FactOutOfOrder, field="delivered_on")


def test_the_unit_answers_every_item_with_a_plan_or_its_reasons() -> None:
    two = case(delivered(items=(demand(), demand())))
    answers = (ItemReply(2, Answer.DISAGREEMENT, "制度已存在"), ItemReply(1, Answer.PLAN, "十月完成"))
    after = two.when(Reply(SEPT_24, answers), by=CONTACT)
    after.then(
        Replied(
            answers=(
                ItemAnswer(2, Answer.DISAGREEMENT, written(SUBJECT, "answers/2", "制度已存在")),
                ItemAnswer(1, Answer.PLAN, written(SUBJECT, "answers/1", "十月完成")),
            ),
            replied_on=SEPT_24,
            stopped=(ClockStopped("D-S06", "", SEPT_24, day("2025-09-22"), 2, StopReason.MET),),
        )
    )
    assert after.state.status is Status.RECTIFYING


@pytest.mark.parametrize(("items", "told"), [((1,), "1"), ((1, 1), "1, 1"), ((1, 3), "1, 3"), ((1, 2, 2), "1, 2, 2")])
def test_an_answer_leaves_no_item_out(items: tuple[int, ...], told: str) -> None:
    two = case(delivered(items=(demand(), demand())))
    two.when(Reply(SEPT_3, plans(*items)), by=CONTACT).refuses(ItemsWithoutAnswer, count=2, given=told)


def test_only_a_notice_that_arrived_is_answered() -> None:
    case(issued()).when(Reply(SEPT_3, plans())).refuses(NoticeNotDelivered)
    case(delivered()).when(Reply(AUG_31, plans())).refuses(FactOutOfOrder, field="replied_on")
