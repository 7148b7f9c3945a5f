"""Rectifying: evidence is submitted per item and verified by two outsiders, or the item is accepted as open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from domain.deadlines.clocks import ClockStopped, StopReason, stopped
from domain.kernel import Command, Desk, Rejected
from domain.officers import stands_over
from domain.separation import SameOfficerProposesAndApproves, at_least_two
from domain.supervision import events as e
from domain.supervision.codes import ON_SITE_SUBJECTS, RECTIFICATION, ItemStatus, Status, VerificationMethod
from domain.supervision.events import ItemAcceptedOpen, ItemReopened, ItemVerified, RectificationSubmitted
from domain.supervision.items import Item
from domain.supervision.noticing import MOST_ITEMS, OnSiteVerificationNeeded
from domain.supervision.serving import OWNER, VERIFIER
from domain.supervision.state import RECTIFY, Supervision
from domain.supervision.teams import somebody_from_outside
from domain.units import active_unit
from domain.values import Known, LongText, OfficerRef, Several, Text, UnitRef, Whole, YesOrNo, written

ItemNumber = Annotated[int, Whole(1, MOST_ITEMS), Known("items")]


class ItemUnknown(Rejected):
    code = "item_unknown"
    says = "There is no item number {item}. There are {count}."


def _item(number: int, state: Supervision) -> Item:
    item = state.items.get(number)
    if item is None:
        raise ItemUnknown(item=number, count=len(state.items))
    return item


class ItemNotOpen(Rejected):
    code = "item_not_open"
    says = "Item {item} is in status {status}; evidence can be submitted only while it is open."


class NoItemOpen(Rejected):
    code = "no_item_open"
    says = "No item is open: evidence was submitted for all, or they are settled."
    is_moot = True


@dataclass(frozen=True, slots=True, repr=False)
class SubmitRectification(Command[Supervision]):
    """The unit shows how it carried out one item, which then waits for its verification."""

    allowed_in: ClassVar = RECTIFICATION
    item: ItemNumber
    evidence: LongText
    submitted_on: date

    @classmethod
    def barred(cls, state: Supervision, desk: Desk) -> Iterator[Rejected]:
        if not any(item.status is ItemStatus.OPEN for item in state.items.values()):
            yield NoItemOpen()

    def decide(self, state: Supervision, desk: Desk) -> tuple[RectificationSubmitted, ...]:
        item = _item(self.item, state)
        if item.status is not ItemStatus.OPEN:
            raise ItemNotOpen(item=self.item, status=item.status)
        day = desk.happened("submitted_on", self.submitted_on, not_before=max(item.stepped_on, state.replied_on))
        evidence = written(state.known_subject, "evidence", self.evidence)
        return (RectificationSubmitted(self.item, evidence, desk.officer, day),)


@dataclass(frozen=True, slots=True)
class Verifier:
    """Who verifies, and the unit where they work."""

    officer: Annotated[OfficerRef, VERIFIER]
    unit: UnitRef


class ItemNotSubmitted(Rejected):
    code = "item_not_submitted"
    says = "Item {item} is in status {status}; it can be verified only after evidence was submitted."


class VerifierFromResponsibleUnit(Rejected):
    code = "verifier_from_responsible_unit"
    says = (
        "Nobody from the unit responsible for item {item}, or from one below it, may verify it. "
        "Name verifiers from other units."
    )


@dataclass(frozen=True, slots=True, repr=False)
class VerifyItem(Command[Supervision]):
    """销号 by two officers who are not of the responsible unit and did not submit; where it fails, the item reopens.

    An item's clock stops only when it passes: a failure keeps the first due day, and how overdue the item was.
    """

    allowed_in: ClassVar = frozenset({Status.VERIFYING})
    item: ItemNumber
    passed: YesOrNo
    verified_on: date
    verifiers: Annotated[tuple[Verifier, ...], Several(1, 10)]
    on_site: YesOrNo
    notes: LongText

    @classmethod
    def barred(cls, state: Supervision, desk: Desk) -> Iterator[Rejected]:
        waiting = [item for item in state.items.values() if item.status is ItemStatus.SUBMITTED]
        if waiting and all(desk.officer in item.submitters for item in waiting):
            yield SameOfficerProposesAndApproves()

    def consults(self) -> Sequence[tuple[str, UUID]]:
        return tuple(dict.fromkeys(("unit", verifier.unit) for verifier in self.verifiers))

    def decide(self, state: Supervision, desk: Desk) -> tuple[ItemVerified | ItemReopened, ...]:
        item = _item(self.item, state)
        if item.status is not ItemStatus.SUBMITTED:
            raise ItemNotSubmitted(item=self.item, status=item.status)
        self._are_independent(item, state, desk)
        if _needs_site(item) and not self.on_site:
            raise OnSiteVerificationNeeded(item=self.item)
        day = desk.happened("verified_on", self.verified_on, not_before=item.stepped_on)
        return (self._verified(day, state) if self.passed else self._reopened(day, state),)

    def _are_independent(self, item: Item, state: Supervision, desk: Desk) -> None:
        officers = at_least_two(verifier.officer for verifier in self.verifiers)
        for verifier in self.verifiers:
            active_unit(desk, verifier.unit)
            named_from = state.team.get(verifier.officer)
            if item.responsible_unit == named_from or stands_over(item.responsible_unit, verifier.unit, desk.consulted):
                raise VerifierFromResponsibleUnit(item=self.item)
        somebody_from_outside((verifier.unit for verifier in self.verifiers), state, desk)
        if any(officer in item.submitters for officer in (*officers, desk.officer)):
            raise SameOfficerProposesAndApproves

    def _verified(self, on: date, state: Supervision) -> ItemVerified:
        return ItemVerified(
            item=self.item,
            verifiers=self._named(),
            on_site=self.on_site,
            notes=written(state.known_subject, "notes", self.notes),
            verified_on=on,
            stopped=_ended(self.item, state, on, StopReason.MET),
        )

    def _reopened(self, on: date, state: Supervision) -> ItemReopened:
        clock = state.clock(RECTIFY, str(self.item))
        return ItemReopened(
            item=self.item,
            verifiers=self._named(),
            on_site=self.on_site,
            notes=written(state.known_subject, "notes", self.notes),
            verified_on=on,
            due_on=clock.due_on if clock else on,
            late_days=stopped(clock, on).late_days if clock else 0,
        )

    def _named(self) -> tuple[e.Verifier, ...]:
        return tuple(dict.fromkeys(e.Verifier(each.officer, each.unit) for each in self.verifiers))


def _needs_site(item: Item) -> bool:
    return item.method is VerificationMethod.ON_SITE or item.category in ON_SITE_SUBJECTS


def _ended(number: int, state: Supervision, on: date, why: StopReason) -> tuple[ClockStopped, ...]:
    clock = state.clock(RECTIFY, str(number))
    return (stopped(clock, on, why),) if clock else ()


class ItemSettledAlready(Rejected):
    code = "item_settled_already"
    says = "Item {item} is settled already, with status {status}."


@dataclass(frozen=True, slots=True, repr=False)
class AcceptOpenItem(Command[Supervision]):
    """An item that cannot be finished in this case is formally accepted as open, with an officer who owns it on.

    It is not counted as rectified, and how late it was by then is kept.
    """

    allowed_in: ClassVar = RECTIFICATION
    item: ItemNumber
    owner: Annotated[OfficerRef, OWNER]
    reason: Annotated[str, Text(most=2_000, long=True)]
    accepted_on: date

    def decide(self, state: Supervision, desk: Desk) -> tuple[ItemAcceptedOpen, ...]:
        item = _item(self.item, state)
        if item.is_settled:
            raise ItemSettledAlready(item=self.item, status=item.status)
        if desk.officer == self.owner or desk.officer in item.submitters:
            raise SameOfficerProposesAndApproves
        day = desk.happened("accepted_on", self.accepted_on, not_before=max(item.stepped_on, state.replied_on))
        return (
            ItemAcceptedOpen(
                item=self.item,
                owner=self.owner,
                reason=written(state.known_subject, "reason", self.reason),
                accepted_by=desk.officer,
                accepted_on=day,
                stopped=_ended(self.item, state, day, StopReason.ENDED),
            ),
        )
