"""What folding costs, counted: the lines that `evolve` runs, and the places of everything that it wrote anew."""

import gc
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from enum import Enum
from types import FrameType, FunctionType, ModuleType
from typing import Any

from domain.kernel import Aggregate, Event

OUTSIDE = (type, Enum, ModuleType, FunctionType)
"""What a state names and does not hold."""


def folded(
    aggregate: Aggregate[Any], facts: Iterable[Event], state: Any, known: Mapping[int, object] | None = None
) -> tuple[Any, int]:
    """The state after the facts, and what it cost: a loop counts by its turns, a copy by what it copies.

    `known` are the places of `state`, where somebody has gone through them already.
    """
    known = dict(places_of(state) if known is None else known)
    cost = 0
    for fact in facts:
        state, run = _evolved(aggregate, state, fact)
        cost += run + held(state, known)
    return state, cost


def places_of(state: object) -> dict[int, object]:
    """Every place of the state, which `held` counts no more."""
    known: dict[int, object] = {}
    held(state, known)
    return known


def held(state: object, known: dict[int, object] | None = None) -> int:
    """How many places the state has that are not in `known`, which knows them from then on."""
    seen = {} if known is None else known
    count, todo = 0, [state]
    while todo:
        each = todo.pop()
        if id(each) in seen or isinstance(each, OUTSIDE):
            continue
        seen[id(each)] = each
        inner = gc.get_referents(each)
        count += len(inner)
        todo.extend(inner)
    return count


def _evolved(aggregate: Aggregate[Any], state: Any, fact: Event) -> tuple[Any, int]:
    run = 0

    def heard(_frame: FrameType, what: str, _given: Any) -> Any:
        nonlocal run
        run += what == "line"
        return heard

    with _nothing_collected():
        before = sys.gettrace()
        sys.settrace(heard)
        try:
            state = aggregate.evolve(state, fact)
        finally:
            sys.settrace(before)
    return state, run


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """What is finalised meanwhile, of whatever ran before, would be counted as lines of the fold."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
