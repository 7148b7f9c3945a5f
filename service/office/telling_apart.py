"""A record for readers who are told a part of it: what they are not told does not exist, and nothing counts it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from domain.kernel import Command, Recorded
from service.access.excerpts import acted_on, heard_of, number_in
from service.access.visibility import part_for, roles_for
from service.kinds.excerpt import ExcerptKind
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
    """A record, of which somebody is told that part, with its whole history.

    `status` tells of its state where the paper stands that is all that is known of it.
    """

    part: Part
    history: Sequence[Recorded]
    status: Callable[[Any], StrEnum | None] = lambda _state: None

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
        status = self.status(outcome.state)
        return replace(
            outcome, version=len(told), recorded=recorded, state=self.part.state(outcome.state), status=status
        )


def partly(caller: Caller, kind: str, state: Any, history: Sequence[Recorded], command: Command[Any]) -> Partly | None:
    """The record as the caller is told of it; None for whoever is told all of it, or knows nothing of it."""
    roles = roles_for(caller, kind, state)
    if roles:
        part = part_for(caller, kind, roles)
        return None if part is None else Partly(part, history)
    excerpt = None if caller.is_service else acted_on(caller, kind, state, command)
    if excerpt is None:
        return None
    number = number_in(command)
    return Partly(part_of_papers(caller, state, excerpt), history, lambda after: excerpt.status_of(after, number))


def part_of_papers(caller: Caller, state: Any, excerpt: ExcerptKind) -> Part:
    """What is told to somebody who knows papers of the record alone, and acts on one of that kind."""
    known = heard_of(caller, excerpt.kind, state)
    own = next((numbers for each, numbers in known if each is excerpt), frozenset())
    return Part(
        roles=frozenset(),
        events=(),
        event=lambda event: event if any(each.tells(event, numbers) for each, numbers in known) else None,
        state=lambda after: excerpt.left(after, own),
        row=lambda stream: stream,
        rows={},
    )
