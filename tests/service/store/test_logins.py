"""Three logins: the owner migrates, what answers requests appends and reads, what works beside it keeps the views."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from os import getpid
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from projections.organisation import UNITS
from service.composition import open_service
from service.edge.running import Service
from service.machine.database import Database
from service.machine.settings import SettingsInvalid, read_settings
from service.operation.serving.children import environment_of_web
from service.store.logins import EXCESS, OF_WORKER, excess, may_keep_views, prepare_login
from service.views.awaiting import Awaiting
from service.views.engine import PATIENCE
from service.views.naming import table_of
from service.work.worker import run_worker
from service.wsgi import build
from tests.service.cli.running import environment_for, run
from tests.service.store.test_roles import GRANTED, STANDING, STATEMENTS
from tests.support.databases import Databases
from tests.support.filing import filed, with_unit
from tests.support.services import TestClock, service_on, settings_for

pytestmark = pytest.mark.store

LOGIN, WORKER = f"casework_serving_{getpid()}", f"casework_working_{getpid()}"
MEMBER = """
    SELECT rolname FROM pg_roles WHERE rolname LIKE 'casework%%' AND rolname <> %(login)s
    AND pg_has_role(%(login)s, oid, 'MEMBER') ORDER BY rolname
"""


VIEWS = (
    "UPDATE views.positions SET position = 0",
    "INSERT INTO views.positions VALUES ('x', 1, 'live', 0, NULL)",
    "DELETE FROM views.positions",
    f"INSERT INTO {table_of(UNITS)} SELECT * FROM {table_of(UNITS)}",
    f"UPDATE {table_of(UNITS)} SET code = code",
    f"DELETE FROM {table_of(UNITS)}",
    f"TRUNCATE {table_of(UNITS)}",
    f"DROP TABLE {table_of(UNITS)}",
    "CREATE TABLE views.x ()",
    "UPDATE followers SET position = 0",
    "INSERT INTO followers (name) VALUES ('x')",
    "INSERT INTO facts VALUES ('demonstration')",
)


def serving(url: str, login: str = LOGIN) -> str:
    """The same database for the login that answers requests, or another."""
    place, _, database = url.partition("@")[2].partition("/")
    return f"postgresql://{login}:{'s' * 20}@{place}/{database}"


@pytest.fixture
def owned(databases: Databases) -> Iterator[str]:
    """A migrated database for its owner, in which the serving login was prepared."""
    url = databases.create()
    assert prepare_login(url, serving(url)) == LOGIN
    assert prepare_login(url, serving(url, WORKER), OF_WORKER) == WORKER
    yield url
    databases.drop(url)
    _forget_logins(url)


def _forget_logins(url: str) -> None:
    with psycopg.connect(make_conninfo(url, dbname="postgres"), autocommit=True) as connection:
        connection.execute(f"DROP ROLE IF EXISTS {LOGIN}, {WORKER}".encode())


@pytest.fixture
def served(owned: str, tmp_path: Path, clock: TestClock) -> Iterator[Service]:
    """A service as what answers requests opens it, with its login alone."""
    opened = open_service(settings_for(serving(owned), tmp_path), clock, keeps_views=False)
    yield opened
    opened.close()


@pytest.fixture
def working(owned: str, tmp_path: Path, clock: TestClock) -> Iterator[Service]:
    """A service as the worker and the command line open it."""
    settings = replace(settings_for(serving(owned), tmp_path), worker_database_url=serving(owned, WORKER))
    opened = open_service(settings, clock)
    yield opened
    opened.close()


@contextmanager
def followed(service: Service) -> Iterator[None]:
    """A worker beside the block."""
    told = threading.Event()
    worker = threading.Thread(target=run_worker, args=(service.engine, told))
    worker.start()
    try:
        yield
    finally:
        told.set()
        worker.join()


def test_requests_append_and_see_what_the_worker_brings(served: Service, working: Service) -> None:
    with followed(working):
        case = filed(with_unit(served)).stream
        served.engine.catch_up()
        assert [unit.code for unit in served.people.units()] == ["HS"]
    assert len(served.ledger.history(case)) == 2
    ready = build(served).test_client().get("/readyz").get_json()
    assert (ready["status"], ready["login_may"]) == ("ready", [])


def test_requests_wait_for_a_worker_no_longer_than_their_patience(
    served: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.views.awaiting.PATIENCE", 0.02)
    with_unit(served)
    assert served.people.units() == []
    assert served.engine.advance() == 0


def test_nobody_waits_for_a_view_that_stands_still(served: Service, working: Service) -> None:
    with_unit(working)
    with working.reading.get_connection() as connection:
        connection.execute("UPDATE views.positions SET set_aside = 'ValueError', position = 0 WHERE view = 'units'")
    began = time.monotonic()
    assert served.engine.catch_up([UNITS]) == 0
    assert time.monotonic() - began < PATIENCE


def test_the_command_line_waits_too_where_its_login_may_not_write_the_views(
    owned: str, tmp_path: Path, clock: TestClock
) -> None:
    with closing(service_on(serving(owned), tmp_path, clock)) as opened:
        assert isinstance(opened.engine, Awaiting)


def test_a_table_that_a_rebuild_puts_in_place_is_readable_at_once(served: Service, working: Service) -> None:
    with_unit(working)
    working.engine.catch_up()
    assert all(each.is_equal for each in working.rebuilder.rebuild(working.engine.views))
    assert [unit.code for unit in served.people.units()] == ["HS"]


def test_every_right_of_the_serving_login_stands_in_the_catalogue(owned: str) -> None:
    with psycopg.connect(owned) as connection:
        assert connection.execute(STANDING, (LOGIN,)).fetchone() == (False, False, False, True, False, True)
        assert connection.execute("SELECT rolinherit FROM pg_roles WHERE rolname = %s", (LOGIN,)).fetchone() == (False,)
        roles = [row[0] for row in connection.execute(MEMBER, {"login": LOGIN})]
        assert roles == ["casework_reader", "casework_writer"]
        granted = {(row[0], row[1]) for row in connection.execute(GRANTED, {"role": LOGIN})}
        assert granted == {("schema_migrations", "SELECT")}, "everything else it does as one of its two roles"


@pytest.mark.parametrize("role", ["casework_writer", "casework_reader", "none"])
def test_in_no_role_does_it_change_the_log_the_views_or_the_schema(owned: str, role: str) -> None:
    with psycopg.connect(serving(owned), autocommit=True) as connection:
        connection.execute(f"SET ROLE {role}".encode())
        for statement in (*STATEMENTS, *VIEWS, "CREATE ROLE x", "ALTER ROLE casework_writer LOGIN", "CREATE SCHEMA x"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement.encode())


@pytest.mark.parametrize("role", ["casework_writer", "casework_reader", "casework_views", "none"])
def test_nor_does_the_login_that_keeps_the_views_change_log_or_schema(owned: str, role: str) -> None:
    with psycopg.connect(serving(owned, WORKER), autocommit=True) as connection:
        connection.execute(f"SET ROLE {role}".encode())
        for statement in (*STATEMENTS, "CREATE ROLE x", "CREATE SCHEMA x"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement.encode())


@pytest.mark.parametrize("role", ["casework_owner", "casework_guard", "casework_views", "worker"])
def test_it_becomes_none_who_could_change_the_log_or_the_views(owned: str, role: str) -> None:
    with psycopg.connect(serving(owned)) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(f"SET ROLE {WORKER if role == 'worker' else role}".encode())


def test_it_is_made_once_and_keeps_its_password(owned: str) -> None:
    assert prepare_login(owned, serving(owned).replace("s" * 20, "another")) is None
    psycopg.connect(serving(owned)).close()
    assert prepare_login(owned, serving(owned), OF_WORKER) is None
    assert may_keep_views(serving(owned))
    assert prepare_login(owned, serving(owned)) is None
    assert not may_keep_views(serving(owned)), "what it may no longer become is taken from it"
    assert prepare_login(owned, owned) is None, "the owner alone serves, as before"


def test_readiness_names_what_a_login_could_do_beyond_its_need(owned: str, tmp_path: Path, clock: TestClock) -> None:
    opened = service_on(owned, tmp_path, clock)
    found = excess(opened.reading)
    assert {"do_anything", "create_roles", "own_the_database", "change_the_log", "change_the_views"} <= set(found)
    assert build(opened).test_client().get("/readyz").get_json()["login_may"] == found
    opened.close()


@pytest.mark.parametrize(
    ("given", "power"),
    [
        ("ALTER ROLE {login} CREATEDB", "create_databases"),
        ("ALTER ROLE {login} CREATEROLE", "create_roles"),
        ("ALTER ROLE {login} REPLICATION", "replicate"),
        ("ALTER ROLE {login} BYPASSRLS", "pass_row_security"),
        ("GRANT casework_owner TO {login}", "change_the_log"),
        ("GRANT casework_views TO {login}", "change_the_views"),
        ("GRANT CREATE ON SCHEMA public TO {login}", "make_tables"),
    ],
)
def test_a_login_is_named_by_each_thing_that_it_may(owned: str, given: str, power: str) -> None:
    with psycopg.connect(owned, autocommit=True) as connection:
        connection.execute(given.format(login=LOGIN).encode())
        with psycopg.connect(serving(owned)) as one:
            found = one.execute(EXCESS).fetchall()
        connection.execute(f"DROP OWNED BY {LOGIN}".encode())
    assert found == [(power,)]


def test_migrating_makes_the_logins_and_the_owner_backs_up(databases: Databases, tmp_path: Path) -> None:
    url = databases.empty()
    both = {"CASEWORK_WORKER_DATABASE_URL": serving(url, WORKER)}
    environment = environment_for(serving(url), tmp_path) | both | {"CASEWORK_ADMIN_DATABASE_URL": url}
    try:
        done = run(environment, "migrate")
        told = (
            f"made the login {LOGIN}: it appends and reads\n",
            f"made the login {WORKER}: it appends, reads and keeps",
        )
        assert (done.code, [line in done.out for line in told]) == (0, [True, True]), done.err
        alone = environment_for(serving(url), tmp_path)
        assert run(alone | both, "units", "add", "HS", "集团").code == 0
        assert run(alone, "check-log").code == 0
        assert run(environment, "backup", str(tmp_path / "kept")).code == 0
        refused = run(alone, "backup", str(tmp_path / "none"))
        assert (refused.code, (tmp_path / "none").exists()) == (1, False)
        assert "Traceback" not in refused.err
    finally:
        databases.drop(url)
        _forget_logins(url)


def test_who_serves_and_who_keeps_the_views_are_two(owned: str, tmp_path: Path) -> None:
    environment = environment_for(owned, tmp_path) | {"CASEWORK_WORKER_DATABASE_URL": owned}
    with pytest.raises(SettingsInvalid, match="must name another user than CASEWORK_DATABASE_URL"):
        read_settings(environment)
    with pytest.raises(SettingsInvalid, match="is refused without CASEWORK_DATABASE_URL"):
        read_settings({"CASEWORK_HOME": str(tmp_path), "CASEWORK_WORKER_DATABASE_URL": owned})


def test_what_answers_requests_is_told_of_no_other_login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEWORK_WORKER_DATABASE_URL", "postgresql://worker@127.0.0.1/casework")
    monkeypatch.setenv("CASEWORK_ADMIN_DATABASE_URL", "postgresql://owner@127.0.0.1/casework")
    assert not {"CASEWORK_WORKER_DATABASE_URL", "CASEWORK_ADMIN_DATABASE_URL"} & set(environment_of_web("counts"))


def test_the_logins_of_an_embedded_server_are_made_by_migrating(tmp_path: Path, clock: TestClock) -> None:
    assert run(environment_for(None, tmp_path), "migrate").code == 0
    settings = read_settings({"CASEWORK_HOME": str(tmp_path)})
    with closing(open_service(settings, clock, keeps_views=False)) as web:
        assert excess(web.reading) == []
        assert _who(web.reading) == _who(web.recorder.datastore) == "casework_web"
    with closing(open_service(settings, clock)) as worker:
        assert excess(worker.reading) == ["change_the_views"]


def _who(database: Database) -> str:
    with database.get_connection() as connection:
        row = connection.execute("SELECT session_user AS who").fetchone()
    return str(row["who"]) if row else ""
