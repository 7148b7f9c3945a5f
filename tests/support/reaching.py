"""The statuses that the facts of an aggregate lead to, and which facts can follow one another without end."""

from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from typing import Any

from domain.catalogue import BY_KIND
from domain.kernel import Aggregate, Event
from service.office.transitions import may_record
from tests.support.instances import an_instance_of


def states_of(aggregate: Aggregate[Any]) -> dict[StrEnum, Any]:
    """A state in every status that the aggregate's facts lead to, searched from the states known."""
    return _states(aggregate.kind)


def instances(event: type[Event]) -> Iterator[Event]:
    """Events of the class that differ in their codes and in what they leave out."""
    for number in range(4):
        yield an_instance_of(event, lambda options, number=number: options[number % len(options)])


@cache
def _states(kind: str) -> dict[StrEnum, Any]:
    aggregate = BY_KIND[kind]
    found = {aggregate.status_of(aggregate.initial): aggregate.initial}
    facts = [fact for event in aggregate.events for fact in instances(event)]
    for _ in aggregate.statuses:
        for state in tuple(found.values()):
            for fact in facts:
                after = aggregate.evolve(state, fact)
                found.setdefault(aggregate.status_of(after), after)
    return found


def endless(aggregate: Aggregate[Any]) -> set[type[Event]]:
    """The events that a stream can hold any number of: recorded where a way leads back to."""
    steps = set(_steps(aggregate))
    ways = {(before, after) for before, _, after in steps}
    for middle in aggregate.statuses:
        ways |= {(a, d) for a, b in ways if b == middle for c, d in ways if c == middle}
    return {event for before, event, after in steps if before == after or (after, before) in ways}


def _steps(aggregate: Aggregate[Any]) -> Iterator[tuple[StrEnum, type[Event], StrEnum]]:
    for status, state in states_of(aggregate).items():
        for command in aggregate.commands:
            if status in command.allowed_in:
                for event in may_record(command):
                    for fact in instances(event):
                        yield status, event, aggregate.status_of(aggregate.evolve(state, fact))
