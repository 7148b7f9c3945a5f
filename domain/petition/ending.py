"""Ending: a supported claim is carried out, the case is closed or withdrawn, and terms are counted anew."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, ClassVar
from uuid import UUID

from domain.deadlines.clocks import StopReason, settled, settled_anew, started, stopped
from domain.kernel import Command, Desk, NothingToSettle, Rejected
from domain.petition.codes import ANSWERED, BEFORE_REPLY, OPEN, SUPPORTED, ClosingGround, Purpose, Status
from domain.petition.events import ClocksSettled, Closed, ImplementationConfirmed, ImplementationOpened, Withdrawn
from domain.petition.reacting import EXECUTION
from domain.petition.silence import REDOING
from domain.petition.state import Petition
from domain.separation import SameOfficerProposesAndApproves
from domain.units import active_unit
from domain.values import Known, LongText, Text, UnitRef, Whole, written

REVIEW_WINDOW = "D-P06"
REREVIEW_WINDOW = "D-P08"


def window_after(state: Petition) -> str:
    """The days that the delivery of the answer gives: to ask for a review, or after it for a second review."""
    return REREVIEW_WINDOW if state.status is Status.REVIEW_REPLIED else REVIEW_WINDOW


def _is_supported(state: Petition) -> bool:
    return any(outcome in SUPPORTED for outcome in state.outcomes)


class NotDeliveredYet(Rejected):
    code = "not_delivered_yet"
    says = "The answer has not been delivered yet. Record its delivery first."


class NothingToImplement(Rejected):
    code = "nothing_to_implement"
    says = "No demand was supported, so there is nothing to carry out."
    is_moot = True


class ImplementationAlreadyOpened(Rejected):
    code = "implementation_already_opened"
    says = "Carrying out the decision was opened already."
    is_moot = True


@dataclass(frozen=True, slots=True, repr=False)
class OpenImplementation(Command[Petition]):
    """A supported claim is to be carried out, within the days that the opinion names; 信访工作条例 §32."""

    allowed_in: ClassVar = ANSWERED
    task: Annotated[str, Text(most=2_000, long=True)]
    responsible_unit: Annotated[UnitRef, Known("unit")]
    days: Annotated[int, Whole(1, 3_650)] = 30

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        if not _is_supported(state):
            yield NothingToImplement()
        elif state.is_implementing or state.is_implemented:
            yield ImplementationAlreadyOpened()
        elif state.delivered_on is None:
            yield NotDeliveredYet()

    def consults(self) -> Sequence[tuple[str, UUID]]:
        return (("unit", self.responsible_unit),)

    def decide(self, state: Petition, desk: Desk) -> tuple[ImplementationOpened, ...]:
        active_unit(desk, self.responsible_unit)
        begins = state.delivered_on or desk.today
        clock = started(EXECUTION, begins, desk.calendar, desk.profile, length=self.days)
        task = written(state.known_subject, "task", self.task)
        return (ImplementationOpened(task, self.responsible_unit, desk.today, clock),)


class ImplementationNotOpen(Rejected):
    code = "implementation_not_open"
    says = "Carrying out the decision is not open."
    is_moot = True


@dataclass(frozen=True, slots=True, repr=False)
class ConfirmImplementation(Command[Petition]):
    allowed_in: ClassVar = ANSWERED | {Status.REVIEW}
    evidence: LongText
    done_on: date

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        if not state.is_implementing:
            yield ImplementationNotOpen()

    def decide(self, state: Petition, desk: Desk) -> tuple[ImplementationConfirmed, ...]:
        day = desk.happened("done_on", self.done_on, not_before=state.delivered_on)
        clock = state.clock(EXECUTION)
        evidence = written(state.known_subject, "evidence", self.evidence)
        return (ImplementationConfirmed(evidence, day, (stopped(clock, day),) if clock else ()),)


class SupportedClaimNotExecuted(Rejected):
    """信访工作条例 §32: a supporting opinion is carried out."""

    code = "supported_claim_not_executed"
    says = "A supported demand has not been carried out. Open and confirm its execution before closing."


class SupervisionUnanswered(Rejected):
    """信访工作条例 §40: what a unit is asked about its handling is answered before the matter is filed away."""

    code = "supervision_unanswered"
    says = "The unit has not answered a letter of supervision. Record its answer before closing."


def _closing_rules(state: Petition, desk: Desk) -> Iterator[Rejected]:
    if state.delivered_on is None:
        yield NotDeliveredYet()
    if state.decision_proposed_by == desk.officer:
        yield SameOfficerProposesAndApproves()
    if _is_supported(state) and not state.is_implemented:
        yield SupportedClaimNotExecuted()
    if not all(each.is_answered for each in state.oversights.values()):
        yield SupervisionUnanswered()


class ReviewWindowOpen(Rejected):
    """信访工作条例 §35: thirty days to request a review."""

    code = "review_window_open"
    says = (
        "The petitioner may request a review, or after one a second review, until {due_on}. "
        "Close after that day, or when the petitioner is content."
    )


class ReviewWindowProvisional(Rejected):
    code = "review_window_provisional"
    says = "The last day to request it, {due_on}, is provisional. Import the calendar of {year} first."


def _window_rules(state: Petition, desk: Desk, on: date) -> Iterator[Rejected]:
    running = state.clock(window_after(state))
    if running is None:
        return
    window = settled(running, desk.calendar)
    if window.provisional:
        yield ReviewWindowProvisional(due_on=window.due_on, year=window.waits_for)
    elif on <= window.due_on:
        yield ReviewWindowOpen(due_on=window.due_on, passes_on=window.due_on + timedelta(days=1))


def closing(state: Petition, desk: Desk, on: date, *, content: bool) -> Closed:
    """The closing, on the petitioner's own word or after the window for a review; refuses otherwise."""
    rules = [*_closing_rules(state, desk), *([] if content else _window_rules(state, desk, on))]
    if rules:
        raise rules[0]
    day = desk.happened("closed_on", on, not_before=state.delivered_on)
    ground = ClosingGround.CONTENT if content else ClosingGround.WINDOW_EXPIRED
    ended = tuple(stopped(clock, day, StopReason.ENDED) for clock in state.clocks.values())
    return Closed(ground, day, ended)


