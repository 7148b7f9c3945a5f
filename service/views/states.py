"""The folded states of cases as views are told of them: from the log, and kept for the next events of a case."""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import tuple_row

from domain.cases.waiting import waits
from domain.catalogue import BY_EVENT, CASES
from domain.kernel import Aggregate, Recorded, fold
from projections.projection import Story, story_of
from service.store.codec import Codec
from service.store.tail import stored_of

KEPT = 500
"""Cases whose states are kept: those that last moved are most likely to move next."""
BEFORE = """
    SELECT e.* FROM unnest(%b::uuid[], %b::bigint[]) AS wanted (stream, version), LATERAL (
        SELECT notification_id, originator_id, originator_version, topic, state FROM events
        WHERE originator_id = wanted.stream AND originator_version < wanted.version ORDER BY originator_version
    ) e
"""


class Told(NamedTuple):
    """What views are told of cases after a batch of events: their states, and the whole story of those in which facts
    took effect otherwise than they were recorded."""

    states: Mapping[UUID, Any]
    anew: Mapping[UUID, Story]


NOTHING_TOLD = Told({}, {})


class _Reached(NamedTuple):
    version: int
    state: Any


def state_after(history: Iterable[Recorded]) -> Any:
    """The state of a case after its whole history; None for a stream of another kind."""
    events = [recorded.event for recorded in history]
    aggregate = _of_cases(events[0])
    return None if aggregate is None else fold(aggregate, events)


class States:
    """States by stream; what a state was at a version never changes, so that keeping one can do no harm."""

    def __init__(self, codec: Codec) -> None:
        self._codec = codec
        self._kept: OrderedDict[UUID, _Reached] = OrderedDict()
        self._lock = threading.Lock()

    def after(self, connection: Connection[Any], news: Iterable[Recorded]) -> dict[UUID, Any]:
        """The states of the cases that the events concern, after the last of them.

        The events of a case follow one another without a gap; those before them are read from the log.
        """
        concerned: dict[UUID, list[Recorded]] = {}
        for recorded in news:
            if _of_cases(recorded.event) is not None:
                concerned.setdefault(recorded.stream, []).append(recorded)
        with self._lock:
            known = {stream: self._kept[stream] for stream in concerned.keys() & self._kept.keys()}
            before = self._before(connection, concerned, known)
            reached = {stream: _followed(before.get(stream), events) for stream, events in concerned.items()}
            self._keep(reached)
        return {stream: each.state for stream, each in reached.items()}

    def told(self, connection: Connection[Any], news: Sequence[Recorded]) -> Told:
        """What views are told of the cases that the events concern."""
        states = self.after(connection, news)
        last = {each.stream: each.version for each in news}
        turned = {stream: last[stream] + 1 for stream, state in states.items() if waits(state).is_told_anew}
        histories = self._histories(connection, turned)
        return Told(states, {stream: story_of(history) for stream, history in histories.items()})

    def _before(
        self, connection: Connection[Any], concerned: Mapping[UUID, Sequence[Recorded]], known: Mapping[UUID, _Reached]
    ) -> dict[UUID, _Reached]:
        """Where each case stood before its first event among these; those that are new stood nowhere."""
        first = {stream: events[0].version for stream, events in concerned.items() if events[0].version > 1}
        fits = {stream: each for stream, each in known.items() if each.version + 1 == first.get(stream)}
        wanted = {stream: version for stream, version in first.items() if stream not in fits}
        histories = self._histories(connection, wanted)
        return {**fits, **{stream: _followed(None, history) for stream, history in histories.items()}}

    def _histories(self, connection: Connection[Any], wanted: Mapping[UUID, int]) -> dict[UUID, list[Recorded]]:
        """What the log holds of each stream before the version."""
        histories: dict[UUID, list[Recorded]] = {}
        if wanted:
            with connection.cursor(binary=True, row_factory=tuple_row) as cursor:
                for row in cursor.execute(BEFORE, (list(wanted), list(wanted.values()))):
                    histories.setdefault(row[1], []).append(self._codec.decode(*stored_of(row)))
        return histories

    def _keep(self, reached: Mapping[UUID, _Reached]) -> None:
        for stream, each in reached.items():
            self._kept[stream] = each
            self._kept.move_to_end(stream)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)


def _followed(before: _Reached | None, events: Sequence[Recorded]) -> _Reached:
    aggregate = BY_EVENT[type(events[0].event)]
    state = fold(aggregate, (recorded.event for recorded in events), before.state if before else None)
    return _Reached(events[-1].version, state)


def _of_cases(event: Any) -> Aggregate[Any] | None:
    aggregate = BY_EVENT[type(event)]
    return aggregate if aggregate in CASES else None
