"""What the rules of a supervision case read, and how it follows from the facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, assert_never

from domain.cases.handing import named_before
from domain.cases.overdue import NOTHING_OVERDUE, Overdue, overdue_after
from domain.cases.recusal import NO_RECUSALS, Recusals, Undecided, decided_on, handed_on, recusals_after
from domain.cases.waiting import NO_PAST, NOTHING_WAITS, Past, Waiting
from domain.changing import changed
from domain.deadlines.clocks import NOTHING_RUNNING, Clock, Running
from domain.deadlines.running import clocks_after
from domain.growing import Growing
from domain.scopes import NOWHERE, Scope, scope_after
from domain.supervision import events as e
from domain.supervision.codes import Authority, Outcome, Status, SubjectCode, Trade, TriageDecision
from domain.supervision.escalations import Escalated, EscalationDecided, EscalationFact, ItemsHandedOver
from domain.supervision.items import Item, handed_over, item_after, status_of
from domain.supervision.referrals import NO_REFERRALS, ReferralFact, Referrals, referrals_after
from domain.supervision.telling import told
from domain.values import OfficerRef, SubjectRef, UnitRef

TRIAGE = "D-S01"
HANDING_OVER = "D-S02"
FEEDBACK = "D-S03"
COMMENT = "D-S05"
ANSWER = "D-S06"
RECTIFY = "D-S07"


@dataclass(frozen=True, slots=True)
class Finding:
    """What later steps read of a finding."""

    category: SubjectCode
    responsible_unit: UnitRef
    outcome: Outcome


@dataclass(frozen=True)
class Supervision:
    """The state that decisions on a supervision case are taken on; columns for readers belong to views.

    `stepped_on` is the day of the last step along the procedure: whatever follows from it happened on it or later.
    `places` are those in the team, by who was named for each, with the unit in which that officer works; `trades` say
    of which trade each is, None where nobody said it, and `leader` holds the place of the leader. `told` is where the
    check stands as far as the supervised unit is told; before it began there is nothing to tell.
    The source is not part of it: no rule depends on where a lead came from.
    """

    status: Status = Status.NEW
    subject: SubjectRef | None = None
    case_no: str = ""
    subjects: tuple[SubjectCode, ...] = ()
    unit: UnitRef | None = None
    supervised_unit: UnitRef | None = None
    stepped_on: date = date.min
    recorded_by: OfficerRef | None = None
    alleges_person_violation: bool = False
    triaged_on: date = date.min
    approved_on: date = date.min
    notice_days: int = 0
    started_on: date = date.min
    places: Growing[OfficerRef, UnitRef] = field(default_factory=Growing)
    trades: Growing[OfficerRef, Trade | None] = field(default_factory=Growing)
    leader: OfficerRef | None = None
    evidence_count: int = 0
    drafted_by: OfficerRef | None = None
    findings: Growing[int, Finding] = field(default_factory=Growing)
    delivered_on: date | None = None
    replied_on: date = date.min
    items: Growing[int, Item] = field(default_factory=Growing)
    escalated_to: Authority | None = None
    escalated_by: OfficerRef | None = None
    reported_by: OfficerRef | None = None
    referrals: Referrals = NO_REFERRALS
    scope: Scope = NOWHERE
    recusals: Recusals = NO_RECUSALS
    clocks: Running = NOTHING_RUNNING
    overdue: Overdue = NOTHING_OVERDUE
    waiting: Waiting = NOTHING_WAITS
    past: Past = field(default=NO_PAST, compare=False, repr=False)
    told: "Supervision | None" = None

    def clock(self, rule: str, item: str = "") -> Clock | None:
        """The running clock of the rule, and of the item where it runs per item, if there is one."""
        return self.clocks.get((rule, item))

    @property
    def team(self) -> Mapping[OfficerRef, UnitRef]:
        """Whoever holds a place and takes part: one who is recused does neither until a refusal gives it back."""
        return {officer: unit for officer, unit in self.places.items() if officer not in self.scope.barred}

    @property
    def statement_numbers(self) -> tuple[int, ...]:
        """The numbers of what waits for a second person."""
        return tuple(self.waiting.statements)

    @property
    def referral_numbers(self) -> tuple[int, ...]:
        """The numbers of what was handed to other organs."""
        return tuple(self.referrals)

    @property
    def undecided(self) -> Mapping[OfficerRef, Undecided]:
        """Whoever a recusal is about that nobody has decided yet."""
        return self.recusals.undecided

    @property
    def named_before(self) -> tuple[OfficerRef, ...]:
        """Whoever the case can be handed over from."""
        return named_before(self)

    @property
    def known_subject(self) -> SubjectRef:
        """The person that the case may speak of; every case that exists has a reference for one."""
        if self.subject is None:
            raise LookupError("a supervision case that was never recorded speaks of nobody")
        return self.subject

    @property
    def unit_looked_into(self) -> UnitRef:
        """The supervised unit; every case that exists has one."""
        if self.supervised_unit is None:
            raise LookupError("a supervision case that was never recorded looks into no unit")
        return self.supervised_unit


def evolve(state: Supervision, event: e.SupervisionEvent) -> Supervision:
    """The state after one more fact; handles every event and refuses none."""
    after = _evolved(state, event)
    as_told = _as_told(after, event)
    return after if as_told is after.told else changed(after, told=as_told)


def _as_told(state: Supervision, event: e.SupervisionEvent) -> Supervision | None:
    """Where the check stands for the supervised unit: what follows from the facts that it is told, and for whom."""
    if isinstance(event, e.Started):
        return _begun(state)
    if state.told is None:
        return None
    fact = told(event)
    known = state.told if fact is None else _evolved(state.told, fact)
    return known if known.scope is state.scope else changed(known, scope=state.scope)


def _begun(state: Supervision) -> Supervision:
    return Supervision(
        status=Status.CHECKING,
        subject=state.subject,
        unit=state.unit,
        supervised_unit=state.supervised_unit,
        stepped_on=state.started_on,
        started_on=state.started_on,
        places=Growing(state.team),
        leader=state.leader,
        scope=state.scope,
    )


def _evolved(state: Supervision, event: e.SupervisionEvent) -> Supervision:
    clocks, scope = clocks_after(state.clocks, event), scope_after(state.scope, event)
    overdue = overdue_after(state.overdue, event)
    is_as_before = clocks is state.clocks and scope is state.scope and overdue is state.overdue
    return _follow(state if is_as_before else changed(state, clocks=clocks, scope=scope, overdue=overdue), event)


def _follow(state: Supervision, event: e.SupervisionEvent) -> Supervision:
    match event:
        case e.LeadRecorded() | e.Registered() | e.Dismissed() | e.Triaged():
            return _lead(state, event)
        case e.PlanApproved() | e.TeamAssigned() | e.Started():
            return _preparation(state, event)
        case e.EvidenceAdded() | e.TalkLogged() | e.FindingsDrafted() | e.UnitHeard() | e.FindingsFinalised():
            return _checking(state, event)
        case e.NoticeIssued() | e.NoticeDelivered() | e.Replied():
            return _notice(state, event)
        case e.RectificationSubmitted() | e.ItemVerified() | e.ItemReopened() | e.ItemAcceptedOpen():
            return _rectification(state, event)
        case e.Reported() | e.Closed() | e.Voided():
            return _ending(state, event)
        case e.TieDeclared() | e.RecusalAsked() | e.RecusalOrdered() | e.RecusalConfirmed() | e.RecusalRefused():
            recusals = recusals_after(state.recusals, event)
            return changed(state, recusals=recusals, scope=decided_on(state.scope, recusals))
        case e.ClocksSettled() | e.Noted() | e.PutBeforeParty() | e.FoundOverdue() | e.DocumentNumbered():
            return state
        case e.Stated() | e.Confirmed() | e.Contested() | e.Remarked() | e.Corrected():
            return state
    return _beside(state, event)


def _beside(
    state: Supervision,
    event: e.HandedOver | e.TradeTold | e.NumberVoided | e.OfficersConcerned | ReferralFact | EscalationFact,
) -> Supervision:
    if isinstance(event, e.NumberVoided | e.OfficersConcerned):
        return state
    if isinstance(event, ReferralFact):
        return changed(state, referrals=referrals_after(state.referrals, event))
    if isinstance(event, EscalationFact):
        return _escalation(state, event)
    return _handed_over(state, event)


def _handed_over(state: Supervision, event: e.HandedOver | e.TradeTold) -> Supervision:
    """Whoever takes a place over leads where it was the leader's; of which trade they are is told apart."""
    if isinstance(event, e.TradeTold):
        return changed(state, trades=state.trades.holding(event.officer, event.trade))
    return changed(
        state,
        places=state.places.without(event.concerned).holding(event.handed_to, event.unit),
        trades=state.trades.without(event.concerned).holding(event.handed_to, None),
        leader=event.handed_to if event.concerned == state.leader else state.leader,
        recusals=handed_on(state.recusals, event.concerned),
    )


