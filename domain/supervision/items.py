"""Rectification items: where each stands, how late it was, and what that makes of the whole case."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import assert_never

from domain.growing import Growing
from domain.supervision import events as e
from domain.supervision.codes import UNSETTLED, ItemStatus, Status, SubjectCode, VerificationMethod
from domain.supervision.escalations import ItemsHandedOver
from domain.values import OfficerRef, UnitRef


@dataclass(frozen=True, slots=True)
class Item:
    """A rectification item; `late_days` is the greatest lateness ever recorded, `stepped_on` the day of its last step.

    `submitters` are all who ever submitted evidence for it.
    """

    finding: int
    category: SubjectCode
    responsible_unit: UnitRef
    days: int
    method: VerificationMethod
    status: ItemStatus = ItemStatus.OPEN
    submitters: Growing[OfficerRef, None] = field(default_factory=Growing)
    stepped_on: date = date.min
    late_days: int = 0

    @property
    def is_settled(self) -> bool:
        """Whether nothing more is demanded in this case."""
        return self.status not in UNSETTLED


def item_after(
    item: Item, event: e.RectificationSubmitted | e.ItemVerified | e.ItemReopened | e.ItemAcceptedOpen
) -> Item:
    """The item after one more fact about it."""
    match event:
        case e.RectificationSubmitted():
            submitters = item.submitters.holding(event.submitted_by, None)
            return replace(item, status=ItemStatus.SUBMITTED, submitters=submitters, stepped_on=event.submitted_on)
        case e.ItemVerified():
            late_days = _latest(item, event)
            return replace(item, status=ItemStatus.VERIFIED, stepped_on=event.verified_on, late_days=late_days)
        case e.ItemReopened():
            late_days = max(item.late_days, event.late_days)
            return replace(item, status=ItemStatus.OPEN, stepped_on=event.verified_on, late_days=late_days)
        case e.ItemAcceptedOpen():
            late_days = _latest(item, event)
            return replace(item, status=ItemStatus.ACCEPTED_OPEN, stepped_on=event.accepted_on, late_days=late_days)
    assert_never(event)


def handed_over(item: Item, number: int, event: ItemsHandedOver) -> Item:
    """The item once the competent authority has it; how late it was by then is kept."""
    late = (ended.late_days for ended in event.stopped if ended.item == str(number))
    late_days = max(item.late_days, *late, 0)
    return replace(item, status=ItemStatus.HANDED_OVER, stepped_on=event.handed_over_on, late_days=late_days)


def _latest(item: Item, event: e.ItemVerified | e.ItemAcceptedOpen) -> int:
    return max(item.late_days, *(ended.late_days for ended in event.stopped), 0)


def status_of(items: Mapping[int, Item]) -> Status:
    """Waiting for a verification wherever an item does; verified when nothing more is demanded of any."""
    if all(item.is_settled for item in items.values()):
        return Status.VERIFIED
    is_waiting = any(item.status is ItemStatus.SUBMITTED for item in items.values())
    return Status.VERIFYING if is_waiting else Status.RECTIFYING
