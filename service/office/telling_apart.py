"""A record for readers who are told a part of it: what they are not told does not exist, and nothing counts it."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from domain.kernel import Recorded
from domain.roles import Role
from service.access.visibility import is_told, roles_for
from service.kinds.catalogue import BY_KIND
from service.store.steps import Caller, Outcome, StaleVersion

BEFORE_ALL = 0
"""A version that no record stands at."""


@cache
def is_told_whole(roles: frozenset[Role], kind: str) -> bool:
    """Whether each of the roles is told of every event of the kind, so that versions are those that are stored."""
    known = BY_KIND[kind]
    events = known.aggregate.events
    return all(known.reading.tells(frozenset({role}), event.NAME) for role in roles for event in events)


def told_of(caller: Caller, history: Sequence[Recorded], roles: frozenset[Role]) -> Sequence[Recorded]:
    """The events that the caller, who knows of the record by these roles, is told of, numbered from 1."""
    told = [each for each in history if is_told(caller, each.event.NAME, roles)]
    if len(told) == len(history):
        return history
    return [replace(each, version=version) for version, each in enumerate(told, 1)]


def version_stored(caller: Caller, kind: str, state: Any, history: Sequence[Recorded], seen: int) -> int:
    """The stored version that the caller means by the one that was seen.

    Whoever has seen all that he or she is told of has seen the record as it stands.
    """
    told = told_of(caller, history, roles_for(caller, kind, state))
    if len(told) == len(history) or not told:
        return seen
    if seen >= len(told):
        return len(history) if seen == len(told) else BEFORE_ALL
    return next(each.version for each in history if each.position == told[seen - 1].position)


def outcome_told(caller: Caller, kind: str, outcome: Outcome, history: Sequence[Recorded]) -> Outcome:
    """The outcome with the version that it has for the caller, and the events that he or she is told of."""
    roles = roles_for(caller, kind, outcome.state)
    before = [each for each in history if each.version <= outcome.version]
    told = told_of(caller, before, roles)
    if len(told) == len(before):
        return outcome
    positions = {each.position for each in outcome.recorded}
    recorded = tuple(each for each in told if each.position in positions)
    return replace(outcome, version=len(told), recorded=recorded)


def stale_for(caller: Caller, kind: str, state: Any, history: Sequence[Recorded], seen: int) -> StaleVersion:
    """That the record has moved on, in the versions that the caller counts."""
    return StaleVersion(seen, len(told_of(caller, history, roles_for(caller, kind, state))))
