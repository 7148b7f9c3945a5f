"""How far the views stand behind the log, and what holds them back."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from psycopg import Connection
from psycopg.rows import tuple_row

from domain.recording import latest
from service.store.codec import Codec
from service.store.tail import Gap, Tail

OLDEST = "SELECT state FROM events WHERE notification_id > %s ORDER BY notification_id LIMIT 1"


@dataclass(frozen=True, slots=True)
class Lag:
    """The age in seconds of the oldest event that a view does not show yet: 0 where they show everything.

    `position` is where the hindmost view stands; `gap` names the transactions whose end the tail waits for.
    """

    seconds: float = 0.0
    position: int = 0
    gap: Gap | None = None


def lag_behind(connection: Connection[Any], codec: Codec, tail: Tail, position: int, now: datetime) -> Lag:
    """The lag of views that stand at the position."""
    with connection.cursor(row_factory=tuple_row) as cursor:
        row = cursor.execute(OLDEST, (position,)).fetchone()
    if row is None:
        return Lag(position=position)
    age = (now - latest(codec.envelope(bytes(row[0])).recorded, now.tzinfo or UTC)).total_seconds()
    is_held = not tail.follow(connection, position, 1)
    return Lag(max(age, 0.0), position, tail.gap if is_held else None)
