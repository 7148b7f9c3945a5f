"""Opening a batch, and keeping what became of its items."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from domain.batch.codes import BatchStatus
from domain.batch.events import BatchItem, ItemsTried, ItemTried, Opened
from domain.batch.state import Batch
from domain.kernel import Command, Desk, Rejected
from domain.numbers import case_number
from domain.units import active_unit
from domain.values import Code, Line, LongText, Several, SubjectRef, Text, UnitRef, Whole, content

MOST_ITEMS = 500
"""So many records one act is over at most."""
NUMBERED = "BAT"


class ItemTwice(Rejected):
    code = "item_twice"
    says = "The record {case} stands in the list twice. Name each record once."


@dataclass(frozen=True, slots=True, repr=False)
class Item:
    """A record, and the version at which it was seen."""

    case: UUID
    seen: Annotated[int, Whole(1, 2**31)]


@dataclass(frozen=True, slots=True, repr=False)
class OpenBatch(Command[Batch]):
    """`asked` is a digest of what is asked of each item: a repeat is known by it, and it is stored nowhere."""

    allowed_in: ClassVar = frozenset({BatchStatus.NEW})
    unit: UnitRef
    kind: Code
    command: Code
    entries: Annotated[tuple[Item, ...], Several(1, MOST_ITEMS)]
    asked: Annotated[str, Text(most=64)]
    reference: Line | None = None

    def consults(self) -> Sequence[tuple[str, UUID]]:
        return (("unit", self.unit),)

    def decide(self, state: Batch, desk: Desk) -> tuple[Opened, ...]:
        seen: set[UUID] = set()
        for item in self.entries:
            if item.case in seen:
                raise ItemTwice(case=item.case)
            seen.add(item.case)
        number = case_number(NUMBERED, active_unit(desk, self.unit).code, desk.today.year, desk.stream)
        return (
            Opened(
                batch_no=number,
                subject=desk.subject,
                unit=self.unit,
                opened_by=desk.officer,
                kind=self.kind,
                command=self.command,
                reference=content(desk.subject, "reference", self.reference),
                entries=tuple(BatchItem(item.case, item.seen) for item in self.entries),
                opened_on=desk.today,
            ),
        )


@dataclass(frozen=True, slots=True, repr=False)
class TriedItem:
    """What became of an item: it was carried out, or what stood against it."""

    entry: Annotated[int, Whole(1, MOST_ITEMS)]
    refusal: Code | None = None
    reason: LongText | None = None


@dataclass(frozen=True, slots=True, repr=False)
class RecordTried(Command[Batch]):
    """What is known of an item already stays: two who carry out the same batch find the same."""

    allowed_in: ClassVar = frozenset({BatchStatus.RUNNING, BatchStatus.DONE})
    outcomes: Annotated[tuple[TriedItem, ...], Several(1, MOST_ITEMS)]

    def decide(self, state: Batch, desk: Desk) -> tuple[ItemsTried, ...]:
        subject = state.subject
        if subject is None:
            raise LookupError("a batch that was opened has a subject")
        told = tuple(_told(each, subject) for each in self.outcomes if each.entry not in state.tried)
        return (ItemsTried(told),) if told else ()


def _told(each: TriedItem, subject: SubjectRef) -> ItemTried:
    reason = content(subject, f"reason/{each.entry}", each.reason)
    return ItemTried(each.entry, each.refusal, reason)
