"""What was recorded of a case, in order: each step is one more event, and those before stay as they were."""

from collections.abc import Iterator
from typing import Any


class Past:
    """The events of a case so far. One more costs the same however many there are; only the last knows the one before.

    Two of them are equal where they hold equal events.
    """

    __slots__ = ("_before", "_count", "_event")

    def __init__(self) -> None:
        self._before: Past | None = None
        self._event: Any = None
        self._count = 0

    def followed_by(self, event: Any) -> "Past":
        """These events, and one more."""
        after = Past()
        after._before, after._event, after._count = self, event, self._count + 1
        return after

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Any]:
        events: list[Any] = []
        past = self
        while past._before is not None:
            events.append(past._event)
            past = past._before
        yield from reversed(events)


NO_PAST = Past()
