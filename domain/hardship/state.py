"""What the rules of a hardship request read, and how it follows from the facts; nothing here tells of the family."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import assert_never

from domain.cases.overdue import NOTHING_OVERDUE, Overdue, overdue_after
from domain.cases.recusal import NO_RECUSALS, Recusals, Undecided, recusals_after
from domain.cases.waiting import NO_PAST, NOTHING_WAITS, Past, Waiting
from domain.changing import changed
from domain.deadlines.clocks import NOTHING_RUNNING, Clock, ClockStopped, Running, StopReason, stopped
from domain.deadlines.pauses import NOTHING_PAUSED, Paused, pauses_after
from domain.deadlines.running import clock_facts, clocks_after
from domain.growing import Growing
from domain.hardship import events as e
from domain.hardship.aids import Aid, aids_after, aids_after_end
from domain.hardship.codes import EMERGENCY_CHECK, AidStatus, Category, ObjectionOutcome, Status
from domain.hardship.knowing import Asking, asking_after, given_in_emergency, known_at
from domain.scopes import NOWHERE, Scope, scope_after
from domain.values import HouseholdRef, OfficerRef, SubjectRef, UnitRef

NOTICE = "D-H03"


@dataclass(frozen=True)
class Hardship:
    """The state that decisions on a request are taken on; columns for readers belong to views.

    `authorisations` are the days on which the family allowed its data to be checked, each with the last day it gave.
    `last_notice` is the term of the notice that stands or stood last.
    `stepped_on` is the day of the last step along the procedure; `account_on` the day on which an account was first
    named.
    It `is_unchecked` once emergency money was paid, until that is checked, also where the request ended before.
    """

    status: Status = Status.NEW
    case_no: str = ""
    subject: SubjectRef | None = None
    unit: UnitRef | None = None
    household: HouseholdRef | None = None
    applied_on: date = date.min
    stepped_on: date = date.min
    visit_on: date | None = None
    authorisations: Growing[date, date] = field(default_factory=Growing)
    account_on: date | None = None
    member_count: int = 0
    answer_by: date = date.min
    category: Category = Category.H0
    dibao_line_fen: int = 0
    reviewed_by: OfficerRef | None = None
    decided_by: OfficerRef | None = None
    objection_count: int = 0
    open_objections: Growing[int, date] = field(default_factory=Growing)
    last_notice: Clock | None = None
    aids: Growing[int, Aid] = field(default_factory=Growing)
    asking: Asking = field(default_factory=Growing)
    scope: Scope = NOWHERE
    recusals: Recusals = NO_RECUSALS
    clocks: Running = NOTHING_RUNNING
    waiting: Waiting = NOTHING_WAITS
    past: Past = field(default=NO_PAST, compare=False, repr=False)
    pauses: Paused = NOTHING_PAUSED
    overdue: Overdue = NOTHING_OVERDUE
    is_unchecked: bool = False

    def clock(self, rule: str, item: str = "") -> Clock | None:
        """The running clock of the rule, if there is one."""
        return self.clocks.get((rule, item))

    def stops(self, on: date, *rules: str, why: StopReason = StopReason.MET) -> tuple[ClockStopped, ...]:
        """What ends on the day of the rules named that run; without a rule, all that run."""
        running = (clock for clock in self.clocks.values() if not rules or clock.rule in rules)
        return tuple(stopped(clock, on, why) for clock in running)

    def aids_in(self, *statuses: AidStatus) -> tuple[Aid, ...]:
        """The aids of the file that stand there."""
        return tuple(aid for aid in self.aids.values() if aid.status in statuses)

    @property
    def statement_numbers(self) -> tuple[int, ...]:
        """The numbers of what waits for a second person."""
        return tuple(self.waiting.statements)

    @property
    def undecided(self) -> Mapping[OfficerRef, Undecided]:
        """Whoever a recusal is about that nobody has decided yet."""
        return self.recusals.undecided

    @property
    def known_subject(self) -> SubjectRef:
        """The person that the case speaks of; every case that exists has one."""
        if self.subject is None:
            raise LookupError("a request that was never made speaks of nobody")
        return self.subject

    @property
    def known_unit(self) -> UnitRef:
        """The unit of the applicant; every case that exists has one."""
        if self.unit is None:
            raise LookupError("a request that was never made has no unit")
        return self.unit


def evolve(state: Hardship, event: e.HardshipEvent) -> Hardship:
    """The state after one more fact; handles every event and refuses none."""
    clocks, scope = clocks_after(state.clocks, event), scope_after(state.scope, event)
    after = _follow(_around(state, clocks, scope, event), event)
    return after if _stands_as(state, after) else _known_anew(state, after, event)


def _known_anew(before: Hardship, after: Hardship, event: e.HardshipEvent) -> Hardship:
    """The state told to whom it concerns where it stands now; an event that ends the request is about all its aids."""
    number = getattr(event, "aid", None)
    numbers = () if after.aids is before.aids else tuple(after.aids) if number is None else (number,)
    if before.is_unchecked is not after.is_unchecked:
        numbers = (*numbers, *given_in_emergency(after.aids))
    after = changed(after, asking=asking_after(before, after.aids, numbers))
    return changed(after, scope=known_at(after, numbers))


def _around(state: Hardship, clocks: Running, scope: Scope, event: e.HardshipEvent) -> Hardship:
    pauses, overdue = pauses_after(state.pauses, event), overdue_after(state.overdue, event)
    before = (state.clocks, state.scope, state.pauses, state.overdue)
    if all(now is then for now, then in zip((clocks, scope, pauses, overdue), before, strict=True)):
        return state
    notice = clocks.get((NOTICE, ""), state.last_notice)
    around = changed(state, clocks=clocks, scope=scope, pauses=pauses, overdue=overdue, last_notice=notice)
    return changed(around, is_unchecked=_is_unchecked(state, clocks, event))


def _is_unchecked(state: Hardship, clocks: Running, event: e.HardshipEvent) -> bool:
    """Neither refusal nor withdrawal checks anything; 社会救助暂行办法 §48."""
    if (EMERGENCY_CHECK, "") in clocks:
        return True
    ended = (each for each in clock_facts(event) if isinstance(each, ClockStopped))
    is_met = any(each.rule == EMERGENCY_CHECK and each.why is StopReason.MET for each in ended)
    return state.is_unchecked and not is_met


def _stands_as(before: Hardship, after: Hardship) -> bool:
    """Whether whoever knew of it before knows of it still, and nobody else does."""
    is_same = before.status is after.status and before.aids is after.aids
    return is_same and before.recusals is after.recusals and before.is_unchecked is after.is_unchecked


def _follow(state: Hardship, event: e.HardshipEvent) -> Hardship:
    match event:
        case e.Applied() | e.CheckAuthorised() | e.AccountRecorded() | e.SupplementAsked() | e.SupplementReceived():
            return _application(state, event)
        case e.VisitArranged() | e.Visited() | e.Verified() | e.Reviewed():
            return _checking(state, event)
        case e.Published() | e.Objected() | e.ObjectionResolved() | e.PublicityEnded() | e.NoticeReopened():
            return _publicity(state, event)
        case e.FileApproved():
            return changed(state, status=Status.ON_FILE, decided_by=event.approved_by, stepped_on=event.approved_on)
        case e.Refused() | e.Withdrawn() | e.Voided():
            return _ended(state, event)
        case e.TieDeclared() | e.RecusalAsked() | e.RecusalOrdered() | e.RecusalConfirmed() | e.RecusalRefused():
            return changed(state, recusals=recusals_after(state.recusals, event))
        case (
            e.ClocksSettled()
            | e.Noted()
            | e.FoundOverdue()
            | (e.DocumentNumbered() | e.NumberVoided() | e.OfficersConcerned() | e.VoucherDrawn())
            | (e.Stated() | e.Confirmed() | e.Contested() | e.Remarked() | e.Corrected())
        ):
            return state
        case e.AidPlanned() | e.AidApproved() | e.AidCancelled() | e.AidPaid() | e.AidReceipted() | e.AidHeld():
            return changed(state, aids=aids_after(state.aids, event))
    assert_never(event)


def _ended(state: Hardship, event: e.Refused | e.Withdrawn | e.Voided) -> Hardship:
    ended = changed(state, open_objections=Growing(), aids=aids_after_end(state.aids))
    match event:
        case e.Refused():
            return changed(ended, status=Status.NOT_ELIGIBLE, decided_by=event.refused_by)
        case e.Withdrawn():
            return changed(ended, status=Status.WITHDRAWN)
        case e.Voided():
            return changed(ended, status=Status.VOID, waiting=state.waiting.ended())
    assert_never(event)


def _application(
    state: Hardship,
    event: e.Applied | e.CheckAuthorised | e.AccountRecorded | e.SupplementAsked | e.SupplementReceived,
) -> Hardship:
    match event:
        case e.Applied():
            return changed(
                state,
                status=Status.SUBMITTED,
                case_no=event.case_no,
                subject=event.subject,
                unit=event.unit,
                household=event.household,
                applied_on=event.applied_on,
                stepped_on=event.applied_on,
                member_count=event.member_count,
            )
        case e.CheckAuthorised():
            until = max(event.valid_until, state.authorisations.get(event.signed_on, event.valid_until))
            return changed(state, authorisations=state.authorisations.holding(event.signed_on, until))
        case e.AccountRecorded():
            return changed(state, account_on=min(event.recorded_on, state.account_on or event.recorded_on))
        case e.SupplementAsked():
            day = event.asked_on
            return changed(state, status=Status.SUPPLEMENT, answer_by=event.answer_by, visit_on=None, stepped_on=day)
        case e.SupplementReceived():
            return changed(state, status=Status.SUBMITTED, stepped_on=event.received_on)
    assert_never(event)


def _checking(state: Hardship, event: e.VisitArranged | e.Visited | e.Verified | e.Reviewed) -> Hardship:
    match event:
        case e.VisitArranged():
            return changed(state, status=Status.SUBMITTED, visit_on=event.visit_on, stepped_on=event.arranged_on)
        case e.Visited():
            return changed(state, status=Status.VISITED, stepped_on=event.visited_on)
        case e.Verified():
            return changed(state, status=Status.VERIFIED, member_count=event.member_count, stepped_on=event.verified_on)
        case e.Reviewed():
            return changed(
                state,
                status=Status.UNION_REVIEWED,
                category=event.category,
                dibao_line_fen=event.dibao_line_fen,
                reviewed_by=event.reviewed_by,
                stepped_on=event.reviewed_on,
            )
    assert_never(event)


def _publicity(
    state: Hardship,
    event: e.Published | e.Objected | e.ObjectionResolved | e.PublicityEnded | e.NoticeReopened,
) -> Hardship:
    match event:
        case e.Published():
            return changed(state, status=Status.PUBLICITY, stepped_on=event.posted_on)
        case e.Objected():
            return changed(
                state,
                status=Status.OBJECTION,
                objection_count=event.objection,
                open_objections=state.open_objections.holding(event.objection, event.objected_on),
            )
        case e.ObjectionResolved():
            return _resolved(state, event)
        case e.PublicityEnded():
            return changed(state, status=Status.APPROVAL, stepped_on=event.ended_on)
        case e.NoticeReopened():
            return changed(state, status=Status.PUBLICITY, stepped_on=event.clock.started_on)
    assert_never(event)


def _resolved(state: Hardship, event: e.ObjectionResolved) -> Hardship:
    """A kept notice goes on once nothing is open; a revision sends the request back to its review."""
    if event.outcome is ObjectionOutcome.REVISE:
        return changed(state, status=Status.VERIFIED, open_objections=Growing(), stepped_on=event.resolved_on)
    left = state.open_objections.without(event.objection)
    return changed(state, open_objections=left, status=state.status if left else Status.PUBLICITY)
