"""Figures about the log and the views, for readiness and metrics."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from psycopg.rows import tuple_row

from service.machine.database import Database
from service.views.engine import Engine
from service.views.lag import Lag
from service.views.positions import Standing

POSITION = "SELECT coalesce(max(notification_id), 0) FROM events"
BEHIND = """
    SELECT p.view, (SELECT count(*) FROM (
        SELECT FROM events WHERE notification_id > p.position LIMIT 100000
    ) e) FROM unnest(%s::text[], %s::bigint[]) AS p (view, position)
"""


FOLLOWERS = """
    SELECT f.name, f.parked, (SELECT count(*) FROM (
        SELECT FROM events WHERE notification_id > f.position LIMIT 100000
    ) e) FROM followers f ORDER BY f.name
"""


PARKED = "SELECT count(*) FROM parked_steps"


class Followed(NamedTuple):
    """A follower that is no view: the error at which it was parked, and how many events it has not seen yet."""

    name: str
    parked: str | None
    behind: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Where the log ends and how far each view has come; `behind` counts to 100,000 events at most."""

    position: int
    lag: Lag
    behind: dict[str, int]
    aside: dict[str, int]
    building: dict[str, int]
    absent: list[str]
    followers: list["Followed"]
    parked_steps: int

    @property
    def set_aside(self) -> list[str]:
        """The names of the views that are set aside."""
        return [view for view, is_aside in self.aside.items() if is_aside]

    @property
    def parked(self) -> list[str]:
        """The names of the followers that stopped at a fault."""
        return [each.name for each in self.followers if each.parked]

    @property
    def still_building(self) -> list[str]:
        """The names of the views that nobody can read yet."""
        return [view for view, is_building in self.building.items() if is_building]


def figures(reading: Database, engine: Engine, now: datetime) -> Figures:
    """The figures of this moment."""
    standings = engine.standings()
    known = {each.view for each in standings}
    with reading.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
        top = cursor.execute(POSITION).fetchone()
        followers = [Followed(*row) for row in cursor.execute(FOLLOWERS)]
        parked = cursor.execute(PARKED).fetchone()
        behind: dict[str, int] = dict(cursor.execute(BEHIND, _positions(standings)).fetchall())
    return Figures(
        position=top[0] if top else 0,
        lag=engine.lag(now),
        behind=behind,
        aside={each.view: int(each.set_aside is not None) for each in standings},
        building={each.view: int(not each.is_built) for each in standings},
        absent=[view.name for view in engine.views if view.name not in known],
        followers=followers,
        parked_steps=parked[0] if parked else 0,
    )


def _positions(standings: Sequence[Standing]) -> tuple[list[str], list[int]]:
    return [each.view for each in standings], [each.position for each in standings]
