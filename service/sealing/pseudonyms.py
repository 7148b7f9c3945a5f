"""References of persons and families as they leave the service: the same for one reader, another for every other."""

import hashlib
import hmac
from collections.abc import Hashable
from dataclasses import replace
from functools import cache
from typing import Any, get_type_hints
from uuid import UUID

from domain.catalogue import BY_EVENT, NAMED_AFTER_PERSONS
from domain.kernel import Event, Recorded
from domain.marks import Mark
from domain.values import HouseholdRef, SubjectRef


class Pseudonyms:
    """Makes a pseudonym of a reference for a reader; two readers cannot compare what they were told."""

    def __init__(self, secret: bytes) -> None:
        self._key = hmac.new(secret, b"casework pseudonym", hashlib.sha256).digest()

    def of(self, reader: Hashable, ref: UUID) -> UUID:
        """What the reference is called for that reader."""
        digest = hmac.new(self._key, f"{reader} {ref.hex}".encode(), hashlib.sha256).digest()
        return UUID(bytes=digest[:16], version=5)

    def event(self, reader: Hashable, event: Event) -> Event:
        """The event as the reader is told of it: of whom it accuses not even the marks."""
        told: Any = event
        veiled = {name: self.of(reader, getattr(event, name)) for name in names_of_persons(type(event))}
        hidden = dict.fromkeys(marks_in(type(event)), ())
        return replace(told, **veiled, **hidden) if veiled or hidden else event

    def recorded(self, reader: Hashable, recorded: Recorded) -> Recorded:
        """The same with the place of the event."""
        stream = self.stream(reader, BY_EVENT[type(recorded.event)].kind, recorded.stream)
        return replace(recorded, stream=stream, event=self.event(reader, recorded.event))

    def stream(self, reader: Hashable, kind: str, stream: UUID) -> UUID:
        """What a stream of that kind is called: that of a household by its reference."""
        return self.of(reader, stream) if kind in NAMED_AFTER_PERSONS else stream


@cache
def names_of_persons(event: Any) -> tuple[str, ...]:
    """The fields of an event class that refer to a person or a family."""
    return tuple(name for name, hint in get_type_hints(event).items() if hint in (SubjectRef, HouseholdRef))


@cache
def marks_in(event: Any) -> tuple[str, ...]:
    """The fields of an event class that hold marks of whom a matter accuses."""
    return tuple(name for name, hint in get_type_hints(event).items() if hint == tuple[Mark, ...])
