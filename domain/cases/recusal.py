"""Recusals (回避) of any kind of case: its facts, and who takes no part after each of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, ClassVar, Protocol, assert_never

from domain.cases.codes import AskedBy, Tie
from domain.deadlines.clocks import Clock, ClockStopped
from domain.growing import Growing
from domain.roles import Role
from domain.scopes import Scope
from domain.values import Content, Identity, OfficerRef, SubjectRef, UnitRef

DECISION = "D-C01"
"""The term within which a recusal is decided, one clock per recusal."""
ABOVE = (Role.UNIT_LEAD, Role.UNION_CHAIR)
"""Who is asked to decide where heads and leaders of the own unit are concerned themselves; 浙江省信访条例 §27."""


@dataclass(frozen=True, slots=True)
class TieDeclared:
    """Somebody declared a tie of their own: they take no part from that moment, whatever is decided later."""

    NAME: ClassVar[str]
    VERSION: ClassVar[int]
    recusal: int
    concerned: OfficerRef
    is_assigned: bool
    tie: Tie
    reason: Content[str] | None
    declared_on: date
    clock: Clock

    def rescoped(self, scope: Scope) -> Scope:
        return scope.barring(self.concerned).asking(*ABOVE)


@dataclass(frozen=True, slots=True)
class RecusalAsked:
    """Others asked that somebody take no part: whoever is concerned takes no step until it is decided."""

    NAME: ClassVar[str]
    VERSION: ClassVar[int]
    recusal: int
    concerned: OfficerRef
    is_assigned: bool
    tie: Tie
    asked_by: Identity[AskedBy]
    reason: Content[str]
    asked_on: date
    clock: Clock

    def rescoped(self, scope: Scope) -> Scope:
        return scope.asking(*ABOVE)


@dataclass(frozen=True, slots=True)
class RecusalOrdered:
    """Whoever decides on recusals ordered one of their own accord."""

    NAME: ClassVar[str]
    VERSION: ClassVar[int]
    recusal: int
    concerned: OfficerRef
    is_assigned: bool
    tie: Tie
    reason: Content[str]
    ordered_on: date
    stopped: tuple[ClockStopped, ...]

    def rescoped(self, scope: Scope) -> Scope:
        return scope.barring(self.concerned)


@dataclass(frozen=True, slots=True)
class RecusalConfirmed:
    NAME: ClassVar[str]
    VERSION: ClassVar[int]
    recusal: int
    concerned: OfficerRef
    grounds: Content[str] | None
    decided_on: date
    stopped: tuple[ClockStopped, ...]

    def rescoped(self, scope: Scope) -> Scope:
        return scope.barring(self.concerned)


@dataclass(frozen=True, slots=True)
class RecusalRefused:
    """No tie that matters was seen; the one that was told stays in the history (RG-S4).

    Whoever was named for the case, which was not handed over since, is named for it anew here, with the day.
    """

    NAME: ClassVar[str]
    VERSION: ClassVar[int]
    recusal: int
    concerned: OfficerRef
    is_assigned: bool
    grounds: Content[str]
    decided_on: date
    stopped: tuple[ClockStopped, ...]

    def rescoped(self, scope: Scope) -> Scope:
        free = scope.admitting(self.concerned)
        return free.assigning(self.concerned) if self.is_assigned else free


RecusalFact = TieDeclared | RecusalAsked | RecusalOrdered | RecusalConfirmed | RecusalRefused


@dataclass(frozen=True, slots=True)
class Undecided:
    """A recusal that nobody has decided yet."""

    number: int
    stated_on: date
    was_assigned: bool


@dataclass(frozen=True, slots=True)
class Recusals:
    """How many recusals the case has seen, which are undecided, and since which day who takes no part.

    `vacant` are those of them who were named for the case and whose place nobody has taken over yet.
    """

    count: int = 0
    undecided: Growing[OfficerRef, Undecided] = field(default_factory=Growing)
    since: Growing[OfficerRef, date] = field(default_factory=Growing)
    vacant: Growing[OfficerRef, None] = field(default_factory=Growing)


NO_RECUSALS = Recusals()


class Recusable(Protocol):
    """What rules on recusals read of the state of a case."""

    @property
    def unit(self) -> UnitRef | None: ...
    @property
    def scope(self) -> Scope: ...
    @property
    def recusals(self) -> Recusals: ...
    @property
    def known_subject(self) -> SubjectRef: ...
    @property
    def clocks(self) -> Mapping[tuple[str, str], Clock]: ...


def recusals_after(known: Recusals, fact: RecusalFact) -> Recusals:
    """The recusals after one more fact."""
    who, count = fact.concerned, max(known.count, fact.recusal)
    match fact:
        case TieDeclared():
            stated = Undecided(fact.recusal, fact.declared_on, fact.is_assigned)
            since = known.since.holding(who, fact.declared_on)
            return Recusals(count, known.undecided.holding(who, stated), since, _vacant(known, fact))
        case RecusalAsked():
            stated = Undecided(fact.recusal, fact.asked_on, fact.is_assigned)
            return Recusals(count, known.undecided.holding(who, stated), known.since, _vacant(known, fact))
        case RecusalOrdered():
            since = known.since.holding(who, fact.ordered_on)
            return Recusals(count, known.undecided.without(who), since, _vacant(known, fact))
        case RecusalConfirmed():
            since = known.since if who in known.since else known.since.holding(who, fact.decided_on)
            return Recusals(count, known.undecided.without(who), since, known.vacant)
        case RecusalRefused():
            return Recusals(count, known.undecided.without(who), known.since.without(who), known.vacant.without(who))
    assert_never(fact)


def _vacant(known: Recusals, fact: TieDeclared | RecusalAsked | RecusalOrdered) -> Growing[OfficerRef, None]:
    return known.vacant.holding(fact.concerned, None) if fact.is_assigned else known.vacant


def handed_on(known: Recusals, who: OfficerRef) -> Recusals:
    """The recusals once the case was handed over from the officer, who is not named anew where one is refused."""
    known = replace(known, vacant=known.vacant.without(who))
    stated = known.undecided.get(who)
    if stated is None:
        return known
    return replace(known, undecided=known.undecided.holding(who, replace(stated, was_assigned=False)))


def decided_on(scope: Scope, known: Recusals) -> Scope:
    """The scope after a fact on recusals: once all are decided, nobody above is asked any more."""
    return scope if known.undecided else scope.asking_no_more(*ABOVE)


def waits_for_decision(state: Any, who: OfficerRef) -> bool:
    """Whether a recusal asked of the officer is undecided: no step of theirs in the case until then."""
    known: Recusals = getattr(state, "recusals", NO_RECUSALS)
    return who in known.undecided and who not in known.since


def recused_since(state: Any, who: OfficerRef) -> date | None:
    """The day since which the officer takes no part in the case; None where they may."""
    known: Recusals = getattr(state, "recusals", NO_RECUSALS)
    return known.since.get(who)
