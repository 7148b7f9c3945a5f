"""Recusing: a tie is declared, a recusal is asked for or ordered, and decided by whom the rules name."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, TypeVar
from uuid import UUID

from domain.actors import OfficerActing
from domain.cases.codes import AskedBy, Tie
from domain.cases.recusal import (
    DECISION,
    Recusable,
    RecusalAsked,
    RecusalConfirmed,
    RecusalOrdered,
    RecusalRefused,
    TieDeclared,
)
from domain.deadlines.clocks import Clock, ClockStopped, StopReason, started, stopped
from domain.kernel import Command, Desk, Event, Rejected
from domain.officers import Officer, Serving, stands_over
from domain.roles import Role
from domain.values import Identity, Known, OfficerRef, Text, UnitRef, YesOrNo, content, written

R = TypeVar("R", bound=Recusable)

OF_THE_UNIT = Serving(of="unit")
"""Whoever holds a role for the unit of the case, or for one above or below it."""
WATCHING = frozenset(
    {
        Role.AUDITOR,
        Role.PI_OFFICER,
        Role.FUND_AUDIT,
        Role.ID_CUSTODIAN,
        Role.ARCHIVIST,
        Role.CONGRESS_GROUP,
        Role.LEADER_VIEW,
        Role.SYSADMIN,
    }
)
"""Who handles no case, and is kept from none by those whom they watch: they declare ties of their own alone."""
UNDECIDED = Serving(among="undecided")
"""Whoever a recusal that nobody has decided yet is about."""

Reason = Annotated[str, Text(most=2_000, long=True)]


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts on recusals of one kind of case."""

    declared: type[TieDeclared]
    asked: type[RecusalAsked]
    ordered: type[RecusalOrdered]
    confirmed: type[RecusalConfirmed]
    refused: type[RecusalRefused]


@dataclass(frozen=True, slots=True)
class Rung:
    """Who decides on the recusal of whoever holds one of the roles; `is_above` where it takes a higher unit.

    浙江省信访条例 §27: of staff the head of the office, of the head the unit's leader, of that one the unit above.
    """

    concerned: frozenset[Role]
    deciders: frozenset[Role]
    is_above: bool = False


Ladder = tuple[Rung, ...]
"""The highest rung first; the last one holds everybody."""


class AlreadyRecused(Rejected):
    code = "already_recused"
    says = "The officer {officer} takes no part in this case already."


class OfficerRecused(Rejected):
    code = "officer_recused"
    says = "The officer {officer} is recused from this case, or it is still to be decided. Name somebody else."


class RecusalUndecided(Rejected):
    code = "recusal_undecided"
    says = "A recusal of the same officer is waiting to be decided. Decide on it first."


class NoRecusalToDecide(Rejected):
    code = "no_recusal_to_decide"
    says = "Nobody has declared a tie or asked for a recusal of this officer that is still to be decided."
    is_moot = True


class WatcherNotRecused(Rejected):
    code = "watcher_not_recused"
    says = "The officer {officer} handles no case and watches over those who do: only they declare a tie of their own."


class OwnRecusal(Rejected):
    code = "own_recusal"
    says = "Nobody asks for, orders or decides on their own recusal. Declare a tie; another officer decides."


class RecusalDecidedByAnother(Rejected):
    code = "recusal_decided_by_another"
    says = "The recusal of this officer is decided by another officer, who for the unit or one above it is: {role}."


class RecusalDecidedAbove(Rejected):
    code = "recusal_decided_above"
    says = "The recusal of this officer is decided in a unit above the one that they act for, by: {role}."


@dataclass(frozen=True, slots=True, repr=False)
class DeclareTie(Command[R]):
    """A duty, done at once: from then on the case does not exist for whoever declares; 信访工作条例 §28."""

    facts: ClassVar[Facts]
    beside: ClassVar[bool] = True
    tie: Tie
    declared_on: date
    reason: Reason | None = None

    def decide(self, state: R, desk: Desk) -> tuple[Event, ...]:
        who, day = desk.officer, desk.happened("declared_on", self.declared_on)
        number, clock = _term(state, who, day, desk)
        reason = content(state.known_subject, f"reason/{number}", self.reason)
        is_assigned = who in state.scope.assigned
        return (self.facts.declared(number, who, is_assigned, self.tie, reason, day, clock),)


@dataclass(frozen=True, slots=True, repr=False)
class AskRecusal(Command[R]):
    """The petitioner, the informant, the applicant or the supervised unit asks that somebody take no part."""

    facts: ClassVar[Facts]
    beside: ClassVar[bool] = True
    askers: ClassVar[frozenset[AskedBy]]
    concerned: Annotated[OfficerRef, OF_THE_UNIT]
    tie: Tie
    asked_by: AskedBy
    reason: Reason
    asked_on: date

    @classmethod
    def choices(cls, state: R | None, today: date) -> Mapping[str, Collection[object]]:
        return {"asked_by": cls.askers}

    def decide(self, state: R, desk: Desk) -> tuple[Event, ...]:
        _somebody_else(self.concerned, state, desk)
        _handles_cases(self.concerned, desk)
        if self.concerned in state.recusals.undecided:
            raise RecusalUndecided
        day = desk.happened("asked_on", self.asked_on)
        number, clock = _term(state, self.concerned, day, desk)
        asked_by = Identity(state.known_subject, f"asked_by/{number}", self.asked_by)
        reason = written(state.known_subject, f"reason/{number}", self.reason)
        is_assigned = self.concerned in state.scope.assigned
        return (self.facts.asked(number, self.concerned, is_assigned, self.tie, asked_by, reason, day, clock),)


