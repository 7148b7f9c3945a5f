"""Which papers of a case exist for whom: for those who know nothing else of it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from domain.growing import Growing
from domain.kernel import Command
from domain.roles import Held
from domain.scopes import Laid, Scope
from service.access.scopes import held_for
from service.kinds.catalogue import EXCERPTS
from service.kinds.excerpt import ExcerptKind
from service.store.steps import Caller

Known = tuple[ExcerptKind, frozenset[int]]
"""A kind of paper, and the numbers of those that somebody knows of."""


NUMBERED = ("aid", "referral", "slip")
"""The fields that name a paper by its number."""


def held_for_paper(caller: Caller, excerpt: ExcerptKind, state: Any, number: int) -> frozenset[Held]:
    """The roles held by which the paper of that number exists for the caller."""
    found = (each for each in state.scope.laid if each.excerpt is excerpt.excerpt and each.number == number)
    return frozenset().union(*(held_for(caller, excerpt.allowances, state.scope.of(each)) for each in found))


def numbers_for(caller: Caller, excerpt: ExcerptKind, state: Any) -> frozenset[int]:
    """The numbers of the papers of the kind that exist for the caller."""
    return frozenset(_numbers(caller, excerpt, state.scope, state.scope.laid))


def heard_of(caller: Caller, kind: str, state: Any) -> list[Known]:
    """The papers of a case of that kind of which the caller was told at some time, whatever became of them since.

    What happened to them is told to those who brought it about, also where they have stepped back with it.
    """
    scope = replace(state.scope, barred=Growing())
    every = [each for each in EXCERPTS if each.kind == kind]
    known = [(each, frozenset(_numbers(caller, each, scope, each.ever(state)))) for each in every]
    return [(each, numbers) for each, numbers in known if numbers]


def acted_on(caller: Caller, kind: str, state: Any, command: Command[Any]) -> ExcerptKind | None:
    """On what papers of the case the caller, who knows nothing else of it, gives the command; None of none."""
    known = [excerpt for excerpt, _numbers in heard_of(caller, kind, state)]
    return next((each for each in known if type(command) in each.commands), known[0] if known else None)


def number_in(of: Any) -> int:
    """The number of the paper that a command or an event is about: that of the aid or package it names, else the
    first."""
    return next((number for name in NUMBERED if (number := getattr(of, name, None)) is not None), 1)


def _numbers(caller: Caller, excerpt: ExcerptKind, scope: Scope, laid: Iterable[Laid]) -> Iterator[int]:
    for paper in laid:
        if paper.excerpt is excerpt.excerpt and held_for(caller, excerpt.allowances, scope.of(paper)):
            yield paper.number
