"""Folding twice as many facts costs about twice as much, whatever the aggregate and the fact."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

import pytest

from domain.cases.facts import Corrected
from domain.cases.waiting import NO_PAST
from domain.catalogue import AGGREGATES, BY_KIND, EVENTS
from domain.changing import changed
from domain.funds import Fund
from domain.kernel import Aggregate, Event, fold
from domain.petition.aggregate import PETITION
from domain.petition.mending import Correct
from tests.support.costs import folded, held, places_of
from tests.support.given import given
from tests.support.instances import Pick, an_instance_of, numbered
from tests.support.petitions import day, received
from tests.support.reaching import endless

FEW, MANY = 100, 200
LATER = 10
SHORT, LONG = 200, 400
"""How much stands in a state before the facts whose cost is compared."""
MOST = 2.2
"""How many times as much twice as many facts may cost."""
MOST_LATER = 1.5
"""How many times as much a fact may cost where twice as much stands."""

PICKS = {"all": lambda number: numbered(number), "refs": lambda number: numbered(number, others=False)}
"""Facts that have nothing in common but their codes, and facts of which only the references differ."""


def facts(event: type[Event], vary: str, count: int) -> tuple[Event, ...]:
    return tuple(fact(event, vary, number) for number in range(count))


@cache
def fact(event: type[Event], vary: str, number: int) -> Event:
    pick: Any = PICKS[vary]
    made: Event = an_instance_of(event, pick(number))
    return made


def busy(aggregate: Aggregate[Any]) -> Any:
    """The state of a stream in which everything happened once."""
    pick: Pick = numbered(0)
    return fold(aggregate, (an_instance_of(event, pick) for event in aggregate.events))


@cache
def grown(kind: str, event: type[Event], vary: str, count: int) -> Any:
    """The state after so many facts more."""
    return fold(BY_KIND[kind], facts(event, vary, count), busy(BY_KIND[kind]))


@lru_cache(maxsize=2)
def places(kind: str, event: type[Event], vary: str, count: int) -> dict[int, object]:
    """What that state holds."""
    return places_of(grown(kind, event, vary, count))


def grows(kind: str, event: type[Event], vary: str) -> bool:
    """Whether the state holds more the more such facts there are, besides them all as they were recorded."""
    few, many = (held(aside(grown(kind, event, vary, count))) for count in (LATER, 2 * LATER))
    return many - few >= LATER


def aside(state: Any) -> Any:
    """The state without its facts as they were recorded, of which any other is one more."""
    return changed(state, past=NO_PAST) if hasattr(state, "past") else state


def remembered(aggregate: Aggregate[Any], vary: str) -> tuple[type[Event], ...]:
    """The facts that a state remembers, and one that it holds as it was recorded and no more."""
    every = endless(aggregate)
    growing = tuple(event for event in every if grows(aggregate.kind, event, vary))
    return growing + tuple(event for event in every if event not in growing)[:1]


EVERY = [
    pytest.param(aggregate, event, vary, id=f"{event.NAME}-{vary}")
    for aggregate in AGGREGATES
    for event in aggregate.events
    for vary in PICKS
]


@pytest.mark.parametrize(("aggregate", "event", "vary"), EVERY)
def test_twice_as_many_facts_of_a_kind_cost_twice_as_much(
    aggregate: Aggregate[Any], event: type[Event], vary: str
) -> None:
    few, many = (folded(aggregate, facts(event, vary, count), busy(aggregate))[1] for count in (FEW, MANY))
    assert many <= MOST * few


@pytest.mark.parametrize("vary", PICKS)
@pytest.mark.parametrize("aggregate", AGGREGATES, ids=lambda aggregate: aggregate.kind)
def test_what_has_grown_makes_no_later_fact_dearer(aggregate: Aggregate[Any], vary: str) -> None:
    """Every fact that a stream can hold any number of, after each of those that a state remembers.

    A correction alone folds anew what was recorded, and costs what reading the case costs.
    """
    dear = [
        (first.NAME, event.NAME)
        for first in remembered(aggregate, vary)
        for event in endless(aggregate) - {each for each in aggregate.events if issubclass(each, Corrected)}
        if _later(aggregate, first, event, vary, LONG) > MOST_LATER * _later(aggregate, first, event, vary, SHORT)
    ]
    assert dear == []


def test_a_correction_costs_what_reading_the_case_costs() -> None:
    note = EVENTS["petition.noted:1"]
    wrong = given(PETITION, received()).when(Correct(1, "channel", "VISIT", "看错"), today=day("2025-03-05")).events
    states = (given(PETITION, received(), facts(note, "all", count)).state for count in (SHORT, LONG))
    few, many = (folded(PETITION, wrong, state)[1] for state in states)
    assert 1.5 * few < many <= MOST * few


def _later(aggregate: Aggregate[Any], first: type[Event], event: type[Event], vary: str, count: int) -> int:
    state, known = grown(aggregate.kind, first, vary, count), places(aggregate.kind, first, vary, count)
    return folded(aggregate, facts(event, vary, LATER), state, known)[1]


def test_a_fund_of_ten_thousand_open_promises_costs_twice_as_much_as_one_of_five_thousand() -> None:
    """Its stream is the one that grows most: every aid of the unit in a year."""
    promised = EVENTS["fund.reserved:1"]
    few, many = (folded(BY_KIND["fund"], facts(promised, "all", count), Fund())[1] for count in (5_000, 10_000))
    assert many <= MOST * few


def test_states_that_remember_are_among_those_tried() -> None:
    remembering = {event.NAME for each in AGGREGATES for event in each.events if grows(each.kind, event, "all")}
    assert {"fund.reserved", "hardship.aid_planned", "hardship.objected", "hardship.check_authorised"} <= remembering
    assert {"organisation.calendar_imported", "organisation.role_granted"} <= remembering
    assert "organisation.token_issued" in remembering


@dataclass(frozen=True)
class Copied:
    """A state that copies what it holds for every fact, or looks through it."""

    held: Any = ()


@pytest.mark.parametrize(
    "step",
    [
        lambda state, fact: replace(state, held=(*state.held, fact)),
        lambda state, fact: replace(state, held={**(state.held or {}), len(state.held): fact}),
        lambda state, fact: replace(state, held=MappingProxyType({**(state.held or {}), len(state.held): fact})),
        lambda state, fact: replace(state, held=frozenset(state.held) | {len(state.held)}),
        lambda state, fact: replace(state, held=(fact, state.held if sum(1 for _ in _chain(state.held)) else ())),
    ],
)
def test_a_fold_that_copies_or_searches_what_grows_is_seen(step: Any) -> None:
    event = BY_KIND["fund"].events[1]
    copying = replace(BY_KIND["fund"], initial=Copied(), evolve=step)
    few, many = (folded(copying, facts(event, "all", count), Copied())[1] for count in (FEW, MANY))
    assert many > MOST * few


def _chain(held: Any) -> Iterator[Any]:
    while held:
        yield held[0]
        held = held[1]
