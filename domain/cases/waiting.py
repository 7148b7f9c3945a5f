"""Which facts of a case have taken effect, and which wait for a second person or are mere remarks."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple, Protocol, TypeVar

from domain.cases.facts import (
    ABOUT_FACTS,
    Confirmed,
    Contested,
    Corrected,
    Recounted,
    Remarked,
    Second,
    Stated,
    righted,
    with_terms,
)
from domain.changing import changed
from domain.deadlines.clocks import NOTHING_RUNNING, Clock, ClockStopped, Running, stopped
from domain.deadlines.running import clock_facts, clocks_after
from domain.growing import Growing
from domain.values import OfficerRef, SubjectRef, UnitRef

S = TypeVar("S")
Versioned = tuple[int, Any]
"""An event with its version."""


class Effect(NamedTuple):
    """A fact that took effect: the version at which it did, its own, and the fact as it is right now."""

    version: int
    own: int
    event: Any


@dataclass(frozen=True)
class Statement:
    """What one officer stated and others have not confirmed yet; `seconds` are those still waited for.

    `status` is where the case stood and `ran` are the terms that ran; the facts would start and stop those named.
    """

    number: int
    by: OfficerRef
    seconds: tuple[Second, ...]
    status: StrEnum
    ran: frozenset[tuple[str, str]]
    blocks: bool
    facts: tuple[Any, ...] = ()
    confirmed_by: tuple[OfficerRef, ...] = ()
    starts: frozenset[tuple[str, str]] = frozenset()
    stops: frozenset[tuple[str, str]] = frozenset()

    def holding(self, fact: Any, running: Running) -> "Statement":
        """The same with one more of its facts."""
        parts = clock_facts(fact)
        starts = {(each.rule, each.item) for each in parts if isinstance(each, Clock)}
        stops = {(each.rule, each.item) for each in parts if isinstance(each, ClockStopped)}
        return changed(
            self,
            facts=(*self.facts, fact),
            starts=self.starts | {key for key in starts if key not in running},
            stops=self.stops | stops,
        )

    def confirmed(self, by: OfficerRef) -> "Statement":
        """The same once the officer has confirmed it."""
        left = tuple(each for each in self.seconds if not each.may_be(by))
        return changed(self, seconds=left, confirmed_by=(*self.confirmed_by, by))


@dataclass(frozen=True)
class Waiting:
    """The statements of a case that nobody has confirmed or contested yet, and how many there have been.

    `held` and `remarks` say how many of the facts to come belong to the last statement, or are remarks. `is_told_anew`
    where the facts that took effect are not all that was recorded, as it was recorded, in that order. `right` are the
    facts that were set right, as they are now.
    """

    count: int = 0
    statements: Growing[int, Statement] = field(default_factory=Growing)
    held: int = 0
    remarks: int = 0
    is_told_anew: bool = False
    right: Growing[int, Any] = field(default_factory=Growing)

    def ended(self) -> "Waiting":
        """The same with nothing that waits."""
        return changed(self, statements=Growing())


NOTHING_WAITS = Waiting()
Past = Growing[int, Any]
"""By version: what was recorded of a case."""
NO_PAST: Past = Growing()


class Keeping(Protocol):
    """What rules on facts about facts read of the state of a case."""

    @property
    def unit(self) -> UnitRef | None: ...
    @property
    def status(self) -> StrEnum: ...
    @property
    def waiting(self) -> Waiting: ...
    @property
    def past(self) -> Past: ...
    @property
    def known_subject(self) -> SubjectRef: ...
    @property
    def clocks(self) -> Mapping[tuple[str, str], Clock]: ...


def keeping(follow: Callable[[S, Any], S]) -> Callable[[S, Any], S]:
    """An `evolve` that hands on to `follow` what takes effect, when it does, and keeps in mind what was recorded."""

    def evolve(state: S, event: Any) -> S:
        known: Any = state
        past = known.past.holding(len(known.past) + 1, event)
        after: Any = _after(known, event, past, follow)
        kept: S = changed(after, past=past)
        return kept

    return evolve


def effective(history: Iterable[Versioned]) -> list[Effect]:
    """What took effect, in that order: what was stated once it was confirmed, and corrected facts as they are right.

    Facts about facts stand where they were recorded.
    """
    applied = list(_applied(history))
    right = {own: event for _version, own, event in applied}
    for _version, _own, event in applied:
        if isinstance(event, Corrected):
            for own in {event.fact, *(each.version for each in event.recounted)} & right.keys():
                right[own] = righted(right[own], own, event)
    return list(_standing(Effect(version, own, right[own]) for version, own, _event in applied))


def is_told_anew(history: Iterable[Any]) -> bool:
    """Whether something among the events says of others how they stand."""
    return any(isinstance(event, ABOUT_FACTS) for event in history)


def waits(state: object) -> Waiting:
    """What waits in a case; nothing in other records."""
    found: Waiting = getattr(state, "waiting", NOTHING_WAITS)
    return found


def _standing(effects: Iterable[Effect]) -> Iterator[Effect]:
    """The same, what had waited with the ends of terms as they are once it takes effect."""
    running = NOTHING_RUNNING
    for effect in effects:
        if effect.version != effect.own:
            effect = effect._replace(event=_ending(effect.event, running))
        running = clocks_after(running, effect.event)
        yield effect


def _ending(event: Any, running: Running) -> Any:
    """The fact, where it ends terms that are due on another day than when it was stated, with their ends anew."""
    ends = [part for part in clock_facts(event) if isinstance(part, ClockStopped)]
    moved = [(part, clock) for part in ends if (clock := running.get((part.rule, part.item))) is not None]
    anew = tuple(stopped(clock, part.stopped_on, part.why) for part, clock in moved if clock.due_on != part.due_on)
    return with_terms(event, Recounted(0, (), anew)) if anew else event


def _applied(history: Iterable[Versioned]) -> Iterator[Effect]:
    """What took effect, as it was recorded."""
    held: dict[int, list[Versioned]] = {}
    blocking: set[int] = set()
    number = left = remarks = 0
    for version, event in history:
        if left:
            held[number].append((version, event))
            left -= 1
        elif remarks:
            remarks -= 1
        else:
            yield Effect(version, version, event)
            match event:
                case Stated():
                    number, left = event.entry, event.held
                    held[number] = []
                    blocking.update({number} if event.blocks else ())
                case Remarked():
                    remarks = event.held
                case Confirmed() if event.is_whole:
                    for own, fact in held.pop(event.entry, ()):
                        yield Effect(version, own, fact)
                case Contested() if event.entry not in blocking:
                    held.pop(event.entry, None)


def _after(state: Any, event: Any, past: Past, follow: Callable[[Any, Any], Any]) -> Any:
    waiting: Waiting = state.waiting
    if waiting.held:
        return changed(state, waiting=_holding(waiting, event, state.clocks))
    if waiting.remarks:
        return changed(state, waiting=changed(waiting, remarks=waiting.remarks - 1))
    if not isinstance(event, ABOUT_FACTS):
        return follow(state, event)
    state = follow(changed(state, waiting=_told(waiting, event, state)), event)
    match event:
        case Confirmed() if event.is_whole and event.entry in waiting.statements:
            for fact in waiting.statements[event.entry].facts:
                state = follow(state, _ending(fact, state.clocks))
                state = _set_right(state, fact, past, follow) if isinstance(fact, Corrected) else state
        case Corrected():
            state = _set_right(state, event, past, follow)
    return state


def _set_right(state: Any, correction: Corrected, past: Past, follow: Callable[[Any, Any], Any]) -> Any:
    """The state with what a correction sets right; one that leaves every fact as it is changes nothing."""
    right = state.waiting.right
    for version in {correction.fact, *(each.version for each in correction.recounted)} & past.keys():
        now = right.get(version, past[version])
        anew = righted(now, version, correction)
        right = right if anew == now else right.holding(version, anew)
    if right is state.waiting.right:
        return state
    return _again(changed(state, waiting=changed(state.waiting, right=right)), past, follow)


def _again(state: Any, past: Past, follow: Callable[[Any, Any], Any]) -> Any:
    """The state that follows from what was recorded, as it is right now."""
    fresh: Any = type(state)()
    for effect in effective(past.items()):
        fresh = follow(fresh, effect.event)
    return changed(fresh, waiting=state.waiting)


def _holding(waiting: Waiting, fact: Any, running: Running) -> Waiting:
    last = waiting.statements.get(waiting.count)
    left = changed(waiting, held=waiting.held - 1)
    if last is None:
        return left
    return changed(left, statements=waiting.statements.holding(last.number, last.holding(fact, running)))


def _told(waiting: Waiting, event: Any, state: Keeping) -> Waiting:
    waiting = changed(waiting, is_told_anew=True)
    match event:
        case Stated():
            ran = frozenset(state.clocks)
            new = Statement(event.entry, event.stated_by, event.seconds, state.status, ran, event.blocks)
            statements = waiting.statements.holding(event.entry, new)
            return changed(waiting, count=event.entry, statements=statements, held=event.held)
        case Remarked():
            return changed(waiting, remarks=event.held)
        case Confirmed() if event.is_whole:
            return changed(waiting, statements=waiting.statements.without(event.entry))
        case Confirmed() if known := waiting.statements.get(event.entry):
            confirmed = known.confirmed(event.confirmed_by)
            return changed(waiting, statements=waiting.statements.holding(event.entry, confirmed))
        case Contested() if not _blocks(waiting, event.entry):
            return changed(waiting, statements=waiting.statements.without(event.entry))
    return waiting


def _blocks(waiting: Waiting, number: int) -> bool:
    known = waiting.statements.get(number)
    return known is not None and known.blocks
