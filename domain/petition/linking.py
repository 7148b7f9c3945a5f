"""Handing on to work of another kind: what a petition says of a system, and a wish for assistance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from domain.cases.subjects import SubjectCode
from domain.deadlines.calendar import ONE_DAY
from domain.deadlines.rules import Unit
from domain.deadlines.terms import moved_on
from domain.kernel import Command, Desk, Reaction, Rejected
from domain.officers import Serving, stands_over
from domain.petition.codes import OPEN, Issue, Purpose, Status
from domain.petition.links import AssistanceWished, LeadSuggested, Slip, SlipDelivered, SlipScheduled, SlipTakenDown
from domain.petition.state import Petition
from domain.roles import Role
from domain.scopes import Excerpt
from domain.units import active_unit
from domain.values import (
    MORE,
    Brief,
    Declaration,
    Identity,
    Known,
    OfficerRef,
    Several,
    Text,
    Title,
    UnitRef,
    written,
)

KNOWN = frozenset(Status) - {Status.NEW, Status.RECEIVED, Status.REGISTERED, Status.VOID}
"""Where somebody has seen what the petition is about."""
CONFIRMING = Serving(frozenset({Role.INTAKE, Role.PET_HEAD, Role.OWNER_LEAD}), of="unit")
"""The second officer, who makes sure that what crosses tells of nobody."""
ON_SYSTEMS = frozenset({Issue.I15, Issue.I17})
"""Issues that are about how things are done, whatever is asked for."""
LEAD_LIES, WISH_LIES = (10, Unit.WD), (30, Unit.CAL)
"""How long a slip lies before the other desk."""


class AccusationNeverCrosses(Rejected):
    """信访工作条例 §§22, 30: what accuses somebody goes to the discipline office and nowhere else."""

    code = "accusation_never_crosses"
    is_moot = True
    says = "The petition contains an accusation. Nothing of it is handed on but to the discipline office."


class NothingAboutASystem(Rejected):
    code = "nothing_about_a_system"
    is_moot = True
    says = "No demand of this petition is about how things are done, so that there is nothing to look into."


class SuggestedAndConfirmedByOne(Rejected):
    code = "suggested_and_confirmed_by_one"
    says = "A second officer has to confirm that the text tells of nobody. Name another officer."


class LookedIntoByItself(Rejected):
    """SD8: who looks into a unit stands neither in it nor below it."""

    code = "looked_into_by_itself"
    says = "The union of {unit} cannot look into that unit: it is the unit itself, or lies below it."


@dataclass(frozen=True, slots=True, repr=False)
class SuggestLead(Command[Petition]):
    """Only the subject, the unit and a text that tells of nobody cross; where they come from does not."""

    allowed_in: ClassVar = KNOWN & OPEN
    to_unit: Annotated[UnitRef, Known("unit")]
    supervised_unit: UnitRef
    subjects: Annotated[tuple[SubjectCode, ...], Several(1, 10)]
    title: Title
    text: Brief
    confirmed_by: Annotated[OfficerRef, CONFIRMING]
    suggested_on: date
    title_is_meant: Annotated[bool, MORE] = False

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        if Purpose.P3 in state.purposes:
            yield AccusationNeverCrosses()
        elif Purpose.P2 not in state.purposes and not state.issues & ON_SYSTEMS:
            yield NothingAboutASystem()

    def consults(self) -> Sequence[tuple[str, UUID]]:
        return (("unit", self.to_unit), ("unit", self.supervised_unit))

    def lines(self, state: Petition) -> Sequence[UUID]:
        return (self.to_unit,)

    def decide(self, state: Petition, desk: Desk) -> tuple[LeadSuggested, ...]:
        if self.confirmed_by == desk.officer:
            raise SuggestedAndConfirmedByOne
        leading = active_unit(desk, self.to_unit)
        active_unit(desk, self.supervised_unit)
        if stands_over(self.supervised_unit, self.to_unit, desk.consulted):
            raise LookedIntoByItself(unit=leading.code)
        number = _next(state)
        return (
            LeadSuggested(
                slip=number,
                to_unit=self.to_unit,
                supervised_unit=self.supervised_unit,
                subjects=tuple(dict.fromkeys(self.subjects)),
                title=written(state.known_subject, f"slip/{number}/title", self.title),
                text=written(state.known_subject, f"slip/{number}/text", self.text),
                suggested_by=desk.officer,
                confirmed_by=self.confirmed_by,
                suggested_on=desk.happened("suggested_on", self.suggested_on, not_before=state.received_on),
            ),
        )


class PetitionerDoesNotAgree(Rejected):
    """个人信息保护法 §23: who somebody is goes to others with their separate consent alone."""

    code = "petitioner_does_not_agree"
    says = "The petitioner has not agreed. How to reach them goes to the union with their consent alone."


@dataclass(frozen=True, slots=True, repr=False)
class WishAssistance(Command[Petition]):
    """How to reach the petitioner crosses, and that they wish to apply: nothing about the matter (§1.7)."""

    allowed_in: ClassVar = KNOWN
    to_unit: Annotated[UnitRef, Known("unit")]
    contact: Annotated[str, Text(most=200)]
    agreed_on: date
    petitioner_agrees: Declaration

    def consults(self) -> Sequence[tuple[str, UUID]]:
        return (("unit", self.to_unit),)

    def decide(self, state: Petition, desk: Desk) -> tuple[AssistanceWished, ...]:
        if not self.petitioner_agrees:
            raise PetitionerDoesNotAgree(flag_field="petitioner_agrees")
        active_unit(desk, self.to_unit)
        day = desk.happened("agreed_on", self.agreed_on, not_before=state.received_on)
        number = _next(state)
        contact = Identity(state.known_subject, f"slip/{number}/contact", self.contact)
        return (AssistanceWished(number, self.to_unit, contact, desk.officer, day),)


def _next(state: Petition) -> int:
    """The number of the next slip; those that wait for a second person have theirs already."""
    return 1 + sum(isinstance(each, LeadSuggested | AssistanceWished) for each in state.past.values())


def _unscheduled_since(state: Petition) -> date | None:
    return min((each.ready_on for each in state.links.unscheduled()), default=None)


def _scheduled(state: Petition, desk: Desk) -> tuple[SlipScheduled, ...]:
    """On the next working day at the earliest: neither the minute nor the order of what is recorded tells of it."""
    day = desk.calendar.working_day_on_or_after(desk.today + ONE_DAY)
    return tuple(SlipScheduled(each.number, day) for each in state.links.unscheduled())


def _lies_from(state: Petition) -> date | None:
    return min((each.lies_from for each in state.links.unlaid()), default=None)


def _laid(state: Petition, desk: Desk) -> tuple[SlipDelivered, ...]:
    due = (each for each in state.links.unlaid() if each.lies_from <= desk.today)
    return tuple(_laid_one(each, desk) for each in due)


def _laid_one(slip: Slip, desk: Desk) -> SlipDelivered:
    length, unit = LEAD_LIES if slip.paper is Excerpt.LEAD_SLIP else WISH_LIES
    until = moved_on(desk.today, length, unit, desk.calendar)
    return SlipDelivered(slip.number, slip.paper, slip.to_unit, slip.about, desk.today, until)


def _over_from(state: Petition) -> date | None:
    return min((each.lies_until + ONE_DAY for each in state.links.lying()), default=None)


def _taken_down(state: Petition, desk: Desk) -> tuple[SlipTakenDown, ...]:
    over = (each for each in state.links.lying() if each.lies_until < desk.today)
    return tuple(SlipTakenDown(each.number, each.paper, desk.today) for each in over)


LINKS: tuple[Reaction[Petition], ...] = (
    Reaction("slip scheduled", _unscheduled_since, _scheduled),
    Reaction("slip laid", _lies_from, _laid),
    Reaction("slip taken down", _over_from, _taken_down),
)
"""What days ask of the service for slips, each step once."""
SLIP_FACTS = (SlipScheduled, SlipDelivered, SlipTakenDown)