def _stepped(state: Supervision, status: Status, on: date, **more: Any) -> Supervision:
    return changed(state, status=status, stepped_on=max(on, state.stepped_on), **more)


def _lead(state: Supervision, event: e.LeadRecorded | e.Registered | e.Dismissed | e.Triaged) -> Supervision:
    match event:
        case e.LeadRecorded():
            return replace(
                _stepped(state, Status.LEAD, event.recorded_on),
                subject=event.subject,
                case_no=event.case_no,
                subjects=event.subjects,
                unit=event.unit,
                supervised_unit=event.supervised_unit,
                recorded_by=event.recorded_by,
                alleges_person_violation=event.alleges_person_violation,
            )
        case e.Registered():
            return _stepped(state, Status.REGISTERED, event.registered_on)
        case e.Dismissed():
            return _stepped(state, Status.CLOSED, event.dismissed_on)
        case e.Triaged():
            refers_only = event.decision is TriageDecision.REFER
            status = Status.REFERRED if refers_only else Status.TRIAGED
            return _stepped(state, status, event.triaged_on, triaged_on=event.triaged_on)
    assert_never(event)


def _preparation(state: Supervision, event: e.PlanApproved | e.TeamAssigned | e.Started) -> Supervision:
    match event:
        case e.PlanApproved():
            planned = _stepped(state, Status.PLANNED, event.approved_on)
            return replace(planned, approved_on=event.approved_on, notice_days=event.notice_days)
        case e.TeamAssigned():
            places = Growing({member.officer: member.unit for member in event.members})
            trades = Growing[OfficerRef, Trade | None]({member.officer: member.trade for member in event.members})
            named = _stepped(state, Status.TEAM_READY, event.assigned_on, places=places, trades=trades)
            return replace(named, leader=event.leader)
        case e.Started():
            return _stepped(state, Status.CHECKING, event.started_on, started_on=event.started_on)
    assert_never(event)


