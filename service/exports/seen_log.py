"""The log as far as a caller may see it: page by page, up to a position, nothing in it opened."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Any
from uuid import UUID

from psycopg.rows import tuple_row

from domain.kernel import Event, Recorded
from projections.audit_trail import AUDIT_TRAIL
from service.access.log import may_see
from service.access.visibility import is_told, visible
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
    "SELECT position, stream, version, topic, state FROM {audit_trail} JOIN events ON notification_id = position",
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

    def tells(self, recorded: Recorded) -> bool:
        """Whether the event is told with its facts; of some the caller knows only that something happened."""
        return is_told(self.caller, recorded.event.NAME, self.caller.roles)

    def in_order(self) -> Iterator[Recorded]:
        """The events that are told, in the order of the log, each stream's numbered by what is told of it."""
        versions: Counter[UUID] = Counter()
        for recorded in self._events([], "position", lambda last: (last.position,), (0,)):
            if self.tells(recorded):
                versions[recorded.stream] += 1
                yield replace(recorded, version=versions[recorded.stream])

    def by_stream(self) -> Iterator[Recorded]:
        """The events stream by stream, each from its first version on, those that are not told included."""
        return self._events([], "stream, position", lambda last: (last.stream, last.position), (UUID(int=0), 0))

    def openings(self) -> Iterator[Recorded]:
        """The first event of each stream, in the order of the log, told or not."""
        return self._events([Condition("version = %s", 1)], "position", lambda last: (last.position,), (0,))

    def count(self) -> int:
        """How many events there are up to the position, seen or not."""
        return int(self._rows(COUNT, [self.upto])[0][0])

    def _events(
        self,
        conditions: Sequence[Condition],
        order: str,
        place: Callable[[Recorded], tuple[Any, ...]],
        after: tuple[Any, ...],
    ) -> Iterator[Recorded]:
        """One page at a time: no statement is long, and nobody waits for this reader."""
        fixed = [Condition("position <= %s", self.upto), *visible(self.caller, AUDIT_TRAIL), *conditions]
        places = ", ".join(["%s"] * len(after))
        where = " AND ".join([*(condition.sql for condition in fixed), f"({order}) > ({places})"])
        query = f"{LOG} WHERE {where} ORDER BY {order} LIMIT {PAGE}"
        while rows := self._rows(query, [*values_of(fixed), *after]):
            page = [self.codec.decode(*stored_of(row)) for row in rows]
            yield from (
                self.pseudonyms.recorded(self.caller.who, recorded)
                for recorded in page
                if self.sees(type(recorded.event))
            )
            after = place(page[-1])

    def _rows(self, query: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        with self.database.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
            return cursor.execute(query, values).fetchall()


def seen_log(
    engine: Engine, reading: Database, codec: Codec, zone: tzinfo, caller: Caller, pseudonyms: Pseudonyms
) -> SeenLog:
    """The log as of now. Raises ViewsStandStill where the view stands still that tells what the caller may know of."""
    upto = bring_up(engine, (AUDIT_TRAIL,))
    return SeenLog(reading, codec, caller, upto, zone, pseudonyms)
