"""Finding: what was found on units is drafted, the unit is heard, and the team agrees on the outcome together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, ClassVar
from uuid import UUID

from domain.deadlines.clocks import ClockStopped, StopReason, in_time, settled, started, stopped
from domain.kernel import Command, Desk, Rejected
from domain.supervision.checking import Evidence, evidence_added, two_of_the_team, units_of_the_team
from domain.supervision.codes import UNFOUNDED, AmountKind, Outcome, Severity, Status, SubjectCode
from domain.supervision.events import (
    DraftedFinding,
    EvidenceAdded,
    FindingOutcome,
    FindingsDrafted,
    FindingsFinalised,
    UnitHeard,
)
from domain.supervision.serving import OF_THE_TEAM
from domain.supervision.state import COMMENT, Supervision, evolve
from domain.units import active_unit
from domain.values import MORE, Known, LongText, OfficerRef, Several, SubjectRef, Text, UnitRef, Whole, content, written

MOST_FINDINGS = 50
MOST_EVIDENCE = 10_000


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found on a unit, never on a person: the fact, the standard that it breaches, and what it rests on."""

    category: SubjectCode
    severity: Severity
    responsible_unit: Annotated[UnitRef, Known("supervised_unit")]
    fact: LongText
    standard: Annotated[str, Text(most=1_000, long=True)]
    evidence: Annotated[tuple[Annotated[int, Whole(1, MOST_EVIDENCE)], ...], Several(1, 100)]
    outcome: Outcome
    scope: Annotated[str | None, Text(most=1_000, long=True), MORE] = None
    cause: Annotated[str | None, Text(most=2_000, long=True), MORE] = None
    amount_fen: Annotated[int | None, Whole(0, 10**15), MORE] = None
    amount_kind: Annotated[AmountKind | None, MORE] = None


@dataclass(frozen=True, slots=True, repr=False)
class DraftFindings(Command[Supervision]):
    """The draft, which goes to the unit on the same day; evidence that was not added yet may come with it."""

    allowed_in: ClassVar = frozenset({Status.CHECKING})
    drafted_on: date
    findings: Annotated[tuple[Finding, ...], Several(1, MOST_FINDINGS)]
    evidence: Annotated[tuple[Evidence, ...], Several(0, 50), MORE] = ()

    def consults(self) -> Sequence[tuple[str, UUID]]:
        return tuple(dict.fromkeys(("unit", finding.responsible_unit) for finding in self.findings))

    def lines(self, state: Supervision) -> Sequence[UUID]:
        return units_of_the_team(state) if self.evidence else ()

    def decide(self, state: Supervision, desk: Desk) -> tuple[EvidenceAdded | FindingsDrafted, ...]:
        facts: list[EvidenceAdded] = []
        for piece in self.evidence:
            facts.append(evidence_added(piece, state, desk))
            state = evolve(state, facts[-1])
        return (*facts, self._drafted(state, desk))

    def _drafted(self, state: Supervision, desk: Desk) -> FindingsDrafted:
        day = desk.happened("drafted_on", self.drafted_on, not_before=state.stepped_on)
        return FindingsDrafted(
            findings=tuple(_drafted(n, each, state, desk) for n, each in enumerate(self.findings, 1)),
            drafted_by=desk.officer,
            drafted_on=day,
            clock=started(COMMENT, day, desk.calendar, desk.profile),
        )


def _drafted(number: int, given: Finding, state: Supervision, desk: Desk) -> DraftedFinding:
    active_unit(desk, given.responsible_unit)
    _is_sound(number, given, state)
    return _texts_sealed(number, given, state.known_subject)


class EvidenceUnknown(Rejected):
    code = "evidence_unknown"
    says = "Finding {finding} rests on evidence number {number}, which does not exist. There are {count}."


class AmountIncomplete(Rejected):
    code = "amount_incomplete"
    says = "Finding {finding}: give an amount together with whether it is estimated or audited, or neither."


def _is_sound(number: int, given: Finding, state: Supervision) -> None:
    for piece in given.evidence:
        if not 1 <= piece <= state.evidence_count:
            raise EvidenceUnknown(finding=number, number=piece, count=state.evidence_count)
    if (given.amount_fen is None) != (given.amount_kind is None):
        raise AmountIncomplete(finding=number)