@dataclass(frozen=True, slots=True, repr=False)
class OrderRecusal(Command[R]):
    """Whoever decides on recusals orders one that nobody declared and nobody asked for."""

    facts: ClassVar[Facts]
    beside: ClassVar[bool] = True
    ladder: ClassVar[Ladder]
    concerned: Annotated[OfficerRef, OF_THE_UNIT]
    tie: Tie
    reason: Reason
    ordered_on: date

    def lines(self, state: R) -> Sequence[UUID]:
        return () if state.unit is None else (state.unit,)

    def decide(self, state: R, desk: Desk) -> tuple[Event, ...]:
        _somebody_else(self.concerned, state, desk)
        _handles_cases(self.concerned, desk)
        decides_on(self.concerned, self.ladder, state, desk)
        day = desk.happened("ordered_on", self.ordered_on)
        open_one = state.recusals.undecided.get(self.concerned)
        number = open_one.number if open_one else state.recusals.count + 1
        reason = written(state.known_subject, f"reason/{number}/ordered", self.reason)
        is_assigned, ended = self.concerned in state.scope.assigned, _decided(state, number, day)
        return (self.facts.ordered(number, self.concerned, is_assigned, self.tie, reason, day, ended),)


@dataclass(frozen=True, slots=True, repr=False)
class DecideRecusal(Command[R]):
    """Confirmed, the officer takes no part; refused, whoever was named is so anew, unless it was handed over since."""

    facts: ClassVar[Facts]
    beside: ClassVar[bool] = True
    ladder: ClassVar[Ladder]
    concerned: Annotated[OfficerRef, UNDECIDED, Known("undecided")]
    is_confirmed: YesOrNo
    grounds: Reason
    decided_on: date

    @classmethod
    def barred(cls, state: R, desk: Desk) -> Iterator[Rejected]:
        if not state.recusals.undecided:
            yield NoRecusalToDecide()

    def lines(self, state: R) -> Sequence[UUID]:
        return () if state.unit is None else (state.unit,)

    def decide(self, state: R, desk: Desk) -> tuple[Event, ...]:
        known = state.recusals.undecided.get(self.concerned)
        if known is None:
            raise NoRecusalToDecide
        if self.concerned == desk.officer:
            raise OwnRecusal
        decides_on(self.concerned, self.ladder, state, desk)
        day = desk.happened("decided_on", self.decided_on, not_before=known.stated_on)
        grounds = written(state.known_subject, f"grounds/{known.number}", self.grounds)
        ended = _decided(state, known.number, day)
        if self.is_confirmed:
            return (self.facts.confirmed(known.number, self.concerned, grounds, day, ended),)
        return (self.facts.refused(known.number, self.concerned, known.was_assigned, grounds, day, ended),)


def decides_on(concerned: OfficerRef, ladder: Ladder, state: Recusable, desk: Desk) -> None:
    """Tries whether whoever acts decides on a recusal of the officer.

    Raises RecusalDecidedByAnother and RecusalDecidedAbove.
    """
    rung, of_unit = _rung(concerned, ladder, state, desk)
    role = ", ".join(sorted(rung.deciders))
    acting = desk.by
    if not isinstance(acting, OfficerActing) or acting.role not in rung.deciders or of_unit is None:
        raise RecusalDecidedByAnother(role=role)
    if not stands_over(acting.unit, of_unit, desk.consulted):
        raise (RecusalDecidedAbove if rung.is_above else RecusalDecidedByAnother)(role=role)
    if rung.is_above and acting.unit == of_unit:
        raise RecusalDecidedAbove(role=role)


def _rung(concerned: OfficerRef, ladder: Ladder, state: Recusable, desk: Desk) -> tuple[Rung, UUID | None]:
    """The highest rung that the officer stands on in the unit of the case or above it, and the highest unit for which
    they do: nobody is recused by a unit below the one that they act for."""
    officer = desk.consulted.get(concerned)
    held = officer.roles.items() if isinstance(officer, Officer) else ()
    for rung in ladder:
        units = [
            each.unit
            for each, terms in held
            if each.role in rung.concerned
            and any(term.holds(desk.today) for term in terms)
            and state.unit is not None
            and stands_over(each.unit, state.unit, desk.consulted)
        ]
        if units:
            return rung, _highest(units, desk)
    return ladder[-1], state.unit


def _highest(units: Sequence[UnitRef], desk: Desk) -> UnitRef:
    """Of units on one line, the one that stands over the others."""
    return next(unit for unit in units if all(stands_over(unit, each, desk.consulted) for each in units))


def _handles_cases(concerned: OfficerRef, desk: Desk) -> None:
    """Raises WatcherNotRecused."""
    officer = desk.consulted.get(concerned)
    held = officer.roles.items() if isinstance(officer, Officer) else ()
    if any(each.role in WATCHING and any(term.holds(desk.today) for term in terms) for each, terms in held):
        raise WatcherNotRecused(officer=concerned)


def _somebody_else(concerned: OfficerRef, state: Recusable, desk: Desk) -> None:
    if concerned == desk.officer:
        raise OwnRecusal
    if concerned in state.recusals.since:
        raise AlreadyRecused(officer=concerned)


def _term(state: Recusable, who: OfficerRef, on: date, desk: Desk) -> tuple[int, Clock]:
    """The recusal's number and the term for deciding on it; one that runs already goes on."""
    known = state.recusals.undecided.get(who)
    number = known.number if known else state.recusals.count + 1
    running = state.clocks.get((DECISION, str(number)))
    return number, running or started(DECISION, on, desk.calendar, desk.profile, item=str(number))


def _decided(state: Recusable, number: int, on: date) -> tuple[ClockStopped, ...]:
    """The end of the term, on the day that it began where the recusal had been ordered before it was asked for."""
    running = state.clocks.get((DECISION, str(number)))
    return (stopped(running, max(on, running.started_on), StopReason.MET),) if running else ()
