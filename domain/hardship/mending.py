"""Second persons, corrections and void in hardship requests: the commands that every kind of case has."""

from dataclasses import dataclass
from typing import ClassVar

from domain.cases import correcting, second, voiding
from domain.cases.correctable import correctable
from domain.hardship import events as e
from domain.hardship.codes import OPEN, Status
from domain.hardship.order import ORDER
from domain.hardship.state import Hardship, evolve
from domain.kernel import Event, events_of

SECONDS = second.Facts(e.Stated, e.Confirmed, e.Contested, e.Remarked, evolve, OPEN)
CORRECTIONS = correcting.Facts(
    e.Corrected,
    Hardship(),
    evolve,
    correctable(events_of(e.HardshipEvent)),
    clocked={e.Applied: "applied_on", e.VisitArranged: "arranged_on", e.Published: "posted_on"},
    order=ORDER,
)


@dataclass(frozen=True, slots=True, repr=False)
class Confirm(second.Confirm[Hardship]):
    allowed_in: ClassVar = OPEN
    facts: ClassVar = SECONDS
    records: ClassVar[tuple[type[Event], ...]] = (e.Confirmed,)


@dataclass(frozen=True, slots=True, repr=False)
class Contest(second.Contest[Hardship]):
    allowed_in: ClassVar = OPEN
    facts: ClassVar = SECONDS
    records: ClassVar[tuple[type[Event], ...]] = (e.Contested,)


@dataclass(frozen=True, slots=True, repr=False)
class Correct(correcting.Correct[Hardship]):
    allowed_in: ClassVar = frozenset(Status) - {Status.NEW, Status.VOID}
    facts: ClassVar = CORRECTIONS
    records: ClassVar[tuple[type[Event], ...]] = (e.Corrected,)


@dataclass(frozen=True, slots=True, repr=False)
class Void(voiding.Void[Hardship]):
    allowed_in: ClassVar = OPEN
    voided: ClassVar = e.Voided
    out: ClassVar = (e.Published, e.Refused, e.AidPaid)
    records: ClassVar[tuple[type[Event], ...]] = (e.Voided,)
