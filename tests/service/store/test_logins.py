"""Two logins: the owner migrates, the one that serves appends, reads and keeps views, and is otherwise nobody."""

from collections.abc import Iterator
from os import getpid
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from service.edge.running import Service
from service.store.logins import EXCESS, excess, prepare_login
from service.wsgi import build
from tests.service.cli.running import environment_for, run
from tests.service.store.test_roles import GRANTED, STANDING, STATEMENTS
from tests.support.databases import Databases
from tests.support.filing import filed, with_unit
from tests.support.services import TestClock, service_on

pytestmark = pytest.mark.store

LOGIN = f"casework_serving_{getpid()}"
MEMBER = """
    SELECT rolname FROM pg_roles WHERE rolname LIKE 'casework%%' AND rolname <> %(login)s
    AND pg_has_role(%(login)s, oid, 'MEMBER') ORDER BY rolname
"""


def serving(url: str) -> str:
    """The same database for the login that serves."""
    place, _, database = url.partition("@")[2].partition("/")
    return f"postgresql://{LOGIN}:{'s' * 20}@{place}/{database}"


@pytest.fixture
def owned(databases: Databases) -> Iterator[str]:
    """A migrated database for its owner, in which the serving login was prepared."""
    url = databases.create()
    assert prepare_login(url, serving(url)) == LOGIN
    yield url
    databases.drop(url)
    with psycopg.connect(make_conninfo(url, dbname="postgres"), autocommit=True) as connection:
        connection.execute(f"DROP ROLE {LOGIN}".encode())


@pytest.fixture
def served(owned: str, tmp_path: Path, clock: TestClock) -> Iterator[Service]:
    """A service that was given the serving login alone."""
    opened = service_on(serving(owned), tmp_path, clock)
    yield opened
    opened.close()


def test_the_serving_login_files_follows_and_answers(served: Service) -> None:
    case = filed(with_unit(served)).stream
    served.engine.catch_up()
    assert len(served.ledger.history(case)) == 2
    ready = build(served).test_client().get("/readyz").get_json()
    assert (ready["status"], ready["login_may"]) == ("ready", [])


def test_every_right_of_the_serving_login_stands_in_the_catalogue(owned: str) -> None:
    with psycopg.connect(owned) as connection:
        assert connection.execute(STANDING, (LOGIN,)).fetchone() == (False, False, False, True, False, True)
        assert connection.execute("SELECT rolinherit FROM pg_roles WHERE rolname = %s", (LOGIN,)).fetchone() == (False,)
        roles = [row[0] for row in connection.execute(MEMBER, {"login": LOGIN})]
        assert roles == ["casework_views", "casework_writer"]
        granted = {(row[0], row[1]) for row in connection.execute(GRANTED, {"role": LOGIN})}
        assert granted == {("schema_migrations", "SELECT")}, "everything else it does as one of its two roles"


@pytest.mark.parametrize("role", ["casework_writer", "casework_views", "none"])
def test_in_no_role_does_it_change_the_log_or_the_schema(owned: str, role: str) -> None:
    with psycopg.connect(serving(owned), autocommit=True) as connection:
        connection.execute(f"SET ROLE {role}".encode())
        for statement in (*STATEMENTS, "CREATE ROLE x", "ALTER ROLE casework_writer LOGIN", "CREATE SCHEMA x"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement.encode())


@pytest.mark.parametrize("role", ["casework_owner", "casework_guard"])
def test_it_becomes_neither_the_owner_of_the_log_nor_its_guard(owned: str, role: str) -> None:
    with psycopg.connect(serving(owned)) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(f"SET ROLE {role}".encode())


def test_it_is_made_once_and_keeps_its_password(owned: str) -> None:
    assert prepare_login(owned, serving(owned).replace("s" * 20, "another")) is None
    psycopg.connect(serving(owned)).close()
    assert prepare_login(owned, owned) is None, "the owner alone serves, as before"


def test_readiness_names_what_a_login_could_do_beyond_its_need(owned: str, tmp_path: Path, clock: TestClock) -> None:
    opened = service_on(owned, tmp_path, clock)
    found = excess(opened.reading)
    assert {"do_anything", "create_roles", "own_the_database", "change_the_log"} <= set(found)
    assert build(opened).test_client().get("/readyz").get_json()["login_may"] == found
    opened.close()


def test_an_owner_without_superuser_is_named_by_what_it_may(owned: str) -> None:
    with psycopg.connect(owned, autocommit=True) as connection:
        connection.execute(f"ALTER ROLE {LOGIN} CREATEDB".encode())
    with psycopg.connect(serving(owned)) as connection:
        assert connection.execute(EXCESS).fetchall() == [("create_databases",)]


def test_migrating_makes_the_login_and_the_owner_backs_up(databases: Databases, tmp_path: Path) -> None:
    url = databases.empty()
    environment = environment_for(serving(url), tmp_path) | {"CASEWORK_ADMIN_DATABASE_URL": url}
    try:
        done = run(environment, "migrate")
        assert (done.code, f"made the login {LOGIN}" in done.out) == (0, True), done.err
        alone = environment_for(serving(url), tmp_path)
        assert run(alone, "units", "add", "HS", "集团").code == 0
        assert run(alone, "check-log").code == 0
        assert run(environment, "backup", str(tmp_path / "kept")).code == 0
        refused = run(alone, "backup", str(tmp_path / "none"))
        assert (refused.code, (tmp_path / "none").exists()) == (1, False)
        assert "Traceback" not in refused.err
    finally:
        databases.drop(url)
        with psycopg.connect(make_conninfo(url, dbname="postgres"), autocommit=True) as connection:
            connection.execute(f"DROP ROLE IF EXISTS {LOGIN}".encode())
