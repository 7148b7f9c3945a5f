"""Second persons, corrections and void in supervision cases: the commands that every kind of case has."""

from dataclasses import dataclass
from typing import ClassVar

from domain.cases import correcting, second, voiding
from domain.cases.correctable import correctable
from domain.kernel import Event, events_of
from domain.supervision import events as e
from domain.supervision.codes import OPEN, Status
from domain.supervision.order import ORDER
from domain.supervision.referrals import ReferralAwaited, Referred
from domain.supervision.state import Supervision, evolve

SECONDS = second.Facts(e.Stated, e.Confirmed, e.Contested, e.Remarked, evolve, OPEN)
CORRECTIONS = correcting.Facts(
    e.Corrected,
    Supervision(),
    evolve,
    correctable(each for each in events_of(e.SupervisionEvent) if each not in (ReferralAwaited, Referred)),
    clocked={},
    order=ORDER,
)


@dataclass(frozen=True, slots=True, repr=False)
class Confirm(second.Confirm[Supervision]):
    allowed_in: ClassVar = OPEN
    facts: ClassVar = SECONDS
    records: ClassVar[tuple[type[Event], ...]] = (e.Confirmed,)


@dataclass(frozen=True, slots=True, repr=False)
class Contest(second.Contest[Supervision]):
    allowed_in: ClassVar = OPEN
    facts: ClassVar = SECONDS
    records: ClassVar[tuple[type[Event], ...]] = (e.Contested,)


@dataclass(frozen=True, slots=True, repr=False)
class Correct(correcting.Correct[Supervision]):
    allowed_in: ClassVar = frozenset(Status) - {Status.NEW, Status.VOID}
    facts: ClassVar = CORRECTIONS
    records: ClassVar[tuple[type[Event], ...]] = (e.Corrected,)


@dataclass(frozen=True, slots=True, repr=False)
class Void(voiding.Void[Supervision]):
    allowed_in: ClassVar = OPEN
    voided: ClassVar = e.Voided
    out: ClassVar = (e.Started, e.NoticeIssued, Referred)
    records: ClassVar[tuple[type[Event], ...]] = (e.Voided,)
