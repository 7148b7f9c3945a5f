"""What is recorded of one act over many records: which records and which command, and what became of each."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from domain.values import Code, Content, OfficerRef, SubjectRef, UnitRef


@dataclass(frozen=True, slots=True)
class BatchItem:
    """A record that the act is over, and the version at which it was seen."""

    case: UUID
    seen: int


@dataclass(frozen=True, slots=True)
class Opened:
    """One act over many records of a kind; `reference` is the paper that it was decided on, a list or minutes.

    Items are numbered from 1 in their order. `unit` is the one in whose name whoever opened it acts.
    """

    NAME: ClassVar = "batch.opened"
    VERSION: ClassVar = 1
    batch_no: str
    subject: SubjectRef
    unit: UnitRef
    opened_by: OfficerRef
    kind: Code
    command: Code
    reference: Content[str] | None
    entries: tuple[BatchItem, ...]
    opened_on: date


@dataclass(frozen=True, slots=True)
class ItemTried:
    """What became of an item: it was carried out, or `refusal` is the code of what stood against it.

    `reason` says that in words, as whoever gave the batch was told.
    """

    entry: int
    refusal: Code | None
    reason: Content[str] | None


@dataclass(frozen=True, slots=True)
class ItemsTried:
    """What became of items; that one was carried out is recorded in one statement with what it changed."""

    NAME: ClassVar = "batch.items_tried"
    VERSION: ClassVar = 1
    outcomes: tuple[ItemTried, ...]


BatchEvent = Opened | ItemsTried
