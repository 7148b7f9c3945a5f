"""Building views anew while the service goes on."""

import subprocess
import sys
from pathlib import Path
from threading import Event, Thread

import psycopg
import pytest

from projections.catalogue import VIEWS
from projections.petitions import PETITIONS
from service.edge.running import Service
from service.views.naming import over
from service.views.rebuild import RebuildRunning
from tests.support.filing import filed, with_unit, withdrawn
from tests.support.following import has_followed, random_history, unequal, until, working

pytestmark = pytest.mark.store

REPOSITORY = Path(__file__).parents[3]
REBUILT_IN_PART = """
import sys
from pathlib import Path
from projections.catalogue import VIEWS
from tests.support.services import TestClock, service_on

rebuilding = service_on(sys.argv[1], Path(sys.argv[2]), TestClock()).rebuilder.rebuild(VIEWS)
print(next(rebuilding).view, flush=True)
sys.stdin.read()
"""
HELD = """
    SELECT FROM pg_locks JOIN pg_database d ON d.oid = database
    WHERE locktype = 'advisory' AND d.datname = current_database()
"""


def test_views_are_rebuilt_under_load_and_equal_what_was_kept(service: Service) -> None:
    random_history(with_unit(service), 1, 40)
    done = Event()

    def write() -> None:
        while not done.is_set():
            withdrawn(service, filed(service).stream)  # the clock that was started has a row, which this removes
            filed(service)

    writer = Thread(target=write)
    with working(service):
        until(lambda: has_followed(service))
        writer.start()
        rebuilt = list(service.rebuilder.rebuild(VIEWS))
        done.set()
        writer.join()
        until(lambda: has_followed(service))
    assert [each.view for each in rebuilt] == [view.name for view in VIEWS]
    assert all(each.is_comparable and each.is_equal for each in rebuilt)
    assert unequal(service) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE {petitions} SET title = 'x' WHERE case_id = (SELECT case_id FROM {petitions} LIMIT 1)",
        "UPDATE {petitions} SET late_days = late_days + 1",
        "DELETE FROM {petitions} WHERE case_id = (SELECT case_id FROM {petitions} LIMIT 1)",
    ],
)
def test_a_cell_or_row_that_was_changed_by_hand_is_found_and_mended(
    service: Service, database_url: str, change: str
) -> None:
    random_history(with_unit(service), 1, 6)
    service.engine.catch_up()
    assert unequal(service) == []
    with psycopg.connect(database_url) as connection:
        connection.execute(over(change, PETITIONS))
    assert unequal(service) == ["petitions"]
    assert [each.is_equal for each in service.rebuilder.rebuild(VIEWS)].count(False) == 1
    assert unequal(service) == []


def test_comparing_leaves_nothing_behind(service: Service, database_url: str) -> None:
    random_history(with_unit(service), 1, 3)
    service.engine.catch_up()
    before = service.engine.standings()
    unequal(service)
    assert service.engine.standings() == before
    with psycopg.connect(database_url) as connection:
        left = connection.execute("SELECT FROM pg_tables WHERE tablename LIKE '%beside'").rowcount
        assert (left, connection.execute("SELECT FROM views.positions WHERE slot <> 'live'").rowcount) == (0, 0)


def test_a_second_rebuild_is_refused_while_one_is_at_work_and_not_after(service: Service) -> None:
    filed(with_unit(service))
    service.engine.catch_up()
    first = service.rebuilder.rebuild(VIEWS)
    next(first)
    for second in (service.rebuilder.rebuild(VIEWS[:1]), service.rebuilder.compare(VIEWS)):
        with pytest.raises(RebuildRunning, match="another rebuild is at work"):
            next(second)
    assert len(list(first)) == len(VIEWS) - 1
    assert unequal(service) == []


def test_a_rebuild_that_was_given_up_keeps_no_other_away(service: Service) -> None:
    abandoned = service.rebuilder.rebuild(VIEWS)
    next(abandoned)
    abandoned.close()
    assert len(list(service.rebuilder.rebuild(VIEWS))) == len(VIEWS)


def test_what_a_killed_rebuild_left_is_dropped_by_the_next(service: Service, database_url: str, tmp_path: Path) -> None:
    random_history(with_unit(service), 1, 3)
    service.engine.catch_up()
    command = [sys.executable, "-c", REBUILT_IN_PART, database_url, tmp_path]
    pipe = subprocess.PIPE
    with (
        subprocess.Popen(command, cwd=REPOSITORY, stdin=pipe, stdout=pipe, text=True) as killed,
        psycopg.connect(database_url, autocommit=True) as connection,
    ):
        assert killed.stdout
        assert killed.stdout.readline().strip() == VIEWS[0].name
        killed.kill()
        until(lambda: connection.execute(HELD).rowcount == 0)
        beside = "SELECT FROM pg_tables WHERE tablename ~ 'beside(__counts)?$'"
        assert connection.execute(beside).rowcount >= len(VIEWS) - 1
        assert unequal(service) == []
        assert connection.execute(beside).rowcount == 0


def test_a_view_that_stands_behind_the_others_is_compared_where_it_stands(service: Service) -> None:
    first = filed(with_unit(service)).position
    filed(service)
    service.engine.catch_up(upto=first)
    service.engine.catch_up(VIEWS[:3])
    assert unequal(service) == []
    assert all(each.is_equal for each in service.rebuilder.rebuild(VIEWS))
    service.engine.catch_up()
    assert unequal(service) == []


def test_the_database_waits_for_what_is_folded_between_two_statements(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine that hardly gives us any time folds two thousand events for longer than a request may idle."""
    filed(with_unit(service))
    patience: list[str] = []

    def carried_on(connection: psycopg.Connection[dict[str, str]], *_: object) -> None:
        row = connection.execute("SHOW idle_in_transaction_session_timeout").fetchone()
        patience.extend(row.values() if row else ())

    monkeypatch.setattr(service.engine, "carry_on", carried_on)
    list(service.rebuilder.rebuild([PETITIONS]))
    assert patience == ["10min", "10min"]
