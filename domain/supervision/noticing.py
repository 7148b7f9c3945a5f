"""Notice: a supervision opinion is signed and delivered, and the unit answers it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from domain.deadlines.clocks import StopReason, started
from domain.deadlines.rules import rule_for
from domain.kernel import Command, Desk, Rejected
from domain.separation import SameOfficerProposesAndApproves
from domain.supervision.codes import (
    ON_SITE_SUBJECTS,
    UNFOUNDED,
    Answer,
    DeliveryWay,
    SignerPost,
    Status,
    VerificationMethod,
)
from domain.supervision.events import ItemAnswer, ItemDemanded, NoticeDelivered, NoticeIssued, Replied
from domain.supervision.stage import nothing_left, stage_ended
from domain.supervision.state import ANSWER, RECTIFY, Finding, Supervision, evolve
from domain.units import active_unit
from domain.values import MORE, Known, Several, Text, UnitRef, Whole, written

MOST_ITEMS = 100


@dataclass(frozen=True, slots=True)
class Demand:
    """What is to be rectified for one finding; without a unit, by the unit that the finding names."""

    finding: Annotated[int, Whole(1, 50), Known("findings")]
    demand: Annotated[str, Text(most=2_000, long=True)]
    days: Annotated[int, Whole(1, 365)]
    method: VerificationMethod
    responsible_unit: Annotated[UnitRef | None, MORE] = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """When and how the notice reached the unit."""

    delivered_on: date
    way: DeliveryWay


class FindingsWithoutItem(Rejected):
    """上海市职工代表大会条例 §46: every founded finding is followed by a demand with a term."""

    code = "findings_without_item"
    says = "Every founded finding needs a rectification item. None is given for finding {findings}."


class ItemWithoutFinding(Rejected):
    code = "item_without_finding"
    says = "Item {item} belongs to finding {finding}, which does not exist or was not founded."


@dataclass(frozen=True, slots=True, repr=False)
class IssueNotice(Command[Supervision]):
    """监督意见书, signed by another officer than the one who drafted the findings; 浙江省工会劳动法律监督条例 §22.

    With `delivery` it is handed over in the same visit. It shows 日常监督, whatever the source.
    """

    allowed_in: ClassVar = frozenset({Status.FINDINGS_FINAL})
    issued_on: date
    signer_post: SignerPost
    items: Annotated[tuple[Demand, ...], Several(1, MOST_ITEMS)]
    delivery: Delivery | None = None
    notice_no: Annotated[str | None, Text(most=40), MORE] = None

    @classmethod
    def barred(cls, state: Supervision, desk: Desk) -> Iterator[Rejected]:
        if state.drafted_by == desk.officer:
            yield SameOfficerProposesAndApproves()

    def consults(self) -> Sequence[tuple[str, UUID]]:
        return tuple(dict.fromkeys(("unit", item.responsible_unit) for item in self.items if item.responsible_unit))

    def decide(self, state: Supervision, desk: Desk) -> tuple[NoticeIssued | NoticeDelivered, ...]:
        self._every_finding_is_answered(state)
        issued = NoticeIssued(
            notice_no=self.notice_no,
            items=tuple(_demanded(n, each, self.issued_on, state, desk) for n, each in enumerate(self.items, 1)),
            signed_by=desk.officer,
            signer_post=self.signer_post,
            issued_on=desk.happened("issued_on", self.issued_on, not_before=state.stepped_on),
        )
        if self.delivery is None:
            return (issued,)
        return (issued, delivered(self.delivery, evolve(state, issued), desk))

    def _every_finding_is_answered(self, state: Supervision) -> None:
        founded = {number for number, each in state.findings.items() if each.outcome not in UNFOUNDED}
        for number, item in enumerate(self.items, 1):
            if item.finding not in founded:
                raise ItemWithoutFinding(item=number, finding=item.finding)
        missing = sorted(founded - {item.finding for item in self.items})
        if missing:
            raise FindingsWithoutItem(findings=", ".join(map(str, missing)))


def _demanded(number: int, given: Demand, issued_on: date, state: Supervision, desk: Desk) -> ItemDemanded:
    finding = state.findings[given.finding]
    _fits(number, given, finding, issued_on, desk)
    if given.responsible_unit:
        active_unit(desk, given.responsible_unit)
    return ItemDemanded(
        number=number,
        finding=given.finding,
        category=finding.category,
        demand=written(state.known_subject, f"items/{number}/demand", given.demand),
        responsible_unit=given.responsible_unit or finding.responsible_unit,
        days=given.days,
        method=given.method,
    )


class RectificationTooLong(Rejected):
    """上海市职工代表大会条例 §46: ninety days."""

    code = "rectification_too_long"
    says = "Item {item} gives {days} days; at most {limit} are possible."


class OnSiteVerificationNeeded(Rejected):
    code = "on_site_verification_needed"
    says = "Item {item} must be verified on site."


def _fits(number: int, given: Demand, finding: Finding, issued_on: date, desk: Desk) -> None:
    bounds = rule_for(RECTIFY, desk.profile, issued_on, desk.calendar.rules).by_case
    if bounds and not bounds.allows(given.days):
        raise RectificationTooLong(item=number, days=given.days, limit=bounds.at_most)
    if finding.category in ON_SITE_SUBJECTS and given.method is not VerificationMethod.ON_SITE:
        raise OnSiteVerificationNeeded(item=number)


class NoticeAlreadyDelivered(Rejected):
    code = "notice_already_delivered"
    says = "The delivery of the notice is recorded already."
    is_moot = True


@dataclass(frozen=True, slots=True, repr=False)
class RecordDelivery(Command[Supervision]):
    """From the day of delivery the unit has its days to answer, and every item its own."""

    allowed_in: ClassVar = frozenset({Status.NOTICE_ISSUED})
    delivery: Delivery

    @classmethod
    def barred(cls, state: Supervision, desk: Desk) -> Iterator[Rejected]:
        if state.delivered_on is not None:
            yield NoticeAlreadyDelivered()

    def decide(self, state: Supervision, desk: Desk) -> tuple[NoticeDelivered, ...]:
        return (delivered(self.delivery, state, desk),)


def delivered(delivery: Delivery, state: Supervision, desk: Desk) -> NoticeDelivered:
    """The delivery with the clocks that it starts: one for the answer, one for each item."""
    day = desk.happened("delivered_on", delivery.delivered_on, not_before=state.stepped_on)
    answer = started(ANSWER, day, desk.calendar, desk.profile)
    items = (
        started(RECTIFY, day, desk.calendar, desk.profile, item=str(number), length=item.days)
        for number, item in state.items.items()
    )
    return NoticeDelivered(delivery.way, day, (answer, *items))


@dataclass(frozen=True, slots=True)
class ItemReply:
    """A plan for one item, or the reasons why the unit disagrees."""

    item: Annotated[int, Whole(1, MOST_ITEMS)]
    answer: Answer
    text: Annotated[str, Text(most=2_000, long=True)]


class NoticeNotDelivered(Rejected):
    code = "notice_not_delivered"
    says = "The notice has not been delivered to the unit yet. Record its delivery first."


class ItemsWithoutAnswer(Rejected):
    code = "items_without_answer"
    says = "Every item needs exactly one answer. There are {count} items; answers were given for: {given}."


@dataclass(frozen=True, slots=True, repr=False)
class Reply(Command[Supervision]):
    """The unit's written answer, on every item it still owes; a late one is recorded as late and still taken."""

    allowed_in: ClassVar = frozenset({Status.NOTICE_ISSUED, Status.ESCALATED})
    replied_on: date
    answers: Annotated[tuple[ItemReply, ...], Several(1, MOST_ITEMS)]

    @classmethod
    def barred(cls, state: Supervision, desk: Desk) -> Iterator[Rejected]:
        if state.delivered_on is None:
            yield NoticeNotDelivered()
        yield from nothing_left(state)

    def decide(self, state: Supervision, desk: Desk) -> tuple[Replied, ...]:
        given = sorted(each.item for each in self.answers)
        owed = sorted(number for number, item in state.items.items() if not item.is_settled)
        if given != owed:
            raise ItemsWithoutAnswer(count=len(owed), given=", ".join(map(str, given)))
        day = desk.happened("replied_on", self.replied_on, not_before=state.stepped_on)
        return (Replied(self._answers(state), day, tuple(stage_ended(state, day, StopReason.MET))),)

    def _answers(self, state: Supervision) -> tuple[ItemAnswer, ...]:
        subject = state.known_subject
        return tuple(
            ItemAnswer(each.item, each.answer, written(subject, f"answers/{each.item}", each.text))
            for each in self.answers
        )
