"""A record for readers who are told a part of it: what they are not told does not exist, and nothing counts it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from domain.kernel import Recorded
from service.access.visibility import part_for, roles_for
from service.kinds.reading import Part
from service.store.steps import Caller, Outcome

BEFORE_ALL = 0
"""A version that no record stands at."""


def told_of(part: Part, history: Sequence[Recorded]) -> list[Recorded]:
    """The events as they are told, numbered from 1."""
    told = [(each, event) for each in history if (event := part.event(each.event)) is not None]
    return [replace(each, version=version, event=event) for version, (each, event) in enumerate(told, 1)]


@dataclass(frozen=True, slots=True)
class Partly:
    """A record, of which somebody is told that part, with its whole history."""

    part: Part
    history: Sequence[Recorded]

    def version_stored(self, seen: int) -> int:
        """The stored version that the caller means by the one that was seen.

        Whoever has seen all that he or she is told of has seen the record as it stands.
        """
        told = told_of(self.part, self.history)
        if seen >= len(told):
            return len(self.history) if seen == len(told) else BEFORE_ALL
        return next((each.version for each in self.history if each.position == told[seen - 1].position), BEFORE_ALL)

    @property
    def version(self) -> int:
        """How many events the caller is told of."""
        return len(told_of(self.part, self.history))

    def outcome(self, outcome: Outcome) -> Outcome:
        """The outcome with version and state as they are for the caller, and the events that he or she is told of."""
        told = told_of(self.part, [each for each in self.history if each.version <= outcome.version])
        positions = {each.position for each in outcome.recorded}
        recorded = tuple(each for each in told if each.position in positions)
        return replace(outcome, version=len(told), recorded=recorded, state=self.part.state(outcome.state))


def partly(caller: Caller, kind: str, state: Any, history: Sequence[Recorded]) -> Partly | None:
    """The record as the caller is told of it; None for whoever is told all of it, or knows nothing of it."""
    roles = roles_for(caller, kind, state)
    part = part_for(caller, kind, roles) if roles else None
    return None if part is None else Partly(part, history)
