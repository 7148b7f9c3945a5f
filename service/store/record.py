"""One stream as a record of a kind: its rows, each decoded once and folded once, when that is first asked for."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from domain.cases.facts import ABOUT_FACTS
from domain.catalogue import BY_EVENT
from domain.kernel import Aggregate, Recorded, fold
from domain.scopes import NOWHERE, Scope, may_rescope, scope_of_all
from service.store.codec import Codec
from service.store.steps import UnknownStream
from service.store.tail import Stored

TELLING_ANEW = frozenset(event for event in BY_EVENT if issubclass(event, ABOUT_FACTS))
"""What says of other facts of its record how they stand."""


class Record:
    """The rows of a stream in order, and what they tell of a record of that kind."""

    def __init__(self, codec: Codec, aggregate: Aggregate[Any], rows: Sequence[Stored]) -> None:
        self.rows = rows
        self._codec = codec
        self._aggregate = aggregate
        self._decoded: dict[int, Recorded] = {}

    @property
    def is_such(self) -> bool:
        """Whether there is anything, and it is of that kind."""
        return bool(self.rows) and self._codec.form_of(self.rows[0].topic) in self._aggregate.events

    @cached_property
    def history(self) -> list[Recorded]:
        """Every event."""
        return [self._event(row) for row in self.rows]

    @cached_property
    def state(self) -> Any:
        """The state after all events. Raises UnknownStream where they are of another kind."""
        if self.history and not self.is_such:
            raise UnknownStream(self.rows[0].stream.hex)
        return fold(self._aggregate, (each.event for each in self.history))

    @property
    def scope(self) -> Scope | None:
        """For whom the record exists, nobody where there is none of the kind; None of a kind that is everybody's.

        Of one that is hidden no more is read than tells that, however long it is: the events that change for whom it
        exists, unless others of them say which have taken effect.
        """
        if not (self._aggregate.rescopes or any(may_rescope(event) for event in self._aggregate.events)):
            return None
        if not self.is_such:
            return NOWHERE
        forms = [self._codec.form_of(row.topic) for row in self.rows]
        if self._aggregate.rescopes or not TELLING_ANEW.isdisjoint(forms):
            scope: Scope = self.state.scope
            return scope
        told = zip(self.rows, forms, strict=True)
        return scope_of_all(self._event(row).event for row, form in told if form is not None and may_rescope(form))

    def _event(self, row: Stored) -> Recorded:
        found = self._decoded.get(row.version)
        if found is None:
            found = self._decoded[row.version] = self._codec.decode(*row)
        return found