def _checking(
    state: Supervision,
    event: e.EvidenceAdded | e.TalkLogged | e.FindingsDrafted | e.UnitHeard | e.FindingsFinalised,
) -> Supervision:
    match event:
        case e.EvidenceAdded():
            return _stepped(state, state.status, event.obtained_on, evidence_count=event.number)
        case e.TalkLogged():
            return _stepped(state, state.status, event.talked_on)
        case e.FindingsDrafted():
            drafted = _stepped(state, Status.FINDINGS_DRAFT, event.drafted_on)
            return replace(drafted, drafted_by=event.drafted_by, findings=_findings(event))
        case e.UnitHeard():
            return _stepped(state, Status.UNIT_HEARD, event.heard_on)
        case e.FindingsFinalised():
            status = Status.FINDINGS_FINAL if event.has_problem else Status.NO_PROBLEM
            return _stepped(state, status, event.finalised_on, findings=_agreed(state, event))
    assert_never(event)


def _findings(event: e.FindingsDrafted) -> Growing[int, Finding]:
    return Growing(
        {each.number: Finding(each.category, each.responsible_unit, each.outcome) for each in event.findings}
    )


def _agreed(state: Supervision, event: e.FindingsFinalised) -> Growing[int, Finding]:
    outcomes = {each.finding: each.outcome for each in event.outcomes}
    return Growing(
        {number: replace(each, outcome=outcomes.get(number, each.outcome)) for number, each in state.findings.items()}
    )


def _notice(state: Supervision, event: e.NoticeIssued | e.NoticeDelivered | e.Replied) -> Supervision:
    match event:
        case e.NoticeIssued():
            return _stepped(state, Status.NOTICE_ISSUED, event.issued_on, items=_items(event))
        case e.NoticeDelivered():
            delivered = _stepped(state, state.status, event.delivered_on)
            return replace(delivered, delivered_on=event.delivered_on)
        case e.Replied():
            return _stepped(state, status_of(state.items), event.replied_on, replied_on=event.replied_on)
    assert_never(event)


def _escalation(state: Supervision, event: EscalationFact) -> Supervision:
    match event:
        case Escalated():
            by, to = event.escalated_by, event.authority
            return _stepped(state, Status.ESCALATED, event.escalated_on, escalated_by=by, escalated_to=to)
        case EscalationDecided():
            return _stepped(state, status_of(state.items), event.decided_on)
        case ItemsHandedOver():
            items = state.items
            for number in event.items:
                item = items.get(number)
                items = items if item is None else items.holding(number, handed_over(item, number, event))
            return _stepped(state, state.status, event.handed_over_on, items=items)
    assert_never(event)


def _items(event: e.NoticeIssued) -> Growing[int, Item]:
    return Growing(
        {
            each.number: Item(each.finding, each.category, each.responsible_unit, each.days, each.method)
            for each in event.items
        }
    )


def _rectification(
    state: Supervision,
    event: e.RectificationSubmitted | e.ItemVerified | e.ItemReopened | e.ItemAcceptedOpen,
) -> Supervision:
    known = state.items.get(event.item)
    if known is None:
        return state
    item = item_after(known, event)
    items = state.items.holding(event.item, item)
    progressed = changed(state, items=items, status=status_of(items))
    return replace(progressed, stepped_on=max(item.stepped_on, state.stepped_on))


def _ending(state: Supervision, event: e.Reported | e.Closed | e.Voided) -> Supervision:
    match event:
        case e.Reported():
            return _stepped(state, Status.REPORTED, event.reported_on, reported_by=event.reported_by)
        case e.Closed():
            return _stepped(state, Status.CLOSED, event.closed_on)
        case e.Voided():
            return changed(state, status=Status.VOID, waiting=state.waiting.ended())
    assert_never(event)
