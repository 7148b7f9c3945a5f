"""Checking: what is missing is asked for, the home is visited by two, data is checked with authorisation."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, ClassVar

from domain.deadlines.clocks import Clock, StopReason, started
from domain.hardship.application import FIRST_CONTACT
from domain.hardship.codes import CheckedSource, Status
from domain.hardship.events import SupplementAsked, SupplementReceived, Verified, VisitArranged, Visited
from domain.hardship.serving import UNION_VISITOR, VISITOR
from domain.hardship.state import Hardship
from domain.kernel import Command, Desk, Rejected
from domain.parameters import parameters_for
from domain.separation import at_least_two
from domain.values import (
    Declaration,
    Line,
    LongText,
    OfficerRef,
    Sensitive,
    Several,
    Text,
    Whole,
    content,
    written_lines,
)

CHECK = "D-H02"
ONE_DAY = timedelta(days=1)


class RelativeInvolved(Rejected):
    """Neither the applicant nor a relative verifies, approves or pays an aid."""

    code = "relative_involved"
    says = "Whoever is related to the applicant takes no part. Tick “{flag_field}”, or let another officer act."


def no_relative_takes_part(declared: bool) -> None:
    """SD6: the applicant and the applicant's relatives do not visit, verify, approve or pay."""
    if not declared:
        raise RelativeInvolved(flag_field="no_relative")


class AnswerDayOutOfRange(Rejected):
    code = "answer_day_out_of_range"
    says = "The applicant's answer is to come by {latest} at the latest, and not before the request for it."


@dataclass(frozen=True, slots=True, repr=False)
class AskSupplement(Command[Hardship]):
    """Only what is required is asked for; the applicant has the days that the parameter allows.

    The days for visit and check count from complete papers: those that ran already begin anew when the papers are.
    """

    allowed_in: ClassVar = frozenset({Status.SUBMITTED})
    missing: Annotated[tuple[Line, ...], Several(1, 20)]
    asked_on: date
    answer_by: date

    def decide(self, state: Hardship, desk: Desk) -> tuple[SupplementAsked, ...]:
        day = desk.happened("asked_on", self.asked_on, not_before=state.stepped_on)
        latest = day + timedelta(days=parameters_for(desk.profile, day).supplement_pause_max_days)
        if not day <= self.answer_by <= latest:
            raise AnswerDayOutOfRange(latest=latest)
        missing = written_lines(state.known_subject, "missing", self.missing)
        ended = (*state.stops(day, FIRST_CONTACT), *state.stops(day, CHECK, why=StopReason.REPLACED))
        return (SupplementAsked(missing, day, self.answer_by, ended),)


@dataclass(frozen=True, slots=True, repr=False)
class ReceiveSupplement(Command[Hardship]):
    """What was missing came in; the days to decide on completeness run anew."""

    allowed_in: ClassVar = frozenset({Status.SUPPLEMENT})
    received_on: date
    note: Annotated[str | None, Text(most=500, long=True)] = None

    def decide(self, state: Hardship, desk: Desk) -> tuple[SupplementReceived, ...]:
        day = desk.happened("received_on", self.received_on, not_before=state.stepped_on)
        clock = started(FIRST_CONTACT, day, desk.calendar, desk.profile)
        return (SupplementReceived(content(state.known_subject, "note", self.note), day, clock),)


class SupplementAwaited(Rejected):
    code = "supplement_awaited"
    says = "The applicant has until {answer_by} to hand in what is missing."


def _awaited(state: Hardship, on: date) -> Iterator[Rejected]:
    """Nobody is refused for papers that are still awaited; after the days given the request goes on without them."""
    if state.status is Status.SUPPLEMENT and on <= state.answer_by:
        yield SupplementAwaited(answer_by=state.answer_by, passes_on=state.answer_by + ONE_DAY)


def _require_complete(state: Hardship, on: date) -> None:
    for rejection in _awaited(state, on):
        raise rejection


def _begun(state: Hardship, day: date, desk: Desk) -> Clock | None:
    """The days for visit and check, where they do not run yet."""
    return None if state.clock(CHECK) else started(CHECK, day, desk.calendar, desk.profile)


class VisitBeforeArrangement(Rejected):
    code = "visit_before_arrangement"
    says = "The visit cannot lie before the day on which it is arranged."


class VisitAgreedAlready(Rejected):
    code = "visit_agreed_already"
    says = "The visit is agreed for {visit_on} already. Give another day, or record the visit."


