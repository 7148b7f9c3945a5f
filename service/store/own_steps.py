"""What the service records of itself beside what was asked: in its own name, each fact with what caused it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from domain.actors import Actor, Cause, ServiceActing
from domain.cases.reacting import TakeDueSteps
from domain.deadlines.clocks import Clock, ClockStopped
from domain.deadlines.running import clock_facts
from domain.kernel import Command, Event
from service.store.codec import Circumstance
from service.store.tasks import Task
from service.store.work import Decided, Work

Place = tuple[str, str]


def told_of(work: Work, stream: UUID, command: Command[Any], facts: Sequence[Event], by: Actor) -> Iterable[Decided]:
    """The facts of a command, in the name of whoever gave it; the service's own steps each with its cause."""
    if isinstance(command, TakeDueSteps):
        return caused(work, stream, facts)
    return [Decided(stream, fact, by) for fact in facts]


def caused(work: Work, stream: UUID, facts: Sequence[Event]) -> list[Decided]:
    """The facts in the name of the service, each with the event that led to it."""
    if not facts:
        return []
    decided = [each.event for each in work.decided if each.stream == stream]
    before = [*(recorded.event for recorded in work.histories[stream]), *decided]
    told: list[Decided] = []
    for fact in facts:
        told.append(Decided(stream, fact, ServiceActing(Task.DUE_STEPS, Cause(stream, _cause(before, fact)))))
        before.append(fact)
    return told


def circumstance_by(around: Circumstance, by: Actor) -> Circumstance:
    """The same circumstances; what the service recorded of itself bears nothing of the request beside it."""
    return around if by == around.by else Circumstance(by, around.at)


def _cause(before: Sequence[Event], fact: Event) -> int:
    """The version at which the term began, or was last counted, that the fact is about; else the last one."""
    places = set(_places(fact))
    found = (n for n in range(len(before), 0, -1) if any(_is_of(part, places) for part in clock_facts(before[n - 1])))
    return next(found, len(before))


def _places(fact: Any) -> Iterator[Place]:
    if hasattr(fact, "rule"):
        yield fact.rule, getattr(fact, "item", "")
    for part in clock_facts(fact):
        if isinstance(part, ClockStopped):
            yield part.rule, part.item


def _is_of(part: Clock | ClockStopped, places: set[Place]) -> bool:
    return isinstance(part, Clock) and (part.rule, part.item) in places
