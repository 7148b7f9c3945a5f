"""Second persons, corrections and void in petitions: the commands that every kind of case has."""

from dataclasses import dataclass
from typing import ClassVar, get_args

from domain.cases import correcting, second, voiding
from domain.cases.correctable import correctable
from domain.kernel import Event, events_of
from domain.petition import events as e
from domain.petition.codes import OPEN, Status
from domain.petition.folding import evolve
from domain.petition.links import LinkFact
from domain.petition.order import ORDER
from domain.petition.recounting import PetitionRecount
from domain.petition.state import Petition

SECONDS = second.Facts(e.Stated, e.Confirmed, e.Contested, e.Remarked, evolve, OPEN)
CORRECTIONS = correcting.Facts(
    e.Corrected,
    Petition(),
    evolve,
    correctable(each for each in events_of(e.PetitionEvent) if each not in get_args(LinkFact)),
    clocked={e.Forwarded: "owner_received_on", e.DecisionIssued: "dispatched_on"},
    recount=PetitionRecount,
    order=ORDER,
)


@dataclass(frozen=True, slots=True, repr=False)
class Confirm(second.Confirm[Petition]):
    allowed_in: ClassVar = OPEN
    facts: ClassVar = SECONDS
    records: ClassVar[tuple[type[Event], ...]] = (e.Confirmed,)


@dataclass(frozen=True, slots=True, repr=False)
class Contest(second.Contest[Petition]):
    allowed_in: ClassVar = OPEN
    facts: ClassVar = SECONDS
    records: ClassVar[tuple[type[Event], ...]] = (e.Contested,)


@dataclass(frozen=True, slots=True, repr=False)
class Correct(correcting.Correct[Petition]):
    allowed_in: ClassVar = frozenset(Status) - {Status.NEW, Status.VOID}
    facts: ClassVar = CORRECTIONS
    records: ClassVar[tuple[type[Event], ...]] = (e.Corrected,)


@dataclass(frozen=True, slots=True, repr=False)
class Void(voiding.Void[Petition]):
    allowed_in: ClassVar = OPEN
    voided: ClassVar = e.Voided
    out: ClassVar = (e.NoticeSent, e.NotAccepted, e.Extended, e.DecisionIssued)
    records: ClassVar[tuple[type[Event], ...]] = (e.Voided,)