@dataclass(frozen=True, slots=True, repr=False)
class ArrangeVisit(Command[Hardship]):
    """The papers are complete, or go on without what never came; the day of the visit is agreed."""

    allowed_in: ClassVar = frozenset({Status.SUBMITTED, Status.SUPPLEMENT})
    arranged_on: date
    visit_on: date

    @classmethod
    def barred(cls, state: Hardship, desk: Desk) -> Iterator[Rejected]:
        yield from _awaited(state, desk.today)

    def decide(self, state: Hardship, desk: Desk) -> tuple[VisitArranged, ...]:
        day = desk.happened("arranged_on", self.arranged_on, not_before=state.stepped_on)
        _require_complete(state, day)
        if self.visit_on < day:
            raise VisitBeforeArrangement
        if self.visit_on == state.visit_on:
            raise VisitAgreedAlready(visit_on=self.visit_on)
        clock = state.clock(CHECK) or started(CHECK, day, desk.calendar, desk.profile)
        return (VisitArranged(day, self.visit_on, clock, state.stops(day, FIRST_CONTACT)),)


class UnionVisitorMissing(Rejected):
    code = "union_visitor_missing"
    says = "One of the visitors must come from the union. Name who of the visitors that is."


class VisitNoteUnsigned(Rejected):
    code = "visit_note_unsigned"
    says = "The note of the visit must be signed."


@dataclass(frozen=True, slots=True, repr=False)
class RecordHomeVisit(Command[Hardship]):
    """Two visitors at least, one of them from the union and none a relative; facts, and no opinion on character."""

    allowed_in: ClassVar = frozenset({Status.SUBMITTED, Status.SUPPLEMENT})
    once: ClassVar = "visited_on"
    visited_on: date
    visitors: Annotated[tuple[OfficerRef, ...], Several(1, 10), VISITOR]
    union_visitor: Annotated[OfficerRef, UNION_VISITOR]
    findings: LongText
    note_signed: Declaration
    no_relative: Declaration

    @classmethod
    def barred(cls, state: Hardship, desk: Desk) -> Iterator[Rejected]:
        yield from _awaited(state, desk.today)

    def decide(self, state: Hardship, desk: Desk) -> tuple[Visited, ...]:
        visitors = self._visitors()
        day = desk.happened("visited_on", self.visited_on, not_before=state.stepped_on)
        _require_complete(state, day)
        return (
            Visited(
                visitors=visitors,
                union_visitor=self.union_visitor,
                findings=Sensitive(state.known_subject, "findings", self.findings),
                visited_on=day,
                clock=_begun(state, day, desk),
                stopped=state.stops(day, FIRST_CONTACT),
            ),
        )

    def _visitors(self) -> tuple[OfficerRef, ...]:
        visitors = at_least_two(self.visitors)
        if self.union_visitor not in visitors:
            raise UnionVisitorMissing
        no_relative_takes_part(self.no_relative)
        if not self.note_signed:
            raise VisitNoteUnsigned(flag_field="note_signed")
        return visitors


class AuthorisationMissing(Rejected):
    """浙江省社会救助条例: registers are asked only with the family's written authorisation."""

    code = "authorisation_missing"
    says = "The family has not authorised a data check. The request stays open; record the authorisation first."


class AuthorisationExpired(Rejected):
    code = "authorisation_expired"
    says = "The authorisation for the data check ended on {valid_until}. Ask the family for a new one."


@dataclass(frozen=True, slots=True, repr=False)
class VerifyData(Command[Hardship]):
    """Registers are asked with the family's authorisation; who lives together is counted anew, none left out."""

    allowed_in: ClassVar = frozenset({Status.VISITED})
    verified_on: date
    sources: Annotated[tuple[CheckedSource, ...], Several(1, 6)]
    findings: LongText
    member_count: Annotated[int, Whole(1, 20)]
    no_relative: Declaration

    @classmethod
    def barred(cls, state: Hardship, desk: Desk) -> Iterator[Rejected]:
        if not state.authorisations:
            yield AuthorisationMissing()

    def decide(self, state: Hardship, desk: Desk) -> tuple[Verified, ...]:
        no_relative_takes_part(self.no_relative)
        day = self._authorised_day(state, desk)
        findings = Sensitive(state.known_subject, "findings", self.findings)
        return (Verified(tuple(dict.fromkeys(self.sources)), findings, self.member_count, desk.officer, day),)

    def _authorised_day(self, state: Hardship, desk: Desk) -> date:
        """The day of the check, on which an authorisation that was signed by then still held."""
        first = min(state.authorisations)
        day = desk.happened("verified_on", self.verified_on, not_before=max(first, state.stepped_on))
        valid_until = max(until for signed_on, until in state.authorisations.items() if signed_on <= day)
        if day > valid_until:
            raise AuthorisationExpired(valid_until=valid_until)
        return day
