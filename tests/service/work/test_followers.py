"""A follower that is no view: told every event once and in order, killed, parked, resumed, never rebuilt."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import Connection

from domain.kernel import Recorded
from domain.petition.events import Received, Withdrawn
from projections.catalogue import VIEWS
from service.edge.running import Service
from service.views.metrics import Followed, figures
from service.work.followers import Follower, Followers
from tests.support.filing import with_unit
from tests.support.following import end_of, has_followed, random_history, until, working

pytestmark = pytest.mark.store
REPOSITORY = Path(__file__).parents[3]
FOLLOWING = """
import sys, time
from pathlib import Path
from tests.service.work.test_followers import followers_of, noted
from tests.support.services import TestClock, service_on

def slowly(connection, recorded):
    noted(connection, recorded)
    time.sleep(0.005)
    print("told", flush=True)

followers = followers_of(service_on(sys.argv[1], Path(sys.argv[2]), TestClock()), slowly)
while True:
    followers.advance("diary")
"""


def noted(connection: Connection[Any], recorded: Recorded) -> None:
    """Writes the event into a diary of its own, within the follower's transaction."""
    connection.execute("INSERT INTO views.diary (position) VALUES (%s)", (recorded.position,))


def followers_of(service: Service, step: Any = noted) -> Followers:
    follower = Follower("diary", (Received, Withdrawn), step)
    return Followers(service.reading, service.codec, service.engine.tail, [follower])


@pytest.fixture
def diary(service: Service) -> Followers:
    with service.reading.get_connection() as connection:
        connection.execute("CREATE TABLE views.diary (position bigint, number bigserial)")
    followers = followers_of(service)
    followers.prepare()
    random_history(with_unit(service), 1, 40)
    return followers


def positions(service: Service) -> list[int]:
    with service.reading.get_connection() as connection:
        return [row["position"] for row in connection.execute("SELECT position FROM views.diary ORDER BY number")]


def expected(service: Service) -> list[int]:
    with psycopg.connect(service.url) as connection:
        told = "SELECT notification_id FROM events WHERE topic ~ 'petition.(received|withdrawn):' ORDER BY 1"
        return [row[0] for row in connection.execute(told)]


def standing(service: Service) -> Followed:
    (found,) = figures(service.reading, service.engine, service.now()).followers
    return found


def test_the_worker_tells_a_follower_every_event_once_beside_the_views(service: Service, diary: Followers) -> None:
    with working(service, others=diary.tasks()):
        until(lambda: has_followed(service) and standing(service).behind == 0)
    assert positions(service) == expected(service)


def test_a_fault_parks_it_where_it_happened_and_it_goes_on_from_there(
    service: Service, diary: Followers, caplog: pytest.LogCaptureFixture
) -> None:
    at = expected(service)[5]

    def faulty(connection: Connection[Any], recorded: Recorded) -> None:
        noted(connection, recorded)
        if recorded.position == at:
            raise LookupError("a fault of the follower")

    broken = followers_of(service, faulty)
    while broken.advance("diary"):
        pass
    assert (standing(service).parked, positions(service)) == ("LookupError", expected(service)[:5])
    assert f"follower diary is parked at position {at}" in caplog.text
    assert diary.advance("diary") == 0
    diary.resume("diary")
    while diary.advance("diary"):
        pass
    assert (standing(service), positions(service)) == (Followed("diary", None, 0), expected(service))


def test_it_is_told_every_event_once_when_it_is_killed_in_the_middle(
    service: Service, diary: Followers, tmp_path: Path
) -> None:
    for _ in range(2):
        with subprocess.Popen(
            [sys.executable, "-c", FOLLOWING, service.url, tmp_path], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout
            for _line in range(7):
                process.stdout.readline()
            process.kill()
    _let_go_of_the_killed(service)
    while diary.advance("diary"):
        pass
    assert positions(service) == expected(service)


def _let_go_of_the_killed(service: Service) -> None:
    """Waits until the server has seen that the killed have gone, and what they locked is free."""
    with psycopg.connect(service.url) as other:
        other.execute("SELECT FROM followers FOR UPDATE")


def test_two_at_once_and_one_with_nothing_to_do_change_nothing(service: Service, diary: Followers) -> None:
    with psycopg.connect(service.url) as other:
        other.execute("SELECT FROM followers FOR UPDATE")
        assert diary.advance("diary") == 0
    assert diary.advance("diary") == end_of(service)
    assert diary.advance("diary") == 0


def test_a_rebuild_runs_nothing_that_is_no_view(service: Service, diary: Followers) -> None:
    diary.advance("diary")
    service.engine.catch_up()
    before = positions(service)
    list(service.rebuilder.rebuild(VIEWS))
    assert positions(service) == before
