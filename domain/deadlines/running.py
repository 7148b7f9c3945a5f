"""The clocks that events hold, and the running terms after each event."""

from dataclasses import fields
from functools import cache
from typing import Any

from domain.deadlines.clocks import Clock, ClockStopped, Running

FACTS = (Clock, ClockStopped)


def clocks_after(running: Running, event: object) -> Running:
    """The running terms after an event: what it stopped is gone, what it started or changed stands anew."""
    if not may_hold_clocks(type(event)):
        return running
    facts = clock_facts(event)
    for fact in facts if len(facts) < 2 else sorted(facts, key=_starts):
        place = (fact.rule, fact.item)
        running = running.holding(place, fact) if isinstance(fact, Clock) else running.without(place)
    return running


def clock_facts(event: Any) -> list[Clock | ClockStopped]:
    """Every clock that the event starts, changes or stops, alone in a field or in a tuple."""
    facts: list[Clock | ClockStopped] = []
    kind: Any = type(event)
    for name in clock_fields(kind):
        value = getattr(event, name)
        if isinstance(value, FACTS):
            facts.append(value)
        elif value and isinstance(value, tuple):
            facts += [part for part in value if isinstance(part, FACTS)]
    return facts


def may_hold_clocks(event: Any) -> bool:
    """Whether events of that class can start or stop a clock."""
    return bool(clock_fields(event))


@cache
def clock_fields(event: Any) -> tuple[str, ...]:
    """The fields of an event class that hold clocks or their ends."""
    return tuple(each.name for each in fields(event) if "Clock" in str(each.type))


def _starts(fact: Clock | ClockStopped) -> bool:
    return isinstance(fact, Clock)
