"""Objecting: anybody may object while the notice stands, and two persons check what was said."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from domain.deadlines.clocks import Clock, ClockStopped, StopReason, paused, started, stopped
from domain.deadlines.rules import Unit
from domain.hardship.checking import CHECK, no_relative_takes_part
from domain.hardship.codes import ObjectionOutcome, Status
from domain.hardship.events import NoticeReopened, Objected, ObjectionResolved, Refused
from domain.hardship.publicity import APPROVAL, PUBLICITY, notice_that_stands
from domain.hardship.reviewing import refused, without_reasons
from domain.hardship.serving import CHECKING
from domain.hardship.state import Hardship, evolve
from domain.kernel import Command, Desk, Rejected
from domain.separation import at_least_two
from domain.values import Declaration, Known, LongText, OfficerRef, Several, Text, Whole, identity, written


class PublicityOver(Rejected):
    code = "publicity_over"
    says = "The notice ended on {due_on}. Record what was brought forward later as a complaint about the file."


@dataclass(frozen=True, slots=True, repr=False)
class RaiseObjection(Command[Hardship]):
    """Anybody may object while the notice stands; who it is, is sealed. Publicity pauses until it is resolved."""

    allowed_in: ClassVar = frozenset({Status.PUBLICITY, Status.OBJECTION, Status.APPROVAL})
    reason: LongText
    objected_on: date
    objector: Annotated[str | None, Text(most=200)] = None

    def decide(self, state: Hardship, desk: Desk) -> tuple[NoticeReopened | Objected, ...]:
        notice = state.last_notice
        if notice is None:
            raise LookupError("a request that came to its publicity has a notice")
        is_down = state.status is Status.APPROVAL
        notice = notice if is_down else notice_that_stands(state, desk)
        posted_on = notice.started_on if is_down else state.stepped_on
        day = desk.happened("objected_on", self.objected_on, not_before=posted_on)
        if state.status is not Status.OBJECTION and day > notice.due_on and not notice.provisional:
            raise PublicityOver(due_on=notice.due_on)
        reopened = (NoticeReopened(day, notice, _approval_replaced(state)),) if is_down else ()
        return (
            *reopened,
            Objected(
                objection=state.objection_count + 1,
                objector=identity(desk.subject, "objector", self.objector),
                reason=written(state.known_subject, "reason", self.reason),
                objected_on=day,
            ),
        )


def _approval_replaced(state: Hardship) -> tuple[ClockStopped, ...]:
    """The days for the approval begin once the notice has stood to its end, and so not where they had begun."""
    approval = state.clock(APPROVAL)
    return (stopped(approval, approval.started_on, StopReason.REPLACED),) if approval else ()


class ObjectionUnknown(Rejected):
    code = "objection_unknown"
    says = "There is no open objection with the number {objection}."


@dataclass(frozen=True, slots=True, repr=False)
class ResolveObjection(Command[Hardship]):
    """Two persons check: the notice is kept and goes on, the review is taken anew, or the request is refused."""

    allowed_in: ClassVar = frozenset({Status.OBJECTION})
    objection: Annotated[int, Whole(1, 1_000), Known("open_objections")]
    outcome: ObjectionOutcome
    checked_by: Annotated[tuple[OfficerRef, ...], Several(1, 10), CHECKING]
    findings: LongText
    resolved_on: date
    told_on: date
    no_relative: Declaration
    reasons: Annotated[str | None, Text(most=5_000, long=True)] = None

    def decide(self, state: Hardship, desk: Desk) -> tuple[ObjectionResolved | Refused, ...]:
        if self.objection not in state.open_objections:
            raise ObjectionUnknown(objection=self.objection)
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
        notice = notice_that_stands(state, desk)
        pause = state.pauses[PUBLICITY]
        until = max(day, pause.checked_on)
        return (paused(notice, _days_taken(notice, pause.since_on, until, desk), desk.calendar),)


def _days_taken(notice: Clock, since: date, until: date, desk: Desk) -> int:
    if notice.unit is Unit.WD:
        return desk.calendar.working_days_between(since, until)
    return (until - since).days
