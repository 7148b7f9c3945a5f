"""The demonstration: played through commands, ending today, started anew when interrupted, never over real data."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest

from domain.organisation.unit import FoundUnit, unit_ref
from domain.roles import Role
from projections.catalogue import BY_NAME, VIEWS
from projections.standing_counts import ITSELF
from service.composition import open_service
from service.demonstration.home import BEGUN, DONE, NotADemonstration, prepare
from service.demonstration.people import OFFICERS, UNITS
from service.demonstration.petition_stories import STORIES
from service.demonstration.seeding import seed
from service.edge.running import Service
from service.machine.database import Database, DatabaseRole
from service.machine.embedded import embedded
from service.machine.settings import Settings, read_settings
from service.store.codec import Codec
from service.store.facts import declare_demonstration, is_demonstration
from service.store.logins import logins_of, prepare_logins
from service.store.migrate import migrate
from service.store.steps import Step
from service.views.conditions import Condition, equals
from service.views.engine import Engine
from service.views.naming import counts_of, table_of
from service.views.queries import Queries
from tests.support.databases import Databases, away
from tests.support.demonstrations import Played
from tests.support.following import until
from tests.support.group import OPERATOR
from tests.support.services import TestClock, service_on, settings_for

pytestmark = pytest.mark.store


@pytest.fixture(scope="module")
def settings(played_once: Played, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return played_once.copied_to(tmp_path_factory.mktemp("demonstration") / "home")


@pytest.fixture
def demonstration(settings: Settings) -> Iterator[Service]:
    opened = open_service(settings)
    yield opened
    opened.close()


def test_every_stage_is_there_and_something_is_overdue_and_due_today(demonstration: Service) -> None:
    queries = Queries(demonstration.reading)
    statuses = queries.counts(BY_NAME["petitions"], "status", [equals("rule", ITSELF), Condition("assigned = '{}'")])
    assert sum(statuses.values()) == len(STORIES) + 2
    assert len(statuses) >= 9
    assert len(queries.counts(BY_NAME["supervision_board"], "status")) >= 10
    assert len(queries.counts(BY_NAME["relief_queue"], "status")) >= 6
    assert all(row["free_fen"] >= 0 for row in queries.all(BY_NAME["funds"]))
    days = [row["due_on"] for row in queries.all(BY_NAME["due_dates"])]
    today: date = demonstration.ledger.today()
    assert any(day < today for day in days)
    assert today in days


def test_the_days_end_today_and_go_back_150(demonstration: Service) -> None:
    rows = Queries(demonstration.reading).all(BY_NAME["audit_trail"])
    moments = [row["recorded_at"].astimezone(demonstration.settings.timezone) for row in rows]
    today = demonstration.ledger.today()
    assert moments == sorted(moments)
    assert moments[-1].date() == today
    assert moments[0].date() <= today - timedelta(days=150)


def test_a_second_run_only_serves(settings: Settings, demonstration: Service) -> None:
    before = Queries(demonstration.reading).all(BY_NAME["audit_trail"])
    assert prepare(settings, lambda _stage: None) is None
    assert Queries(demonstration.reading).all(BY_NAME["audit_trail"]) == before


@pytest.fixture
def half_filled(tmp_path: Path) -> Settings:
    """A folder whose database holds some events and no finished demonstration."""
    found = read_settings({"CASEWORK_HOME": str(tmp_path)})
    with embedded(found.home) as server:
        migrate(server.url)
        prepare_logins(server.url, logins_of(found, server))
        with closing(Database(server.url, DatabaseRole.VIEWS)) as database:
            Engine(database, Codec(), VIEWS).prepare()
        with closing(open_service(found)) as opened:
            opened.ledger.execute([Step(unit_ref("HS"), FoundUnit("HS", "半途 half way"))], OPERATOR)
    return found


def test_an_interrupted_seeding_begins_anew(half_filled: Settings) -> None:
    (half_filled.home / BEGUN).touch()
    assert prepare(half_filled, lambda _stage: None) is not None
    assert (half_filled.home / DONE).exists()
    with closing(open_service(half_filled)) as opened:
        assert [unit.name for unit in opened.people.units() if unit.code == "HS"] == [UNITS[0].name]


def test_a_demonstration_is_one_by_what_its_database_says(demonstration: Service) -> None:
    assert demonstration.is_demonstration()


def test_neither_a_variable_nor_a_file_makes_real_data_a_demonstration(half_filled: Settings) -> None:
    (half_filled.home / DONE).touch()
    claimed = read_settings({"CASEWORK_HOME": str(half_filled.home), "CASEWORK_DEMONSTRATION": "1"})
    with closing(open_service(claimed)) as opened:
        assert not opened.is_demonstration()
    with pytest.raises(NotADemonstration):
        prepare(claimed, lambda _stage: None)


def test_a_database_with_events_refuses_to_become_a_demonstration(half_filled: Settings) -> None:
    with embedded(half_filled.home) as server:
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="before its first event"):
            declare_demonstration(server.url)
        assert not is_demonstration(server.url)


def test_a_database_that_cannot_be_asked_opens_nothing_and_is_asked_again(databases: Databases, tmp_path: Path) -> None:
    url = databases.create()
    declare_demonstration(url)
    with closing(service_on(url, tmp_path, TestClock())) as opened:
        opened.reading.pool.timeout = 0.2
        with away(url):
            assert not opened.is_demonstration()
        until(opened.is_demonstration)
    databases.drop(url)


def test_real_data_is_never_mixed_with_the_demonstration(half_filled: Settings) -> None:
    with pytest.raises(NotADemonstration):
        prepare(half_filled, lambda _stage: None)
    assert not (half_filled.home / DONE).exists()


def test_on_a_day_in_a_published_year_no_story_stops(played_once: Played) -> None:
    assert (played_once.cases > 80, played_once.refused) == (True, ())


@pytest.mark.parametrize(("today", "refused"), [(date(2026, 12, 31), 0), (date(2027, 7, 1), 1)])
def test_any_day_can_be_the_last_one(databases: Databases, tmp_path: Path, today: date, refused: int) -> None:
    """A year whose calendar is not published stops the stories that wait for a provisional day, and nothing else."""
    url = databases.create()
    seeded = seed(settings_for(url, tmp_path), today)
    assert seeded.cases > 80
    assert min(len(seeded.refused), 1) == refused
    assert {code for code in seeded.refused if "provisional" not in code} == set()
    databases.drop(url)


def test_a_later_release_that_changed_a_view_finds_it_built_anew(settings: Settings, demonstration: Service) -> None:
    before = Queries(demonstration.reading).counts(BY_NAME["relief_queue"], "status")
    with embedded(settings.home) as server, psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(f"DROP TABLE {table_of(BY_NAME['relief_queue'])}, {counts_of(BY_NAME['relief_queue'])}")
        connection.execute("UPDATE views.positions SET version = 0 WHERE view = 'relief_queue'")
    assert prepare(settings, lambda _stage: None) is None
    queries = Queries(demonstration.reading)
    assert queries.counts(BY_NAME["relief_queue"], "status") == before
    assert {row["place"][:1] for row in queries.all(BY_NAME["relief_queue"])} == {"0", "1"}


def test_the_group_is_large_enough_to_show_who_is_kept_from_what(demonstration: Service) -> None:
    queries = Queries(demonstration.reading)
    requests = queries.all(BY_NAME["relief_queue"])
    assert len(requests) >= 30
    assert len({row["unit"] for row in requests}) >= 3
    assert len({row["supervised_unit"] for row in queries.all(BY_NAME["supervision_board"])}) >= 2
    petitions = queries.all(BY_NAME["petitions"])
    assert [row["openness"] for row in petitions].count("SEALED") == 1
    desks = {unit_ref(each.unit) for each in OFFICERS if Role.INTAKE in each.roles}
    heads = {unit_ref(each.unit) for each in OFFICERS if Role.PET_HEAD in each.roles}
    assert {row["unit"] for row in petitions} <= desks & heads
    assert len(desks) >= 4
    assert {Role.DI_OFFICER, Role.DI_HEAD} <= {role for each in OFFICERS for role in each.roles}
