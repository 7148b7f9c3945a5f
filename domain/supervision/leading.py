"""Leads: what may be worth a check is recorded, registered or dismissed, and triaged."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from domain.cases.concerning import Concerned, concerned
from domain.deadlines.clocks import ClockStopped, StopReason, started, stopped
from domain.kernel import Command, Desk, Rejected
from domain.numbers import case_number
from domain.separation import SameOfficerProposesAndApproves
from domain.supervision.codes import ClosingGround, Source, Status, SubjectCode, TriageDecision
from domain.supervision.events import Dismissed, LeadRecorded, OfficersConcerned, Registered, Triaged
from domain.supervision.referrals import ReferralAwaited
from domain.supervision.serving import CONFIRMING
from domain.supervision.state import HANDING_OVER, TRIAGE, Supervision, evolve
from domain.units import active_unit
from domain.values import (
    FIRST,
    MORE,
    Identity,
    OfficerRef,
    Several,
    Text,
    Title,
    UnitRef,
    YesOrNo,
    content,
    identity,
    written,
)


class SameOfficerWritesAndConfirms(Rejected):
    """What is known of a lead is written down by one officer and confirmed to tell of nobody by a second one."""

    code = "same_officer_writes_and_confirms"
    says = "A second officer has to confirm that the text tells nothing of a person. Name another officer."


@dataclass(frozen=True, slots=True, repr=False)
class RecordLead(Command[Supervision]):
    """A lead, its text confirmed by a second officer to tell of nobody; with `registered_on` it is registered at once.

    The confirmation is asked whatever the source, so that nothing shows which leads came from a petition. For officers
    whom it `concerns` themselves it never exists.
    """

    allowed_in: ClassVar = frozenset({Status.NEW})
    recorded_on: date
    subjects: Annotated[tuple[SubjectCode, ...], Several(1, 10)]
    supervised_unit: UnitRef
    title: Title
    text: Annotated[str, Text(most=2_000, long=True)]
    source: Source
    confirmed_by: Annotated[OfficerRef, CONFIRMING]
    alleges_person_violation: YesOrNo
    unit: Annotated[UnitRef, FIRST]
    registered_on: Annotated[date | None, MORE] = None
    source_ref: Annotated[str | None, Text(most=40), MORE] = None
    title_is_meant: Annotated[bool, MORE] = False
    concerns: Concerned = ()

    def consults(self) -> Sequence[tuple[str, UUID]]:
        return (("unit", self.unit), ("unit", self.supervised_unit))

    def decide(self, state: Supervision, desk: Desk) -> tuple[LeadRecorded | OfficersConcerned | Registered, ...]:
        if self.confirmed_by == desk.officer:
            raise SameOfficerWritesAndConfirms
        lead, own = self._recorded(desk), concerned(OfficersConcerned, self.concerns, desk.today, desk)
        if self.registered_on is None:
            return (lead, *own)
        return (lead, *own, registered(self.registered_on, evolve(state, lead), desk))

    def _recorded(self, desk: Desk) -> LeadRecorded:
        unit = active_unit(desk, self.unit)
        active_unit(desk, self.supervised_unit)
        day = desk.happened("recorded_on", self.recorded_on)
        return LeadRecorded(
            case_no=case_number("SUP", unit.code, day.year, desk.stream),
            unit=self.unit,
            supervised_unit=self.supervised_unit,
            subject=desk.subject,
            subjects=tuple(dict.fromkeys(self.subjects)),
            title=written(desk.subject, "title", self.title),
            text=written(desk.subject, "text", self.text),
            source=Identity(desk.subject, "source", self.source),
            source_ref=identity(desk.subject, "source_ref", self.source_ref),
            alleges_person_violation=self.alleges_person_violation,
            recorded_by=desk.officer,
            confirmed_by=self.confirmed_by,
            recorded_on=day,
            clock=started(TRIAGE, day, desk.calendar, desk.profile),
        )


@dataclass(frozen=True, slots=True, repr=False)
class Register(Command[Supervision]):
    allowed_in: ClassVar = frozenset({Status.LEAD})
    registered_on: date

    def decide(self, state: Supervision, desk: Desk) -> tuple[Registered, ...]:
        return (registered(self.registered_on, state, desk),)


def registered(on: date, state: Supervision, desk: Desk) -> Registered:
    """The registration, on the day of the lead or later."""
    return Registered(desk.officer, desk.happened("registered_on", on, not_before=state.stepped_on))


@dataclass(frozen=True, slots=True, repr=False)
class Dismiss(Command[Supervision]):
    """A lead without substance ends here, on the word of another officer than the one who recorded it."""

    allowed_in: ClassVar = frozenset({Status.LEAD})
    reason: Annotated[str, Text(most=2_000, long=True)]
    dismissed_on: date

    @classmethod
    def barred(cls, state: Supervision, desk: Desk) -> Iterator[Rejected]:
        if state.recorded_by == desk.officer:
            yield SameOfficerProposesAndApproves()

    def decide(self, state: Supervision, desk: Desk) -> tuple[Dismissed, ...]:
        day = desk.happened("dismissed_on", self.dismissed_on, not_before=state.stepped_on)
        return (
            Dismissed(
                ground=ClosingGround.NO_SUBSTANCE,
                reason=written(state.known_subject, "reason", self.reason),
                dismissed_by=desk.officer,
                dismissed_on=day,
                stopped=_ended(state, day, StopReason.ENDED),
            ),
        )


class PersonViolationIsReferred(Rejected):
    """Design: a supervision team is no discipline organ and looks into no person."""

    code = "person_violation_is_referred"
    says = "The lead alleges a violation by a named person. Refer it, or refer that part and supervise the rest."


@dataclass(frozen=True, slots=True, repr=False)
class Triage(Command[Supervision]):
    """A named person's violation is never looked into by a supervision team: it is referred, wholly or in part."""

    allowed_in: ClassVar = frozenset({Status.REGISTERED})
    decision: TriageDecision
    triaged_on: date
    alleges_person_violation: bool = False
    reason: Annotated[str | None, Text(most=2_000, long=True), MORE] = None

    def decide(self, state: Supervision, desk: Desk) -> tuple[Triaged | ReferralAwaited, ...]:
        alleges = self.alleges_person_violation or state.alleges_person_violation
        if alleges and self.decision is TriageDecision.DEMOCRATIC_SUPERVISION:
            raise PersonViolationIsReferred
        day = desk.happened("triaged_on", self.triaged_on, not_before=state.stepped_on)
        triaged = self._triaged(alleges, day, state, desk)
        if self.decision is TriageDecision.DEMOCRATIC_SUPERVISION:
            return (triaged,)
        return (triaged, ReferralAwaited(day, started(HANDING_OVER, day, desk.calendar, desk.profile)))

    def _triaged(self, alleges: bool, day: date, state: Supervision, desk: Desk) -> Triaged:
        return Triaged(
            decision=self.decision,
            alleges_person_violation=alleges,
            reason=content(state.known_subject, "reason", self.reason),
            triaged_by=desk.officer,
            triaged_on=day,
            stopped=_ended(state, day, StopReason.MET),
        )


def _ended(state: Supervision, on: date, why: StopReason) -> tuple[ClockStopped, ...]:
    clock = state.clock(TRIAGE)
    return (stopped(clock, on, why),) if clock else ()
