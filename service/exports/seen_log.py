"""The log as far as a caller may see it: page by page, up to a position, nothing in it opened."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Any
from uuid import UUID

from psycopg.rows import tuple_row

from domain.catalogue import BY_EVENT
from domain.kernel import Event, Recorded
from projections.audit_trail import AUDIT_TRAIL
from service.access.log import may_see
from service.access.visibility import is_told, known
from service.kinds.catalogue import BY_KIND
from service.kinds.reading import Part
from service.machine.database import Database
from service.sealing.pseudonyms import Pseudonyms
from service.store.codec import Codec
from service.store.steps import Caller
from service.store.tail import stored_of
from service.views.conditions import Condition, values_of
from service.views.engine import Engine
from service.views.naming import over
from service.views.standing import bring_up

PAGE = 1_000
Progress = Callable[[int, int], None]
LOG = over(
    "SELECT position, stream, version, topic, state, supervised FROM {audit_trail} "
    "JOIN events ON notification_id = position",
    AUDIT_TRAIL,
)
FIRST_OF = over(
    "SELECT position, stream, version, topic, state FROM {audit_trail} JOIN events ON notification_id = position "
    "WHERE stream = %s AND event = ANY(%s) ORDER BY position LIMIT 1",
    AUDIT_TRAIL,
)
COUNT = over("SELECT count(*) FROM {audit_trail} WHERE position <= %s", AUDIT_TRAIL)


@dataclass(frozen=True, slots=True)
class SeenLog:
    """What one caller may see of the log up to a position that all readers have passed."""

    database: Database
    codec: Codec
    caller: Caller
    upto: int
    zone: tzinfo
    pseudonyms: Pseudonyms

    def sees(self, event: type[Event]) -> bool:
        """Whether events of that class are seen at all."""
        return self.caller.is_service or may_see(self.caller.roles, event)

    def in_order(self) -> Iterator[Recorded]:
        """The events that are told, in the order of the log, each stream's numbered by what is told of it."""
        versions: Counter[UUID] = Counter()
        for recorded, is_shown in self._events([], "position", lambda last: (last.position,), (0,)):
            if is_shown:
                versions[recorded.stream] += 1
                yield replace(recorded, version=versions[recorded.stream])

    def by_stream(self) -> Iterator[tuple[Recorded, bool]]:
        """The events stream by stream, each from its first version on, and whether each is told with its facts."""
        return self._events([], "stream, position", lambda last: (last.stream, last.position), (UUID(int=0), 0))

    def openings(self) -> Iterator[Recorded]:
        """The first event of each stream, in the order of the log, told or not; at the moment of the first that is."""
        first = [Condition("version = %s", 1)]
        return (each for each, _is_told in self._events(first, "position", lambda last: (last.position,), (0,)))

    def count(self) -> int:
        """How many events there are up to the position, seen or not."""
        return int(self._rows(COUNT, [self.upto])[0][0])

    def _events(
        self,
        conditions: Sequence[Condition],
        order: str,
        place: Callable[[Recorded], tuple[Any, ...]],
        after: tuple[Any, ...],
    ) -> Iterator[tuple[Recorded, bool]]:
        """One page at a time: no statement is long, and nobody waits for this reader."""
        fixed = [Condition("position <= %s", self.upto), *known(self.caller, AUDIT_TRAIL), *conditions]
        places = ", ".join(["%s"] * len(after))
        where = " AND ".join([*(condition.sql for condition in fixed), f"({order}) > ({places})"])
        query = f"{LOG} WHERE {where} ORDER BY {order} LIMIT {PAGE}"
        while rows := self._rows(query, [*values_of(fixed), *after]):
            page = [(self.codec.decode(*stored_of(row)), row[-1] in self.caller.speaks_for) for row in rows]
            yield from (self._seen(*each) for each in page if self.sees(type(each[0].event)))
            after = place(page[-1][0])

    def _seen(self, recorded: Recorded, is_in_part: bool) -> tuple[Recorded, bool]:
        """The event as it is told, or as it is with no more told than that the record exists."""
        part = BY_KIND[BY_EVENT[type(recorded.event)].kind].reading.part if is_in_part else None
        if part is None:
            shown, is_shown = recorded, is_told(self.caller, recorded.event.NAME, self.caller.roles)
        elif (event := part.event(recorded.event)) is not None:
            shown, is_shown = replace(recorded, event=event), True
        else:
            shown, is_shown = replace(recorded, at=self._first_told(part, recorded).at), False
        return self.pseudonyms.recorded(self.caller.who, shown), is_shown

    def _first_told(self, part: Part, recorded: Recorded) -> Recorded:
        """The event with which the record begins for whoever is told a part of it."""
        names = [event.NAME for event in part.events]
        first = self._rows(FIRST_OF, [recorded.stream, names])
        return self.codec.decode(*stored_of(first[0])) if first else recorded

    def _rows(self, query: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        with self.database.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
            return cursor.execute(query, values).fetchall()


def seen_log(
    engine: Engine, reading: Database, codec: Codec, zone: tzinfo, caller: Caller, pseudonyms: Pseudonyms
) -> SeenLog:
    """The log as of now. Raises ViewsStandStill where the view stands still that tells what the caller may know of."""
    upto = bring_up(engine, (AUDIT_TRAIL,))
    return SeenLog(reading, codec, caller, upto, zone, pseudonyms)
