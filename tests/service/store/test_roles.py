"""What each role of the database may do to the log, and that nobody changes an event."""

import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from service.machine.binaries import postgres_binaries
from tests.support.databases import Databases
from tests.support.filing import filed, with_unit
from tests.support.services import TestClock, service_on

pytestmark = pytest.mark.store

CHANGES = (
    "UPDATE events SET topic = 'x'",
    "DELETE FROM events",
    "TRUNCATE events",
)
STATEMENTS = (
    *CHANGES,
    "ALTER TABLE events ADD COLUMN x text",
    "ALTER TABLE events DISABLE TRIGGER ALL",
    "DROP TABLE events",
    "CREATE TRIGGER x BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "UPDATE data_keys SET subject = subject",
    "DELETE FROM data_keys",
    "SELECT setval('events_notification_id_seq', 1)",
    "CREATE TABLE x ()",
)
INSERT = "INSERT INTO events (originator_id, originator_version, topic, state) VALUES (gen_random_uuid(), 1, 't', '{}')"


GRANTED = """
    SELECT c.relname, p FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) p
    WHERE n.nspname IN ('public', 'views') AND c.relkind IN ('r', 'v', 'm', 'p') AND (
        has_table_privilege(%(role)s, c.oid, p)
        OR p IN ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES') AND has_any_column_privilege(%(role)s, c.oid, p)
    )
"""
STANDING = """
    SELECT rolsuper, rolcreaterole, rolcreatedb, rolcanlogin, rolbypassrls,
           EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid)
    FROM pg_roles r WHERE rolname = %s
"""


@pytest.fixture(scope="module")
def url(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A log that holds a petition, for all tests of this module: none of them may change it."""
    url = databases.create()
    service = service_on(url, tmp_path_factory.mktemp("roles"), TestClock())
    filed(with_unit(service))
    service.close()
    yield url
    databases.drop(url)


@pytest.fixture
def log(url: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection of the schema's owner; what a test does on it is undone."""
    with psycopg.connect(url) as connection:
        yield connection
        connection.rollback()


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_writer_reads_and_appends_and_nothing_else(log: psycopg.Connection[Any], statement: str) -> None:
    log.execute("SET ROLE casework_writer")
    log.execute(INSERT)
    assert log.execute("SELECT FROM events").rowcount == 4
    with pytest.raises(InsufficientPrivilege):
        log.execute(statement)


@pytest.mark.parametrize("statement", [*STATEMENTS, INSERT])
def test_the_role_of_the_views_only_reads_the_log(log: psycopg.Connection[Any], statement: str) -> None:
    log.execute("SET ROLE casework_views")
    assert log.execute("SELECT FROM events").rowcount == 3
    with pytest.raises(InsufficientPrivilege):
        log.execute(statement)


NOT_READ = {"sessions", "credentials", "passkeys", "answered_challenges", "reads", "exports"}
"""Who is signed in, and who opened what."""


def granted(log: psycopg.Connection[Any], role: str) -> set[tuple[str, str]]:
    """What the role may do to each table, however it came by it."""
    return {(row[0], row[1]) for row in log.execute(GRANTED, {"role": role})}


def test_the_writer_holds_no_other_right_on_any_table(log: psycopg.Connection[Any]) -> None:
    log_and_keys = {(table, right) for table in ("events", "data_keys") for right in ("SELECT", "INSERT")}
    log_and_keys |= {
        (table, right) for table in ("sessions", "credentials", "passkeys") for right in ("SELECT", "INSERT", "UPDATE")
    }
    trace = {(table, right) for table in ("reads", "exports") for right in ("SELECT", "INSERT")}
    others = {("sessions", "DELETE"), ("passkeys", "DELETE"), ("facts", "SELECT"), ("schema_migrations", "SELECT")}
    others |= {("answered_challenges", right) for right in ("SELECT", "INSERT", "DELETE")}
    assert granted(log, "casework_writer") == log_and_keys | trace | others


def test_the_role_of_the_views_holds_no_other_right_outside_them(log: psycopg.Connection[Any]) -> None:
    of_views = {row[0] for row in log.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'views'")}
    outside = {pair for pair in granted(log, "casework_views") if pair[0] not in of_views}
    read = {(table, "SELECT") for table in ("events", "data_keys", "facts", "schema_migrations")}
    assert outside == read | {("followers", right) for right in ("SELECT", "INSERT", "UPDATE")}


def test_the_reader_reads_everything_but_who_is_signed_in_and_holds_no_other_right(
    log: psycopg.Connection[Any],
) -> None:
    assert {right for _table, right in granted(log, "casework_reader")} == {"SELECT"}
    every = {row[0] for row in log.execute("SELECT tablename FROM pg_tables WHERE schemaname IN ('public', 'views')")}
    assert {table for table, _right in granted(log, "casework_reader")} == every - NOT_READ


@pytest.mark.parametrize("statement", [*STATEMENTS, INSERT])
def test_the_reader_only_reads_the_log(log: psycopg.Connection[Any], statement: str) -> None:
    log.execute("SET ROLE casework_reader")
    assert log.execute("SELECT FROM events").rowcount == 3
    with pytest.raises(InsufficientPrivilege):
        log.execute(statement)


@pytest.mark.parametrize(
    "role", ["casework_writer", "casework_views", "casework_reader", "casework_owner", "casework_guard"]
)
def test_no_role_can_become_another_or_sign_in(log: psycopg.Connection[Any], role: str) -> None:
    assert log.execute(STANDING, (role,)).fetchone() == (False,) * 6


def test_no_function_lends_the_rights_of_its_owner(log: psycopg.Connection[Any]) -> None:
    lending = "SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.prosecdef"
    assert log.execute(f"{lending} AND n.nspname IN ('public', 'views')").fetchall() == []


@pytest.mark.parametrize("statement", CHANGES)
@pytest.mark.parametrize("role", ["casework_owner", "none"])
def test_the_trigger_refuses_changes_also_to_the_owner_of_the_table(
    log: psycopg.Connection[Any], role: str, statement: str
) -> None:
    log.execute(f"SET ROLE {role}")
    with pytest.raises(InsufficientPrivilege, match="the log is immutable"):
        log.execute(statement)


@pytest.mark.parametrize("statement", CHANGES)
def test_the_trigger_refuses_changes_from_the_command_line_too(
    log: psycopg.Connection[Any], url: str, statement: str
) -> None:
    ran = subprocess.run([psql(), url, "-c", statement], capture_output=True, text=True, check=False)
    assert ran.returncode != 0
    assert "the log is immutable" in ran.stderr
    assert log.execute("SELECT FROM events").rowcount == 3


def psql() -> str:
    beside = postgres_binaries() / "psql"
    found = str(beside) if beside.is_file() else shutil.which("psql")
    if found is None:
        pytest.skip("no psql on this machine: the same is tried through the driver above")
    return found


def test_the_function_of_the_trigger_belongs_to_neither_writer_nor_owner(log: psycopg.Connection[Any]) -> None:
    log.execute("SET ROLE casework_owner")
    with pytest.raises(InsufficientPrivilege):
        log.execute("CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE sql AS 'SELECT NULL'")
