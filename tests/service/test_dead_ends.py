"""No case stands where nobody can take a step: every status is an end, or steps that officers take lead to one."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import pytest

from domain.cases.voiding import Void
from domain.hardship import codes as of_hardship
from domain.kernel import Aggregate
from domain.petition import codes as of_petition
from domain.roles import Role
from domain.supervision import codes as of_supervision
from service.kinds.catalogue import CASES
from service.kinds.kind import CaseKind
from service.office.next_steps import main_path
from service.office.transitions import may_record
from tests.support import hardships, petitions, supervision
from tests.support.reaching import instances, states_of

OPEN: dict[str, frozenset[Any]] = {
    "petition": of_petition.OPEN,
    "supervision": of_supervision.OPEN,
    "hardship": of_hardship.OPEN,
}
LIVES = {
    "petition": petitions.shortest().history,
    "supervision": supervision.shortest().history,
    "hardship": hardships.aid_paid(),
}


def steps_from(kind: CaseKind, status: StrEnum) -> Iterator[StrEnum]:
    """Where steps lead that somebody besides an administrator is offered; a void is no way on."""
    state = states_of(kind.aggregate)[status]
    for offer in kind.offers:
        command = offer.command
        if status in command.allowed_in and offer.roles - {Role.SYSADMIN} and not issubclass(command, Void):
            for event in may_record(command):
                for fact in instances(event):
                    yield kind.aggregate.status_of(kind.aggregate.evolve(state, fact))


def steps_of_a_life(kind: CaseKind) -> Iterator[tuple[StrEnum, StrEnum]]:
    """The steps of a case on its shortest way, where somebody is offered each: numbers of parts fit there."""
    aggregate = kind.aggregate
    state = aggregate.initial
    for event in LIVES[aggregate.kind]:
        before, state = aggregate.status_of(state), aggregate.evolve(state, event)
        if any(
            type(event) in may_record(offer.command) and before in offer.command.allowed_in for offer in kind.offers
        ):
            yield before, aggregate.status_of(state)


def leading_to_an_end(kind: CaseKind) -> set[StrEnum]:
    """The statuses from which some way of such steps leads to an end."""
    aggregate = kind.aggregate
    found = set(aggregate.statuses) - OPEN[aggregate.kind] - {aggregate.starts}
    ways = {status: set(steps_from(kind, status)) for status in aggregate.statuses}
    for before, after in steps_of_a_life(kind):
        ways[before].add(after)
    while fresh := {status for status, after in ways.items() if status not in found and after & found}:
        found |= fresh
    return found


@pytest.mark.parametrize("kind", CASES, ids=lambda kind: kind.name)
def test_from_every_status_steps_that_officers_take_lead_to_an_end(kind: CaseKind) -> None:
    assert set(kind.aggregate.statuses) - leading_to_an_end(kind) == set()


@pytest.mark.parametrize("kind", CASES, ids=lambda kind: kind.name)
def test_every_open_status_has_a_step_of_the_main_path_or_waits_for_a_day(kind: CaseKind) -> None:
    aggregate: Aggregate[Any] = kind.aggregate
    for status in OPEN[aggregate.kind]:
        waits = any(each.due_on(states_of(aggregate)[status]) for each in aggregate.reactions)
        assert main_path(aggregate, str(status)) or waits, f"{status} leads nowhere"


def test_a_status_without_a_step_is_found() -> None:
    """The tests above bite: without the steps of its offers every open status is a dead end."""
    (petitions, *_others) = CASES
    stuck = type(petitions)(**{**{n: getattr(petitions, n) for n in _names(petitions)}, "offers": ()})
    assert set(stuck.aggregate.statuses) - leading_to_an_end(stuck) >= of_petition.OPEN


def _names(kind: CaseKind) -> list[str]:
    return [name for form in type(kind).__mro__ for name in getattr(form, "__slots__", ())]
