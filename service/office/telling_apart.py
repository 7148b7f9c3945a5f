"""A record for readers who are told a part of it: what they are not told does not exist, and nothing counts it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from domain.kernel import Command, Event, Recorded
from service.access.excerpts import heard_of, paper_of
from service.access.visibility import is_told, roles_for
from service.store.steps import Caller, Outcome, StaleVersion

BEFORE_ALL = 0
"""A version that no record stands at."""


def telling(caller: Caller, kind: str, state: Any) -> Callable[[Event], bool]:
    """Whether an event of the record is told: by the roles through which the caller knows of it, or by its papers."""
    roles = roles_for(caller, kind, state)
    papers = [] if roles or caller.is_service else heard_of(caller, kind, state)
    if papers:
        return lambda event: any(excerpt.tells(event, numbers) for excerpt, numbers in papers)
    return lambda event: is_told(caller, event.NAME, roles)


def told_of(caller: Caller, kind: str, state: Any, history: Sequence[Recorded]) -> Sequence[Recorded]:
    """The events that the caller is told of where the record stands so, numbered from 1."""
    tells = telling(caller, kind, state)
    told = [each for each in history if tells(each.event)]
    if len(told) == len(history):
        return history
    return [replace(each, version=version) for version, each in enumerate(told, 1)]


def version_stored(caller: Caller, kind: str, state: Any, history: Sequence[Recorded], seen: int) -> int:
    """The stored version that the caller means by the one that was seen.

    Whoever has seen all that he or she is told of has seen the record as it stands.
    """
    told = told_of(caller, kind, state, history)
    if len(told) == len(history) or not told:
        return seen
    if seen >= len(told):
        return len(history) if seen == len(told) else BEFORE_ALL
    return next(each.version for each in history if each.position == told[seen - 1].position)


def outcome_told(
    caller: Caller, kind: str, outcome: Outcome, history: Sequence[Recorded], command: Command[Any]
) -> Outcome:
    """The outcome with the version that it has for the caller, and the events that he or she is told of."""
    before = [each for each in history if each.version <= outcome.version]
    told = told_of(caller, kind, outcome.state, before)
    if len(told) == len(before):
        return outcome
    positions = {each.position for each in outcome.recorded}
    recorded = tuple(each for each in told if each.position in positions)
    told_outcome = replace(outcome, version=len(told), recorded=recorded)
    if roles_for(caller, kind, outcome.state):
        return told_outcome
    paper = paper_of(caller, kind, outcome.state, command)
    return replace(told_outcome, status=paper[0].status_of(outcome.state, paper[1]) if paper else None)


def stale_for(caller: Caller, kind: str, state: Any, history: Sequence[Recorded], seen: int) -> StaleVersion:
    """That the record has moved on, in the versions that the caller counts."""
    return StaleVersion(seen, len(told_of(caller, kind, state, history)))
