"""A moment is a range of positions, also where the clock went back: what was recorded by it or later is found."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest

from domain.kernel import Recorded
from domain.recording import latest
from projections.audit_trail import AUDIT_TRAIL
from service.edge.running import Service
from service.machine.database import Database, DatabaseRole
from service.views import folding
from service.views.conditions import Order
from service.views.days import Days, book
from service.views.folding import part_of
from service.views.naming import days_of, table_of
from service.views.queries import Queries
from service.views.recorded import recorded_from, recorded_until
from service.views.searching import opens_nothing
from service.views.states import NOTHING_TOLD
from tests.projections.test_case_views import LIVES
from tests.support.agreeing import recorded
from tests.support.filing import filed, with_unit, withdrawn
from tests.support.services import SHANGHAI

pytestmark = pytest.mark.store
FIRST = datetime(2026, 3, 1, tzinfo=UTC)
ORDER = Order("position")


def _recorded(chance: random.Random) -> list[Recorded]:
    """A log whose clock goes back and forth by days, and of some of whose events the day alone is known."""
    events = [each for life in LIVES.values() for each in recorded(life)]
    moments = [FIRST + timedelta(hours=place + chance.randint(-60, 60)) for place in range(len(events))]
    ats = [at.astimezone(SHANGHAI).date() if chance.random() < 0.2 else at for at in moments]
    return [replace(each, position=place, at=at) for place, (each, at) in enumerate(zip(events, ats, strict=True), 1)]


@pytest.mark.parametrize("seed", range(3))
def test_a_moment_divides_the_trail_as_the_moments_of_its_events_do(database_url: str, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 -- a history, not a secret
    log = _recorded(chance)
    left = list(log)
    with psycopg.connect(database_url) as connection:
        while left:
            size = chance.randint(1, 30)
            batch, left = left[:size], left[size:]
            news = part_of(AUDIT_TRAIL, table_of(AUDIT_TRAIL), batch, NOTHING_TOLD)
            folding.write(connection, [news], NOTHING_TOLD, opens_nothing)
    reading = Database(database_url, DatabaseRole.READER)
    queries = Queries(reading)
    ends = [FIRST - timedelta(days=9), FIRST + timedelta(days=900)]
    for moment in (*ends, *(FIRST + timedelta(minutes=chance.randint(-9_000, 90_000)) for _ in range(20))):
        until = queries.page(AUDIT_TRAIL, [recorded_until(queries, moment, SHANGHAI)], ORDER, 10_000)
        since = queries.page(AUDIT_TRAIL, [recorded_from(queries, moment, SHANGHAI)], ORDER, 10_000)
        by = {each.position for each in log if latest(each.at, SHANGHAI) <= moment}
        on = {each.position for each in log if latest(each.at, SHANGHAI) >= moment}
        assert {row["position"] for row in until.rows} == by
        assert {row["position"] for row in since.rows} == on
    reading.close()


def _days(service: Service) -> list[tuple[date, int, int]]:
    with service.reading.get_connection() as connection:
        rows = connection.execute(f"SELECT day, first_id, last_id FROM {days_of(AUDIT_TRAIL)} ORDER BY day").fetchall()
    return [(row["day"], row["first_id"], row["last_id"]) for row in rows]


def test_a_rebuild_finds_the_days_that_following_kept_and_mends_wrong_ones(service: Service, database_url: str) -> None:
    with_unit(service)
    withdrawn(service, filed(service).stream)
    service.engine.catch_up()
    kept = _days(service)
    assert kept
    assert [each.is_equal for each in service.rebuilder.rebuild([AUDIT_TRAIL])] == [True]
    assert _days(service) == kept
    with psycopg.connect(database_url) as connection:
        connection.execute(f"UPDATE {days_of(AUDIT_TRAIL)} SET last_id = 0")
    assert [each.is_equal for each in service.rebuilder.rebuild([AUDIT_TRAIL])] == [False]
    assert _days(service) == kept


def test_a_day_reaches_from_its_first_to_its_last_row_in_whatever_order_they_are_written(
    service: Service, database_url: str
) -> None:
    row = {"recorded_at": None, "recorded_on": FIRST.date()}
    with psycopg.connect(database_url) as connection:
        for position in (5, 2, 9, 1):
            days = Days(AUDIT_TRAIL)
            days.add({**row, "position": position})
            book(connection, table_of(AUDIT_TRAIL), days)
    assert _days(service) == [(FIRST.date(), 1, 9)]
