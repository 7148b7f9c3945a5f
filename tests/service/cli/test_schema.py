"""The verbs that look after what is stored: `migrate`, `rebuild`, `check-log`, `transitions`."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from domain.organisation.unit import unit_ref
from projections.catalogue import VIEWS
from projections.organisation import UNITS
from projections.petitions import PETITIONS
from projections.projection import Projection
from service.office.transitions import transition_table
from service.store.migrate import migrations
from service.views.naming import counts_of, over, table_name, table_of
from service.views.rebuild import REBUILDING
from tests.service.cli.running import Done, environment_for, run
from tests.support.databases import Databases

pytestmark = pytest.mark.store
Cli = Callable[..., Done]


@pytest.fixture
def empty_url(databases: Databases) -> Iterator[str]:
    url = databases.empty()
    yield url
    databases.drop(url)


def test_the_embedded_database_is_made_by_migrate_and_by_nothing_else(
    cli_with: Callable[[dict[str, str]], Cli], tmp_path: Path
) -> None:
    cli = cli_with(environment_for(None, tmp_path / "var"))
    refused = cli("units", "list")
    assert (refused.code, "casework migrate" in refused.err) == (1, True)
    assert not (tmp_path / "var" / "postgres").exists()
    made = cli("migrate", "--json")
    assert made.facts["applied"][0] == "0001 log"
    assert made.facts["views"] == [view.name for view in VIEWS]
    assert (tmp_path / "var" / "master.key").stat().st_mode & 0o777 == 0o600
    assert cli("migrate", "--json").facts == {"applied": [], "views": [], "building": []}
    assert cli("units", "list").code == 0
    (tmp_path / "var" / "master.key").rename(tmp_path / "moved")
    for verb in (["units", "list"], ["migrate"]):
        lost = cli(*verb)
        assert (lost.code, "master.key is missing" in lost.err) == (1, True)
    assert not (tmp_path / "var" / "master.key").exists()


def test_a_database_without_schema_names_the_way_out(
    cli_with: Callable[[dict[str, str]], Cli], empty_url: str, tmp_path: Path
) -> None:
    cli = cli_with(environment_for(empty_url, tmp_path))
    done = cli("officers", "list", "--json")
    assert done.code == 1
    assert done.err.startswith("casework: the schema is not up to date (")
    assert "run casework migrate" in done.facts["error"]
    assert cli("migrate").code == 0
    assert cli("officers", "list").code == 0


def migrated_at_once(settings: Mapping[str, str]) -> None:
    """Several first starts of one moment: all of them pass, and each step and view is made by one of them."""
    with ThreadPoolExecutor(4) as starts:
        done = list(starts.map(lambda _: run(settings, "migrate", "--json"), range(4)))
    assert [each.code for each in done] == [0] * 4, [each.err for each in done]
    for what, names in (
        ("applied", [f"{step.number:04} {step.name}" for step in migrations()]),
        ("views", [view.name for view in VIEWS]),
    ):
        assert Counter(name for each in done for name in each.facts[what]) == Counter(names)


def test_migrations_that_start_at_once_make_everything_once(empty_url: str, tmp_path: Path) -> None:
    migrated_at_once(environment_for(empty_url, tmp_path))


def test_first_starts_of_the_embedded_database_at_once_make_everything_once(tmp_path: Path) -> None:
    migrated_at_once(environment_for(None, tmp_path / "var"))


def test_a_view_that_was_never_made_names_the_way_out(cli: Cli, database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute(f"DROP TABLE {table_of(PETITIONS)}, {counts_of(PETITIONS)}")
        connection.execute("DELETE FROM views.positions WHERE view = 'petitions'")
    assert "view petitions missing): run casework migrate" in cli("units", "list").err
    assert cli("migrate", "--json").facts["views"] == ["petitions"]


def test_a_rebuild_beside_another_is_refused_with_what_to_do(cli: Cli, database_url: str) -> None:
    with psycopg.connect(database_url) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", (REBUILDING,))
        done = cli("rebuild", "--json")
    assert done.code == 1
    assert done.facts["error"] == "another rebuild is at work: wait until it is done, then try again"


def made_old(url: str, view: Projection) -> None:
    """The database as the release left it that knew the version before."""
    older = replace(view, version=view.version - 1)
    with psycopg.connect(url) as connection:
        connection.execute(f"ALTER TABLE {table_of(view)} RENAME TO {table_name(older.name, older.version)}")
        connection.execute("UPDATE views.positions SET version = version - 1 WHERE view = %s", (view.name,))


def test_a_new_version_of_a_view_is_made_beside_the_old_one_which_is_dropped_when_told(
    cli: Cli, database_url: str
) -> None:
    cli("units", "add", "HS", "集团")
    made_old(database_url, UNITS)
    assert cli("migrate", "--json").facts == {"applied": [], "views": ["units"], "building": ["units"]}
    assert cli("rebuild", "--drop-outdated", "--json").facts == {"dropped": []}
    assert "HS" in cli("units", "list").out
    assert cli("migrate", "--json").facts["building"] == []
    assert cli("rebuild", "--drop-outdated", "--json").facts == {"dropped": [table_name(UNITS.name, UNITS.version - 1)]}
    assert "no view of an earlier version" in cli("rebuild", "--drop-outdated").out
    assert cli("rebuild", "--drop-outdated", "units").code == 2
    assert "HS" in cli("units", "list").out


def test_rebuilt_views_equal_those_that_were_kept(cli: Cli) -> None:
    cli("units", "add", "HS", "集团")
    done = cli("rebuild", "--json")
    assert done.code == 0
    assert [view["view"] for view in done.facts["views"]] == [view.name for view in VIEWS]
    assert all(view["is_equal"] for view in done.facts["views"])
    assert done.facts["views"][0]["kept_rows"] == 1
    assert ": equal" in cli("rebuild", "units", "units").out
    assert ": equal" in cli("rebuild", "units", "officers", "--processes", "2").out


def test_a_view_that_was_tampered_with_is_found_and_mended(cli: Cli, database_url: str) -> None:
    cli("units", "add", "HS", "集团")
    cli("units", "list")
    with psycopg.connect(database_url) as connection:
        connection.execute(over("UPDATE {units} SET name = 'ours'", UNITS))
    done = cli("rebuild", "units")
    assert (done.code, "units: kept 1 rows" in done.out, ": DIFFERENT" in done.out) == (1, True, True)
    assert cli("rebuild", "units").code == 0


def test_a_view_that_does_not_exist_is_a_mistake_in_the_command(cli: Cli) -> None:
    done = cli("rebuild", "unitz")
    assert (done.code, "there are units, " in done.err) == (2, True)


def test_a_sound_log_is_found_sound(cli: Cli) -> None:
    cli("units", "add", "HS", "集团")
    done = cli("check-log", "--json")
    assert (done.code, done.facts) == (0, {"events": 1, "findings": 0, "found": [], "broken_traces": []})


def test_an_event_that_nobody_wrote_is_found(cli: Cli, database_url: str) -> None:
    cli("units", "add", "HS", "集团")
    with psycopg.connect(database_url) as connection:
        connection.execute(
            "INSERT INTO events (originator_id, originator_version, topic, state) "
            "SELECT gen_random_uuid(), 1, 'petition.accepted:1', '{}' FROM generate_series(1, 120)"
        )
    done = cli("check-log")
    assert (done.code, "120 findings" in done.out, "and 20 more" in done.out) == (1, True, True)
    assert len(cli("check-log", "--json").facts["found"]) == 100


def test_the_transition_table_is_printed_without_a_database(
    cli_with: Callable[[dict[str, str]], Cli], tmp_path: Path
) -> None:
    cli = cli_with(environment_for(None, tmp_path))
    assert cli("transitions", "petition").out.rstrip() == transition_table("petition").rstrip()
    assert cli("transitions", "--json").facts["table"] == transition_table()
    assert "unknown kind 'x'" in cli("transitions", "x").err


def test_comparing_says_what_differs_and_keeps_the_kept_table(cli: Cli, database_url: str) -> None:
    cli("units", "add", "HS", "集团")
    assert [each["is_equal"] for each in cli("rebuild", "units", "--compare", "--json").facts["views"]] == [True]
    with psycopg.connect(database_url) as connection:
        connection.execute(over("UPDATE {units} SET name = '改'", UNITS))
    compared = cli("rebuild", "units", "--compare")
    assert compared.code == 1
    assert compared.out.endswith(f"DIFFERENT\n  {unit_ref('HS')}\n")
    assert "改" in cli("units", "list").out
