"""Marks of those from whom a matter is kept: whoever holds the key can try a person or a unit, and nobody else."""

from collections.abc import Iterable
from typing import NewType, Protocol
from uuid import UUID, uuid5

Mark = NewType("Mark", str)
"""A salt and a keyed digest in hexadecimal; marks of one unit or person in two matters have nothing in common."""


class Marks(Protocol):
    """Makes marks, and tries them."""

    def of(self, stream: UUID, one: UUID) -> Mark:
        """The mark of a unit, an officer or an office from whom the matter of that stream is kept."""

    def stand_for(self, marks: Iterable[Mark], one: UUID) -> bool:
        """Whether one of the marks is that of the unit, officer or office."""


class _NoMarks:
    """Where a matter is kept from nobody: no key is at hand."""

    def of(self, stream: UUID, one: UUID) -> Mark:
        raise LookupError("no key for marks is at hand")

    def stand_for(self, marks: Iterable[Mark], one: UUID) -> bool:
        raise LookupError("no key for marks is at hand")


NO_MARKS: Marks = _NoMarks()
AS_MANY = 8
"""Marks are made up to a multiple of so many, so that their number tells nothing."""


def marks_for(several: Iterable[UUID], stream: UUID, marks: Marks, already: int = 0) -> tuple[Mark, ...]:
    """The marks of all of them in the matter of that stream, which bears so many already, with some of nobody."""
    whom = dict.fromkeys(several)
    filling = (uuid5(stream, f"nobody {already + number}") for number in range(-len(whom) % AS_MANY))
    return tuple(sorted(marks.of(stream, each) for each in (*whom, *filling)))