def _texts_sealed(number: int, given: Finding, subject: SubjectRef) -> DraftedFinding:
    field = f"findings/{number}"
    return DraftedFinding(
        number=number,
        category=given.category,
        severity=given.severity,
        responsible_unit=given.responsible_unit,
        outcome=given.outcome,
        fact=written(subject, f"{field}/fact", given.fact),
        standard=written(subject, f"{field}/standard", given.standard),
        evidence=tuple(dict.fromkeys(given.evidence)),
        scope=content(subject, f"{field}/scope", given.scope),
        cause=content(subject, f"{field}/cause", given.cause),
        amount_fen=given.amount_fen,
        amount_kind=given.amount_kind,
    )


class ViewOrTimePassed(Rejected):
    code = "view_or_time_passed"
    says = "Give what the unit says of the draft. Where it said nothing in its time, say that it let its time pass."


@dataclass(frozen=True, slots=True, repr=False)
class HearUnit(Command[Supervision]):
    """The unit's view of the draft, also in its own words; or that it let its time pass, where that is said."""

    allowed_in: ClassVar = frozenset({Status.FINDINGS_DRAFT})
    heard_on: date
    view: Annotated[str | None, Text(most=10_000, long=True)] = None
    let_time_pass: bool = False

    def decide(self, state: Supervision, desk: Desk) -> tuple[UnitHeard, ...]:
        if bool(self.view) is self.let_time_pass:
            raise ViewOrTimePassed(field="view")
        day = desk.happened("heard_on", self.heard_on, not_before=state.stepped_on)
        ended = _heard(state, day) if self.view else _let_pass(state, day, desk)
        return (UnitHeard(content(state.known_subject, "view", self.view), day, ended),)


def _heard(state: Supervision, on: date) -> tuple[ClockStopped, ...]:
    clock = state.clock(COMMENT)
    return (stopped(clock, on),) if clock else ()


class UnitHasTimeLeft(Rejected):
    code = "unit_has_time_left"
    says = "The unit may comment on the draft until {due_on}. Record its view, or wait until the day after."


class CommentTimeProvisional(Rejected):
    code = "comment_time_provisional"
    says = "The last day on which the unit may comment, {due_on}, is provisional. Import the calendar of {year} first."


def _let_pass(state: Supervision, on: date, desk: Desk) -> tuple[ClockStopped, ...]:
    """Nobody is late who need not comment: the time ended on its last day, once that day is known for certain."""
    running = state.clock(COMMENT)
    if running is None:
        return ()
    clock = settled(running, desk.calendar)
    if clock.provisional:
        raise CommentTimeProvisional(due_on=clock.due_on, year=clock.waits_for)
    if in_time(clock, on):
        raise UnitHasTimeLeft(due_on=clock.due_on, passes_on=clock.due_on + timedelta(days=1))
    return (stopped(clock, clock.due_on, StopReason.LAPSED),)


@dataclass(frozen=True, slots=True)
class Changed:
    """An outcome that differs from the draft, after the unit was heard."""

    finding: Annotated[int, Whole(1, MOST_FINDINGS)]
    outcome: Outcome


class OutcomeOfNoFinding(Rejected):
    code = "outcome_of_no_finding"
    says = "A changed outcome names each finding at most once, by its number from 1 to {count}; given: {given}."


@dataclass(frozen=True, slots=True, repr=False)
class Finalise(Command[Supervision]):
    """The team decides in a meeting; a dissent is recorded. Where no finding is founded, the case ends."""

    allowed_in: ClassVar = frozenset({Status.UNIT_HEARD})
    finalised_on: date
    present: Annotated[tuple[OfficerRef, ...], Several(1, 30), OF_THE_TEAM]
    changed: Annotated[tuple[Changed, ...], Several(0, MOST_FINDINGS), MORE] = ()
    dissent: Annotated[str | None, Text(most=2_000, long=True), MORE] = None

    def decide(self, state: Supervision, desk: Desk) -> tuple[FindingsFinalised, ...]:
        present = two_of_the_team(self.present, state)
        outcomes = self._outcomes(state)
        return (
            FindingsFinalised(
                outcomes=outcomes,
                has_problem=any(each.outcome not in UNFOUNDED for each in outcomes),
                present=present,
                dissent=content(state.known_subject, "dissent", self.dissent),
                finalised_on=desk.happened("finalised_on", self.finalised_on, not_before=state.stepped_on),
            ),
        )

    def _outcomes(self, state: Supervision) -> tuple[FindingOutcome, ...]:
        changed = {each.finding: each.outcome for each in self.changed}
        if len(changed) < len(self.changed) or not set(changed) <= set(state.findings):
            given = ", ".join(str(each.finding) for each in self.changed)
            raise OutcomeOfNoFinding(count=len(state.findings), given=given)
        return tuple(FindingOutcome(n, changed.get(n, each.outcome)) for n, each in state.findings.items())
