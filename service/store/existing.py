"""Whether a stored record exists for whoever asks: told by those of its events that say so, before others are read."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from domain.kernel import Aggregate, Recorded
from domain.scopes import Scope
from service.store.answering import store_answers
from service.store.codec import Codec
from service.store.record import Record
from service.store.recorder import Recorder
from service.store.steps import UnknownStream

Knows = Callable[[Scope | None], bool]
"""Tells from its scope whether a record exists for whoever asks; from None where its kind is the same for everybody."""


class Existing:
    """Reads one record of a kind for whoever asks, no further than it takes to find that it is hidden from them."""

    def __init__(self, recorder: Recorder, codec: Codec) -> None:
        self._recorder = recorder
        self._codec = codec

    def history(self, aggregate: Aggregate[Any], stream: UUID, knows: Knows) -> list[Recorded]:
        """Every event of the record, in order. Raises UnknownStream for none or a hidden one, and StoreUnavailable."""
        with store_answers():
            record = self._record(aggregate, stream)
            require_existing(record, knows, stream.hex)
            return record.history

    def scope(self, aggregate: Aggregate[Any], stream: UUID) -> Scope | None:
        """For whom the record exists, nobody where there is none; None of a kind that is everybody's.

        Raises StoreUnavailable.
        """
        with store_answers():
            return self._record(aggregate, stream).scope

    def _record(self, aggregate: Aggregate[Any], stream: UUID) -> Record:
        return Record(self._codec, aggregate, self._recorder.load([stream]).streams[stream])


def require_existing(record: Record, knows: Knows, named: str) -> None:
    """Raises UnknownStream for no record of its kind, and for one that whoever asks may know nothing of.

    For none at all the same is asked.
    """
    if not knows(record.scope) or not record.is_such:
        raise UnknownStream(named)
