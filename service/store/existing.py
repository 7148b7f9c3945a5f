"""Whether a stored record exists for whoever asks: told by those of its events that say so, before others are read."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from domain.kernel import Aggregate, Recorded, fold
from domain.scopes import NOWHERE, Scope, may_rescope, scope_of_all
from service.store.answering import store_answers
from service.store.codec import Codec
from service.store.recorder import Recorder
from service.store.steps import UnknownStream
from service.store.tail import Stored
from service.store.work import decoded

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
            rows = self._rows(stream)
            require_existing(self._codec, aggregate, rows, knows, stream.hex)
            return decoded(self._codec, rows)

    def scope(self, aggregate: Aggregate[Any], stream: UUID) -> Scope | None:
        """For whom the record exists, nobody where there is none; None of a kind that is everybody's.

        Raises StoreUnavailable.
        """
        with store_answers():
            return scope_told(self._codec, aggregate, self._rows(stream))

    def _rows(self, stream: UUID) -> list[Stored]:
        return self._recorder.load([stream]).streams[stream]


def require_existing(codec: Codec, aggregate: Aggregate[Any], rows: Sequence[Stored], knows: Knows, named: str) -> None:
    """Raises UnknownStream where the rows are those of no record of that kind, or of none that whoever asks may know.

    Of one that is hidden no more is read than tells that, however long it is; and for none at all the same is asked.
    """
    if not knows(scope_told(codec, aggregate, rows)) or not _is_such(codec, aggregate, rows):
        raise UnknownStream(named)


def scope_told(codec: Codec, aggregate: Aggregate[Any], rows: Sequence[Stored]) -> Scope | None:
    """The scope of a record of that kind, nowhere where the rows are of none; None of a kind that is everybody's."""
    if aggregate.rescopes:
        return _scope_folded(codec, aggregate, rows)
    if not any(may_rescope(event) for event in aggregate.events):
        return None
    forms = ((row, codec.form_of(row.topic)) for row in (rows if _is_such(codec, aggregate, rows) else ()))
    return scope_of_all(codec.decode(*row).event for row, form in forms if form is not None and may_rescope(form))


def _scope_folded(codec: Codec, aggregate: Aggregate[Any], rows: Sequence[Stored]) -> Scope:
    """The scope that follows from where the record stands, which all of its events tell."""
    if not _is_such(codec, aggregate, rows):
        return NOWHERE
    scope: Scope = fold(aggregate, (codec.decode(*row).event for row in rows)).scope
    return scope


def _is_such(codec: Codec, aggregate: Aggregate[Any], rows: Sequence[Stored]) -> bool:
    return bool(rows) and codec.form_of(rows[0].topic) in aggregate.events
