"""Marks of whom a matter accuses: whoever holds the key can try a person or a unit against them, and nobody else."""

from collections.abc import Iterable
from typing import NewType, Protocol
from uuid import UUID

Mark = NewType("Mark", str)
"""A salt and a keyed digest in hexadecimal; marks of one unit in two matters have nothing in common."""


class Marks(Protocol):
    """Makes marks, and tries them."""

    def of(self, stream: UUID, accused: UUID) -> Mark:
        """The mark of a unit, an officer or an office that the matter of that stream accuses."""

    def accuse(self, marks: Iterable[Mark], one: UUID) -> bool:
        """Whether one of the marks is that of the unit, officer or office."""


class _NoMarks:
    """Where nobody may be accused: no key is at hand."""

    def of(self, stream: UUID, accused: UUID) -> Mark:
        raise LookupError("no key for marks is at hand")

    def accuse(self, marks: Iterable[Mark], one: UUID) -> bool:
        raise LookupError("no key for marks is at hand")


NO_MARKS: Marks = _NoMarks()
