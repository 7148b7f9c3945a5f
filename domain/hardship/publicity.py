"""Publicity: the masked notice is posted, anybody may object, two persons check, and the notice ends."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, ClassVar

from domain.deadlines.clocks import Clock, StopReason, paused, settled, started, stopped
from domain.deadlines.rules import Unit, rule_for
from domain.hardship import refusals
from domain.hardship.checking import CHECK, ONE_DAY, no_relative_takes_part
from domain.hardship.codes import AidKind, Alternative, ObjectionOutcome, Place, Status
from domain.hardship.events import Objected, ObjectionResolved, PublicityEnded, Published, Refused
from domain.hardship.masking import masked_name
from domain.hardship.reviewing import refused, without_reasons
from domain.hardship.state import Hardship, evolve
from domain.kernel import Command, Desk, Rejected
from domain.parameters import parameters_for
from domain.separation import SameOfficerProposesAndApproves, at_least_two
from domain.values import MORE, Identity, LongText, OfficerRef, Several, Text, Whole, YesOrNo, identity, written

PUBLICITY = "D-H03"
APPROVAL = "D-H04"
EMERGENCY_CHECK = "D-H08"
"""Visit, check and publicity after emergency aid; all are done once the notice is posted; 社会救助暂行办法 §48."""


@dataclass(frozen=True, slots=True)
class Substitute:
    """What is shown instead where the applicant does not consent to a masked name, and who approved it."""

    kind: Alternative
    approved_by: OfficerRef


@dataclass(frozen=True, slots=True, repr=False)
class Publish(Command[Hardship]):
    """The notice holds the masked name, the unit, the category and the kind of aid, and can hold nothing else.

    个人信息保护法 §25: only with separate consent, or by an alternative that another officer has approved. A second
    officer confirms a surname that is not known as one.
    """

    allowed_in: ClassVar = frozenset({Status.UNION_REVIEWED})
    surname: Annotated[str, Text(most=8)]
    aid_kind: AidKind
    place: Place
    posted_on: date
    consented: YesOrNo
    days: Annotated[int | None, Whole(1, 365), MORE] = None
    alternative: Annotated[Substitute | None, MORE] = None
    surname_confirmed_by: Annotated[OfficerRef | None, MORE] = None

    def decide(self, state: Hardship, desk: Desk) -> tuple[Published, ...]:
        day = desk.happened("posted_on", self.posted_on, not_before=state.stepped_on)
        self._is_agreed_to(desk)
        take_down_on = day + timedelta(days=parameters_for(desk.profile, day).publicity_display_max_days)
        clock = self._clock(day, desk)
        if clock.due_on > take_down_on:
            raise refusals.PublicityTooLong(latest=take_down_on)
        return (
            Published(
                masked_name=self._masked(state),
                unit=state.known_unit,
                category=state.category,
                aid_kind=self.aid_kind,
                place=self.place,
                alternative=self.alternative.kind if self.alternative else None,
                alternative_approved_by=self.alternative.approved_by if self.alternative else None,
                surname_confirmed_by=self.surname_confirmed_by,
                posted_on=day,
                take_down_on=take_down_on,
                clock=clock,
                stopped=state.stops(day, EMERGENCY_CHECK),
            ),
        )

    def _is_agreed_to(self, desk: Desk) -> None:
        seconds = (self.alternative.approved_by if self.alternative else None, self.surname_confirmed_by)
        if desk.officer in seconds:
            raise SameOfficerProposesAndApproves
        if not self.consented and self.alternative is None:
            raise refusals.PublicityNeedsConsent

    def _masked(self, state: Hardship) -> Identity[str] | None:
        masked = masked_name(self.surname, is_confirmed=self.surname_confirmed_by is not None)
        if masked is None:
            raise refusals.NotASurname
        return None if self.alternative else Identity(state.known_subject, "masked_name", masked)

    def _clock(self, day: date, desk: Desk) -> Clock:
        rule = rule_for(PUBLICITY, desk.profile, day)
        if self.days is not None and rule.by_case and not rule.by_case.allows(self.days):
            raise refusals.PublicityTooShort(least=rule.by_case.at_least)
        return started(PUBLICITY, day, desk.calendar, desk.profile, length=self.days)


def _notice(state: Hardship, desk: Desk) -> Clock:
    """The days of the notice as the calendars known now count them."""
    clock = state.clock(PUBLICITY)
    if clock is None:
        raise LookupError("a notice that stands has its days")
    return settled(clock, desk.calendar)


@dataclass(frozen=True, slots=True, repr=False)
class RaiseObjection(Command[Hardship]):
    """Anybody may object while the notice stands; who it is, is sealed. Publicity pauses until it is resolved."""

    allowed_in: ClassVar = frozenset({Status.PUBLICITY, Status.OBJECTION})
    reason: LongText
    objected_on: date
    objector: Annotated[str | None, Text(most=200)] = None

    def decide(self, state: Hardship, desk: Desk) -> tuple[Objected, ...]:
        day = desk.happened("objected_on", self.objected_on, not_before=state.stepped_on)
        notice = _notice(state, desk)
        if state.status is Status.PUBLICITY and day > notice.due_on and not notice.provisional:
            raise refusals.PublicityOver(due_on=notice.due_on)
        return (
            Objected(
                objection=state.objection_count + 1,
                objector=identity(desk.subject, "objector", self.objector),
                reason=written(state.known_subject, "reason", self.reason),
                objected_on=day,
            ),
        )


@dataclass(frozen=True, slots=True, repr=False)
class ResolveObjection(Command[Hardship]):
    """Two persons check: the notice is kept and goes on, the review is taken anew, or the request is refused."""

    allowed_in: ClassVar = frozenset({Status.OBJECTION})
    objection: Annotated[int, Whole(1, 1_000)]
    outcome: ObjectionOutcome
    checked_by: Annotated[tuple[OfficerRef, ...], Several(1, 10)]
    findings: LongText
    resolved_on: date
    told_on: date
    no_relative: bool
    reasons: Annotated[str | None, Text(most=5_000, long=True)] = None

    def decide(self, state: Hardship, desk: Desk) -> tuple[ObjectionResolved | Refused, ...]:
        if self.objection not in state.open_objections:
            raise refusals.ObjectionUnknown(objection=self.objection)
        resolved = self._resolved(state, desk)
        if self.outcome is not ObjectionOutcome.REJECT:
            without_reasons(self.reasons)
            return (resolved,)
        return (resolved, refused(self.reasons, evolve(state, resolved), resolved.resolved_on, desk))

    def _resolved(self, state: Hardship, desk: Desk) -> ObjectionResolved:
        checkers = at_least_two(self.checked_by)
        no_relative_takes_part(self.no_relative)
        raised_on = state.open_objections[self.objection]
        day = desk.happened("resolved_on", self.resolved_on, not_before=raised_on)
        is_anew = self.outcome is ObjectionOutcome.REVISE
        return ObjectionResolved(
            objection=self.objection,
            outcome=self.outcome,
            checked_by=checkers,
            findings=written(state.known_subject, "findings", self.findings),
            resolved_on=day,
            told_on=desk.happened("told_on", self.told_on, not_before=day),
            clocks=self._clocks(state, day, desk),
            stopped=state.stops(day, PUBLICITY, why=StopReason.REPLACED) if is_anew else (),
        )

    def _clocks(self, state: Hardship, day: date, desk: Desk) -> tuple[Clock, ...]:
        """A kept notice stands longer by the days that the pause took; a review taken anew has its own days."""
        if self.outcome is ObjectionOutcome.REVISE:
            return (started(CHECK, day, desk.calendar, desk.profile),)
        is_last = set(state.open_objections) == {self.objection}
        if self.outcome is ObjectionOutcome.REJECT or not is_last:
            return ()
        notice = _notice(state, desk)
        until = max(day, state.checked_on)
        return (paused(notice, _days_taken(notice, state.paused_on, until, desk), desk.calendar),)


def _days_taken(notice: Clock, since: date, until: date, desk: Desk) -> int:
    if notice.unit is Unit.WD:
        return desk.calendar.working_days_between(since, until)
    return (until - since).days


def publicity_over(state: Hardship, desk: Desk, on: date) -> Iterator[Rejected]:
    """What stands against a decision on that day: an open objection, or a notice that has not stood to its end.

    A notice whose end is recorded stood until that day, and a decision on it would be one while it stood.
    """
    if state.status is Status.OBJECTION:
        yield refusals.ObjectionOpen()
    elif state.status is Status.PUBLICITY:
        notice = _notice(state, desk)
        if notice.provisional:
            yield refusals.PublicityProvisional(due_on=notice.due_on, year=notice.waits_for)
        elif on <= notice.due_on:
            yield refusals.PublicityNotOver(due_on=notice.due_on, passes_on=notice.due_on + ONE_DAY)
    elif state.status is Status.APPROVAL and on <= state.stepped_on:
        yield refusals.PublicityNotOver(due_on=state.stepped_on, passes_on=state.stepped_on + ONE_DAY)


def publicity_ended(state: Hardship, desk: Desk) -> PublicityEnded:
    """The notice stood until the end of its last day; from there run the days for the approval."""
    notice = _notice(state, desk)
    ended_on = notice.due_on
    clock = started(APPROVAL, ended_on, desk.calendar, desk.profile)
    return PublicityEnded(ended_on, clock, (stopped(notice, ended_on),))


@dataclass(frozen=True, slots=True, repr=False)
class EndPublicity(Command[Hardship]):
    """The notice stood to its end and is taken down; the request waits for its approval."""

    allowed_in: ClassVar = frozenset({Status.PUBLICITY, Status.OBJECTION})

    @classmethod
    def barred(cls, state: Hardship, desk: Desk) -> Iterator[Rejected]:
        yield from publicity_over(state, desk, desk.today)

    def decide(self, state: Hardship, desk: Desk) -> tuple[PublicityEnded, ...]:
        return (publicity_ended(state, desk),)