@dataclass(frozen=True, slots=True, repr=False)
class Close(Command[Petition]):
    """Closed because nobody asked for a review in time."""

    allowed_in: ClassVar = ANSWERED
    closed_on: date

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        yield from _closing_rules(state, desk)
        yield from _window_rules(state, desk, desk.today)

    def decide(self, state: Petition, desk: Desk) -> tuple[Closed, ...]:
        return (closing(state, desk, self.closed_on, content=False),)


@dataclass(frozen=True, slots=True, repr=False)
class CloseContent(Command[Petition]):
    """Closed because the petitioner says that the answer contents them."""

    allowed_in: ClassVar = ANSWERED
    content_on: date

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        yield from _closing_rules(state, desk)

    def decide(self, state: Petition, desk: Desk) -> tuple[Closed, ...]:
        return (closing(state, desk, self.content_on, content=True),)


class AccusationCannotBeWithdrawn(Rejected):
    code = "accusation_cannot_be_withdrawn"
    says = "A withdrawal does not end the handling of an accusation."


@dataclass(frozen=True, slots=True, repr=False)
class Withdraw(Command[Petition]):
    """The petitioner ends the matter of their own free will; an accusation is not ended by it."""

    allowed_in: ClassVar = BEFORE_REPLY
    statement: Annotated[str, Text(most=2_000, long=True)]
    withdrawn_on: date

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        if Purpose.P3 in state.purposes:
            yield AccusationCannotBeWithdrawn()

    def decide(self, state: Petition, desk: Desk) -> tuple[Withdrawn, ...]:
        again = state.clock(REDOING)
        since = again.started_on if again else state.received_on
        day = desk.happened("withdrawn_on", self.withdrawn_on, not_before=since)
        ended = tuple(stopped(clock, day, StopReason.WITHDRAWN) for clock in state.clocks.values())
        return (Withdrawn(written(state.known_subject, "statement", self.statement), day, ended),)


@dataclass(frozen=True, slots=True, repr=False)
class SettleClocks(Command[Petition]):
    """A holiday plan was recorded: every running term whose counted days changed is counted anew."""

    allowed_in: ClassVar = OPEN | {Status.REFERRED_DI}
    beside: ClassVar[bool] = True

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        if not settled_anew(state.clocks, desk.calendar):
            yield NothingToSettle()

    def decide(self, state: Petition, desk: Desk) -> tuple[ClocksSettled, ...]:
        return (ClocksSettled(settled_anew(state.clocks, desk.calendar), desk.calendar.version),)
