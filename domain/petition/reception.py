"""Reception: a petition is received, and screened by the head of the petition office."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from domain.cases.concerning import Concerned, concerned
from domain.deadlines.clocks import started
from domain.kernel import Command, Desk, Rejected
from domain.numbers import case_number
from domain.petition.accusations import PassedUp, Sealed
from domain.petition.accused import Accused, units_named
from domain.petition.codes import (
    Channel,
    Purpose,
    Status,
)
from domain.petition.events import OfficersConcerned, Received, Screened
from domain.petition.folding import evolve
from domain.petition.notices import FIRST_NOTICE
from domain.petition.registering import Entered, Registration, registered
from domain.petition.sealing import needs_seal, sealed
from domain.petition.state import Petition
from domain.units import active_unit
from domain.values import (
    FIRST,
    MORE,
    Brief,
    Guarded,
    Several,
    Text,
    UnitRef,
    guarded,
)

Opening = Received | OfficersConcerned | Entered | Sealed | PassedUp


@dataclass(frozen=True, slots=True, repr=False)
class Receive(Command[Petition]):
    """A petition arrives; with `registration` it is registered in the same visit to the desk.

    A letter that accuses somebody is sealed in the same step where `accused` says whom. For officers whom it `concerns`
    themselves it never exists.
    """

    allowed_in: ClassVar = frozenset({Status.NEW})
    channel: Channel
    received_on: date
    registration: Registration | None
    unit: Annotated[UnitRef, FIRST]
    origin_ref: Annotated[str | None, Text(most=40), MORE] = None
    accused: Annotated[tuple[Accused, ...], Several(0, 5), MORE] = ()
    concerns: Concerned = ()

    def consults(self) -> Sequence[tuple[str, UUID]]:
        return tuple(dict.fromkeys((("unit", self.unit), *units_named(self.accused))))

    def lines(self, state: Petition) -> Sequence[UUID]:
        return (self.unit,) if self.accused else ()

    def decide(self, state: Petition, desk: Desk) -> tuple[Opening, ...]:
        received = self._received(desk)
        after = evolve(state, received)
        own = concerned(OfficersConcerned, self.concerns, desk.today, desk)
        entered = () if self.registration is None else registered(self.registration, after, desk)
        if not self.accused:
            return (received, *own, *entered)
        for fact in (*own, *entered):
            after = evolve(after, fact)
        return (received, *own, *entered, *sealed(self.accused, self.received_on, after, desk))

    def _received(self, desk: Desk) -> Received:
        unit = active_unit(desk, self.unit)
        day = desk.happened("received_on", self.received_on)
        return Received(
            case_no=case_number("PET", unit.code, day.year, desk.stream),
            unit=self.unit,
            subject=desk.subject,
            channel=self.channel,
            received_on=day,
            origin_ref=self.origin_ref,
            clock=started(FIRST_NOTICE, day, desk.calendar, desk.profile),
        )


@dataclass(frozen=True, slots=True, repr=False)
class Screen(Command[Petition]):
    """The head declares that no recusal stands against the desk, and confirms the redacted brief."""

    allowed_in: ClassVar = frozenset({Status.REGISTERED})
    screened_on: date
    brief: Brief | None = None
    title_is_meant: Annotated[bool, MORE] = False

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        yield from needs_seal(state)

    @classmethod
    def asks(cls, state: Petition) -> Mapping[str, bool]:
        return asks_for_brief(state)

    def decide(self, state: Petition, desk: Desk) -> tuple[Screened, ...]:
        return (screened(self.screened_on, self.brief, state, desk),)


class SameOfficerRedactsAndConfirms(Rejected):
    code = "same_officer_redacts_and_confirms"
    says = "The redacted summary must be confirmed by another officer than the one who registered the petition."


class BriefMissing(Rejected):
    """信访工作条例 §30: of what was written in confidence the brief is all that is handed on."""

    code = "brief_missing"
    says = "The petition was filed in confidence: whoever handles it reads the redacted summary alone. Give it here."


def asks_for_brief(state: Petition) -> Mapping[str, bool]:
    """Whether the screening demands the brief: of what was written in confidence, and is handed on, nothing else is."""
    return {"brief": True} if is_handed_on_as_brief(state) else {}


def is_handed_on_as_brief(state: Petition) -> bool:
    """Whether it was filed in confidence; an accusation is handed to the discipline office unopened."""
    return state.is_confidential and Purpose.P3 not in state.purposes


def screened(on: date, brief: str | None, state: Petition, desk: Desk) -> Screened:
    """The screening; a brief is confirmed only by another officer than the one who registered."""
    if is_handed_on_as_brief(state) and not brief:
        raise BriefMissing(field="brief")
    if brief and desk.officer == state.registered_by:
        raise SameOfficerRedactsAndConfirms
    day = desk.happened("screened_on", on, not_before=state.received_on)
    return Screened(day, _brief(brief, state) if brief else None)


def _brief(brief: str, state: Petition) -> Guarded[str]:
    return guarded(state.known_subject, "brief", brief, Purpose.P3 in state.purposes)
